"""Rubric files -> `Rubric`: one module per format."""
