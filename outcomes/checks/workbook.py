"""A workbook as checks see it: its sheets by name, its cells with value and formula, ranges as Excel writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

from pydantic import AfterValidator

from outcomes.artifact import column_number
from outcomes.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact, Block, Unit

KINDS: Final = ("xlsx",)

_RANGE: Final = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?"
)


class Area(NamedTuple):
    """Cells of one sheet, from 1."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies within."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def _reads(reference: str) -> str:
    area_of(reference)
    return reference


Range = Annotated[str, AfterValidator(_reads)]
"""`Sheet1!B2:B20`, or one cell."""


def area_of(reference: str) -> Area:
    """The cells that `Sheet1!B2:B20` names; raise `ValueError` for anything else."""
    match = _RANGE.fullmatch(reference.strip())
    if match is None:
        msg = f"write a range with its sheet, as in Sheet1!B2:B20 or 'My sheet'!C3; found {reference!r}"
        raise ValueError(msg)
    sheet = (match[1] or "").replace("''", "'") or match[2]
    left, top = column_number(match[3]), int(match[4])
    right, bottom = (column_number(match[5]), int(match[6])) if match[5] else (left, top)
    return Area(sheet, min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def sheet_named(artifact: Artifact, name: str) -> Unit | None:
    """The sheet of a name, hidden or not."""
    key = fold(name).casefold()
    named = (unit for unit in artifact.units if unit.kind == "sheet")
    return next((unit for unit in named if fold(unit.title or unit.locator).casefold() == key), None)


def cells_of(artifact: Artifact) -> Iterator[Block]:
    """The cells of all sheets, hidden ones too."""
    for unit in artifact.units:
        if unit.kind == "sheet":
            yield from (block for block in unit.blocks if block.kind == "cell")


def lies_in(block: Block, area: Area) -> bool:
    """Whether a block is a cell with something in it, in that area."""
    filled = block.kind == "cell" and (block.text or formula_of(block))
    return bool(filled) and block.row is not None and block.column is not None and area.holds(block.row, block.column)


def formula_of(block: Block) -> str:
    """A cell's formula with its `=`; empty where it has none."""
    if block.cell is not None:
        return f"={block.cell.formula}" if block.cell.formula is not None else ""
    return next((child.text for child in block.children if child.name == "formula"), "")


def is_uncalculated(block: Block) -> bool:
    """Whether a cell has a formula, but no result."""
    if not formula_of(block):
        return False
    return not block.text and (block.cell is None or block.cell.value is None)
