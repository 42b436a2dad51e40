"""How wide the letters of one typeface are and how far they reach, from its file or from averages, in em."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.ImageFont import FreeTypeFont

_SIZE: Final = 1000
"""Pixels to the em at which letters are measured; large, so that rounding to pixels does not matter."""
_MOST_WORDS: Final = 4096
_IDEOGRAPHS: Final = "\u2e80"
"""From here on letters are about as wide as they are high."""


class Ink(NamedTuple):
    """The painted part of a line: em above and below the baseline."""

    above: float
    below: float


NO_INK: Final = Ink(0.0, 0.0)


class Face(Protocol):
    """What a typeface tells about text set in it; every length is in em, the size of the type."""

    def width(self, text: str) -> float:
        """How far the pen moves."""

    def ink(self, text: str) -> Ink:
        """How far the letters themselves reach from the baseline."""


class MeasuredFace:
    """A font file, measured with Pillow, pair kerning included."""

    def __init__(self, font: FreeTypeFont) -> None:
        """`font` at a size of 1000 pixels."""
        self._font = font
        self._cached = lru_cache(maxsize=_MOST_WORDS)(font.getlength)

    def width(self, text: str) -> float:
        """See `Face`."""
        return self._cached(text) / _SIZE

    def ink(self, text: str) -> Ink:
        """See `Face`."""
        if not text.strip():
            return NO_INK
        _, top, _, bottom = self._font.getbbox(text, anchor="ls")
        return Ink(-top / _SIZE, bottom / _SIZE)


class AverageFace(NamedTuple):
    """A typeface of which only averages are known: good to a few per cent for running text, not for one word."""

    small: float
    """Mean advance of small letters, weighted by how often they occur in English."""
    capital: float
    digit: float
    space: float
    mark: float
    """Of punctuation."""

    def width(self, text: str) -> float:
        """See `Face`."""
        return sum(map(self._advance, text))

    def ink(self, text: str) -> Ink:
        """See `Face`; as high as capitals, and as deep as a `g` where a letter reaches below the line."""
        return Ink(0.7, 0.21 if set(text) & set("gjpqy,;Q()[]{}|/") else 0.01) if text.strip() else NO_INK

    def _advance(self, letter: str) -> float:
        if letter.isspace():
            return self.space
        if letter >= _IDEOGRAPHS:
            return 1.0
        if letter.isalpha():
            return self.capital if letter.isupper() else self.small
        return self.digit if letter.isdigit() else self.mark


def measured(path: Path) -> MeasuredFace:
    """A font file as a face; raise `OSError` when it is not a scalable font and `ImportError` without Pillow."""
    from PIL import ImageFont

    return MeasuredFace(ImageFont.truetype(str(path), _SIZE, layout_engine=ImageFont.Layout.BASIC))
