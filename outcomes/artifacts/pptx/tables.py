"""Tables: every cell once, with its spans, its place and its look."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from outcomes.appearance import Box, ShapeFormat, TextFrame
from outcomes.artifact import Block
from outcomes.artifacts.ooxml.markup import A, integer, truth
from outcomes.artifacts.pptx.fills import read_fill
from outcomes.artifacts.pptx.markup import P, child_of
from outcomes.artifacts.pptx.text import NO_WORDS, Setting, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from outcomes.artifacts.pptx.fills import Fill
    from outcomes.artifacts.pptx.reading import Reading
    from outcomes.artifacts.pptx.scene import Scene
    from outcomes.artifacts.pptx.shapes import Shape
    from outcomes.artifacts.pptx.table_styles import CellStyle, TableLook
    from outcomes.artifacts.pptx.text import TextReader

_MOST_SPAN = 1000
_FARTHEST = 10**12
_BODY, _CELL_PROPERTIES = f"{A}txBody", f"{A}tcPr"


class Grid(NamedTuple):
    """Where the lines of a table run, in EMU on the slide; empty when the file does not say."""

    across: tuple[int, ...] = ()
    down: tuple[int, ...] = ()

    def box(self, row: int, column: int, row_span: int, column_span: int) -> Box | None:
        """The rectangle of a cell, its row and column from 1."""
        right, bottom = min(column - 1 + column_span, len(self.across) - 1), min(row - 1 + row_span, len(self.down) - 1)
        if column > right or row > bottom:
            return None
        left, top = self.across[column - 1], self.down[row - 1]
        return Box(left, top, self.across[right] - left, self.down[bottom] - top)


class TableReader:
    """Reads one `a:tbl`."""

    def __init__(self, table: etree._Element, shape: Shape, reading: Reading, scene: Scene, texts: TextReader) -> None:
        """`shape` is the frame around it."""
        self._lines = list(table.iterchildren(f"{A}tr"))
        grid = child_of(table, f"{A}tblGrid")
        self._widths = [_length(node, "w") for node in grid.iterchildren(f"{A}gridCol")] if grid is not None else []
        self._shape = shape
        self._reading = reading
        self._scene = scene
        self._texts = texts
        self._palette = scene.sheet.palette
        self._settings: dict[tuple[CellStyle, Fill], Setting] = {}
        self._formats: dict[tuple[str | None, TextFrame], ShapeFormat] = {}
        self._turn = shape.place.turn if shape.place is not None else 0.0
        columns = len(self._widths) or max((len(line) for line in self._lines), default=0)
        self._look: TableLook = reading.tables.table(table, len(self._lines), columns, self._palette)
        self._grid = _grid(shape, self._widths, [_length(line, "h") for line in self._lines])

    def cells(self, locator: str) -> Iterator[Block]:
        """The cells, row by row, as far as the limit on blocks allows; what a merge hides is left out."""
        has_header = self._look.has_header
        for row, line in enumerate(self._lines, 1):
            for column, node in enumerate(line.iterchildren(f"{A}tc"), 1):
                if _merged_away(node):
                    continue
                if not self._reading.take():
                    return
                yield self._cell(node, f"{locator} / R{row}C{column}", row, column, header=has_header and row == 1)

    def _cell(self, node: etree._Element, place: str, row: int, column: int, *, header: bool) -> Block:
        """A cell is one block: its paragraphs are the lines of its text."""
        parts = {str(child.tag): child for child in node}
        properties = parts.get(_CELL_PROPERTIES)
        style = self._look.cell(row, column)
        fill = (read_fill(properties, self._palette) if properties is not None else None) or style.fill
        paragraph = joined(self._texts.paragraphs(parts.get(_BODY), self._setting(style, fill)))
        words = self._texts.words(paragraph, place) if paragraph is not None else NO_WORDS
        row_span, column_span = _span(node.get("rowSpan")), _span(node.get("gridSpan"))
        return Block(
            "cell", place, words.text, words.visibility, words.reason, None, None, None, None, None, None, None, None,
            words.target, row, column, row_span, column_span, header,
            self._grid.box(row, column, row_span, column_span),
            words.children,
            words.runs,
            paragraph.format if paragraph is not None else None,
            self._format(fill, properties),
        )  # fmt: skip

    def _format(self, fill: Fill, properties: etree._Element | None) -> ShapeFormat:
        key = (fill.shown, self._reading.frames.cell(properties))
        found = self._formats.get(key)
        if found is None:
            found = ShapeFormat(self._shape.order, self._turn, "rect", key[0], None, key[1])
            self._formats[key] = found
        return found

    def _setting(self, style: CellStyle, fill: Fill) -> Setting:
        key = (style, fill)
        found = self._settings.get(key)
        if found is None:
            inherited = self._reading.styles.cell(style, self._scene.sheet.styled_by, self._palette)
            found = self._settings[key] = Setting(inherited, self._scene.seen_through(fill, self._shape))
        return found


def _grid(shape: Shape, widths: Sequence[int], heights: Sequence[int]) -> Grid:
    """Lines of columns and rows on the slide, in the scale of the groups around the table; none when it is turned."""
    if shape.place is None or shape.place.turn or not all(heights) or not widths or not all(widths):
        return Grid()
    extent = child_of(shape.parts.get(f"{P}xfrm"), f"{A}ext")
    wide, high = (integer(extent.get("cx")), integer(extent.get("cy"))) if extent is not None else (0, 0)
    box = shape.place.box
    return Grid(
        _marks(box.x, widths, box.width / wide if wide else 1.0),
        _marks(box.y, heights, box.height / high if high else 1.0),
    )


def _marks(start: int, lengths: Sequence[int], scale: float) -> tuple[int, ...]:
    return tuple(start + round(at * scale) for at in accumulate(lengths, initial=0))


def _length(node: etree._Element, name: str) -> int:
    return max(0, min(integer(node.get(name)), _FARTHEST))


def _merged_away(node: etree._Element) -> bool:
    across, down = node.get("hMerge"), node.get("vMerge")
    return (across is not None and truth(across)) or (down is not None and truth(down))


def _span(text: str | None) -> int:
    return 1 if text is None else min(max(integer(text, default=1), 1), _MOST_SPAN)
