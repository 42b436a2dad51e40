"""Tests of the pure core: what a rubric means, what a grade says, and what happens next."""
