"""Bounds around a measured number: round, and wide enough for another document of its kind."""

from __future__ import annotations

import math
from typing import Final

SHARE: Final = 0.25
"""How far a range reaches to either side: a quarter, which another document of the same outline rarely leaves."""
AROUND: Final = "a quarter either way, rounded outwards"
ABOVE: Final = "a quarter more, rounded up"
BELOW: Final = "half of that, rounded down"


def around(number: int) -> tuple[int, int]:
    """From a quarter less to a quarter more, at least 1, rounded outwards.

    >>> around(1_242), around(12), around(1)
    ((930, 1600), (9, 15), (1, 2))
    """
    return max(_down(number * (1 - SHARE)), 1), above(number)


def above(number: int) -> int:
    """A quarter more, rounded up: `above(47) == 60`."""
    return _up(number * (1 + SHARE))


def half(number: int) -> int:
    """Half of it, rounded down."""
    return _down(number / 2)


def _step(number: float) -> int:
    """Units to 20, fives to 100, tens to 1,000, hundreds to 10,000 ..."""
    if number < 100:
        return 1 if number < 20 else 5
    return int(10 ** (len(str(int(number))) - 2))


def _down(number: float) -> int:
    step = _step(number)
    return math.floor(number / step) * step


def _up(number: float) -> int:
    step = _step(number)
    return math.ceil(number / step) * step
