"""How the blocks of a page are named: by tag and number in HTML, by source line in Markdown."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

from outcomes.artifacts.ooxml.markup import integer

if TYPE_CHECKING:
    from lxml import etree

LINE_ATTRIBUTE = "data-line"
"""Where Markdown's rendering keeps the source line of a block."""


class Places(Protocol):
    """Gives every block its locator, in document order."""

    def enter(self, element: etree._Element) -> None:
        """Take note of an element that begins."""

    def at(self, label: str) -> str:
        """The locator of the next block of this label: `p`, `h2`, `table`, `img`, `comment` ..."""

    def cell(self, table: str, row: int, column: int) -> str:
        """The locator of a cell of the table at the locator `table`."""


class ByTag:
    """`page.html / h2 1`, `page.html / p 4`, `page.html / table 1 R2C1`; empty elements do not count."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._counts: Counter[str] = Counter()

    def enter(self, element: etree._Element) -> None:
        """Elements are counted when they turn out to hold something."""

    def at(self, label: str) -> str:
        """See `Places.at`."""
        self._counts[label] += 1
        return f"{self._name} / {label} {self._counts[label]}"

    def cell(self, table: str, row: int, column: int) -> str:
        """See `Places.cell`."""
        return f"{table} R{row}C{column}"


class ByLine:
    """`report.md:L40`; what shares its line with something else is numbered: `report.md:L40 / img 1`."""

    _ASIDES = frozenset({"img", "comment", "hidden", "empty link"})

    def __init__(self, name: str) -> None:
        self._name = name
        self._line = 1
        self._counts: Counter[tuple[int, str]] = Counter()
        self._taken: set[int] = set()

    def enter(self, element: etree._Element) -> None:
        """Follow the source line."""
        self._line = integer(element.get(LINE_ATTRIBUTE), self._line)

    def at(self, label: str) -> str:
        """See `Places.at`."""
        place = f"{self._name}:L{self._line}"
        if label not in self._ASIDES and self._line not in self._taken:
            self._taken.add(self._line)
            return place
        key = (self._line, label)
        self._counts[key] += 1
        return f"{place} / {label} {self._counts[key]}"

    def cell(self, table: str, row: int, column: int) -> str:
        """See `Places.cell`."""
        return f"{table} / R{row}C{column}"
