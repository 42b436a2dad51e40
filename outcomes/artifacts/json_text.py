"""JSON as it was written: one block for each member, located by its key (`plan.json / steps[2] / title`)."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifact import Block, Flag, Unit
from outcomes.artifacts.hidden_text import hidden_text_flags
from outcomes.artifacts.single import check_size, one_file, truncation
from outcomes.artifacts.text import decode, text_artifact
from outcomes.reader import DEFAULT_LIMITS
from outcomes.text import clip, count, fold, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact
    from outcomes.reader import Limits

_SPACE = re.compile(r"[ \t\n]*+")
# Values are only measured, never used, so that a number of a million digits is just text.
_DECODER = json.JSONDecoder(parse_int=len, parse_float=len, strict=False)
_LONG = 2_000
_DEEPEST = 6
_MOST_KEY_CHARACTERS = 60
_MOST_KEYS_TOLD = 5
_MOST_VALUES_FOR_EACH_BLOCK = 10


class _Member(NamedTuple):
    """A member of an object or array, by offsets into the source text."""

    step: str
    """How the locator goes on: ` / title`, or `[2]`."""
    start: int
    """Where it begins, key included."""
    value: int
    end: int
    """Where it ends, its comma included."""


def read_json(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Artifact:
    """Read JSON. Text stays as written; long members are opened up, a few levels deep.

    What is not valid JSON is read as plain text and flagged `malformed`. A key that an object has twice is flagged
    `duplicate-key`, since two programs may take two values for it (RFC 8259, 4); its locator is numbered.

    Raises:
        ArtifactError: `too-large`.
    """
    check_size(data, name, limits)
    text, flags = decode(data, name)
    repeated: list[str] = []
    problem = _problem(text, limits, repeated)
    if problem:
        flag = Flag("malformed", f"{problem}; read as plain text", locator=name)
        return text_artifact("json", data, name, text, (*flags, flag), limits)
    outline = _Outline(text, limits.blocks)
    blocks = outline.whole(name)
    if outline.truncated:
        block, flag = truncation(f"the first {count(limits.blocks, 'member')}", name)
        blocks.append(block)
        flags = (*flags, flag)
    if repeated:
        flags = (*flags, Flag("duplicate-key", _told(repeated), locator=name))
    unit = Unit("file", 1, name, "", tuple(blocks))
    return one_file("json", data, name, (unit,), (*flags, *hidden_text_flags(unit.walk())))


def _problem(text: str, limits: Limits, repeated: list[str]) -> str:
    """Why the text cannot be read as JSON, or the empty string; keys that an object has twice go into `repeated`."""

    def note(pairs: list[tuple[str, object]]) -> None:
        if len(pairs) > 1 and len({key for key, _ in pairs}) < len(pairs):
            repeated.extend(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)

    decoder = json.JSONDecoder(parse_int=len, parse_float=len, strict=False, object_pairs_hook=note)
    values = text.count("[") + text.count("{") + text.count(",")
    if values > _MOST_VALUES_FOR_EACH_BLOCK * limits.blocks:
        return f"{count(values, 'value')} are too many to take apart"
    try:
        _, end = decoder.raw_decode(text, _skip(text, 0))
    except json.JSONDecodeError as error:
        return f"not valid JSON (line {error.lineno}, column {error.colno}: {error.msg})"
    except RecursionError:
        return "nested too deeply"
    rest = _skip(text, end)
    return "" if rest == len(text) else f"not valid JSON (more text after the value, at character {rest + 1:,})"


def _told(keys: list[str]) -> str:
    """The first of the keys that an object has twice."""
    some = ", ".join(repr(clip(key, _MOST_KEY_CHARACTERS)) for key in dict.fromkeys(keys[:_MOST_KEYS_TOLD]))
    more = f" and {len(keys) - _MOST_KEYS_TOLD:,} more" if len(keys) > _MOST_KEYS_TOLD else ""
    return f"an object has a key twice, and programs differ in which value they take: {some}{more}"


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


class _Outline:
    """Takes valid JSON apart, at most `most` members of it."""

    def __init__(self, text: str, most: int) -> None:
        self._text = text
        self._left = most
        self._taken: Counter[str] = Counter()
        self.truncated = False

    def whole(self, name: str) -> list[Block]:
        """The blocks of the top-level members, or of the only value."""
        start = _skip(self._text, 0)
        end = len(self._text.rstrip())
        blocks = self._members(start, name, 1) if self._text[start] in "{[" else []
        return blocks or [Block("code", name, self._text[start:end])]

    def _members(self, at: int, parent: str, depth: int) -> list[Block]:
        blocks = []
        for member in self._split(at, top=depth == 1):
            if self._left < 1:
                self.truncated = True
                break
            self._left -= 1
            blocks.append(self._block(member, self._place(parent + member.step), depth))
        return blocks

    def _place(self, locator: str) -> str:
        """The locator, numbered from the second time on: `plan.json / title #2`."""
        own = locator
        while self._taken[fold(own)]:
            self._taken[fold(locator)] += 1
            own = f"{locator} #{self._taken[fold(locator)]}"
        self._taken[fold(own)] = 1
        return own

    def _block(self, member: _Member, locator: str, depth: int) -> Block:
        name = member.step.removeprefix(" / ")
        if depth < _DEEPEST and self._opens(member):
            head = self._text[member.start : member.value + 1]
            return Block(
                "group", locator, head, name=name, children=tuple(self._members(member.value, locator, depth + 1))
            )
        return Block("code", locator, self._text[member.start : member.end], name=name)

    def _opens(self, member: _Member) -> bool:
        """Long objects and arrays are opened; a list of plain numbers stays whole."""
        if member.end - member.value <= _LONG or self._text[member.value] not in "{[":
            return False
        return any(self._text.find(sign, member.value + 1, member.end) >= 0 for sign in '"{[')

    def _split(self, at: int, *, top: bool) -> Iterator[_Member]:
        """The members of the object or array that begins at `at`."""
        keyed = self._text[at] == "{"
        at = _skip(self._text, at + 1)
        number = 0
        while self._text[at] not in "}]":
            start = value = at
            step = f" / [{number}]" if top else f"[{number}]"
            if keyed:
                key, colon = _DECODER.raw_decode(self._text, at)
                step = f" / {shown(clip(key, _MOST_KEY_CHARACTERS))}"
                value = _skip(self._text, _skip(self._text, colon) + 1)
            _, end = _DECODER.raw_decode(self._text, value)
            at = _skip(self._text, end)
            if self._text[at] == ",":
                end = at + 1
                at = _skip(self._text, end)
            yield _Member(step, start, value, end)
            number += 1
