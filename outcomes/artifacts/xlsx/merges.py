"""Merged cells: how far the first one reaches, and which others it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.xlsx.markup import Reference, X, read_range

if TYPE_CHECKING:
    from lxml import etree

_WIDEST_SPAN = 1_000
_MOST_CELLS = 100_000
"""Cells of merged ranges that are listed one by one; larger ranges are looked through for each stored cell."""
_MOST_LARGE = 100


class Merges:
    """The merged ranges of one sheet."""

    def __init__(self, root: etree._Element) -> None:
        self._spans: dict[tuple[int, int], tuple[int, int]] = {}
        self._covered: set[tuple[int, int]] = set()
        self._large: list[tuple[Reference, Reference]] = []
        for node in root.iterfind(f"{X}mergeCells/{X}mergeCell"):
            corners = read_range(node.get("ref"))
            if corners is not None:
                self._add(*corners)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._spans)

    def span(self, at: Reference) -> tuple[int, int]:
        """How many rows and columns a cell reaches over."""
        return self._spans.get(at, (1, 1))

    def covers(self, at: Reference) -> bool:
        """Whether a cell lies under another one, so that what it stores is not seen."""
        if at in self._covered:
            return True
        return bool(self._large) and any(
            first.row <= at.row <= last.row and first.column <= at.column <= last.column and at != first
            for first, last in self._large
        )

    def _add(self, first: Reference, last: Reference) -> None:
        rows, columns = last.row - first.row + 1, last.column - first.column + 1
        self._spans[first] = (_span(rows), _span(columns))
        if rows * columns > _MOST_CELLS - len(self._covered):
            if len(self._large) < _MOST_LARGE:
                self._large.append((first, last))
            return
        self._covered.update(
            (row, column)
            for row in range(first.row, last.row + 1)
            for column in range(first.column, last.column + 1)
            if (row, column) != first
        )


def _span(distance: int) -> int:
    return min(_WIDEST_SPAN, max(1, distance))
