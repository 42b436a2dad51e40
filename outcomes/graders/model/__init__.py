"""The judge: a model that is asked about batches of criteria, and believed as far as its quotes are found."""
