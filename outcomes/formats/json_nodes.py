"""JSON as plain nodes that know their line and column; no duplicate keys.

The standard library says whether it is JSON at all, and one regular expression then finds every piece with its place:
files of other tools have millions of characters.
"""

from __future__ import annotations

import json
import re
from itertools import accumulate
from typing import NoReturn

from outcomes.errors import RubricError
from outcomes.formats.nodes import MAX_DEPTH, Listing, Mapping, Node, Scalar
from outcomes.text import clip

_STRING = r'"([^"\\]*(?:\\.[^"\\]*)*)"'
_PIECE = re.compile(
    rf"[ \t\n\r,]*(?:{_STRING}[ \t\n\r]*:[ \t\n\r]*)?"
    rf"(?:{_STRING}|(\[)|(\{{)|([\]}}])|(-?\d[\d.eE+-]*|true|false|null))"
)
_KEY, _TEXT, _LIST, _MAPPING, _END, _BARE = range(1, 7)
"""Groups of a piece: a value or the end of one, and the key before it, if any."""
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_SURROGATE = re.compile("[\ud800-\udfff]")


def compose_json(text: str, source: str) -> Node | None:
    """Read one JSON document; `None` when it is empty, `RubricError` with line and column when it is wrong."""
    if not text.strip():
        return None
    _refuse_other(text, source)
    return _Composer(text, source).compose()


def _refuse_other(text: str, source: str) -> None:
    def odd(word: str) -> NoReturn:
        msg = f"{word} is no number in JSON; write a finite one"
        at = text.find(word)
        raise RubricError(msg, source=source, line=text.count("\n", 0, at) + 1, column=at - text.rfind("\n", 0, at))

    try:
        json.loads(text, parse_constant=odd)
    except json.JSONDecodeError as error:
        message = f"not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        if error.msg == "Extra data" and text[error.pos] in "{[":
            message = (
                "a second document begins here; a rubric is one document. Of a file with one document a line, "
                "save the line that is wanted"
            )
        raise RubricError(message, source=source, line=error.lineno, column=error.colno) from None
    except RecursionError:
        msg = f"nested deeper than {MAX_DEPTH} levels; flatten it"
        raise RubricError(msg, source=source) from None
    except ValueError:
        raise RubricError("a number is too long", source=source) from None


class _Composer:
    """Walks over text that is known to be JSON."""

    def __init__(self, text: str, source: str) -> None:
        self.text = text
        self.source = source

    def compose(self) -> Node:  # noqa: C901, PLR0912 - one loop over a million characters, without a call for each
        """The root; positions are counted along the way."""
        text = self.text
        holder = Listing(1, 1)
        current: Listing | Mapping = holder
        above: list[Listing | Mapping] = []
        line, breaks = 1, _breaks(text)
        new = tuple.__new__  # half the time of `Scalar(...)`
        for piece in _PIECE.finditer(text):
            kind = piece.lastindex or 0
            if kind == _END:
                current = above.pop()
                continue
            at = piece.start(_KEY)
            if at >= 0:
                while breaks[line] < at:
                    line += 1
                words = piece[_KEY]
                if "\\" in words:
                    words = self._unescaped(words, line, at - breaks[line - 1] - 1)
                key = new(Scalar, (words, words, line, at - breaks[line - 1] - 1))
            at = piece.start(kind)
            while breaks[line] < at:
                line += 1
            node: Node
            if kind == _TEXT:
                words = piece[_TEXT]
                if "\\" in words:
                    words = self._unescaped(words, line, at - breaks[line - 1] - 1)
                node = new(Scalar, (words, words, line, at - breaks[line - 1] - 1))
            elif kind == _BARE:
                words = piece[_BARE]
                node = new(Scalar, (_bare(words), words, line, at - breaks[line - 1]))
            else:
                node = (Listing if kind == _LIST else Mapping)(line, at - breaks[line - 1])
            if isinstance(current, Listing):
                current.items.append(node)
            else:
                if current.keys.setdefault(key.text, key) is not key:
                    self._refuse_twice(current.keys[key.text], key)
                current.fields[key.text] = node
            if not isinstance(node, Scalar):
                if len(above) == MAX_DEPTH:
                    self._refuse(f"nested deeper than {MAX_DEPTH} levels; flatten it", line, at - breaks[line - 1])
                above.append(current)
                current = node
        return holder.items[0]

    def _unescaped(self, words: str, line: int, column: int) -> str:
        text = str(json.loads(f'"{words}"'))
        if _SURROGATE.search(text):
            self._refuse("half of a surrogate pair is not text; write the character itself", line, column)
        return text

    def _refuse_twice(self, first: Scalar, key: Scalar) -> NoReturn:
        msg = f"the key {clip(key.text, 40)!r} stands here and on line {first.line}; keep one"
        self._refuse(msg, key.line, key.column)

    def _refuse(self, message: str, line: int, column: int) -> NoReturn:
        raise RubricError(message, source=self.source, line=line, column=column)


def _breaks(text: str) -> list[int]:
    """The offset of each line feed, with one before the text and one behind it."""
    return list(accumulate((len(line) + 1 for line in text.split("\n")), initial=-1))


def _bare(piece: str) -> float | bool | None:
    if piece in _WORDS:
        return _WORDS[piece]
    return int(piece) if piece.lstrip("-").isdigit() else float(piece)
