"""The tables of a markdown page: those of pipes, and those in HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.formats.cells import Cell
from outcomes.formats.html_tables import html_tables
from outcomes.formats.tables import Table

if TYPE_CHECKING:
    from outcomes.formats.block import Block
    from outcomes.formats.page import Page


def tables_of(block: Block, page: Page) -> list[Table]:
    """The tables of a block: one of pipes, or as many as its HTML holds."""
    return [_pipe_table(block, page)] if block.kind == "table" else html_tables(block.content, page.source, block.line)


def _pipe_table(block: Block, page: Page) -> Table:
    rows = [row for part in block.children for row in part.children]
    cells = [[Cell(c.children[0].content, row.line, page.at(_at_row(c, row))) for c in row.children] for row in rows]
    return Table(page.source, cells)


def _at_row(cell: Block, row: Block) -> Block:
    """A cell's text knows its row's line."""
    cell.children[0].line = row.line
    return cell.children[0]
