"""`{{ name }}` in a rubric: held apart while the file is read, so that a value is words and never structure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from outcomes.errors import RubricError
from outcomes.rubric import CheckCall
from outcomes.text import clip, did_you_mean, squash

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = re.compile(r"[A-Za-z_][\w-]*")
_FIND = re.compile(r"(\\?)\{\{([^{}\n]*)\}\}|\\\{\{")
# Code points that Unicode keeps free for use inside programs: a stand-in begins, says its number, and is padded to the
# length of what it stands for, so that every column stays where it was.
_BEGIN, _PAD, _ZERO = 0xFDD0, 0xFDD1, 0xFDE0
_STAND_IN = re.compile(f"{chr(_BEGIN)}([{chr(_ZERO)}-{chr(_ZERO + 15)}]+){chr(_PAD)}*")
_OURS = re.compile(f"[{chr(_BEGIN)}-{chr(_ZERO + 15)}]")


class _Place(NamedTuple):
    written: str
    name: str | None
    """`None` where a backslash says that these are braces and no variable."""
    line: int
    column: int


class _Rising:
    """Lines and columns of offsets that only rise, counted once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at, self.begin, self.line = 0, 0, 1

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1."""
        breaks = self.text.count("\n", self.at, offset)
        if breaks:
            self.line += breaks
            self.begin = self.text.rfind("\n", self.at, offset) + 1
        self.at = offset
        return self.line, offset - self.begin + 1


@dataclass(slots=True)
class Template:
    """A file's text with a stand-in for each variable, and what the variables are."""

    text: str
    source: str
    given: Mapping[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    places: list[_Place] = field(default_factory=list)

    @classmethod
    def read(cls, text: str, source: str, given: Mapping[str, object] | None = None) -> Template:
        """Hold the variables of a text apart; `RubricError` where the text has characters that stand for them."""
        values = {name: str(value) for name, value in (given or {}).items()}
        for name in values:
            if not NAME.fullmatch(name):
                msg = f"a variable is named by letters, digits, - and _, found {clip(name, 40)!r}"
                raise RubricError(msg, source=source)
        odd = None if text.isascii() else _OURS.search(text)
        if odd:
            msg = f"the character {odd.group()!r} is not text; delete it"
            raise RubricError(msg, source=source, line=text.count("\n", 0, odd.start()) + 1)
        template = cls(text, source, values)
        if "{{" in text:
            rising = _Rising(text)
            template.text = _FIND.sub(lambda match: template._held_apart(match, *rising.place(match.start())), text)
        return template

    def _held_apart(self, match: re.Match[str], line: int, column: int) -> str:
        name = match.group(2) if match.group(2) is not None and not match.group(1) else None
        written = match.group()
        if name is None:  # a backslash: the braces are meant, and nothing after them is looked at
            written = "\\{{"
        self.places.append(_Place(written, name, line, column))
        digits = "".join(chr(_ZERO + int(digit, 16)) for digit in f"{len(self.places) - 1:x}")
        stand_in = chr(_BEGIN) + digits
        return stand_in + chr(_PAD) * (len(written) - len(stand_in)) + match.group()[len(written) :]

    def original(self, text: str) -> str:
        """The text as its author wrote it."""
        return _STAND_IN.sub(lambda found: self._place(found).written, text) if self.places else text

    def filled(self, text: str) -> str:
        """The text with the values in it, on one line; `RubricError` names the line of a variable without one."""
        return squash(self._fill(text)) if self.places and _STAND_IN.search(text) else text

    def filled_check(self, check: CheckCall) -> CheckCall:
        """A check with the values in its arguments, as they were given."""
        if not self.places:
            return check
        return CheckCall(name=check.name, args={key: self._fill_value(value) for key, value in check.args.items()})

    def _fill_value(self, value: Any) -> Any:  # noqa: ANN401 - arguments are whatever a check takes
        if isinstance(value, list):
            return [self._fill_value(item) for item in value]
        return self._fill(value) if isinstance(value, str) else value

    def _fill(self, text: str) -> str:
        return _STAND_IN.sub(lambda found: self._value(self._place(found)), text)

    def _place(self, found: re.Match[str]) -> _Place:
        return self.places[int("".join(f"{ord(digit) - _ZERO:x}" for digit in found.group(1)), 16)]

    def _value(self, place: _Place) -> str:
        if place.name is None:
            return "{{"
        name = place.name.strip()
        value = self.given.get(name, self.defaults.get(name))
        if value is not None:
            return value
        if not NAME.fullmatch(name):
            msg = (
                f"only a name stands between {{{{ and }}}}, found {clip(place.written, 40)!r}; "
                "for braces that are meant write \\{{"
            )
        else:
            hint = did_you_mean(name, {**self.defaults, **self.given})
            msg = (
                f"no value for the variable {name!r}.{hint} Give one (`--var {name}=...`), or a default in `variables:`"
            )
        raise RubricError(msg, source=self.source, line=place.line, column=place.column)

    def refuse_strangers(self) -> None:
        """Raise `RubricError` for a value whose variable stands nowhere in the file: most likely a slip of the pen."""
        known = {place.name.strip() for place in self.places if place.name is not None} | set(self.defaults)
        for name in self.given:
            if name not in known:
                has = f"It has {', '.join(sorted(known))}" if known else "It has none"
                msg = f"the rubric has no variable {name!r}.{did_you_mean(name, known)} {has}"
                raise RubricError(msg, source=self.source)
