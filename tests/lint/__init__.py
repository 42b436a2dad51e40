"""Tests of the linter: the text of a rubric in, findings with their places out."""
