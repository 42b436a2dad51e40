"""Tests of the formats: the text of a file in, a rubric or an error with its place out."""
