"""Outcome engine."""
