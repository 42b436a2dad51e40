"""Tables: each cell once, however many rows and columns it spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifact import Block
from outcomes.artifacts.docx.look import UNKNOWN, read_shade
from outcomes.artifacts.docx.markup import VAL, W, by_tag, contents, said, switched_on, value
from outcomes.artifacts.docx.place import Place, fold_in
from outcomes.artifacts.docx.styles import effective_shade
from outcomes.artifacts.ooxml.markup import alt_text_blocks, integer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from outcomes.artifacts.docx.story import Story

_WIDEST_SPAN = 1000
_ROWS = frozenset({f"{W}tr"})
_CELLS = frozenset({f"{W}tc"})
_ROW_PROPERTIES, _CELL_PROPERTIES = f"{W}trPr", f"{W}tcPr"
_SHADE, _MERGE, _SPAN = f"{W}shd", f"{W}vMerge", f"{W}gridSpan"


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
        children=(*cells, *alt_text_blocks(locator, alt)),
    )


def _cells(story: Story, table: etree._Element, place: Place) -> list[Block]:
    """The cells in order; those that continue a vertical merge are folded into its first one."""
    cells: list[Block] = []
    above: dict[int | None, int] = {}
    merged: dict[int, list[Block]] = {}
    for cell, continues in _read_cells(story, table, place):
        origin = above.get(cell.column) if continues else None
        if origin is None:
            above[cell.column] = len(cells)
            cells.append(cell)
        else:
            merged.setdefault(origin, []).append(cell)
    for origin, rest in merged.items():
        cells[origin] = _taller(cells[origin], rest)
    return cells


def _taller(first: Block, rest: list[Block]) -> Block:
    """The first cell of a vertical merge, over all of its rows; text of the others is not shown, but not lost."""
    rows = (rest[-1].row or 1) - (first.row or 1) + 1
    lost = (cell for cell in rest if cell.text or cell.children)
    return first._replace(row_span=min(rows, _WIDEST_SPAN), children=(*first.children, *lost))


def _read_cells(story: Story, table: etree._Element, place: Place) -> Iterator[tuple[Block, bool]]:
    """Every cell of the file, and whether it continues the one above it."""
    for number, row in enumerate(contents(table, _ROWS), 1):
        properties = next(row.iterchildren(_ROW_PROPERTIES), None)
        in_row = _row_place(properties, place)
        header = switched_on(properties, "tblHeader")
        column = 1 + _span(value(properties, "gridBefore"), least=0)
        for node in contents(row, _CELLS):
            if story.reading.full:
                return
            own = by_tag(next(node.iterchildren(_CELL_PROPERTIES), None))
            columns = _span(said(own.get(_SPAN)), least=1)
            continues = _continues(own.get(_MERGE))
            inside = _cell_place(in_row, f"{place.prefix} R{number}C{column}", own.get(_SHADE), continues=continues)
            text, children = fold_in(story.blocks(node, inside), inside)
            story.reading.spend(1)
            cell = Block(
                "cell", inside.prefix, text, inside.visibility, inside.reason,
                change="deleted" if inside.reason == "deleted" else None,
                row=number, column=column, column_span=columns, header=header, children=children,
            )  # fmt: skip
            yield cell, continues
            column += columns


def _row_place(properties: etree._Element | None, place: Place) -> Place:
    if properties is None:
        return place
    if properties.find(f"{W}del") is not None:
        return place._replace(visibility="markup", reason="deleted")
    if switched_on(properties, "hidden"):
        return place._replace(visibility="hidden", reason="vanish")
    return place


def _cell_place(row: Place, locator: str, shade: etree._Element | None, *, continues: bool) -> Place:
    background = effective_shade(read_shade(shade), row.background)
    if continues:
        return Place(locator, background, "hidden", "vanish", row.depth)  # Word shows the first cell of a merge alone
    return Place(locator, background, row.visibility, row.reason, row.depth)


def _continues(merge: etree._Element | None) -> bool:
    return merge is not None and (merge.get(VAL) or "continue") == "continue"


def _span(text: str | None, *, least: int) -> int:
    return least if text is None else min(max(integer(text, default=least), least), _WIDEST_SPAN)
