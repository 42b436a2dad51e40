"""What must hold for the values of a data file: one kind in each column."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic import Field

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import judged, places, quoted, undecided
from outcomes.checks.grid import Grid, grids, whole_rows
from outcomes.text import count, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

_LEAST: Final = 3
"""Values of one kind that a column has at least before it is said to be of that kind."""
_TEXT: Final = "text"
_KINDS: Final = tuple(
    (kind, re.compile(pattern, re.IGNORECASE | re.ASCII))
    for kind, pattern in (
        ("whole number", r"[+-]?\d+"),
        ("number with a point", r"[+-]?\d*\.\d+(?:e[+-]?\d+)?"),
        ("number with a comma", r"[+-]?\d+,\d+"),
        ("date like 2026-03-31", r"\d{4}-\d{2}-\d{2}"),
        ("date like 31/03/2026", r"\d{1,2}/\d{1,2}/\d{2,4}"),
        ("date like 31.03.2026", r"\d{1,2}\.\d{1,2}\.\d{2,4}"),
        ("date and time", r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?"),
        ("true or false", r"true|false"),
        ("yes or no", r"yes|no"),
    )
)
_WHOLE: Final = "whole number"
_NUMBERS: Final = ("number with a point", "number with a comma")


class Share(NamedTuple):
    """The kind that most values of a column have, and the cells that are of another."""

    kind: str
    others: list[Block]


class Types(NoArgs):
    """When a column counts as one of a kind."""

    share: float = Field(
        default=0.8,
        gt=0.5,
        lt=1,
        description="The share (0 to 1) of a column's values that must be of one kind for the rest to be findings.",
    )


@check(
    "csv.types",
    summary="Each column holds values of one kind: numbers, dates, or whatever most of them are",
    example="check: csv.types share=0.9",
    args=Types,
    kinds=("csv",),
    group="data",
    meaning=(
        "Where at least `share` of a column's values (and three of them) are whole numbers, numbers, dates of one "
        "form, dates with a time, `true` and `false` or `yes` and `no`, all of them are. Whole numbers fit among "
        "numbers with a point or a comma, those two not among each other. Empty cells and the header are left alone, "
        "and so are columns of text."
    ),
    source="W3C, Model for Tabular Data, 6.4: parsing cells; RFC 4180",
    false_positives="Codes that are mostly digits, such as house numbers with a letter now and then.",
)
def types(artifact: Artifact, args: Types, _files: Files) -> CheckResult:
    """Of the file's first table, as its reader made it."""
    grid = next(iter(grids(artifact)), None)
    if grid is None or not grid.body_rows:
        return undecided("no rows below a header")
    rows, cut = whole_rows(artifact, grid)
    findings = [finding for column in grid.columns for finding in _strangers(grid, rows, column, args.share)]
    measured = f"{count(len(grid.columns), 'column')} of {count(len(rows), 'row')}"
    if cut and not findings:
        return undecided(f"{measured}; {cut}")
    return judged(
        f"{measured}, {len(findings) or 'no'} {'value' if len(findings) == 1 else 'values'} of another kind",
        findings,
        f"Write {places(findings)} like the other values of the column.",
    )


CHECKS: Final = (types,)


def _strangers(grid: Grid, rows: list[int], column: int, share: float) -> Iterator[Finding]:
    cells = [cell for row in rows if (cell := grid.cells.get((row, column))) is not None and cell.text]
    most = _most(cells)
    if most.kind != _TEXT and len(cells) - len(most.others) >= max(_LEAST, share * len(cells)):
        name = quoted(grid.header(column) or f"column {column}")
        for cell in most.others:
            yield Finding(cell.locator, f"{quoted(cell.text)} in {name} is no {most.kind}")


def _most(cells: list[Block]) -> Share:
    kinds = [_kind(fold(cell.text)) for cell in cells]
    counts = Counter(kinds)
    fraction = max(_NUMBERS, key=lambda kind: counts[kind])
    numbers = counts[fraction] + counts[_WHOLE]
    if numbers > len(cells) / 2:
        return Share(fraction if counts[fraction] else _WHOLE, _not_in(cells, kinds, {_WHOLE, fraction}))
    kind = max(counts, key=lambda one: counts[one], default=_TEXT)
    return Share(kind, _not_in(cells, kinds, {kind}))


def _not_in(cells: list[Block], kinds: list[str], fitting: set[str]) -> list[Block]:
    return [cell for cell, kind in zip(cells, kinds, strict=True) if kind not in fitting]


def _kind(text: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(text)), _TEXT)
