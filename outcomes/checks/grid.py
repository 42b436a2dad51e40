"""Tables as rows and columns of cells, whatever kind of file they stand in."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from outcomes.text import fold

if TYPE_CHECKING:
    from outcomes.artifact import Artifact, Block


class Grid:
    """One table's cells by row and column, from 1; a merged cell stands in its first place alone."""

    def __init__(self, table: Block) -> None:
        self.table = table
        self.cells = {
            (cell.row, cell.column): cell
            for cell in table.children
            if cell.kind == "cell" and cell.row is not None and cell.column is not None
        }
        self.rows = sorted({row for row, _ in self.cells})
        self.columns = sorted({column for _, column in self.cells})

    @cached_property
    def merged(self) -> bool:
        """Whether a cell spans several rows or columns, so that places are no longer what they seem."""
        return any(cell.row_span > 1 or cell.column_span > 1 for cell in self.cells.values())

    def text(self, row: int, column: int) -> str:
        """What a cell shows, folded; empty where there is none."""
        cell = self.cells.get((row, column))
        return "" if cell is None else visible_text(cell)

    @cached_property
    def header_rows(self) -> tuple[int, ...]:
        """Rows that are marked as header; the first one where none is."""
        marked = sorted({row for (row, _), cell in self.cells.items() if cell.header})
        return tuple(marked or self.rows[:1])

    @cached_property
    def body_rows(self) -> tuple[int, ...]:
        """The rows below the header."""
        return tuple(row for row in self.rows if row not in self.header_rows)

    def header(self, column: int) -> str:
        """The words above a column."""
        return " ".join(filter(None, (self.text(row, column) for row in self.header_rows)))

    def label(self, row: int) -> str:
        """The words of a row's first cell that has some."""
        return next((text for column in self.columns if (text := self.text(row, column))), "")


def grids(artifact: Artifact) -> list[Grid]:
    """The visible tables, nested ones too."""
    return [Grid(block) for block in artifact.shown if block.kind == "table"]


def whole_rows(artifact: Artifact, grid: Grid) -> tuple[list[int], str]:
    """The rows of a data file below its header, without the one at which it was cut, and what was left out."""
    rows = grid.rows[1:]
    cut = next((flag.detail for flag in artifact.flags if flag.code == "truncated"), "")
    return (rows[:-1] if cut else rows), cut


def visible_text(block: Block) -> str:
    """What can be seen of a block and of what is inside it, folded into one line."""
    if not block.children:
        return fold(block.text) if block.visible else ""
    return fold(" ".join(part.text for part in block.walk() if part.visible and part.text))
