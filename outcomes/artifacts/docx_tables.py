"""Tables: each cell once, however many rows and columns it spans."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from outcomes.artifact import Block
from outcomes.artifacts.docx_look import UNKNOWN, read_shade
from outcomes.artifacts.docx_markup import VAL, W, contents, switched_on, value
from outcomes.artifacts.docx_place import fold_in
from outcomes.artifacts.docx_styles import effective_shade
from outcomes.artifacts.ooxml import alt_text_blocks, integer

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.artifacts.docx_place import Place
    from outcomes.artifacts.docx_story import Story

_WIDEST_SPAN = 1000
_ROWS = frozenset({f"{W}tr"})
_CELLS = frozenset({f"{W}tc"})


@dataclass(slots=True)
class _Cell:
    """A cell under construction: a later row may make it taller."""

    row: int
    column: int
    columns: int
    header: bool
    text: str
    children: tuple[Block, ...]
    place: Place
    rows: int = 1
    extra: list[Block] = field(default_factory=list)

    def block(self) -> Block:
        """The cell as it turned out."""
        return Block(
            "cell",
            self.place.prefix,
            self.text,
            visibility=self.place.visibility,
            reason=self.place.reason,
            row=self.row,
            column=self.column,
            row_span=self.rows,
            column_span=self.columns,
            change="deleted" if self.place.reason == "deleted" else None,
            header=self.header,
            children=(*self.children, *self.extra),
        )


def read_table(story: Story, node: etree._Element, locator: str, place: Place) -> Block:
    """Read a table; rows and columns of its cells count from 1, columns along the grid."""
    properties = node.find(f"{W}tblPr")
    style = value(properties, "tblStyle")
    shade = read_shade(None if properties is None else properties.find(f"{W}shd"))
    background = effective_shade(shade, place.background)
    if story.reading.styles.shades_tables(style):
        background = UNKNOWN
    alt = value(properties, "tblDescription") or None
    cells = _cells(story, node, place._replace(prefix=locator, background=background, depth=place.depth + 1))
    return Block(
        "table",
        locator,
        name=value(properties, "tblCaption") or None,
        style=story.reading.styles.name(style),
        alt=alt,
        children=(*(cell.block() for cell in cells), *alt_text_blocks(locator, alt)),
    )


def _cells(story: Story, table: etree._Element, place: Place) -> list[_Cell]:
    cells: list[_Cell] = []
    above: dict[int, _Cell] = {}
    for number, row in enumerate(contents(table, _ROWS), 1):
        properties = row.find(f"{W}trPr")
        in_row = _row_place(properties, place)
        header = switched_on(properties, "tblHeader")
        column = 1 + _span(value(properties, "gridBefore"), least=0)
        for node in contents(row, _CELLS):
            if story.reading.full:
                return cells
            cell = _read_cell(story, node, (number, column), in_row, header=header)
            origin = above.get(column) if _continues(node) else None
            if origin is None:
                cells.append(cell)
                above[column] = cell
            else:
                _absorb(origin, cell)
            column += cell.columns
    return cells


def _row_place(properties: etree._Element | None, place: Place) -> Place:
    if properties is None:
        return place
    if properties.find(f"{W}del") is not None:
        return place._replace(visibility="markup", reason="deleted")
    if switched_on(properties, "hidden"):
        return place._replace(visibility="hidden", reason="vanish")
    return place


def _read_cell(story: Story, node: etree._Element, at: tuple[int, int], place: Place, *, header: bool) -> _Cell:
    properties = node.find(f"{W}tcPr")
    shade = read_shade(None if properties is None else properties.find(f"{W}shd"))
    inside = place._replace(
        prefix=f"{place.prefix} R{at[0]}C{at[1]}", background=effective_shade(shade, place.background)
    )
    if _continues(node):
        inside = inside._replace(visibility="hidden", reason="vanish")  # Word shows the first cell of a merge alone
    text, children = fold_in(story.blocks(node, inside), inside)
    story.reading.spend(1)
    return _Cell(*at, _span(value(properties, "gridSpan"), least=1), header, text, children, inside)


def _absorb(origin: _Cell, cell: _Cell) -> None:
    """A cell that continues a vertical merge makes the first one taller; its text is not shown, but not lost."""
    origin.rows = max(origin.rows, min(cell.row - origin.row + 1, _WIDEST_SPAN))
    if cell.text or cell.children:
        origin.extra.append(cell.block())


def _continues(node: etree._Element) -> bool:
    merge = node.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and (merge.get(VAL) or "continue") == "continue"


def _span(text: str | None, *, least: int) -> int:
    return min(max(integer(text, default=least), least), _WIDEST_SPAN)
