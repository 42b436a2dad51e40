"""Hostile files made by code, of more kinds than the corpus holds: an artifact or a named error, cheaply."""
