"""HTML tables while they are being read: which row and column a cell stands in, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from outcomes.appearance import UNKNOWN_FONT, TextRun
from outcomes.artifact import Block
from outcomes.artifacts.html.inline import Inside
from outcomes.artifacts.ooxml.markup import integer

if TYPE_CHECKING:
    from lxml import etree

_WIDEST_SPAN = 1_000


@dataclass(slots=True)
class Cell:
    """An open cell. Plain text comes first and is its own; from the first other block on, all are children."""

    locator: str
    row: int
    column: int
    row_span: int
    column_span: int
    header: bool
    texts: list[str] = field(default_factory=list)
    children: list[Block] = field(default_factory=list)
    inside: Inside = field(default_factory=Inside)
    runs: list[TextRun] = field(default_factory=list)
    _length: int = 0
    """Of its own text so far; a cell may have tens of thousands of lines."""

    def add(self, text: str, runs: tuple[TextRun, ...], inside: Inside) -> None:
        """Take in a further line of its own text."""
        start = self._length + 1 if self.texts else 0
        if self.texts and (self.runs or runs):  # the line feed before it, and lines of which nothing is known
            looked = self.runs[-1].end if self.runs else 0
            last = self.runs[-1].font if self.runs else UNKNOWN_FONT
            self.runs.append(TextRun(looked, start, last))
        if runs or self.runs:
            own = runs or (TextRun(0, len(text), UNKNOWN_FONT),)
            self.runs += (TextRun(start + run.start, start + run.end, run.font) for run in own)
        self.texts.append(text)
        self._length = start + len(text)
        self.inside.add(inside)

    def block(self) -> Block:
        """The finished cell."""
        text = "\n".join(self.texts)
        spans, target = self.inside.spans(self.locator, text)
        return Block(
            "cell",
            self.locator,
            text,
            target=target,
            row=self.row,
            column=self.column,
            row_span=self.row_span,
            column_span=self.column_span,
            header=self.header,
            children=(*spans, *self.children),
            runs=tuple(self.runs),
        )


class Table:
    """An open table. A cell that spans rows pushes the cells below it to the right, as a browser does."""

    def __init__(self, locator: str) -> None:
        self.locator = locator
        self.in_head = False
        self.children: list[Block] = []
        self._row = 0
        self._column = 0
        self._taken_through: dict[int, int] = {}

    def start_row(self) -> None:
        """Begin the next row."""
        self._row += 1
        self._column = 0

    def place(self, element: etree._Element) -> tuple[int, int, int, int]:
        """Row, column, row span and column span of the next cell."""
        row = self._row = max(1, self._row)  # a cell outside any row begins one
        column = self._column + 1
        while self._taken_through.get(column, 0) >= row:
            column += 1
        row_span = _span(element, "rowspan")
        column_span = _span(element, "colspan")
        if row_span > 1 and column <= _WIDEST_SPAN:
            columns = range(column, column + column_span)
            self._taken_through.update(dict.fromkeys(columns, row + row_span - 1))
        self._column = column + column_span - 1
        return row, column, row_span, column_span

    def is_header(self, element: etree._Element, row: int) -> bool:
        """Whether a cell belongs to a header row: in `thead`, or a `th` in the first row."""
        return self.in_head or (row == 1 and element.tag == "th")

    def block(self) -> Block:
        """The finished table."""
        return Block("table", self.locator, children=tuple(self.children))


def _span(element: etree._Element, attribute: str) -> int:
    return min(_WIDEST_SPAN, max(1, integer(element.get(attribute), 1)))
