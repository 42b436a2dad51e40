"""Tests of the objective checks."""
