"""Tests of calibration: labels, measures, advice, acceptance rules."""
