"""Journals of every release, and what each of them comes to."""
