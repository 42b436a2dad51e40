"""Fields: their codes are not text, their results are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.artifacts.docx.contents import Contents, is_contents
from outcomes.artifacts.docx.markup import W

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from outcomes.artifact import Block

_FETCHING = frozenset({"DDE", "DDEAUTO", "INCLUDEPICTURE", "INCLUDETEXT", "LINK", "RD"})
_LINK = re.compile(r'\s*HYPERLINK\s+(?:\\l\s+"([^"]*)"|"([^"]*)"(?:\s+\\l\s+"([^"]*)")?)', re.IGNORECASE)
_LONGEST_CODE = 4000
_MOST_OPEN = 50
_TYPE = f"{W}fldCharType"


class Field:
    """One open field: its code as far as read, and whether its result has begun."""

    __slots__ = ("code", "in_code", "start")

    def __init__(self) -> None:
        """Begin in the code."""
        self.code = ""
        self.in_code = True
        self.start = 0
        """Where in its paragraph the result begins."""


class Fields:
    """The fields that are open in one part, outermost first; a field may span paragraphs."""

    def __init__(self, marks: Sequence[etree._Element]) -> None:
        """`marks` are the `w:fldChar` of the part.

        A part whose begins and ends do not match, or nest absurdly, is shown whole, without codes.
        """
        kinds = [node.get(_TYPE) for node in marks]
        self._sound = kinds.count("begin") == kinds.count("end")
        self.open: list[Field] = []
        self._codes = 0
        """How many of them are still in their code."""
        self.contents: list[Contents] = []
        """The tables of contents that were met, in order."""
        self._listing: list[tuple[Field, Contents]] = []

    def mark(self, kind: str | None, at: int) -> Field | None:
        """Follow a `w:fldChar`; return the field that it ends, if any."""
        if not self._sound:
            return None
        if kind == "begin":
            self._begin()
        elif kind == "separate" and self.open:
            self._turn(self.open[-1], at)
        elif kind == "end" and self.open:
            self._turn(self.open[-1], at)
            ended = self.open.pop()
            self._listing = [pair for pair in self._listing if pair[0] is not ended]
            return ended
        return None

    def _begin(self) -> None:
        if len(self.open) < _MOST_OPEN:
            self.open.append(Field())
            self._codes += 1
        else:
            self._sound = False
            self.open.clear()
            self._listing.clear()
            self._codes = 0

    def _turn(self, field: Field, at: int) -> None:
        """From code to result; a field may end without one."""
        if field.in_code:
            field.in_code = False
            field.start = at
            self._codes -= 1
            if is_contents(field.code):
                self.contents.append(Contents(field.code))
                self._listing.append((field, self.contents[-1]))

    def add_code(self, text: str) -> None:
        """More of the code of the innermost field."""
        if self.open:
            field = self.open[-1]
            field.code = (field.code + text)[:_LONGEST_CODE]

    @property
    def listing(self) -> bool:
        """Whether text at this point is part of a table of contents."""
        return bool(self._listing)

    def add_entry(self, block: Block) -> None:
        """A paragraph of the table of contents that was met last."""
        if self.contents:
            self.contents[-1].add(block)

    def concealment(self) -> str | None:
        """Why ordinary text at this point is not shown: it stands inside a code."""
        if not self._codes:
            return None
        return "vanish" if self.open[-1].in_code else "field-code"


def link_target(code: str) -> str | None:
    """Where a `HYPERLINK` field leads; `#name` for a bookmark; `None` for other fields."""
    match = _LINK.match(code)
    if match is None:
        return None
    bookmark, address, fragment = match.groups()
    return f"#{bookmark}" if bookmark is not None else f"{address}{'#' if fragment else ''}{fragment or ''}"


def fetches(code: str) -> str | None:
    """The name of a field that pulls in something from outside, `None` for other fields."""
    name = code.split(maxsplit=1)[0].upper() if code.strip() else ""
    return name if name in _FETCHING else None
