"""Tables written in HTML inside a markdown file."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from outcomes.errors import RubricError
from outcomes.formats.tables import Cell, Table

_SPACE = re.compile(r"\s+")


class _Tables(HTMLParser):
    """Collects the rows of every outermost table; `line` is that of the first character."""

    def __init__(self, source: str, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.source = source
        self.first = line
        self.tables: list[Table] = []
        self.depth = 0
        self.words: list[str] | None = None
        self.place = (1, 0)
        self.span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append(Table(self.source))
        elif self.depth == 1 and tag == "tr":
            self._end_cell()
            self.tables[-1].rows.append([])
        elif self.depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self.words, self.place = [], self.getpos()
            self.span = _number(dict(attrs).get("colspan"))
        elif self.words is not None and tag in ("br", "p", "li", "div"):
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table") and self.depth == 1:
            self._end_cell()
        if tag == "table":
            self.depth = max(0, self.depth - 1)

    def handle_data(self, data: str) -> None:
        if self.words is not None:
            self.words.append(data)

    def _end_cell(self) -> None:
        if self.words is None or not self.tables:
            return
        line, column = self.first + self.place[0] - 1, self.place[1] + 1

        def fail(message: str, _: int) -> RubricError:
            return RubricError(message, source=self.source, line=line, column=column)

        rows = self.tables[-1].rows
        if not rows:
            rows.append([])
        cell = Cell(_SPACE.sub(" ", "".join(self.words)).strip(), line, fail)
        rows[-1] += [cell, *[Cell("", line, fail)] * (self.span - 1)]
        self.words = None


def _number(written: str | None) -> int:
    return min(int(written), 100) if written and written.isdecimal() and int(written) > 0 else 1


def html_tables(html: str, source: str, line: int) -> list[Table]:
    """The tables in a piece of HTML that begins on a line; cells hold their words alone."""
    parser = _Tables(source, line)
    parser.feed(html)
    parser.close()
    return [Table(table.source, [row for row in table.rows if row]) for table in parser.tables if any(table.rows)]
