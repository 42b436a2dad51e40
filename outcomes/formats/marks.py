"""Marks in an item's text: `(5 points)`, `[weight: 2]`, `(required)`, `(id: my-id)`, `**must**`, a check in code.

They stand at the start or the end of the item and are taken out of its text; anything else in brackets is text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from outcomes.formats.checks import check_prefix, read_check
from outcomes.formats.inline import Inline
from outcomes.formats.words import WORDS, MarkError, read_words
from outcomes.text import squash

if TYPE_CHECKING:
    from collections.abc import Mapping

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
_LEADS = frozenset("*_([0123456789msron")
"""How a mark at the start begins, in lower case."""
_OPENERS = {")": "(", "]": "["}
_CLOSERS = {"(": ")", "[": "]"}
_AFTER = ".,;:"
_BOLD = ("*", "_")


class Marked(NamedTuple):
    """An item's words on one line, and what its marks say: fields of a criterion, only those that are stated."""

    text: str
    fields: dict[str, Any]


def read_marks(source: str, fail: Fail, *, heading: bool = False) -> Marked:
    """Take the marks off a text. `fail` makes the error from a message and an offset in `source`.

    A heading may also end in a bare percentage, `(25 %)`, which is its weight.
    """
    inline = Inline.read(source)
    words = inline.source.strip()
    ends = words.rstrip(_AFTER)[-1:] in _OPENERS
    if not (ends or inline.pieces or words[:1].lower() in _LEADS):
        return Marked(squash(inline.source), {})
    return _Marks(inline, fail, heading=heading).read()


class _Marks:
    """A window on the text that shrinks from both ends as marks are taken off."""

    __slots__ = ("cut", "end", "fail", "fields", "heading", "inline", "start")

    def __init__(self, inline: Inline, fail: Fail, *, heading: bool) -> None:
        self.inline = inline
        self.fail = fail
        self.heading = heading
        self.start = 0
        self.end = len(inline.source)
        self.fields: dict[str, Any] = {}
        self.cut: tuple[int, int] | None = None
        """A mark in the middle, behind a bold name."""

    def read(self) -> Marked:
        while self._take_last() or self._take_first():
            pass
        if not self.heading:
            self._take_after_name()
        for code in self.inline.codes() if self.inline.pieces else ():
            if self.start <= code.start and code.end <= self.end and self._check(code) is not None:
                raise self.fail("a check stands at the end of its item; move it there", code.start)
        if self.cut is None:
            return Marked(self.inline.plain(self.start, self.end), self.fields)
        before, after = self.inline.words(self.start, self.cut[0]), self.inline.words(self.cut[1], self.end)
        return Marked(squash(before + after), self.fields)

    def _first(self) -> int:
        """Where the words begin."""
        start = self.start
        while start < self.end and self.inline.source[start].isspace():
            start += 1
        return start

    def _last(self) -> int:
        """Where the words end, without the full stop or comma behind them."""
        end = self.end
        while end > 0 and self.inline.source[end - 1].isspace():
            end -= 1
        return end - 1 if end > self.start and self.inline.bare[end - 1] in _AFTER else end

    def _take_after_name(self) -> None:
        """Take the mark in or behind a bold name at the start."""
        first = self._first()
        lead = (
            _NAME_LEAD.match(self.inline.bare, first, self.end)
            if self.inline.bare[first : first + 1] in _BOLD
            else None
        )
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
        """Take one mark off the end."""
        end = self._last()
        if end <= self.start:
            return False
        code = self.inline.code_at(end) if self.inline.pieces else None
        begin = code.start if code else self._opening(end - 1)
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
        start = self._first()
        if start == self.end or self.inline.bare[start].lower() not in _LEADS:
            return False
        lead = _LEAD.match(self.inline.bare, start, self.end) or _PLAIN_LEAD.match(self.inline.bare, start, self.end)
        worth = None if lead or self.heading else _POINTS_LEAD.match(self.inline.bare, start, self.end)
        close = None if lead else self._closing(start)
        fields: Mapping[str, Any] | None
        if lead:
            fields, end = WORDS[lead.group(1).lower()], lead.end()
        elif worth and (fields := self._words(worth.start(1), worth.end(1))):
            end = worth.end()
        elif close is not None and (fields := self._words(start + 1, close)):
            end = close + 1
        else:
            return False
        self._accept(fields, start)
        self.start = end
        return True

    def _opening(self, at: int) -> int | None:
        """Where the bracket that closes at an offset was opened."""
        bare, other = self.inline.bare, self.inline.bare[at]
        this = _OPENERS.get(other)
        if this is None:
            return None
        begin = bare.rfind(this, self.start, at)
        if begin < 0 or bare.rfind(other, begin, at) < 0:
            return begin if begin >= 0 else None
        return _partner(bare, range(at, self.start - 1, -1))

    def _closing(self, at: int) -> int | None:
        """Where the bracket that opens at an offset is closed."""
        return _partner(self.inline.bare, range(at, self.end)) if self.inline.bare[at] in _CLOSERS else None

    def _accept(self, fields: Mapping[str, Any], at: int) -> None:
        for name, value in fields.items():
            if self.fields.setdefault(name, value) != value:
                msg = f"two marks disagree about {name.replace('_', ' ')!r}; keep one"
                raise self.fail(msg, at)

    def _check(self, code: Piece) -> dict[str, Any] | None:
        offset, text = self.inline.inside(code)
        begin = check_prefix(text, self.fail, offset)
        return None if begin is None else {"check": read_check(text[begin:], self.fail, offset + begin)}

    def _words(self, start: int, end: int, *, heading: bool = False) -> Mapping[str, Any] | None:
        try:
            return read_words(self.inline.plain(start, end), heading=self.heading or heading)
        except MarkError as error:
            msg = f"{error} To keep it as text, put a backslash before the bracket."
            raise self.fail(msg, start) from None


def _partner(bare: str, places: range) -> int | None:
    """Where the bracket at the first of these places has its other half."""
    this = bare[places[0]]
    other = {**_OPENERS, **_CLOSERS}[this]
    depth = 0
    for place in places:
        depth += (bare[place] == this) - (bare[place] == other)
        if depth == 0:
            return place
    return None
