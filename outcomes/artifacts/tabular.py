"""Comma-separated values: one table, every cell by row and column."""

from __future__ import annotations

import csv
import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifact import Block, Flag, Unit
from outcomes.artifacts.hidden_text import hidden_text_flags
from outcomes.artifacts.single import check_size, one_file, truncation
from outcomes.artifacts.text import decode, text_artifact
from outcomes.reader import DEFAULT_LIMITS
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact
    from outcomes.reader import Limits

_DELIMITERS = ",;\t|"
_SAMPLE_CHARACTERS = 16_384
_SAMPLE_ROWS = 20
_MOST_ROWS_FOR_EACH_BLOCK = 10
_MOST_RAGGED = 5
_NUMBER = re.compile(r"[+-]?[0-9][0-9., ]{0,40}%?")


class Rows(NamedTuple):
    """The cells of a table, and whether some were left out."""

    cells: list[Block]
    rows: int
    columns: int
    truncated: bool
    ragged: list[int]
    """The first rows that have more or fewer cells than the first one; blank lines do not count."""


def read_csv(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Artifact:
    """Read comma-, semicolon-, tab- or bar-separated values: one table, cells located as `x.csv:R3C2`.

    The first row counts as the header, unless it holds numbers. Rows that the csv rules cannot make sense of lead to
    plain text and a flag.

    Raises:
        ArtifactError: `too-large`.
    """
    check_size(data, name, limits)
    text, flags = decode(data, name)
    try:
        found = _rows(text, _delimiter(text, name), name, limits.blocks)
    except csv.Error as error:
        flags = (*flags, Flag("malformed", f"not readable as a table ({error}); read as plain text", locator=name))
        return text_artifact("csv", data, name, text, flags, limits)
    flags = (*flags, *hidden_text_flags(found.cells), *_ragged(found, name))
    blocks = [Block("table", name, children=tuple(found.cells))] if found.cells else []
    if found.truncated:
        block, flag = truncation(f"the first {count(len(found.cells), 'cell')}", name)
        blocks.append(block)
        flags = (*flags, flag)
    facts: dict[str, str | int] = {"rows": found.rows, "columns": found.columns}
    return one_file("csv", data, name, (Unit("file", 1, name, "", tuple(blocks)),), flags, facts)


def _rows(text: str, delimiter: str, name: str, most_cells: int) -> Rows:
    cells: list[Block] = []
    ragged: list[int] = []
    columns = number = width = 0
    header = False
    for number, row in enumerate(csv.reader(_lines(text), delimiter=delimiter), 1):
        room = row[: most_cells - len(cells)]
        if number == 1:
            header = not any(map(_is_number, room))
        cells += _cells(room, number, name, header=header and number == 1)
        columns = max(columns, len(room))
        width = width or len(row)
        if row and len(row) != width and len(ragged) < _MOST_RAGGED:
            ragged.append(number)
        if len(room) < len(row) or number > _MOST_ROWS_FOR_EACH_BLOCK * most_cells:
            return Rows(cells, number, columns, truncated=True, ragged=ragged)
    return Rows(cells, number, columns, truncated=False, ragged=ragged)


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text.strip()))


def _ragged(found: Rows, name: str) -> Iterator[Flag]:
    if found.ragged:
        more = " and more" if len(found.ragged) == _MOST_RAGGED else ""
        rows = ", ".join(f"{number:,}" for number in found.ragged)
        detail = (
            f"not every row has as many cells as the first: {'row' if len(found.ragged) == 1 else 'rows'} {rows}{more}"
        )
        yield Flag("ragged-rows", detail, locator=f"{name}:R{found.ragged[0]}C1", severity="info")


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends, one at a time: a list of them would cost more than the text."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _cells(row: list[str], number: int, name: str, *, header: bool) -> list[Block]:
    return [
        Block("cell", f"{name}:R{number}C{column}", text.strip(), row=number, column=column, header=header)
        for column, text in enumerate(row, 1)
    ]


def _delimiter(text: str, name: str) -> str:
    """The delimiter that splits the first rows most evenly, then into most columns; a comma when none splits them."""
    if name.lower().endswith(".tsv"):
        return "\t"
    sample = text[:_SAMPLE_CHARACTERS]
    if len(sample) < len(text):
        sample = sample[: sample.rfind("\n") + 1] or sample
    return max(_DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    rows = filter(None, csv.reader(_lines(sample), delimiter=delimiter))
    widths = [len(row) for row in islice(rows, _SAMPLE_ROWS)]
    if not widths or widths[0] < 2:
        return 0.0, 0
    return sum(width == widths[0] for width in widths) / len(widths), widths[0]
