"""Chance that is the same in every run."""

from __future__ import annotations

import random


def seeded(seed: int) -> random.Random:
    """A source of chance for simulations; nothing secret comes from it."""
    return random.Random(seed)  # noqa: S311
