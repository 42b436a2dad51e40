"""Tests of the outcome engine."""
