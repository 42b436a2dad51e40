"""Tests of the workers: a brief in, a deliverable out, and nothing left running."""
