"""Every shipped rubric on real documents, good and bad."""
