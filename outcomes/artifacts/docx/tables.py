"""Tables: each cell once, however many rows and columns it spans."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifact import Block
from outcomes.artifacts.docx.markup import VAL, W, by_tag, contents, said
from outcomes.artifacts.docx.paragraph import quick_cell, read_paragraph
from outcomes.artifacts.docx.place import Folded, Place, fold_in
from outcomes.artifacts.docx.quick import cell_block
from outcomes.artifacts.ooxml.markup import alt_text_blocks, integer, truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from outcomes.artifact import Visibility
    from outcomes.artifacts.docx.story import Story
    from outcomes.artifacts.docx.tablelook import TableLook

_WIDEST_SPAN = 1000
_ROWS = frozenset({f"{W}tr"})
_CELLS = frozenset({f"{W}tc"})
_CELL, _PARAGRAPH = f"{W}tc", f"{W}p"
_HEADER, _BEFORE, _DELETED, _HIDDEN = f"{W}tblHeader", f"{W}gridBefore", f"{W}del", f"{W}hidden"
_ROW_PROPERTIES, _CELL_PROPERTIES = f"{W}trPr", f"{W}tcPr"
_SHADE, _MERGE, _SPAN = f"{W}shd", f"{W}vMerge", f"{W}gridSpan"


class _Row(NamedTuple):
    """What the properties of a row say."""

    visibility: Visibility
    reason: str | None
    header: bool = False
    before: int = 0
    """Columns of the grid that it leaves out at its beginning."""


class _Cell(NamedTuple):
    """What a cell's properties say."""

    columns: int = 1
    continues: bool = False
    """Whether it continues the cell above."""
    shading: etree._Element | None = None


_PLAIN_CELL = _Cell()


def read_table(story: Story, node: etree._Element, locator: str, place: Place) -> Block:
    """Read a table; rows and columns of its cells count from 1, columns along the grid."""
    own = by_tag(next(node.iterchildren(f"{W}tblPr"), None))
    alt, style = said(own.get(f"{W}tblDescription")) or None, said(own.get(f"{W}tblStyle"))
    look = story.reading.table_looks.of(style, own, place)
    inside = place._replace(prefix=locator, depth=place.depth + 1, folds=True)
    return Block(
        "table",
        locator,
        name=said(own.get(f"{W}tblCaption")) or None,
        style=story.reading.styles.name(style),
        alt=alt,
        children=(*_cells(story, node, inside, look), *alt_text_blocks(locator, alt)),
    )


def _cells(story: Story, table: etree._Element, place: Place, look: TableLook) -> list[Block]:
    """The cells in order; those that continue a vertical merge are folded into its first one."""
    cells: list[Block] = []
    above: dict[int | None, int] = {}
    merged: dict[int, list[Block]] = {}
    for cell, continues in _read_cells(story, table, place, look):
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


def _read_cells(story: Story, table: etree._Element, place: Place, look: TableLook) -> Iterator[tuple[Block, bool]]:
    """Every cell of the file, and whether it continues the one above it."""
    rows = list(contents(table, _ROWS))
    reading = story.reading
    for number, node in enumerate(rows, 1):
        row, cells = _row(node, place)
        line = look.line(number - 1, last=number == len(rows))
        column = 1 + row.before
        lead = f"{place.prefix} R{number}C"
        last = cells[-1] if cells else None
        for cell in cells:
            if reading.room <= 0:
                return
            nodes = list(cell)
            own = _cell(nodes[0]) if nodes and nodes[0].tag == _CELL_PROPERTIES else _PLAIN_CELL
            around, known = look.around(line, column - 1, own.shading, last=cell is last)
            locator = f"{lead}{column}"
            visibility, reason = row.visibility, row.reason
            if own.continues:
                visibility, reason = "hidden", "vanish"  # Word shows the first cell of a merge alone
            reading.room -= 1
            paragraph = nodes[-1] if nodes and len(nodes) <= 2 and nodes[-1].tag == _PARAGRAPH else None
            folded = None if paragraph is None else quick_cell(story, paragraph, around, known)
            if folded is None:
                inside = Place(locator, around, known, visibility, reason, place.depth, folds=True)
                folded = _content(story, cell, paragraph, inside)
            text, runs, setting, children = folded
            block = cell_block(
                locator, text, visibility, reason, number, column, own.columns, row.header, children, runs, setting
            )
            yield block, own.continues
            column += own.columns


def _content(story: Story, cell: etree._Element, paragraph: etree._Element | None, inside: Place) -> Folded:
    """What a cell has of its own; `paragraph` is all that it holds, if it holds just one."""
    if paragraph is None:
        return fold_in(story.blocks(cell, inside), inside)
    only = read_paragraph(story, paragraph, f"{inside.prefix} / ¶1", inside)
    return fold_in((only,) if only is not None else (), inside)


def _row(node: etree._Element, place: Place) -> tuple[_Row, list[etree._Element]]:
    """What a row's properties say, and its cells."""
    nodes = list(node)
    cells = [child for child in nodes if child.tag == _CELL]
    if len(cells) == len(nodes):
        return _Row(place.visibility, place.reason), cells
    if len(cells) + 1 == len(nodes) and nodes[0].tag == _ROW_PROPERTIES:
        return _row_said(nodes[0], place), cells
    properties = next(node.iterchildren(_ROW_PROPERTIES), None)
    row = _Row(place.visibility, place.reason) if properties is None else _row_said(properties, place)
    return row, list(contents(node, _CELLS))


def _row_said(properties: etree._Element, place: Place) -> _Row:
    visibility, reason, header, before = place.visibility, place.reason, False, 0
    for node in properties:
        tag = node.tag
        if tag == _HEADER:
            header = truth(node.get(VAL))
        elif tag == _BEFORE:
            before = _span(node.get(VAL), least=0)
        elif tag == _DELETED:
            visibility, reason = "markup", "deleted"
        elif tag == _HIDDEN and truth(node.get(VAL)) and reason != "deleted":
            visibility, reason = "hidden", "vanish"
    return _Row(visibility, reason, header, before)


def _cell(properties: etree._Element) -> _Cell:
    cell = _PLAIN_CELL
    for node in properties:
        tag = node.tag
        if tag == _SPAN:
            cell = cell._replace(columns=_span(said(node), least=1))
        elif tag == _MERGE:
            cell = cell._replace(continues=(node.get(VAL) or "continue") == "continue")
        elif tag == _SHADE:
            cell = cell._replace(shading=node)
    return cell


def _span(text: str | None, *, least: int) -> int:
    return least if text is None else min(max(integer(text, default=least), least), _WIDEST_SPAN)
