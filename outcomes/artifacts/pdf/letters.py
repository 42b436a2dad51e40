"""The letters of a page, in stretches of one look on one line: what they say, where they stand, how they look."""

from __future__ import annotations

import re
from ctypes import byref
from math import atan2, degrees, hypot
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.pdf.library import Bounds, Matrix, narrow_text

if TYPE_CHECKING:
    from outcomes.artifacts.pdf.library import Library
    from outcomes.artifacts.pdf.scene import Place, Scene

_HYPHEN = 2
"""PDFium's sign for a hyphen that only a line break asked for."""
_SOFT_HYPHEN = "\u00ad"
_UNKNOWN = "\ufffd"
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BOLD = re.compile(r"bold|black|heavy|(?<!ultra)(?<!extra)demi(?!light)|[-,_ ]bd", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|[-,_]it\b|[-,_ ]slanted", re.IGNORECASE)
_STYLE_WORDS = re.compile(
    r"[-, ](?:regular|roman|bold|black|heavy|semi|demi|medium|light|italic|oblique|it|mt|bd)+.*$", re.IGNORECASE
)
_MAKER = re.compile(r"(?:PS)?MT$|PS$")
_FORCE_BOLD, _ITALIC_FLAG = 1 << 18, 1 << 6
_STROKED = frozenset({1, 5})
_UNPAINTED = frozenset({3, 7})
_MOST_LETTERS = 200_000
"""On one page."""


class Look(NamedTuple):
    """How letters look: family, points, bold, italic, colour; `None` is unknown."""

    family: str | None
    size: float | None
    bold: bool | None
    italic: bool | None
    colour: str | None


class Piece(NamedTuple):
    """A stretch of letters painted by one command."""

    text: str
    place: Place
    look: Look
    z: int | None
    """When it is painted, as in `Scene.depth`; `None` where that is not known."""
    mcid: int
    """Its mark in the structure tree, -1 without one."""
    turn: int
    """Degrees, counter-clockwise as shown, rounded to 5."""
    unpainted: bool
    """Painted with no ink: an invisible rendering mode, or wholly transparent."""
    breaks: bool = False
    """Whether a line break of PDFium's follows."""


class Letters(NamedTuple):
    """The pieces of a page, and how many of its letters have no known meaning."""

    pieces: list[Piece]
    unknown: int
    complete: bool


def read_letters(lib: Library, text_page: int, scene: Scene) -> Letters:
    """Take the letters of a page apart."""
    return _Reading(lib, text_page, scene).letters()


class _Reading:
    def __init__(self, lib: Library, text_page: int, scene: Scene) -> None:
        self._lib = lib
        self._page = text_page
        self._scene = scene
        self._fonts: dict[int, tuple[str | None, bool | None, bool | None]] = {}
        self._looks: dict[tuple[int, int], tuple[Look, int, int, bool]] = {}
        self._pieces: list[Piece] = []
        self._unknown = 0

    def letters(self) -> Letters:
        """One pass over the characters; two calls for each, the others once for each painting command."""
        character, owner_of, page = self._lib.Text_GetUnicode, self._lib.Text_GetTextObject, self._page
        total = self._lib.Text_CountChars(page)
        signs: list[str] = []
        owner: int | None = None
        first = last = 0
        for i in range(min(total, _MOST_LETTERS)):
            point = character(page, i)
            if point in {10, 13}:
                self._end(owner, signs, first, last, breaks=True)
                signs, owner = [], None
                continue
            holder = owner_of(page, i)
            if holder is None:  # a space that PDFium put between two stretches
                if signs:
                    signs.append(chr(point))
                elif self._pieces:
                    self._pieces[-1] = self._pieces[-1]._replace(text=self._pieces[-1].text + chr(point))
                continue
            if holder != owner:
                self._end(owner, signs, first, last)
                signs, owner, first = [], holder, i
            last = i
            signs.append(self._sign(point))
        self._end(owner, signs, first, last)
        return Letters(self._pieces, self._unknown, complete=total <= _MOST_LETTERS)

    def _sign(self, point: int) -> str:
        if point == _HYPHEN:
            return _SOFT_HYPHEN
        if point < 32 or 0xD800 <= point < 0xE000 or point > 0x10FFFF or point in {0xFFFE, 0xFFFF}:
            self._unknown += point not in {9, 0xAD}
            return " " if point == 9 else _UNKNOWN
        # Symbols of Symbol and Wingdings stand at U+F000: they are signs, if not letters.
        self._unknown += (0xE000 <= point < 0xF900 and point >> 8 != 0xF0) or point == 0xFFFD
        return chr(point)

    def _end(self, owner: int | None, signs: list[str], first: int, last: int, *, breaks: bool = False) -> None:
        text = "".join(signs)
        bounds = self._bounds(first, last) if owner is not None and text.strip() else None
        if owner is None or bounds is None:
            if breaks and self._pieces:
                self._pieces[-1] = self._pieces[-1]._replace(breaks=True)
            return
        look, mcid, turn, unpainted = self._look(owner, first)
        z = self._scene.depth.get(owner)
        place = self._scene.frame.place(bounds)
        self._pieces.append(Piece(text, place, look, z, mcid, turn, unpainted, breaks))

    def _bounds(self, first: int, last: int) -> Bounds | None:
        """Around the first and the last letter: a painting command stays on one straight line."""
        lib = self._lib
        one = lib.rectangle(lib.Text_GetLooseCharBox, self._page, first)
        other = one if first == last else lib.rectangle(lib.Text_GetLooseCharBox, self._page, last)
        if one is None or other is None:
            return one or other
        return Bounds(
            min(one.left, other.left), min(one.bottom, other.bottom),
            max(one.right, other.right), max(one.top, other.top),
        )  # fmt: skip

    def _look(self, owner: int, index: int) -> tuple[Look, int, int, bool]:
        lib = self._lib
        found = Matrix(1, 0, 0, 1, 0, 0)
        lib.Text_GetMatrix(self._page, index, byref(found))
        size = lib.Text_GetFontSize(self._page, index) * hypot(found.c, found.d)
        mode = lib.TextObj_GetTextRenderMode(owner)
        asked = lib.PageObj_GetStrokeColor if mode in _STROKED else lib.PageObj_GetFillColor
        ink = lib.colour(asked, owner)
        family, bold, italic = self._font(lib.TextObj_GetFont(owner))
        colour = ink[0] if ink is not None and ink[1] == 255 else None
        look = Look(family, round(abs(size), 1), bold, italic, colour)
        turn = (round(degrees(atan2(found.b, found.a)) / 5) * 5 - 90 * self._scene.frame.turns) % 360
        unpainted = mode in _UNPAINTED or (ink is not None and ink[1] == 0)
        return look, lib.PageObj_GetMarkedContentID(owner), turn, unpainted

    def _font(self, handle: int | None) -> tuple[str | None, bool | None, bool | None]:
        if handle is None:
            return None, None, None
        known = self._fonts.get(handle)
        if known is None:
            known = self._fonts[handle] = self._new_font(handle)
        return known

    def _new_font(self, handle: int) -> tuple[str | None, bool | None, bool | None]:
        lib = self._lib
        name = _SUBSET.sub("", narrow_text(lib.Font_GetBaseFontName, handle)).strip()
        flags = lib.Font_GetFlags(handle)
        flags = max(0, flags)
        if not name:
            return None, True if flags & _FORCE_BOLD else None, True if flags & _ITALIC_FLAG else None
        family = family_of(name, narrow_text(lib.Font_GetFamilyName, handle))
        bold = bool(_BOLD.search(name)) or bool(flags & _FORCE_BOLD)
        italic = bool(_ITALIC.search(name)) or bool(flags & _ITALIC_FLAG)
        return family, bold, italic


def family_of(name: str, stated: str = "") -> str:
    """The family in a font's PostScript name: `Arial` of `Arial-BoldMT`, `Calibri` of `Calibri,Bold`.

    What the font file itself states is the same name with its spaces, or not to be trusted.
    """
    family = _MAKER.sub("", _STYLE_WORDS.sub("", name).strip()) or name
    return stated if stated.replace(" ", "").lower() == family.lower() else family
