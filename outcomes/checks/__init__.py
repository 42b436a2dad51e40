"""Objective criteria: plain functions that look at an artifact and need no model."""
