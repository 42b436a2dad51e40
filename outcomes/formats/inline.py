"""Inline markdown as a rubric needs it: what is code, what is escaped, what is a comment, and the words that remain."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from typing import Literal, NamedTuple

from outcomes.text import squash

_BEGIN = re.compile(r"\\[!-/:-@\[-`{-~]|`+|<!--")
_RUN = re.compile(r"`+")


class Piece(NamedTuple):
    """A stretch of the source whose characters do not mean what they look like."""

    kind: Literal["escape", "code", "comment"]
    start: int
    end: int


class Inline(NamedTuple):
    """The text of one paragraph, heading or cell. Offsets are those of the source it was read from."""

    source: str
    """The source, with comments blanked out."""
    pieces: tuple[Piece, ...]
    """Escapes and code spans, in order."""
    bare: str
    """The source with every escape and code span blanked out, for finding brackets that are brackets."""

    @classmethod
    def read(cls, source: str) -> Inline:
        """Find code spans, escapes and comments, as CommonMark does."""
        if "\\" not in source and "`" not in source and "<!--" not in source:
            return cls(source, (), source)
        pieces = _pieces(source)
        seen = _blank(source, [piece for piece in pieces if piece.kind == "comment"])
        kept = tuple(piece for piece in pieces if piece.kind != "comment")
        return cls(seen, kept, _blank(seen, kept))

    def plain(self, start: int = 0, end: int | None = None) -> str:
        """The words between two offsets on one line: no comments, escapes resolved, code and emphasis as written."""
        return squash(self.words(start, len(self.source) if end is None else end))

    def words(self, start: int, end: int) -> str:
        """The same with white space as it is."""
        if not self.pieces:
            return self.source[start:end]
        parts: list[str] = []
        at = start
        for piece in self.pieces:
            if piece.kind == "escape" and start <= piece.start and piece.end <= end:
                parts.append(self.source[at : piece.start])
                at = piece.start + 1
        return "".join([*parts, self.source[at:end]])

    @property
    def escaped(self) -> bool:
        """Whether a backslash says of anything in it that it is just a character."""
        return any(piece.kind == "escape" for piece in self.pieces)

    def code_at(self, end: int) -> Piece | None:
        """The code span that ends at an offset."""
        return next((piece for piece in self.codes() if piece.end == end), None)

    def codes(self) -> list[Piece]:
        """Every code span."""
        return [piece for piece in self.pieces if piece.kind == "code"]

    def inside(self, code: Piece) -> tuple[int, str]:
        """A code span's content on one line, and the offset at which it begins."""
        text = self.source[code.start : code.end]
        ticks = len(text) - len(text.lstrip("`"))
        return code.start + ticks, text[ticks:-ticks].replace("\n", " ")


def _pieces(source: str) -> list[Piece]:
    runs: dict[int, list[int]] = defaultdict(list)
    for run in _RUN.finditer(source):
        runs[len(run.group())].append(run.start())
    pieces: list[Piece] = []
    at = 0
    last = source.rfind("-->")
    while begin := _BEGIN.search(source, at):
        piece = _piece(source, begin, runs) if begin.group() != "<!--" or begin.start() + 2 <= last else None
        if piece is not None:
            pieces.append(piece)
        at = piece.end if piece is not None else begin.end()
    return pieces


def _piece(source: str, begin: re.Match[str], runs: dict[int, list[int]]) -> Piece | None:
    mark = begin.group()
    if mark.startswith("\\"):
        return Piece("escape", begin.start(), begin.end())
    if mark == "<!--":
        end = source.find("-->", begin.start() + 2)
        return Piece("comment", begin.start(), end + 3) if end >= 0 else None
    same = runs[len(mark)]
    closing = bisect_left(same, begin.end())
    return Piece("code", begin.start(), same[closing] + len(mark)) if closing < len(same) else None


def _blank(source: str, pieces: list[Piece] | tuple[Piece, ...]) -> str:
    """Spaces instead of the pieces, so that offsets and line breaks stay where they were."""
    parts: list[str] = []
    at = 0
    for piece in pieces:
        parts += [source[at : piece.start], re.sub(r"[^\n]", " ", source[piece.start : piece.end])]
        at = piece.end
    return "".join([*parts, source[at:]])
