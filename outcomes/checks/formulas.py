"""What must hold for the formulas of a workbook: no figure typed into one, and one formula for each row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic import Field

from outcomes.artifact import column_number
from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import judged, listing, places, quoted
from outcomes.checks.workbook import KINDS, cells_of, formula_of
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

_TOKEN: Final = re.compile(
    r"""(?P<text>"(?:[^"]|"")*+")
    | (?P<sheet>'(?:[^']|'')*+'!?|[^\W\d][\w.]*!)
    | (?P<table>[\w.]*\[[^\[\]]*+(?:\[[^\[\]]*+\][^\[\]]*+)*+\])
    | (?P<function>[^\W\d][\w.]*\()
    | (?P<rows>\$?\d+:\$?\d+)
    | (?P<reference>\$?[A-Za-z]{1,3}\$?\d{1,7}(?![\w.]))
    | (?P<name>[^\W\d][\w.]*)
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?%?)
    | (?P<sign>\S)""",
    re.VERBOSE,
)
_REFERENCE: Final = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?\d+)")
_SETTINGS: Final = frozenset((
    "ROUND", "ROUNDUP", "ROUNDDOWN", "MROUND", "TRUNC", "VLOOKUP", "HLOOKUP", "XLOOKUP", "MATCH", "XMATCH", "INDEX",
    "OFFSET", "CHOOSE", "LEFT", "RIGHT", "MID", "WEEKDAY", "WEEKNUM", "YEARFRAC", "SUBTOTAL", "AGGREGATE", "LARGE",
    "SMALL", "ADDRESS",
))  # fmt: skip
"""Functions whose numbers are settings (digits, a column of a lookup, a mode) and no figures."""
_DATES: Final = frozenset(("DATE", "TIME"))
_TOTALS: Final = frozenset(("SUM(", "AVERAGE(", "SUBTOTAL("))
_OPENING: Final = frozenset("(,;")
_CLOSING: Final = frozenset("),;")


class Constants(NoArgs):
    """Which numbers belong into formulas."""

    allow: list[float] = Field(
        default=[0, 1], max_length=50, description="Numbers that may stand in a formula, such as 12 for months."
    )


class Token(NamedTuple):
    """A piece of a formula: its kind, and what is written there."""

    kind: str
    text: str


def tokens(formula: str) -> list[Token]:
    """The pieces of a formula, white space left out; texts in quotes, sheets and tables are one piece each."""
    return [Token(match.lastgroup or "", match.group()) for match in _TOKEN.finditer(formula)]


@check(
    "xlsx.no_constants",
    summary="No formula has a number typed into it, other than those in `allow`",
    example="check: xlsx.no_constants allow=[0, 1, 12]",
    args=Constants,
    kinds=KINDS,
    group="spreadsheets",
    meaning=(
        "Numbers in formulas, of hidden sheets too: a rate, a price or a correction that stands there is seen by "
        "nobody and changed in one cell of many. Row numbers of references, texts in quotes, and the arguments of "
        "functions that are settings (the digits of ROUND, the column of VLOOKUP, a DATE) are no such numbers. `5%` "
        "is 0.05."
    ),
    source="FAST Standard, 3.03: no constants in formulas; ICAEW, Twenty principles for good spreadsheet practice",
    false_positives=(
        "Numbers that can never change: months of a year, hours of a day, a half for the mean of two. Allow them."
    ),
)
def no_constants(artifact: Artifact, args: Constants, _files: Files) -> CheckResult:
    """A formula that is nothing but numbers (`=1200+350`) has them typed into it as well."""
    cells = [cell for cell in cells_of(artifact) if formula_of(cell)]
    typed = [(cell, list(_typed(formula_of(cell), args.allow))) for cell in cells]
    findings = [
        Finding(cell.locator, f"{quoted(formula_of(cell))} has {listing(numbers)} typed into it")
        for cell, numbers in typed
        if numbers
    ]
    measured = f"{count(len(cells), 'formula')}, {len(findings) or 'none'} with a number typed into it"
    fix = f"Put the number of {places(findings)} into an input cell with a label, and refer to that cell."
    return judged(measured, findings, fix)


@check(
    "xlsx.consistent_rows",
    summary="A row has one formula, copied across: no cell differs from two neighbours that agree",
    example="check: xlsx.consistent_rows",
    args=NoArgs,
    kinds=KINDS,
    group="spreadsheets",
    meaning=(
        "A cell whose left and right neighbours hold the same formula, moved along, holds it too: another formula "
        "between them is a finding, and so is a number that was typed over one. What the first and the last cell of a "
        "row hold (an opening balance, a total) is left alone, and so is a sum or mean of cells of its own row."
    ),
    source="FAST Standard, 3.02: one formula for each row; Excel, Error Checking: inconsistent formula",
    false_positives="A row in which one period is an exception on purpose, such as a leap year or a one-off payment.",
)
def consistent_rows(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Formulas are compared by where they point to from their own cell, not by their letters."""
    findings: list[Finding] = []
    formulas = 0
    for unit in artifact.units:
        if unit.kind == "sheet":
            row_cells = {(b.row, b.column): b for b in unit.blocks if b.kind == "cell" and b.row and b.column}
            patterns = {at: _relative(formula_of(cell), at[1]) for at, cell in row_cells.items() if formula_of(cell)}
            formulas += len(patterns)
            findings += _odd_ones(row_cells, patterns)
    measured = f"{count(formulas, 'formula')}, {len(findings) or 'none'} unlike those on both sides"
    return judged(measured, findings, f"Copy the formula of the neighbours into {places(findings)}.")


CHECKS: Final = (no_constants, consistent_rows)


def _typed(formula: str, allow: list[float]) -> Iterator[str]:
    """Numbers in a formula that are figures."""
    pieces = tokens(formula)
    inside: list[str] = []
    for at, (kind, text) in enumerate(pieces):
        if kind == "function" or text == "(":
            inside.append(text.rstrip("(").upper().removeprefix("_XLFN."))
        elif text == ")" and inside:
            inside.pop()
        elif kind == "number" and _value(text) not in allow and not _is_setting(pieces, at, inside):
            yield text


def _is_setting(pieces: list[Token], at: int, inside: list[str]) -> bool:
    """Whether a number is all of an argument of a function that takes settings, and not what it works on."""
    function = inside[-1] if inside else ""
    before, after = pieces[at - 1] if at else None, pieces[at + 1] if at + 1 < len(pieces) else None
    signed = before is not None and before.text == "-" and at > 1 and pieces[at - 2].text in _OPENING
    alone = before is not None and (signed or before.kind == "function" or before.text in _OPENING)
    if not alone or after is None or after.text not in _CLOSING:
        return False
    return function in _DATES or (function in _SETTINGS and before is not None and before.kind != "function")


def _value(text: str) -> float:
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def _relative(formula: str, column: int) -> str:
    """A formula with its columns as distances, so that copies of it along a row are alike."""
    return "".join(
        _REFERENCE.sub(lambda found: _distance(found, column), text) if kind == "reference" else text.upper()
        for kind, text in tokens(formula)
    )


def _distance(found: re.Match[str], column: int) -> str:
    fixed, letters, row = found.groups()
    return f"<{letters.upper() if fixed else column_number(letters) - column}|{row}>"


def _odd_ones(row_cells: Mapping[tuple[int, int], Block], patterns: Mapping[tuple[int, int], str]) -> Iterator[Finding]:
    for (row, column), cell in sorted(row_cells.items()):
        left, right = patterns.get((row, column - 1)), patterns.get((row, column + 1))
        here = patterns.get((row, column))
        if left is None or left != right or here == left:
            continue
        if here is not None and _is_total(formula_of(cell), row):
            continue
        what = quoted(formula_of(cell) or cell.text)
        yield Finding(cell.locator, f"{what} stands between two copies of one formula")


def _is_total(formula: str, row: int) -> bool:
    """Whether a formula adds up its own row, as a quarter between its months and the next ones does."""
    pieces = tokens(formula.removeprefix("="))
    rows = {_REFERENCE.sub(r"\3", text).lstrip("$") for kind, text in pieces if kind == "reference"}
    return bool(pieces) and pieces[0].text.upper() in _TOTALS and rows == {str(row)}
