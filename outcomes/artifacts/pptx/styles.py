"""Text styles: the levels of a list style on top of those that it inherits, each resolved once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from outcomes.appearance import EMU_PER_POINT, ParagraphFormat
from outcomes.artifacts.ooxml.markup import A
from outcomes.artifacts.pptx.inks import Context, Fonts, Ink
from outcomes.artifacts.pptx.looks import PLAIN_LEVEL, Level, Lines, Look, Spacing, read_level, read_lines, read_look
from outcomes.artifacts.pptx.markup import Mark, mark_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from outcomes.artifacts.pptx.colours import Palette

LAST_LEVEL = 8

MOST_KEPT = 5_000
"""Looked-up combinations that are kept at a time; a hostile file can make every run different from all others."""

_DEFAULT = f"{A}defPPr"
_LEVELS = [f"{A}lvl{number}pPr" for number in range(1, LAST_LEVEL + 2)]
_ALIGNMENTS: dict[str, Literal["left", "center", "right", "justify"]] = {
    "l": "left", "ctr": "center", "r": "right", "just": "justify", "justLow": "justify", "dist": "justify",
    "thaiDist": "justify",
}  # fmt: skip

Signature = Mark | None


def signature(properties: etree._Element | None) -> Signature:
    """What tells one set of run properties from another."""
    if properties is None:
        return None
    if len(properties):
        return mark_of(properties)
    get = properties.get
    return get("sz"), get("b"), get("i"), get("lang"), get("strike"), get("baseline")


def _make_room(kept: dict[Any, Any]) -> None:
    if len(kept) >= MOST_KEPT:
        kept.clear()


class Fit(NamedTuple):
    """How an overfull frame makes its text fit."""

    scale: float = 1.0
    """Share of the letters' size."""
    reduction: float = 0.0
    """Taken off the line spacing, as a share of the line."""


NO_FIT = Fit()


class Style:
    """A text style: what each of nine levels looks like once everything that it inherits is added."""

    def __init__(
        self,
        palette: Palette,
        own: etree._Element | None = None,
        base: Style | None = None,
        *,
        look: Look | None = None,
        fonts: Fonts | None = None,
        complete: bool = True,
    ) -> None:
        """`own` is an `a:lstStyle`, `p:titleStyle` ...; or `look` is stated for all levels alike.

        `complete` is `False` when something that might have been inherited could not be read.
        """
        self.palette = palette
        self.complete: bool = complete and (base is None or base.complete)
        self.fonts: Fonts = fonts if fonts is not None else base.fonts if base is not None else Fonts(lambda _: None)
        self._own = {str(node.tag): node for node in own} if own is not None else {}
        self._look = look
        self._base = base
        self._levels: dict[int, Level] = {}
        self._inks: dict[tuple[int, Signature, str | None, float], Ink] = {}
        self._lines: dict[tuple[int, Signature, float | None, Fit], tuple[Lines, ParagraphFormat]] = {}

    def level(self, number: int) -> Level:
        """What is stated for a level, from 0, here and in all that is inherited."""
        found = self._levels.get(number)
        if found is None:
            found = self._levels[number] = self._stated(number)
        return found

    def ink(
        self, number: int, properties: etree._Element | None, mark: Signature, behind: str | None, scale: float = 1.0
    ) -> Ink:
        """What letters with these run properties look like; `mark` is their `signature`."""
        key = (number, mark, behind, scale)
        found = self._inks.get(key)
        if found is None:
            look = read_look(properties, self.palette).over(self.level(number).look)
            lang = properties.get("lang") or "" if properties is not None else ""
            context = Context(behind, scale, self.complete)
            _make_room(self._inks)
            found = self._inks[key] = Ink(look, lang, self.palette, context, self.fonts)
        return found

    def lines(
        self, number: int, properties: etree._Element | None, size: float | None, fit: Fit = NO_FIT
    ) -> tuple[Lines, ParagraphFormat]:
        """What is stated for the lines of one paragraph, and how they are set; `size` is its letters' in points."""
        key = (number, mark_of(properties) if properties is not None else None, size, fit)
        found = self._lines.get(key)
        if found is None:
            _make_room(self._lines)
            lines = self.level(number).lines
            if properties is not None:
                lines = read_lines(properties).over(lines)
            found = self._lines[key] = lines, _format(lines, size, fit, complete=self.complete)
        return found

    def _stated(self, number: int) -> Level:
        below = self._base.level(number) if self._base is not None else PLAIN_LEVEL
        if self._look is not None:
            return Level(self._look).over(below)
        for tag in (_DEFAULT, _LEVELS[number]):
            node = self._own.get(tag)
            if node is not None:
                below = read_level(node, self.palette).over(below)
        return below


def stacked(palette: Palette, sources: Sequence[etree._Element | None], base: Style) -> Style:
    """The style of several list styles, the farthest first."""
    for source in sources:
        if source is not None and len(source):
            base = Style(palette, source, base)
    return base


def _format(lines: Lines, size: float | None, fit: Fit, *, complete: bool) -> ParagraphFormat:
    """ECMA-376 21.1.2.2.7: what is not stated is left-aligned, single-spaced and not indented."""
    zero = 0.0 if complete else None
    spacing = lines.line
    line = 1.0 if spacing is None and complete else None
    if spacing is not None and spacing.percent:
        line = round(spacing.value, 4)
    if line is not None and fit.reduction:
        line = round(max(line - fit.reduction, 0.0), 4)
    alignment = _ALIGNMENTS.get(lines.alignment) if lines.alignment else "left" if complete else None
    return ParagraphFormat(
        alignment,
        line,
        round(spacing.value, 2) if spacing is not None and not spacing.percent else None,
        _distance(lines.before, size, zero),
        _distance(lines.after, size, zero),
        _points(lines.left, zero),
        _points(lines.indent, zero),
        _points(lines.right, zero),
    )


def _points(emu: int | None, default: float | None) -> float | None:
    return default if emu is None else round(emu / EMU_PER_POINT, 2)


def _distance(spacing: Spacing | None, size: float | None, default: float | None) -> float | None:
    """A distance between paragraphs in points; a percentage is one of the letters' size."""
    if spacing is None:
        return default
    if not spacing.percent:
        return round(spacing.value, 2)
    if spacing.value == 0:
        return 0.0
    return round(spacing.value * size, 2) if size is not None else None
