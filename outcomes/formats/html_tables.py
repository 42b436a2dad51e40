"""Tables written in HTML inside a markdown file."""

from __future__ import annotations

import re
from html import unescape

from outcomes.errors import RubricError
from outcomes.formats.cells import Cell
from outcomes.formats.tables import Table
from outcomes.text import squash

_TAG = re.compile(r"<!--|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<rest>[^<>]*)>|<[!?][^<>]*>")
_SPAN = re.compile(r"\bcolspan\s*=\s*[\"']?\s*(\d{1,9})\b", re.IGNORECASE)
_MOST_COLUMNS = 100


def html_tables(html: str, source: str, line: int) -> list[Table]:
    """The tables in a piece of HTML that begins on a line; cells hold their words alone, tables in them too."""
    reader = _Reader(source, line)
    at = 0
    while (tag := _TAG.search(html, at)) is not None:
        reader.text(html[at : tag.start()])
        at = tag.end()
        if tag.group() == "<!--":
            end = html.find("-->", at)
            at = end + 3 if end >= 0 else len(html)
            reader.skip(html[tag.start() : at])
        else:
            reader.tag(tag)
    reader.text(html[at:])
    reader.end_cell()
    return [Table(table.source, [row for row in table.rows if row]) for table in reader.tables if any(table.rows)]


class _Reader:
    """Collects the rows of every outermost table; `line` is that of the first character."""

    def __init__(self, source: str, line: int) -> None:
        self.source = source
        self.line, self.column = line, 1
        """Where the next character stands."""
        self.tables: list[Table] = []
        self.depth = 0
        self.words: list[str] | None = None
        """The words of the open cell."""
        self.place = (line, 1)
        self.span = 1

    def text(self, text: str) -> None:
        """Words between two tags."""
        if self.words is not None:
            self.words.append(unescape(text))
        self.skip(text)

    def skip(self, text: str) -> None:
        """Count what has no meaning of its own."""
        breaks = text.count("\n")
        self.line += breaks
        self.column = len(text) - text.rfind("\n") if breaks else self.column + len(text)

    def tag(self, tag: re.Match[str]) -> None:
        """Open or close a table, a row or a cell."""
        name = (tag.group("name") or "").lower()
        if tag.group("end"):
            self._close(name)
        else:
            self._open(name, tag.group("rest") or "")
        self.skip(tag.group())

    def _open(self, name: str, attributes: str) -> None:
        if name == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append(Table(self.source))
        elif self.depth == 1 and name == "tr":
            self.end_cell()
            self.tables[-1].rows.append([])
        elif self.depth == 1 and name in ("td", "th"):
            self.end_cell()
            span = _SPAN.search(attributes)
            self.words, self.place = [], (self.line, self.column)
            self.span = min(max(int(span.group(1)), 1), _MOST_COLUMNS) if span is not None else 1
        elif self.words is not None and name in ("br", "p", "li", "div"):
            self.words.append(" ")

    def _close(self, name: str) -> None:
        if name in ("td", "th", "tr", "table") and self.depth == 1:
            self.end_cell()
        if name == "table":
            self.depth = max(0, self.depth - 1)

    def end_cell(self) -> None:
        """Put the open cell, if there is one, into its row, as many times as it is wide."""
        if self.words is None or not self.tables:
            return
        line, column = self.place

        def fail(message: str, _: int) -> RubricError:
            return RubricError(message, source=self.source, line=line, column=column)

        rows = self.tables[-1].rows
        if not rows:
            rows.append([])
        cell = Cell(squash("".join(self.words)), line, fail)
        rows[-1] += [cell, *[Cell("", line, fail)] * (self.span - 1)]
        self.words = None
