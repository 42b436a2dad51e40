"""Marks in an item's text: `(5 points)`, `[weight: 2]`, `(required)`, `(id: my-id)`, `**must**`, a check in code.

They stand at the start or the end of the item and are taken out of its text; anything else in brackets is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from outcomes.formats.checks import check_prefix, read_check
from outcomes.formats.inline import Inline
from outcomes.formats.words import WORDS, read_words
from outcomes.text import squash

if TYPE_CHECKING:
    from outcomes.formats.checks import Fail
    from outcomes.formats.inline import Piece

_LEAD = re.compile(
    r"\*\*(must|should|required|optional|nice(?: to have)?)[:.]?\*\*\s*[:\u2013\u2014-]?\s+", re.IGNORECASE
)
_PLAIN_LEAD = re.compile(r"(must|should|required|optional|nice to have):\s+", re.IGNORECASE)
_POINTS_LEAD = re.compile(r"(\d+(?:\.\d+)?\s*(?:points?|pts?))\s*[:\u2013\u2014]\s*(?=\S)", re.IGNORECASE)
_NAME_LEAD = re.compile(
    r"(?P<bold>\*\*|__)(?P<name>[^*_()\[\]\n]+?)\s*"
    r"(?:(?P<within>[(\[][^()\[\]\n]*[)\]]\s*)(?P<colon>:?)(?P=bold)|:?(?P=bold):?\s*(?P<after>[(\[][^()\[\]\n]*[)\]]))(?=\s*\S)"
)
"""A bold name with marks in it or right behind it: `**Sources (30 points)**: ...`."""
_MAYBE = re.compile(r"[()\[\]`*_\\:<]|\d\s*(?:po?i?n?ts?)\b", re.IGNORECASE)
"""What stands in every text with a mark, an escape, code or a comment."""
_SPACE = re.compile(r"\s*")
_OPENERS = {")": "(", "]": "["}
_CLOSERS = {"(": ")", "[": "]"}
_AFTER = ".,;:"


@dataclass(frozen=True, slots=True)
class Marked:
    """An item's words on one line, and what its marks say: fields of a criterion, only those that are stated."""

    text: str
    fields: dict[str, Any]


def read_marks(source: str, fail: Fail, *, heading: bool = False) -> Marked:
    """Take the marks off a text. `fail` makes the error from a message and an offset in `source`.

    A heading may also end in a bare percentage, `(25 %)`, which is its weight.
    """
    if not _MAYBE.search(source):
        return Marked(squash(source), {})
    return _Marks(source, fail, heading=heading).read()


class _Marks:
    """A window on the text that shrinks from both ends as marks are taken off."""

    def __init__(self, source: str, fail: Fail, *, heading: bool) -> None:
        self.inline = Inline.read(source)
        self.fail = fail
        self.heading = heading
        self.start = 0
        self.end = len(source)
        self.fields: dict[str, Any] = {}
        self.cut: tuple[int, int] | None = None
        """A mark in the middle, behind a bold name."""

    def read(self) -> Marked:
        while self._take_last() or self._take_first():
            pass
        if not self.heading:
            self._take_after_name()
        for code in self.inline.codes():
            if self.start <= code.start and code.end <= self.end and self._check(code) is not None:
                raise self.fail("a check stands at the end of its item; move it there", code.start)
        if self.cut is None:
            return Marked(self.inline.plain(self.start, self.end), self.fields)
        before, after = self.inline.words(self.start, self.cut[0]), self.inline.words(self.cut[1], self.end)
        return Marked(squash(before + after), self.fields)

    def _take_after_name(self) -> None:
        """Take the mark in or behind a bold name at the start."""
        space = _SPACE.match(self.inline.source, self.start, self.end)
        lead = _NAME_LEAD.match(self.inline.bare, space.end() if space else self.start, self.end)
        if lead is None:
            return
        group = "within" if lead.group("within") else "after"
        start, end = lead.span(group)
        body = len(self.inline.bare[start:end].rstrip())
        fields = self._words(start + 1, start + body - 1, heading=True)
        if fields:
            self._accept(fields, start)
            self.cut = (start if group == "after" else lead.end("name"), end)

    def _take_last(self) -> bool:
        """Take one mark off the end, with the full stop or comma after it."""
        end = len(self.inline.source[: self.end].rstrip())
        if end > self.start and self.inline.bare[end - 1] in _AFTER:
            end -= 1
        code = self.inline.code_at(end) if end > self.start else None
        begin = code.start if code else self._partner(end - 1, _OPENERS, range(end - 1, self.start - 1, -1))
        if begin is None:
            return False
        fields = self._check(code) if code else self._words(begin + 1, end - 1)
        if fields is None:
            return False
        self._accept(fields, begin)
        self.end = begin
        return True

    def _take_first(self) -> bool:
        """Take one mark off the start."""
        space = _SPACE.match(self.inline.source, self.start, self.end)
        start = space.end() if space else self.start
        lead = _LEAD.match(self.inline.bare, start, self.end) or _PLAIN_LEAD.match(self.inline.bare, start, self.end)
        worth = None if lead or self.heading else _POINTS_LEAD.match(self.inline.bare, start, self.end)
        close = None if lead else self._partner(start, _CLOSERS, range(start, self.end))
        if lead:
            fields, end = WORDS[lead.group(1).lower()], lead.end()
        elif worth and (words := self._words(worth.start(1), worth.end(1))):
            fields, end = words, worth.end()
        elif close is not None and (words := self._words(start + 1, close)):
            fields, end = words, close + 1
        else:
            return False
        self._accept(fields, start)
        self.start = end
        return True

    def _partner(self, at: int, partners: dict[str, str], towards: range) -> int | None:
        """Where the bracket at `at` has its other half, looking along `towards`."""
        if not towards or self.inline.bare[at] not in partners:
            return None
        this, other = self.inline.bare[at], partners[self.inline.bare[at]]
        depth = 0
        for place in towards:
            depth += (self.inline.bare[place] == this) - (self.inline.bare[place] == other)
            if depth == 0:
                return place
        return None

    def _accept(self, fields: dict[str, Any], at: int) -> None:
        for name, value in fields.items():
            if self.fields.setdefault(name, value) != value:
                msg = f"two marks disagree about {name.replace('_', ' ')!r}; keep one"
                raise self.fail(msg, at)

    def _check(self, code: Piece) -> dict[str, Any] | None:
        offset, text = self.inline.inside(code)
        begin = check_prefix(text, self.fail, offset)
        return None if begin is None else {"check": read_check(text[begin:], self.fail, offset + begin)}

    def _words(self, start: int, end: int, *, heading: bool = False) -> dict[str, Any] | None:
        def refuse(message: str) -> NoReturn:
            msg = f"{message} To keep it as text, put a backslash before the bracket."
            raise self.fail(msg, start)

        return read_words(self.inline.plain(start, end), refuse, heading=self.heading or heading)
