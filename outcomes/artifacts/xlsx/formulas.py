"""Formulas that cells share: written once in the file, moved along with each cell that uses them (18.3.1.40)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifact import column_letters, column_number
from outcomes.artifacts.xlsx.markup import LAST_COLUMN, LAST_ROW, Reference, read_reference

if TYPE_CHECKING:
    from lxml import etree

_PLACE = re.compile(
    r"\"[^\"]*\"|'(?:[^']|'')*'|\[[^\]]*\]"  # what only looks like a place
    r"|(?<![\w.$])(?P<column>\$?[A-Za-z]{1,3})(?P<row>\$?[0-9]{1,7})(?![\w.(!])"
    r"|(?<![\w.$:])(?P<from>\$?[A-Za-z]{1,3}):(?P<to>\$?[A-Za-z]{1,3})(?![\w.(!:])"
    r"|(?<![\w.$:])(?P<first>\$?[0-9]{1,7}):(?P<last>\$?[0-9]{1,7})(?![\w.(!:])"
)
_GONE = "#REF!"


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads so many rows further down and columns to the right; `$` holds a place fast."""
    if not rows and not columns:
        return formula
    last, places = _places(formula)
    texts: list[str] = []
    for before, column, row, sign, other in places:
        one = _column(column, columns) if column else _row(row, rows)
        two = _row(row, rows) if not sign else _column(other, columns) if column else _row(other, rows)
        texts += (before, _GONE if one is None or two is None else f"{one}{sign}{two}")
    return "".join((*texts, last))


@lru_cache(maxsize=16)
def _places(formula: str) -> tuple[str, list[_Place]]:
    """What stands after the last place in a formula, and all places: thousands of cells may share it."""
    places: list[_Place] = []
    end = 0
    for found in _PLACE.finditer(formula):
        before = formula[end : found.start()]
        if found["column"]:
            places.append(_Place(before, found["column"], found["row"]))
        elif found["from"]:
            places.append(_Place(before, found["from"], "", ":", found["to"]))
        elif found["first"]:
            places.append(_Place(before, "", found["first"], ":", found["last"]))
        else:
            continue
        end = found.end()
    return formula[end:], places


class _Place(NamedTuple):
    """A cell (`B7`), columns (`A:C`) or rows (`1:3`) in a formula, and what stands before it."""

    before: str
    column: str
    row: str
    sign: str = ""
    other: str = ""


@lru_cache(maxsize=4096)
def _column(text: str, by: int) -> str | None:
    if text.startswith("$"):
        return text
    column = column_number(text)
    return column_letters(column + by) if column <= LAST_COLUMN and 1 <= column + by <= LAST_COLUMN else None


def _row(text: str, by: int) -> str | None:
    if text[0] == "$":
        return text
    row = int(text) + by
    return str(row) if 1 <= row <= LAST_ROW else None


class Formulas:
    """The formulas of one sheet as its cells are read, in order."""

    def __init__(self) -> None:
        self._shared: dict[str, tuple[Reference, str]] = {}
        self._arrays: list[tuple[Reference, Reference, str]] = []

    @property
    def has_arrays(self) -> bool:
        """Whether cells without a formula may lie in the range of one."""
        return bool(self._arrays)

    def read(self, node: etree._Element, at: Reference) -> str:
        """The formula that an `f` element gives to the cell at a place, without the leading `=`."""
        text = node.text or ""
        key = node.get("si") or ""
        if node.get("t") == "shared" and text:
            self._shared[key] = (at, text)
        elif node.get("t") == "shared" and key in self._shared:
            first, shared = self._shared[key]
            return moved(shared, at.row - first.row, at.column - first.column)
        elif node.get("t") == "array" and ":" in (node.get("ref") or ""):
            corners = [read_reference(corner) for corner in (node.get("ref") or "").split(":")[:2]]
            if len(self._arrays) < _MOST_ARRAYS and corners[0] is not None and corners[1] is not None:
                self._arrays.append((corners[0], corners[1], text))
        return text or f"(shared formula {key or '?'})"

    def around(self, at: Reference) -> str | None:
        """The array formula in whose range a cell without a formula of its own lies."""
        for first, last, text in self._arrays:  # most sheets have none
            if first.row <= at.row <= last.row and first.column <= at.column <= last.column:
                return text
        return None


_MOST_ARRAYS = 100
"""Ranges that are looked through for each cell."""
