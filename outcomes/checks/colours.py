"""Colours as people see them: contrast, distance and greyness of `RRGGBB` values."""

from __future__ import annotations

from functools import lru_cache
from math import hypot
from typing import Final

_WHITE_POINT: Final = (0.95047, 1.0, 1.08883)
_TO_XYZ: Final = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_GREY_SPREAD: Final = 10


@lru_cache(maxsize=1024)
def luminance(colour: str) -> float:
    """Relative luminance from 0 to 1 (WCAG 2.2, definition)."""
    red, green, blue = map(_linear, _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, definition)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def distance(one: str, other: str) -> float:
    """How different two colours look: CIE 1976 delta E, 0 to about 130 for greys; below 2.3 nobody sees it."""
    first, second = _lab(one), _lab(other)
    return hypot(*(a - b for a, b in zip(first, second, strict=True)))


def is_grey(colour: str) -> bool:
    """Black, white or a grey, or so near one that it passes for it."""
    channels = [round(255 * channel) for channel in _channels(colour)]
    return max(channels) - min(channels) <= _GREY_SPREAD


def _channels(colour: str) -> tuple[float, float, float]:
    return int(colour[0:2], 16) / 255, int(colour[2:4], 16) / 255, int(colour[4:6], 16) / 255


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


@lru_cache(maxsize=1024)
def _lab(colour: str) -> tuple[float, float, float]:
    """CIE L*a*b* under D65."""
    linear = [_linear(channel) for channel in _channels(colour)]
    x, y, z = (
        _cube_root(sum(share * channel for share, channel in zip(row, linear, strict=True)) / white)
        for row, white in zip(_TO_XYZ, _WHITE_POINT, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _cube_root(value: float) -> float:
    return value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116
