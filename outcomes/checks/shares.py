"""Whether shares of a whole add up to the whole."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from outcomes.check import CheckResult, Finding, check
from outcomes.checks.adding import Sum, Tolerance, figures_in, is_part, is_total
from outcomes.checks.figures import Figure, read_figure
from outcomes.checks.findings import judged, passed, places, quoted
from outcomes.checks.grid import grids
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

_SHARE: Final = re.compile(
    r"\b(?:share|% of (?:the )?(?:grand )?total|proportion|percentage of total|anteil|split|mix)\b", re.IGNORECASE
)
_PIE: Final = re.compile(r"\b(?:pie|doughnut|ofPie)", re.IGNORECASE)
_SHARES: Final = 3
_HUNDRED: Final = Decimal(100)
_WHOLE: Final = Figure(_HUNDRED, "%", Decimal(0))


@check(
    "percentages_sum",
    summary="Shares of a whole add up to 100 %, in tables and in pie charts",
    example="check: percentages_sum",
    args=Tolerance,
    kinds=("docx", "pptx", "html", "markdown"),
    group="numbers",
    meaning=(
        "A column of percentages whose header speaks of a share (`Share`, `% of total`, `Split`, `Mix`), or whose "
        "total row says 100 %, and the values of a pie or doughnut chart that are written as percentages, add up to "
        "100 %, up to rounding: half a unit in the last digit of each."
    ),
    source="GDPval rubrics: figures that add up",
    false_positives=(
        "Shares of different wholes in one column (`share of voice` of several markets), and answers of which one "
        "person may give several."
    ),
)
def percentages_sum(artifact: Artifact, args: Tolerance, _files: Files) -> CheckResult:
    """At least three shares; fewer are hardly ever meant as all there are."""
    wholes = [*_shares(artifact), *_pies(artifact)]
    if not wholes:
        return passed("no shares of a whole")
    findings = []
    for block, name, parts in wholes:
        added = Sum(args.tolerance)
        for part in parts:
            added.add(part)
        if not added.is_all(_WHOLE):
            findings.append(Finding(block.locator, f"{quoted(name)} adds up to {added.value:,f} %"))
    measured = f"{count(len(wholes), 'set')} of shares added up, {len(findings) or 'none'} unlike 100 %"
    return judged(measured, findings, f"Mend the shares in {places(findings)}, or say what is left out.")


CHECKS: Final = (percentages_sum,)


def _shares(artifact: Artifact) -> Iterator[tuple[Block, str, list[Figure]]]:
    for grid in grids(artifact):
        totals = [row for row in grid.body_rows if is_total(grid.label(row))]
        rows = [row for row in grid.body_rows if row not in totals and not is_part(grid.label(row))]
        for column in grid.columns[1:]:
            header = grid.header(column)
            whole = any(_is_hundred(read_figure(grid.text(row, column))) for row in totals)
            if not whole and not _SHARE.search(header):
                continue
            found = figures_in(grid, [(row, column) for row in rows])
            parts = list((found or {}).values())
            if len(parts) >= _SHARES and all(part.unit == "%" and part.value >= 0 for part in parts):
                yield grid.table, header or "a column", parts


def _is_hundred(figure: Figure | None) -> bool:
    return figure is not None and figure.unit == "%" and figure.value == _HUNDRED


def _pies(artifact: Artifact) -> Iterator[tuple[Block, str, list[Figure]]]:
    for block in artifact.shown:
        if block.kind != "chart" or not _PIE.search(block.style or ""):
            continue
        series = [part for part in block.children if part.name == "series"]
        for part in series:
            points = [read_figure(point.rpartition(" = ")[2], ".") for point in part.text.split("; ")]
            shares = [point for point in points if point is not None and point.unit == "%" and point.value >= 0]
            if len(points) == len(shares) >= _SHARES:
                yield block, block.text or part.text.partition(":")[0], shares
