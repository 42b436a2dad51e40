"""Criteria about a workbook: its sheets, where its formulas stand, that it is calculated and shows no errors."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.artifact import column_letters
from outcomes.drafting.names import clear, quoted
from outcomes.drafting.proposal import SHEETS, Proposal, always, proposes, something_for, standard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from outcomes.artifact import Unit
    from outcomes.drafting.example import Example

MOST_RANGES: Final = 6
"""Ranges that one criterion names; the largest are."""
_MOST_NAMES: Final = 30
_GIVEN = re.compile(r"(?:sheet|tabelle|feuil|hoja|foglio|blad|arkusz|planilha|лист|chart)\s?\d*", re.IGNORECASE)
"""Names that a program gives to a new sheet."""
_PLAIN = re.compile(r"[A-Za-z_]\w*")


class _Block(NamedTuple):
    """Cells in a rectangle, from 1."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def size(self) -> int:
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)


@proposes("xlsx.sheets", SHEETS, 10)
def _sheets(example: Example) -> Iterable[Proposal]:
    """Names that somebody gave; `Sheet1` says nothing."""
    names = [clear(unit.title) for unit in example.units if unit.kind == "sheet" and unit.title]
    if names and not all(map(_GIVEN.fullmatch, names)):
        kept = names[:_MOST_NAMES]
        listed = ", ".join(map(quoted, kept))
        where = ", in this order" if len(kept) > 1 else ""
        yield Proposal(f"The workbook has the sheets {listed}{where}", {"names": kept})


@proposes("xlsx.formulas", SHEETS, 12)
def _formulas(example: Example) -> Iterable[Proposal]:
    """The largest blocks of formulas, sheet by sheet."""
    found = [(unit.title, block) for unit in example.units if unit.kind == "sheet" for block in _blocks(unit)]
    kept = sorted(sorted(range(len(found)), key=lambda at: -found[at][1].size)[:MOST_RANGES])
    ranges = [_reference(*found[at]) for at in kept]
    if ranges:
        most = f"the largest {len(ranges)} of {len(found):,} blocks of formulas" if len(found) > len(ranges) else ""
        yield Proposal(f"The cells {', '.join(ranges)} are formulas, not pasted numbers", {"ranges": ranges}, most)


def _blocks(sheet: Unit) -> Iterator[_Block]:
    """Rectangles of formulas: runs down a column, joined with equal runs beside them."""
    cells = {
        (block.column, block.row)
        for block in sheet.blocks
        if block.kind == "cell" and block.cell is not None and block.cell.formula is not None
    }
    columns = sorted((column, row) for column, row in cells if column is not None and row is not None)
    runs: dict[tuple[int, int], list[int]] = {}
    for column, of_column in groupby(columns, key=lambda cell: cell[0]):
        for top, bottom in _runs([row for _, row in of_column]):
            runs.setdefault((top, bottom), []).append(column)
    for (top, bottom), beside in sorted(runs.items()):
        for left, right in _runs(beside):
            yield _Block(top, bottom, left, right)


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of neighbours."""
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        yield members[0], members[-1]


def _reference(sheet: str, block: _Block) -> str:
    """As Excel writes it: `Summary!B10:F10`, `'My sheet'!C3`."""
    name = sheet if _PLAIN.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"
    first, last = f"{column_letters(block.left)}{block.top}", f"{column_letters(block.right)}{block.bottom}"
    return f"{name}!{first}" if first == last else f"{name}!{first}:{last}"


PROPOSERS: Final = (
    _sheets,
    _formulas,
    standard("xlsx.no_errors", SHEETS, 14, "No cell shows an error", where=always),
    standard(
        "xlsx.calculated",
        SHEETS,
        16,
        "Every formula has the result of its last calculation",
        where=something_for("xlsx.calculated"),
    ),
    standard(
        "xlsx.no_constants",
        SHEETS,
        34,
        "No formula has a number typed into it, other than 0 and 1",
        where=something_for("xlsx.no_constants"),
    ),
    standard(
        "xlsx.consistent_rows",
        SHEETS,
        33,
        "A row has one formula, copied across",
        where=something_for("xlsx.consistent_rows"),
    ),
    standard("xlsx.no_hidden", SHEETS, 30, "No sheet, row or column is hidden", where=always),
)
