"""Tests of what ships for tests."""
