"""Whether a chart draws what the workbook inside it says."""

from __future__ import annotations

import io
import math
import re
import zipfile
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.artifact import column_letters, column_number
from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import judged, passed, places, quoted, undecided
from outcomes.checks.opc import UNREADABLE, Package
from outcomes.checks.xml_stream import Damaged
from outcomes.errors import ArtifactError, StoreError
from outcomes.reader import DEFAULT_LIMITS
from outcomes.text import clip, count, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from outcomes.appearance import ChartSeries
    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

_RANGE: Final = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?"
)
_MOST_CELLS: Final = 10_000
_CLOSE: Final = 1e-9

_Cells = dict[tuple[str, int, int], str]
"""What each cell of a workbook stores, as text, by sheet, row and column."""


class _Unlike(NamedTuple):
    drawn: str
    stored: str
    where: str


@check(
    "chart_data",
    summary="Every chart draws the figures of the workbook inside it",
    example="check: chart_data",
    args=NoArgs,
    kinds=("docx", "pptx"),
    group="numbers",
    meaning=(
        "A chart keeps a copy of its data beside the workbook that is embedded for editing. The values of each series "
        "and its name are compared with the cells that the chart says they come from; figures may differ by one part "
        "in a thousand million. Charts without a workbook have nothing to differ from; if no chart has one that can be "
        "read, it cannot be decided."
    ),
    source="ECMA-376 Part 1, 21.2.2.121 (numCache) and 21.2.2.63 (externalData)",
    false_positives=(
        "A workbook whose formulas were never calculated, or a chart whose link to its workbook was cut on purpose. "
        "Series that are the result of a formula or a defined name are not compared."
    ),
)
def chart_data(artifact: Artifact, _args: NoArgs, files: Files) -> CheckResult:
    """What the reader that was handed in cannot read is not decided."""
    charts = [block for block in artifact.shown if block.kind == "chart"]
    if not charts:
        return passed("no charts")
    books: dict[str, _Cells | str] = {}
    findings: list[Finding] = []
    compared = 0
    for chart in charts:
        name = chart.chart.workbook if chart.chart is not None else None
        if chart.chart is None or name is None:
            continue
        book = books.setdefault(name, _cells(artifact, files, name))
        if isinstance(book, str):
            return undecided(f"the workbook of {chart.locator} cannot be read: {book}")
        compared += 1
        findings += _differences(chart, book)
    if not compared:
        return undecided(f"{count(len(charts), 'chart')}, none with a workbook of its own to compare it with")
    measured = f"{count(compared, 'chart')} compared with the workbook inside, {count(len(findings), 'difference')}"
    return judged(measured, findings, f"Update the chart, or its workbook, at {places(findings)}.")


CHECKS: Final = (chart_data,)


def _cells(artifact: Artifact, files: Files, name: str) -> _Cells | str:
    """The cells of a workbook inside the file, or why they cannot be had."""
    if files.read_inside is None:
        return "nobody reads files inside files here"
    try:
        with zipfile.ZipFile(io.BytesIO(files.read(artifact.files[0].path))) as archive:
            data = Package(archive, DEFAULT_LIMITS).read(name.removeprefix("/"))
        book = files.read_inside(data, "workbook.xlsx")
    except (*UNREADABLE, Damaged, ArtifactError, StoreError) as error:
        return clip(str(error))
    return {
        (unit.title or unit.locator, block.row, block.column): _stored(block)
        for unit in book.units
        for block in unit.blocks
        if block.kind == "cell" and block.row is not None and block.column is not None
    }


def _stored(block: Block) -> str:
    value = block.cell.value if block.cell is not None else None
    return block.text if value is None else str(value)


def _differences(chart: Block, cells: _Cells) -> Iterator[Finding]:
    series = chart.chart.series if chart.chart is not None else ()
    for number, one in enumerate(series, 1):
        name = one.name or f"series {number}"
        for what, unlike in _unlike(one, cells):
            stored = f"{unlike.stored} in its workbook" if unlike.stored else "nothing in its workbook"
            problem = f"{quoted(name)}{what}: {unlike.drawn} in the chart, {stored} ({unlike.where})"
            yield Finding(chart.locator, problem)


def _unlike(series: ChartSeries, cells: Mapping[tuple[str, int, int], str]) -> Iterator[tuple[str, _Unlike]]:
    heads = _places(series.name_ref)
    if len(heads) == 1 and series.name:
        stored = cells.get(heads[0], "")
        if fold(stored) != fold(series.name):
            yield "", _Unlike(quoted(series.name), quoted(stored) if stored else "", _written(heads[0]))
    where = _places(series.values_ref)
    # Points at the end may be cut off in the cache; a cache of another length is another range.
    if not where or len(where) < len(series.values):
        return
    for number, (value, place) in enumerate(zip(series.values, where, strict=False)):
        stored = cells.get(place, "")
        if not _same(value, stored):
            label = series.categories[number] if number < len(series.categories) else f"point {number + 1}"
            drawn = "nothing" if value is None else f"{value:.12g}"
            yield f", {quoted(label)}", _Unlike(drawn, stored, _written(place))


def _same(value: float | None, stored: str) -> bool:
    try:
        number = float(stored)
    except ValueError:
        return value is None or (value == 0 and stored == "")
    return value is not None and math.isclose(value, number, rel_tol=_CLOSE, abs_tol=_CLOSE)


def _places(reference: str | None) -> list[tuple[str, int, int]]:
    """The cells of a range in one row or column, in order; none for anything else."""
    match = _RANGE.fullmatch(reference or "")
    if match is None:
        return []
    sheet = (match[1] or "").replace("''", "'") or match[2]
    left, top = column_number(match[3]), int(match[4])
    right, bottom = (column_number(match[5]), int(match[6])) if match[5] else (left, top)
    if (
        (left != right and top != bottom)
        or (right - left) + (bottom - top) >= _MOST_CELLS
        or right < left
        or bottom < top
    ):
        return []
    return [(sheet, row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def _written(place: tuple[str, int, int]) -> str:
    sheet, row, column = place
    return f"{sheet}!{column_letters(column)}{row}"
