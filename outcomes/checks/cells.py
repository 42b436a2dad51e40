"""What must hold for the cells of a workbook: values, formulas, results."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Self

from pydantic import Field, model_validator

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.figures import read_figure
from outcomes.checks.findings import WHOLE, judged, listing, passed, places, quoted, undecided
from outcomes.checks.patterns import Pattern, matches_all
from outcomes.checks.workbook import (
    KINDS,
    Range,
    area_of,
    cells_of,
    formula_of,
    is_uncalculated,
    lies_in,
    sheet_named,
)
from outcomes.text import count, fold

if TYPE_CHECKING:
    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

_ERROR: Final = re.compile(
    r"#(?:REF!|DIV/0!|VALUE!|NAME\?|N/A|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!)"
)


class Errors(NoArgs):
    """Which error values are fine."""

    allow: list[str] = Field(default=[], max_length=20, description='Error values that are fine, such as `"#N/A"`.')


class Ranges(NoArgs):
    """Where formulas have to stand."""

    ranges: list[Range] = Field(
        min_length=1, max_length=100, description="Ranges of cells with their sheet: `Sheet1!B10:F10`, `'My sheet'!C3`."
    )


class OneCell(NoArgs):
    """A cell and what it has to hold."""

    at: Range = Field(description="The cell with its sheet: `Sheet1!B7`.")
    equals: float | str | None = Field(default=None, description="The number or text that the cell holds.")
    tolerance: float = Field(
        default=0.0, ge=0, allow_inf_nan=False, description="How far a number may be off, in the unit of the cell."
    )
    pattern: Pattern | None = Field(
        default=None, description="A regular expression (RE2) that what the cell shows matches from end to end."
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.equals is None) == (self.pattern is None):
            msg = "give equals or pattern, one of the two."
            raise ValueError(msg)
        if ":" in self.at.rpartition("!")[2]:
            msg = f"{self.at!r} is a range; give one cell."
            raise ValueError(msg)
        return self


@check(
    "xlsx.no_errors",
    summary="No cell shows an error such as #REF!, #DIV/0! or #NAME?",
    example='check: xlsx.no_errors allow=["#N/A"]',
    args=Errors,
    kinds=KINDS,
    group="spreadsheets",
    meaning=(
        "The stored value of each cell, on hidden sheets too, since errors there spread. Values are those that were "
        "calculated when the file was last saved; nothing is calculated here, so see `xlsx.calculated`."
    ),
    source="ECMA-376 Part 1, 18.18.11 (cell type `e`); Excel, Error Checking",
    false_positives="#N/A that is written on purpose, so that a chart leaves a gap: allow it.",
)
def no_errors(artifact: Artifact, args: Errors, _files: Files) -> CheckResult:
    """A cell whose text merely reads like an error counts where the reader does not say what type it has."""
    cells = list(cells_of(artifact))
    findings = [
        Finding(cell.locator, f"shows {fold(cell.text)}")
        for cell in cells
        if _is_error(cell) and fold(cell.text) not in args.allow
    ]
    measured = f"{count(len(cells), 'cell')}, {len(findings) or 'none'} with an error"
    return judged(measured, findings, f"Mend the formula at {places(findings)}, or what it refers to.")


@check(
    "xlsx.formulas",
    summary="The cells in `ranges` are formulas, not pasted numbers",
    example='check: xlsx.formulas ranges=["Summary!B10:F10"]',
    args=Ranges,
    kinds=KINDS,
    group="spreadsheets",
    meaning=(
        "Each cell in the ranges that holds anything holds a formula, and each range holds at least one cell. A "
        "formula "
        "that is only a number (`=4`) counts as pasted. Empty cells are left alone."
    ),
    source="FAST Standard, 3.03: no constants in calculations; ICAEW, Twenty principles for good spreadsheet practice",
    false_positives="Headings and labels inside the range: give the range without them.",
)
def formulas(artifact: Artifact, args: Ranges, _files: Files) -> CheckResult:
    """Whether a formula is the right one is for `xlsx.cell` and for a judge."""
    findings: list[Finding] = []
    looked = 0
    for reference in args.ranges:
        area = area_of(reference)
        sheet = sheet_named(artifact, area.sheet)
        if sheet is None:
            findings.append(Finding(WHOLE, f"there is no sheet {quoted(area.sheet)}"))
            continue
        cells = [cell for cell in sheet.blocks if lies_in(cell, area)]
        looked += len(cells)
        if not cells:
            findings.append(Finding(sheet.locator, f"{reference} is empty"))
        findings += [
            Finding(cell.locator, f"{quoted(formula_of(cell) or cell.text)} is no formula")
            for cell in cells
            if not _computes(cell)
        ]
    measured = f"{count(looked, 'cell')} in {listing(args.ranges)}, {len(findings) or 'none'} without a formula"
    return judged(measured, findings, f"Calculate {places(findings)} by a formula.")


@check(
    "xlsx.cell",
    summary="The cell `at` holds the number or text `equals` (give or take `tolerance`), or `pattern` matches it",
    example='check: xlsx.cell at="Summary!B7" equals=1250 tolerance=0.5',
    args=OneCell,
    kinds=KINDS,
    group="spreadsheets",
    meaning=(
        "The value that the file stores, which for a formula is the one last calculated: numbers are compared as "
        "numbers, whatever the number format shows, and a percentage as the share that it is (12 % is 0.12); text with "
        "white space folded and in any capitals. `pattern` is matched against what the cell shows. A formula that was "
        "never calculated cannot be decided."
    ),
    source="OfficeBench, evaluate_excel_cell_value",
    false_positives="A right result in another cell, as when a row was put in above it.",
)
def cell_is(artifact: Artifact, args: OneCell, _files: Files) -> CheckResult:
    """Of a hidden sheet too."""
    area = area_of(args.at)
    sheet = sheet_named(artifact, area.sheet)
    if sheet is None:
        problem = f"there is no sheet {quoted(area.sheet)}"
        return judged(problem, [Finding(WHOLE, problem)], f"Make a sheet {quoted(area.sheet)} with {args.at}.")
    found = next((block for block in sheet.blocks if lies_in(block, area)), None)
    if found is not None and is_uncalculated(found):
        return undecided(f"{args.at} is a formula that was never calculated")
    shown = fold(found.text) if found is not None else ""
    stored = _stored(found) if found is not None and args.pattern is None else shown
    measured = f"{args.at} holds {quoted(stored)}" if stored else f"{args.at} is empty"
    if args.pattern is not None:
        if matches_all(args.pattern, shown):
            return passed(measured)
        wanted = f"something that {quoted(args.pattern)} matches"
    else:
        if found is not None and _equals(found, args):
            return passed(measured)
        wanted = f"{args.equals:.12g}" if isinstance(args.equals, float) else quoted(args.equals or "")
    findings = [Finding(found.locator if found is not None else sheet.locator, f"{measured}, not {wanted}")]
    return judged(measured, findings, f"Make {args.at} hold {wanted}.")


@check(
    "xlsx.calculated",
    summary="Every formula has the result of its last calculation stored beside it",
    example="check: xlsx.calculated",
    args=NoArgs,
    kinds=KINDS,
    group="spreadsheets",
    meaning=(
        "A program that writes formulas without calculating them (as openpyxl does) leaves cells that are empty in "
        "every viewer that does not calculate, previews and other programs among them. Each formula has a stored value."
    ),
    source="ECMA-376 Part 1, 18.3.1.96 (v) and 18.3.1.40 (f)",
    false_positives="A formula whose result is an empty text, where the file does not say that it is one.",
)
def calculated(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Excel calculates such a file when it opens it; few others do."""
    cells = [cell for cell in cells_of(artifact) if formula_of(cell)]
    findings = [
        Finding(cell.locator, f"{quoted(formula_of(cell))} has no result") for cell in cells if is_uncalculated(cell)
    ]
    measured = f"{count(len(cells), 'formula')}, {len(findings) or 'none'} without a result" if cells else "no formulas"
    fix = f"Calculate and save the workbook (in Excel or LibreOffice), so that {places(findings)} have results."
    return judged(measured, findings, fix)


CHECKS: Final = (no_errors, formulas, cell_is, calculated)


def _computes(block: Block) -> bool:
    formula = formula_of(block)
    return bool(formula) and read_figure(formula.removeprefix("="), ".") is None


def _is_error(block: Block) -> bool:
    if block.cell is not None and block.cell.type is not None:
        return block.cell.type == "error"
    return _ERROR.fullmatch(fold(block.text)) is not None


def _stored(block: Block) -> str:
    """The value as text; what the cell shows may be rounded."""
    value = block.cell.value if block.cell is not None else None
    return f"{value:.12g}" if isinstance(value, float) else fold(block.text)


def _equals(block: Block, args: OneCell) -> bool:
    value = block.cell.value if block.cell is not None and block.cell.value is not None else block.text
    if isinstance(args.equals, float):
        try:
            number = float(value)
        except ValueError:
            return False
        return abs(number - args.equals) <= args.tolerance + 1e-12 * abs(args.equals)
    wanted = fold(args.equals or "").casefold()
    return wanted in (fold(str(value)).casefold(), fold(block.text).casefold())
