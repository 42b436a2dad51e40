"""The text of a rubric's file: its lines and columns, its comments, and what is prose."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

_BREAK = re.compile(r"\r\n|\r|\n")
FENCE = re.compile(r"^[ \t]*(```+|~~~+).*?(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_FRONT = re.compile(
    r"\A\ufeff?---[ \t]*(?:\r\n|\r|\n)(.*?)(?:\r\n|\r|\n)(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL
)


@dataclass(frozen=True)
class FileText:
    """A file as it was decoded, with its line ends and its byte order mark if it has one. Offsets are characters."""

    text: str
    source: str
    """What it is called in messages."""
    form: Literal["markdown", "yaml", "json"]

    @cached_property
    def starts(self) -> list[int]:
        """The offset at which each line begins."""
        first = 1 if self.text.startswith("\ufeff") else 0
        return [first, *(found.end() for found in _BREAK.finditer(self.text))]

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return _BREAK.split(self.text.removeprefix("\ufeff"))

    def line_of(self, offset: int) -> int:
        """The line, from 1, that an offset stands on."""
        return max(bisect_right(self.starts, offset), 1)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1."""
        line = self.line_of(offset)
        return line, max(offset - self.starts[line - 1], 0) + 1

    def offset(self, line: int | None, column: int | None = None) -> int:
        """The offset of a line and column; the last character's where there is none such."""
        if line is None:
            return self.starts[0]
        if line > len(self.starts):
            return len(self.text)
        return min(self.starts[line - 1] + (column or 1) - 1, len(self.text))

    def line_end(self, line: int) -> int:
        """The offset behind the last character of a line."""
        return self.starts[line - 1] + len(self.lines[line - 1])

    @cached_property
    def comments(self) -> list[tuple[int, int, str]]:
        """HTML comments of a markdown file: begin, end and content; those inside code are no comments."""
        if self.form != "markdown" or "<!--" not in self.text:
            return []
        code = [found.span() for found in FENCE.finditer(self.text)]
        starts = [start for start, _ in code]
        return [comment for comment in _comments(self.text) if not _inside(comment[0], code, starts)]

    @cached_property
    def body(self) -> int:
        """Where a markdown file's own text begins, behind its front matter."""
        front = _FRONT.match(self.text) if self.form == "markdown" else None
        return front.end() if front else 0

    @cached_property
    def prose(self) -> list[tuple[int, int]]:
        """Stretches of a markdown file that are text, between its comments and its code."""
        if self.form != "markdown":
            return []
        closed = sorted([*(found.span() for found in FENCE.finditer(self.text)), *(c[:2] for c in self.comments)])
        stretches, at = [], self.body
        for start, end in closed:
            if start > at:
                stretches.append((at, start))
            at = max(at, end)
        return [*stretches, (at, len(self.text))]

    def in_prose(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Every match of a pattern in the text of a markdown file."""
        for start, end in self.prose:
            yield from pattern.finditer(self.text, start, end)


def _comments(text: str) -> Iterator[tuple[int, int, str]]:
    """Every comment that ends; one search to the end for one that does not, and not one for each."""
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start + 4)) >= 0:
        yield start, end + 3, text[start + 4 : end]
        start = text.find("<!--", end + 3)


def _inside(at: int, spans: list[tuple[int, int]], starts: list[int]) -> bool:
    index = bisect_right(starts, at) - 1
    return index >= 0 and at < spans[index][1]
