"""Tables that were made of a range (list objects): their names, and which of their cells are headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.ooxml.markup import integer
from outcomes.artifacts.xlsx.markup import Reference, read_range

if TYPE_CHECKING:
    from lxml import etree


class Table(NamedTuple):
    """A table on a sheet."""

    name: str
    first: Reference
    last: Reference
    header_rows: int

    def is_header(self, at: Reference) -> bool:
        """Whether a cell is in its header row."""
        return (
            self.first.column <= at.column <= self.last.column
            and self.first.row <= at.row < self.first.row + self.header_rows
        )


def read_table(root: etree._Element) -> Table | None:
    """A table part; `None` without a range."""
    corners = read_range(root.get("ref"))
    if corners is None:
        return None
    name = root.get("displayName") or root.get("name") or ""
    return Table(name, *corners, max(0, min(10, integer(root.get("headerRowCount"), 1))))
