"""Table styles: what a cell's place in its table does to its text and its fill (ECMA-376 21.1.3.15, 20.1.4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.ooxml.colour_math import change, from_hex
from outcomes.artifacts.ooxml.markup import A, local, truth
from outcomes.artifacts.pptx.colours import read_colour
from outcomes.artifacts.pptx.fills import FILLS, NO_FILL, SOME_FILL, Fill, fill_of, read_fill, styled_fill
from outcomes.artifacts.pptx.looks import PLAIN_LOOK, Look
from outcomes.artifacts.pptx.markup import child_of
from outcomes.artifacts.pptx.text_styles import referred_look

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.artifacts.pptx.colours import Colour, Palette

_SWITCHES = ("firstRow", "lastRow", "firstCol", "lastCol", "bandRow", "bandCol")
_COLOURS = frozenset(f"{A}{name}" for name in ("schemeClr", "srgbClr", "sysClr", "prstClr", "hslClr", "scrgbClr"))


class CellStyle(NamedTuple):
    """What a table style states about one cell."""

    look: Look = PLAIN_LOOK
    fill: Fill = NO_FILL
    known: bool = True
    """Whether the style is in the file, or one that every office program knows."""


PLAIN_CELL = CellStyle()
UNKNOWN_CELL = CellStyle(Look(fill=SOME_FILL), SOME_FILL, known=False)


class TableStyles:
    """The table styles of one presentation, by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        """`root` is the `a:tblStyleLst`."""
        self._own = {_key(node.get("styleId")): node for node in root} if root is not None else {}
        self._known: dict[tuple[str, Palette, frozenset[str]], CellStyle] = {}

    def table(self, table: etree._Element, rows: int, columns: int, palette: Palette) -> TableLook:
        """How the cells of an `a:tbl` look by their place."""
        properties = next(table.iterchildren(f"{A}tblPr"), None)
        on = {name for name in _SWITCHES if properties is not None and truth(properties.get(name), default=False)}
        named = properties.find(f"{A}tableStyleId") if properties is not None else None
        own = read_fill(properties, palette)
        style = _key(named.text) if named is not None else ""
        return TableLook(self, style, frozenset(on), (rows, columns), palette, own)

    def cell(self, style: str, palette: Palette, parts: tuple[str, ...]) -> CellStyle:
        """What a style states about the cells in these parts of a table, nearest first."""
        key = (style, palette, frozenset(parts))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._read(style, palette, parts)
        return found

    def _read(self, style: str, palette: Palette, parts: tuple[str, ...]) -> CellStyle:
        if not style or style in _PLAIN:
            return PLAIN_CELL
        node = self._own.get(style)
        stated = _stated(node, palette) if node is not None else _built_in(style, palette)
        if stated is None:
            return UNKNOWN_CELL
        look, fill = PLAIN_LOOK, None
        for part in (*parts, "tblBg"):
            if part in stated:
                look = look.over(stated[part][0])
                fill = fill if fill is not None else stated[part][1]
        return CellStyle(look, fill if fill is not None else NO_FILL)


_Stated = dict[str, tuple[Look, Fill | None]]
"""What each part of a table style states about letters, and about the fill of cells."""


def _stated(style: etree._Element, palette: Palette) -> _Stated:
    """Read an `a:tblStyle`."""
    found: _Stated = {}
    for node in style:
        name = local(node.tag)
        inside = node if name == "tblBg" else child_of(node, f"{A}tcStyle")
        found[name] = (_text(child_of(node, f"{A}tcTxStyle"), palette), _fill(inside, palette))
    return found


class TableLook:
    """One table's style, and which of its parts are switched on."""

    def __init__(
        self,
        styles: TableStyles,
        style: str,
        on: frozenset[str],
        size: tuple[int, int],
        palette: Palette,
        fill: Fill | None,
    ) -> None:
        """`size` is rows and columns; `fill` the table's own, under cells that have none."""
        self._styles = styles
        self._style = style
        self._palette = palette
        self._fill = fill
        self.has_header = "firstRow" in on
        self._rows = [_line(on, at, size[0], _ROW_PARTS) for at in range(1, size[0] + 1)]
        self._columns = [_line(on, at, size[1], _COLUMN_PARTS) for at in range(1, size[1] + 1)]
        self._known: dict[tuple[str, str], CellStyle] = {}

    def cell(self, row: int, column: int) -> CellStyle:
        """What is stated about the cell in a row and a column, both from 1."""
        key = self._rows[row - 1], self._columns[column - 1] if column <= len(self._columns) else ""
        found = self._known.get(key)
        if found is None:
            found = self._styles.cell(self._style, self._palette, _parts(*key))
            if self._fill is not None and found.fill == NO_FILL:
                found = found._replace(fill=self._fill)
            self._known[key] = found
        return found


_ROW_PARTS = ("firstRow", "lastRow", "bandRow", "band1H", "band2H")
_COLUMN_PARTS = ("firstCol", "lastCol", "bandCol", "band1V", "band2V")
_CORNERS = {
    ("firstRow", "firstCol"): "nwCell", ("firstRow", "lastCol"): "neCell",
    ("lastRow", "firstCol"): "swCell", ("lastRow", "lastCol"): "seCell",
}  # fmt: skip
_EDGES = frozenset({"firstRow", "lastRow", "firstCol", "lastCol"})


def _line(on: frozenset[str], at: int, last: int, names: tuple[str, ...]) -> str:
    """The part of a table that a row or column belongs to; empty for an ordinary one."""
    first, end, bands, odd, even = names
    if first in on and at == 1:
        return first
    if end in on and at == last:
        return end
    return (odd if (at - (first in on)) % 2 else even) if bands in on else ""


def _parts(row: str, column: str) -> tuple[str, ...]:
    """The parts in which a cell lies, the one that decides first: corners, edges, bands, the whole table."""
    corner = _CORNERS.get((row, column), "")
    edges = [part for part in (row, column) if part in _EDGES]
    bands = [part for part in (row, column) if part not in _EDGES]
    return tuple(part for part in (corner, *edges, *bands, "wholeTbl") if part)


def _text(node: etree._Element | None, palette: Palette) -> Look:
    if node is None:
        return PLAIN_LOOK
    look = Look(bold=_flag(node.get("b")), italic=_flag(node.get("i")))
    for child in node:
        if child.tag in _COLOURS:
            look = look._replace(fill=Fill("solid", read_colour([child], palette)))  # type: ignore[arg-type]
        elif child.tag == f"{A}fontRef":
            look = look.over(referred_look(child, palette))
        elif child.tag == f"{A}font":
            faces = {str(face.tag).removeprefix(A): face.get("typeface") for face in child}
            look = look._replace(latin=faces.get("latin"), ea=faces.get("ea"), cs=faces.get("cs"))
    return look


def _fill(node: etree._Element | None, palette: Palette) -> Fill | None:
    for child in node if node is not None else ():
        if child.tag == f"{A}fillRef":
            return styled_fill(child, palette)
        if child.tag == f"{A}fill":
            return next((fill_of(inner, palette) for inner in child if inner.tag in FILLS), None)
    return None


def _flag(text: str | None) -> bool | None:
    """`on`, `off`, or `def` for whatever is inherited."""
    return None if text is None or text == "def" else truth(text)


def _key(identifier: str | None) -> str:
    return (identifier or "").strip().upper()


_PLAIN = frozenset({"{2D5ABB26-0587-4C30-8999-92F81FD0307C}", "{5940675A-B579-460E-94D1-54222C63F5DA}"})
"""No Style, without and with a grid: cells without fill, in the presentation's own text style."""
_MEDIUM_2 = {
    "{073A0DAA-6AF3-43AB-8588-CEC1D06C72B9}": "dk1",
    "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}": "accent1",
    "{21E4AEA4-8DFA-4A89-87EB-49C32662AFE0}": "accent2",
    "{F5AB1C69-6EDB-4FF4-983F-18BD219EF322}": "accent3",
    "{00A15C55-8517-42AA-B614-E9B94910E393}": "accent4",
    "{7DF18680-E054-41AD-8BC1-D1AEF772440D}": "accent5",
    "{93296810-A885-4BE3-A3E7-6D5BEEA58F35}": "accent6",
}
"""Medium Style 2, the one of new tables: programs know it, and many files refer to it without holding it."""


def _built_in(style: str, palette: Palette) -> _Stated | None:
    name = _MEDIUM_2.get(style)
    if name is None:
        return None
    accent = palette.scheme(name)
    dark, light = (Look(fill=Fill("solid", palette.scheme(text)), latin="+mn-lt") for text in ("dk1", "lt1"))
    band, edge = (dark, _tinted(accent, 0.4)), (light._replace(bold=True), Fill("solid", accent))
    edges = dict.fromkeys(("firstRow", "lastRow", "firstCol", "lastCol"), edge)
    return {"wholeTbl": (dark, _tinted(accent, 0.2)), "band1H": band, "band1V": band, **edges}


def _tinted(colour: Colour, share: float) -> Fill:
    tinted = change(from_hex(colour.rgb), "tint", share) if colour.rgb is not None else None
    return Fill("solid", colour._replace(rgb=tinted.hex if tinted is not None else None))
