"""How many rows of data there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import Field

from outcomes.check import CheckResult, Finding, check
from outcomes.checks.arguments import Bounds
from outcomes.checks.findings import WHOLE, judged, quoted
from outcomes.checks.grid import Grid
from outcomes.checks.workbook import sheet_named
from outcomes.text import count, fold

if TYPE_CHECKING:
    from outcomes.artifact import Artifact, Unit
    from outcomes.blobs import Files


class RowBounds(Bounds):
    """How many rows of data, and in a workbook on which sheet."""

    sheet: str = Field(
        default="", max_length=100, description="In a workbook, the name of the sheet; without it, the first one shown."
    )


@check(
    "rows",
    summary="There are from `min` to `max` rows below the header row (of the sheet `sheet`)",
    example='check: rows min=100 sheet="Data"',
    args=RowBounds,
    kinds=("csv", "xlsx"),
    group="data",
    meaning=(
        "The first row that holds anything is the header and does not count; below it each row counts in which at "
        "least one cell shows something. Rows of a workbook that are hidden do not count, and rows with totals do."
    ),
    source="The amount of data that the rubric asks for",
    false_positives=(
        "A table without a header row has one row more than is counted; lines with a title above the header, and notes "
        "below the table, count as rows."
    ),
)
def rows(artifact: Artifact, args: RowBounds, _files: Files) -> CheckResult:
    """Rows as the reader made them of the file, whatever separates its cells."""
    if artifact.kind == "xlsx":
        sheet = _sheet(artifact, args.sheet)
        if sheet is None or sheet.hidden:
            named = f"no sheet {quoted(args.sheet)} is shown" if args.sheet else "no sheet is shown"
            return judged(named, [Finding(WHOLE, named)], f"{named[0].upper()}{named[1:]}: add it, or show it.")
        numbers = {block.row for block in sheet.blocks if block.kind == "cell" and block.visible and fold(block.text)}
        where, at = f" on {quoted(sheet.title)}", sheet.locator
    else:
        tables = [Grid(block) for block in artifact.shown if block.kind == "table"][:1]
        numbers = {row for grid in tables for (row, _), cell in grid.cells.items() if fold(cell.text)}
        where, at = "", WHOLE
    number = max(len(numbers) - 1, 0)
    findings = [] if args.hold(number) else [Finding(at, f"{count(number, 'row')}, asked for {args.words()}")]
    short = args.min is not None and number < args.min
    fix = "Add the rows that are missing." if short else "Take out the rows that do not belong here."
    return judged(f"{count(number, 'row')} below the header{where}", findings, fix)


CHECKS: Final = (rows,)


def _sheet(artifact: Artifact, name: str) -> Unit | None:
    if name:
        return sheet_named(artifact, name)
    return next((unit for unit in artifact.units if unit.kind == "sheet" and not unit.hidden), None)
