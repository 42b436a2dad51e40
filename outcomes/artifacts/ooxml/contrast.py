"""Whether letters can be told from what is behind them."""

from __future__ import annotations

from functools import lru_cache

_LEAST_CONTRAST = 1.2  # WCAG ratio; light grey on white (#D9D9D9) has 1.4
_DIGITS = frozenset("0123456789ABCDEF")


def is_rgb(text: str) -> bool:
    """Whether it is `RRGGBB`, in capitals."""
    return len(text) == 6 and _DIGITS.issuperset(text)


@lru_cache(maxsize=1024)
def indistinct(text: str, behind: str) -> bool:
    """Whether two `RRGGBB` colours are too alike to read one on the other, by their WCAG 2 contrast ratio."""
    dark, light = sorted((_luminance(text), _luminance(behind)))
    return (light + 0.05) / (dark + 0.05) < _LEAST_CONTRAST


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.03928 else float(((channel + 0.055) / 1.055) ** 2.4)
