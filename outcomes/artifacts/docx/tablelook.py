"""What a table style says about each cell: whole table, bands, first and last rows and columns, corners."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.docx.cascade import Surroundings, surrounded
from outcomes.artifacts.docx.look import AUTOMATIC, BLURRED, PLAIN, UNKNOWN, Look
from outcomes.artifacts.docx.markup import VAL, W
from outcomes.artifacts.docx.run_properties import read_shade
from outcomes.artifacts.docx.spacing import Spacing
from outcomes.artifacts.docx.styles import TableStyle
from outcomes.artifacts.ooxml.markup import truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from outcomes.artifacts.docx.forms import Form
    from outcomes.artifacts.docx.place import Place
    from outcomes.artifacts.docx.reading import Reading
    from outcomes.artifacts.docx.run_properties import Key

# ECMA-376 17.4.55: attribute of w:tblLook -> bit of its older w:val; the last two switch something off.
_BITS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
_UNDECIDED = "?"
_CORNERS = (
    ("nwCell", "firstRow", "firstColumn"), ("neCell", "firstRow", "lastColumn"),
    ("swCell", "lastRow", "firstColumn"), ("seCell", "lastRow", "lastColumn"),
)  # fmt: skip

_LOOK, _SHADE = f"{W}tblLook", f"{W}shd"

Switches = dict[str, bool | None]
"""The parts of a style that a table asks for; `None` where that is not known."""


class _Kind(NamedTuple):
    """What decides about the cells of a row or column."""

    first: bool = False
    last: bool = False
    """The last one, and not also the first."""
    band: int = 1


_ORDINARY = _Kind()


class Line(NamedTuple):
    """Rows of one kind, and what is known of their cells without shading of their own."""

    kind: _Kind
    known: dict[tuple[int, bool], Found]
    """By column, and whether it is the last."""


Found = tuple[Surroundings, "dict[Key, Form]"]
"""What paragraphs find around them, and the forms that are known there."""

_MOST_LOOKS = 1_000
"""Looks that are kept at a time; a hostile file can make every table different from all others."""


class TableLooks:
    """The looks of the tables of one document; tables that ask for the same share one."""

    def __init__(self, reading: Reading) -> None:
        """Know none yet."""
        self._reading = reading
        self._known: dict[tuple[object, ...], TableLook] = {}

    def of(self, style: str | None, own: dict[str, etree._Element], place: Place) -> TableLook:
        """The look of a table in a style; `own` are its properties by tag, `place` is where it stands."""
        asked, shade = own.get(_LOOK), own.get(_SHADE)
        key = (style, place.background, *(None if node is None else tuple(node.items()) for node in (asked, shade)))
        look = self._known.get(key)
        if look is None:
            if len(self._known) >= _MOST_LOOKS:
                self._known.clear()
            look = self._known[key] = TableLook(self._reading, style, asked, shade, place.background)
        return look


class TableLook:
    """The surroundings of the paragraphs in the cells of tables of one look."""

    def __init__(
        self,
        reading: Reading,
        style: str | None,
        asked: etree._Element | None,
        shading: etree._Element | None,
        outside: str,
    ) -> None:
        """`asked` is the `w:tblLook` and `shading` the `w:shd` of the table, `outside` what it stands on."""
        styles = reading.styles
        self._reading = reading
        self._parts = styles.table(style)
        self._plain = set(self._parts) <= {"wholeTable"}
        self._bands = styles.bands(style) if not self._plain else (1, 1)
        self._switches = _switches(asked) if not self._plain else dict.fromkeys(_BITS)
        shade = read_shade(shading, styles.theme)
        self._painted = shade is not None and shade != AUTOMATIC
        self._behind = shade if shade is not None and self._painted else outside
        self._leads = tuple(self._switches[name] is True for name in ("firstRow", "firstColumn"))
        self._lines: dict[_Kind, Line] = {}
        self._known: dict[tuple[_Kind, _Kind, str | None], Found] = {}

    def line(self, row: int, *, last: bool) -> Line:
        """The cells of a row, from 0, in which the same is found: one line for all rows of a kind."""
        kind = self._kind(row, 0, last=last)
        line = self._lines.get(kind)
        if line is None:
            line = self._lines[kind] = Line(kind, {})
        return line

    def around(self, line: Line, column: int, shading: etree._Element | None, *, last: bool) -> Found:
        """What paragraphs find around them in the cell of a row and a column, from 0.

        `shading` is the cell's own `w:shd`, `last` says whether it ends its row.
        """
        if shading is not None:
            return self._cell(line.kind, self._kind(column, 1, last=last), shading)
        found = line.known.get((column, last))
        if found is None:
            found = line.known[column, last] = self._cell(line.kind, self._kind(column, 1, last=last), None)
        return found

    def _cell(self, row: _Kind, column: _Kind, shading: etree._Element | None) -> Found:
        own = None if shading is None else read_shade(shading, self._reading.styles.theme)
        key = (row, column, own)
        found = self._known.get(key)
        if found is None:
            kinds = () if self._plain else tuple(self._kinds(row, column))
            found = self._known[key] = self._made(kinds, own)
        return found

    def _kind(self, at: int, axis: int, *, last: bool) -> _Kind:
        """Which cells of a row (axis 0) or column (axis 1) are treated alike."""
        if self._plain:
            return _ORDINARY
        return _Kind(at == 0, last and at > 0, (at - self._leads[axis]) // self._bands[axis] % 2 + 1)

    def _made(self, kinds: tuple[tuple[str, bool], ...], own: str | None) -> tuple[Surroundings, dict[Key, Form]]:
        around = self._surroundings(kinds, own)
        return around, self._reading.forms.within(around)

    def _surroundings(self, kinds: tuple[tuple[str, bool], ...], own: str | None) -> Surroundings:
        look, spacing, shade = PLAIN, Spacing(), None
        for kind, sure in (("wholeTable", True), *kinds):
            part = self._parts.get(kind)
            if part is not None:
                said = TableStyle(look, spacing, shade)
                look, spacing, shade = _over(part, said) if sure else _perhaps(part, said)
        return surrounded(self._background(own, shade), look, spacing)

    def _background(self, own: str | None, style: str | None) -> str:
        """The cell's own shading, that of the table style, that of the table, or what the table stands on."""
        if own is not None:
            return self._behind if own == AUTOMATIC else own
        if style is None or style == AUTOMATIC:
            return self._behind
        return UNKNOWN if self._painted and style != self._behind else style

    def _kinds(self, row: _Kind, column: _Kind) -> Iterator[tuple[str, bool]]:
        """The parts of the style that apply, in the order in which Office lays them over one another.

        [MS-OI29500] 2.1.251: bands of rows, bands of columns, columns, rows, corners; the standard has it differently.
        """
        on = self._switches
        places = {
            "firstRow": row.first, "lastRow": row.last, "firstColumn": column.first, "lastColumn": column.last,
        }  # fmt: skip
        yield from self._band("Horz", row, "noHBand", "firstRow")
        yield from self._band("Vert", column, "noVBand", "firstColumn")
        for kind, switch in (
            ("firstCol", "firstColumn"),
            ("lastCol", "lastColumn"),
            ("firstRow", "firstRow"),
            ("lastRow", "lastRow"),
        ):
            if places[switch] and on[switch] is not False:
                yield kind, on[switch] is True
        for kind, across, down in _CORNERS:
            if places[across] and places[down] and on[across] is not False and on[down] is not False:
                yield kind, on[across] is True and on[down] is True

    def _band(self, axis: str, at: _Kind, off: str, first: str) -> Iterator[tuple[str, bool]]:
        """The band of a row or column; counting begins behind a first one that has a look of its own."""
        without, leads = self._switches[off], self._switches[first]
        if without is True:
            return
        if without is None or leads is None:
            yield f"band1{axis}", False
            yield f"band2{axis}", False
        elif not (leads and at.first):
            yield f"band{at.band}{axis}", True


def _switches(look: etree._Element | None) -> Switches:
    """Word reads the bits only where no attribute says it ([MS-OI29500] 2.1.157).

    Without the element the standard has all switches off, bands included; programs differ, so that it is not known.
    """
    if look is None:
        return dict.fromkeys(_BITS)
    stated = {name: look.get(f"{W}{name}") for name in _BITS}
    if any(text is not None for text in stated.values()):
        return {name: truth(text, default=False) for name, text in stated.items()}
    try:
        bits = int(look.get(VAL) or "", 16)
    except ValueError:
        return dict.fromkeys(_BITS)
    return {name: bool(bits & bit) for name, bit in _BITS.items()}


def _over(part: TableStyle, below: TableStyle) -> TableStyle:
    return TableStyle(
        part.look.over(below.look),
        {**below.spacing, **part.spacing},
        below.shade if part.shade is None else part.shade,
    )


def _perhaps(part: TableStyle, below: TableStyle) -> TableStyle:
    """What is left where a part of the style may apply or not: what it would change is not known."""
    look = Look._make(
        low if own is None or own == low else blurred
        for own, low, blurred in zip(part.look, below.look, BLURRED, strict=True)
    )
    spacing = {name: text if below.spacing.get(name) == text else _UNDECIDED for name, text in part.spacing.items()}
    shade = below.shade if part.shade is None or part.shade == below.shade else UNKNOWN
    return TableStyle(look, {**below.spacing, **spacing}, shade)
