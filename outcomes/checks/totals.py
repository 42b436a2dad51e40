"""Whether the totals of a table are the sums of what they stand under."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.check import CheckResult, Finding, check
from outcomes.checks.adding import Sum, Tolerance, figures_in, is_part, is_total
from outcomes.checks.findings import judged, passed, places, quoted
from outcomes.checks.grid import Grid, grids
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files
    from outcomes.checks.figures import Figure

KINDS: Final = ("docx", "pptx", "html", "markdown", "csv")

_NOT_ADDED: Final = re.compile(
    r"%|\b(?:per|average|avg|mean|median|rate|ratio|price|margin|index|growth|change|share|year|max|min|rank|score|"
    r"percent|percentage|cagr|yoy|no|nr|id)\b|[/Ø]",
    re.IGNORECASE,
)
"""Columns whose total row holds something other than their sum."""
_ENOUGH: Final = 2


class _Line(NamedTuple):
    """A total, what stands before it adds up to, and whether that is it."""

    cell: Block
    added: Decimal
    right: bool


@check(
    "table_totals",
    summary="In every table, a row or column that is called a total is the sum of what it stands under",
    example="check: table_totals",
    args=Tolerance,
    kinds=KINDS,
    group="numbers",
    meaning=(
        "A row whose first words are `Total`, `Sum`, `Subtotal` or the like is added up column by column: all figures "
        "above it, or those since the last total, or the totals above it, whichever fits. A column with such a header "
        "is added up row by row, if at least half of its rows (and two) do add up. Columns of percentages, averages, "
        "prices, rates and the like are left out, and so are columns with words in them. Rounding is allowed for: half "
        "a unit in the last digit of each figure."
    ),
    source="GDPval rubrics: figures that add up",
    false_positives=(
        "A total over more than the table shows (`of which`), a total after a deduction that is written without a "
        "minus, and a table whose rows overlap."
    ),
)
def table_totals(artifact: Artifact, args: Tolerance, _files: Files) -> CheckResult:
    """Whatever cannot be read as figures is not added up."""
    lines = [line for grid in grids(artifact) for line in (*_below(grid, args), *_beside(grid, args))]
    if not lines:
        return passed("no total over figures in a table")
    findings = [
        Finding(line.cell.locator, f"{quoted(line.cell.text)}, but the figures add up to {line.added:,f}")
        for line in lines
        if not line.right
    ]
    measured = f"{count(len(lines), 'total')} added up, {len(findings) or 'none'} wrong"
    return judged(measured, findings, f"Mend the total or the figures at {places(findings)}.")


CHECKS: Final = (table_totals,)


def _below(grid: Grid, args: Tolerance) -> Iterator[_Line]:
    """The totals at the foot of columns."""
    totals = [row for row in grid.body_rows if is_total(grid.label(row))]
    rows = [row for row in grid.body_rows if not is_part(grid.label(row))]
    for column in grid.columns[1:] if totals else ():
        if _NOT_ADDED.search(grid.header(column)):
            continue
        figures = figures_in(grid, [(row, column) for row in rows])
        for total in totals:
            if figures is None or (total, column) not in figures or figures[total, column].unit == "%":
                continue
            above = [(row in totals, figures[row, column]) for row in rows if row < total and (row, column) in figures]
            if sum(not subtotal for subtotal, _ in above) >= _ENOUGH:
                yield _foot(grid.cells[total, column], figures[total, column], above, args)


def _foot(cell: Block, total: Figure, above: list[tuple[bool, Figure]], args: Tolerance) -> _Line:
    """Upwards from the total: it may be the sum of the figures nearest to it, of the totals, or of both."""
    plain, subtotals, mixed = (Sum(args.tolerance) for _ in range(3))
    right = False
    for subtotal, figure in reversed(above):
        (subtotals if subtotal else plain).add(figure)
        if subtotal or not subtotals.parts:
            mixed.add(figure)
        right = right or any(each.is_all(total) for each in (plain, subtotals, mixed))
    return _Line(cell, plain.value, right)


def _beside(grid: Grid, args: Tolerance) -> list[_Line]:
    """The totals at the end of rows, where most of them are sums at all."""
    lines: list[_Line] = []
    for column in grid.columns[1:]:
        if not is_total(grid.header(column)):
            continue
        before = [
            each
            for each in grid.columns[1:]
            if each < column and not is_total(grid.header(each)) and not _NOT_ADDED.search(grid.header(each))
        ]
        found = [line for row in grid.body_rows if (line := _end(grid, row, column, before, args)) is not None]
        right = sum(line.right for line in found)
        if right >= _ENOUGH and 2 * right >= len(found):
            lines += found
    return lines


def _end(grid: Grid, row: int, column: int, before: list[int], args: Tolerance) -> _Line | None:
    figures = figures_in(grid, [(row, each) for each in (*before, column)])
    total = figures.pop((row, column), None) if figures else None
    if figures is None or total is None or len(figures) < _ENOUGH or total.unit == "%":
        return None
    added = Sum(args.tolerance)
    for figure in figures.values():
        added.add(figure)
    return _Line(grid.cells[row, column], added.value, added.is_all(total))
