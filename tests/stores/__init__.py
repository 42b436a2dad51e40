"""Tests of what is kept: records in order, bytes by hash."""
