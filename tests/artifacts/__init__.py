"""Tests of the readers: bytes in, artifacts out."""
