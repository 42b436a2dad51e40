"""Delivered bytes -> `Artifact`: one reader per kind of file."""
