"""The events of YAML text, by libyaml where PyYAML was built with it, and otherwise by a parser that agrees with it.

Both are made for YAML 1.1. What differs in 1.2 and may stand in a rubric is held apart before they see it: NEL, LS, PS
and the byte order mark are ordinary characters, and `%YAML 1.2` is no reason to refuse a file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from outcomes.errors import RubricError
from outcomes.formats.yaml_python import PythonParser
from outcomes.text import clip

try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML without libyaml
    CParser = None  # type: ignore[assignment,misc]

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml.events import Event

_UNREADABLE = re.compile("[^\t\n -~\x85\xa0-\ud7ff\ue000-\ufdd1\ufdd6-\ufffd\U00010000-\U0010ffff]")
# Code points that Unicode keeps free for use inside programs stand for what YAML 1.1 takes for a line break or refuses.
_APART = {"\x85": "\ufdd2", "\u2028": "\ufdd3", "\u2029": "\ufdd4", "\ufeff": "\ufdd5"}
_AWAY = str.maketrans(_APART)
_BACK = str.maketrans({there: here for here, there in _APART.items()})
_DIRECTIVES = re.compile(r"(?:[ \t]*(?:#.*)?\n|%.*\n?)*")
_VERSION = re.compile(r"%YAML[ \t]+1\.\d+[ \t]*(?:#.*)?")


class Parser(Protocol):
    """Gives one event after the other."""

    def get_event(self) -> Event | None:
        """The next one, `None` at the end; `yaml.YAMLError` where there is none."""


def readable(text: str, source: str) -> str:
    """The text as both parsers may see it, every character in its place.

    Raise `RubricError` for a character that YAML does not allow, and for a directive other than `%YAML 1.*`.
    """
    odd = _UNREADABLE.search(text)
    if odd is not None:
        line, column = _place(text, odd.start())
        msg = f"the character {odd.group()!r} is not allowed in YAML; delete it"
        raise RubricError(msg, source=source, line=line, column=column)
    if not text.isascii():
        text = text.translate(_AWAY)
    return _without_directives(text, source) if "%" in text else text


def original(text: str) -> str:
    """Text out of an event, with the characters that were held apart."""
    return text.translate(_BACK)


def original_message(message: str) -> str:
    """A parser's message, which names a character by its escape."""
    for here, there in _APART.items():
        message = message.replace(ascii(there), ascii(here))
    return message


def _without_directives(text: str, source: str) -> str:
    """The text with its version told in a comment; no other directive is of use without tags."""
    head = _DIRECTIVES.match(text)
    lines = head.group().split("\n") if head is not None else []
    for row, line in enumerate(lines):
        if not line.startswith("%"):
            continue
        if not _VERSION.fullmatch(line):
            msg = f"the directive {clip(line, 40)!r} is not read; delete it, or write `%YAML 1.2`"
            raise RubricError(msg, source=source, line=row + 1, column=1)
        lines[row] = "#" + line[1:]
    return "\n".join(lines) + text[head.end() :] if head is not None else text


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def parser(text: str) -> Parser:
    """The parser that is written in Python: slow, and it names what it finds."""
    return PythonParser(text)


fast_parser: Callable[[str], Parser] | None = CParser
"""The one of libyaml, if it is here."""
