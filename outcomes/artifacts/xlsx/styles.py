"""What cells look like: fonts, what is behind them, number formats, and whether that hides what a cell holds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from outcomes.appearance import UNKNOWN_FONT, Font
from outcomes.artifact import STRUCK_OUT
from outcomes.artifacts.ooxml.contrast import indistinct
from outcomes.artifacts.ooxml.markup import integer, truth
from outcomes.artifacts.xlsx.colours import Palette, indexed_colours
from outcomes.artifacts.xlsx.format_code import BUILT_IN, read_format
from outcomes.artifacts.xlsx.markup import X

if TYPE_CHECKING:
    from lxml import etree

_PAPER = "FFFFFF"
_INK = "000000"
_TINY_POINTS = 2
_MOST_STYLES = 65_536


class CellStyle(NamedTuple):
    """One of a workbook's cell formats, resolved."""

    font: Font = UNKNOWN_FONT
    reason: str | None = None
    """Why what it shows is not read: `white`, `tiny`, `struck-out`, or `None`."""
    code: str = "General"
    is_date: bool = False


PLAIN = CellStyle()


class Styles:
    """The cell formats of a workbook, by their number."""

    def __init__(self, cells: list[CellStyle], palette: Palette) -> None:
        self._cells = cells
        self._palette = palette
        self._fonts: dict[Font, Font] = {}

    def cell(self, number: int) -> CellStyle:
        """A cell format; one that does not exist is the first one, as spreadsheet programs have it."""
        if 0 <= number < len(self._cells):
            return self._cells[number]
        return self._cells[0] if self._cells else PLAIN

    def run_font(self, properties: etree._Element) -> Font:
        """The font of a stretch of rich text, but for what is behind it."""
        return _font(properties, self._palette, "rFont")

    def before(self, font: Font, background: str | None) -> Font:
        """The same letters on the background of a cell; one value for each combination."""
        made = font._replace(background=background)
        return self._fonts.setdefault(made, made)


NO_STYLES = Styles([], Palette())


def read_styles(root: etree._Element, theme: tuple[str | None, ...]) -> Styles:
    """Resolve every cell format of a styles part."""
    palette = Palette(theme, indexed_colours(root))
    fonts = [(_font(node, palette, "name"), is_struck(node)) for node in root.iterfind(f"{X}fonts/{X}font")]
    fills = [_background(node, palette) for node in root.iterfind(f"{X}fills/{X}fill")]
    codes = dict(BUILT_IN)
    for node in root.iterfind(f"{X}numFmts/{X}numFmt"):
        codes[integer(node.get("numFmtId"), -1)] = node.get("formatCode") or "General"
    shared: dict[CellStyle, CellStyle] = {}
    looks: dict[Font, Font] = {}
    cells = []
    for node in root.findall(f"{X}cellXfs/{X}xf")[:_MOST_STYLES]:
        style = _style(node, fonts, fills, codes)
        font = looks.setdefault(style.font, style.font)
        cells.append(shared.setdefault(style, style._replace(font=font)))
    return Styles(cells, palette)


def _style(
    node: etree._Element, fonts: list[tuple[Font, bool]], fills: list[str | None], codes: dict[int, str]
) -> CellStyle:
    number, fill = integer(node.get("fontId")), integer(node.get("fillId"))
    font, struck = fonts[number] if 0 <= number < len(fonts) else (UNKNOWN_FONT, False)
    background = fills[fill] if 0 <= fill < len(fills) else _PAPER
    font = font._replace(background=background)
    code = codes.get(integer(node.get("numFmtId")), "General")
    return CellStyle(font, unread(font, struck=struck), code, read_format(code).is_date)


def unread(font: Font, *, struck: bool) -> str | None:
    """Why letters of this look are not read: they cannot be seen, or are struck out."""
    if font.size_pt is not None and font.size_pt <= _TINY_POINTS:
        return "tiny"
    if font.colour is not None and font.background is not None and indistinct(font.colour, font.background):
        return "white"
    return STRUCK_OUT if struck else None


def is_struck(font: etree._Element) -> bool:
    """Whether a font, of a cell or of a stretch of rich text, strikes its letters out."""
    strike = font.find(f"{X}strike")
    return strike is not None and truth(strike.get("val"))


def is_raised(font: etree._Element) -> bool:
    """Whether it sets them above the line."""
    height = font.find(f"{X}vertAlign")
    return height is not None and height.get("val") == "superscript"


def _font(node: etree._Element, palette: Palette, name: str) -> Font:
    found = {}
    for child in node:
        found[child.tag] = child
    bold, italic = found.get(f"{X}b"), found.get(f"{X}i")
    family = found.get(f"{X}{name}")
    return Font(
        family=None if family is None else family.get("val") or None,
        size_pt=_points(found.get(f"{X}sz")),
        bold=bold is not None and truth(bold.get("val")),
        italic=italic is not None and truth(italic.get("val")),
        colour=palette.rgb(found.get(f"{X}color"), _INK),
    )


def _points(node: etree._Element | None) -> float | None:
    try:
        size = float(node.get("val") or "") if node is not None else math.nan
    except ValueError:
        return None
    return size if 0 < size < 1_000 else None


def _background(fill: etree._Element, palette: Palette) -> str | None:
    """The colour behind the letters; `None` for patterns and gradients, which have several."""
    pattern = fill.find(f"{X}patternFill")
    if pattern is None:
        return None if len(fill) else _PAPER
    kind = pattern.get("patternType") or "none"
    if kind == "none":
        return _PAPER
    return palette.rgb(pattern.find(f"{X}fgColor"), _PAPER) if kind == "solid" else None
