"""JSON as plain nodes that know their line and column; no duplicate keys.

The standard library says whether it is JSON at all, and one regular expression then finds every piece with its place:
files of other tools have millions of characters.
"""

from __future__ import annotations

import json
import re
from typing import NoReturn

from outcomes.errors import RubricError
from outcomes.formats.nodes import MAX_DEPTH, Listing, Mapping, Node, Scalar
from outcomes.text import clip

_PIECE = re.compile(
    r'[\s,]*()(?:"([^"\\]*(?:\\.[^"\\]*)*)"([ \t\n]*:)?|([\[{])|([\]}])|(-?\d[\d.eE+-]*|true|false|null))'
)
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

    def compose(self) -> Node:  # noqa: C901 - one loop over a million characters, without a call for each
        """The root; positions are counted along the way."""
        text = self.text
        holder = Listing(1, 1)
        current: Listing | Mapping = holder
        stack: list[Listing | Mapping] = []
        keys: list[Scalar | None] = []
        key: Scalar | None = None
        line, begin = 1, 0
        after = text.find("\n")
        for piece in _PIECE.finditer(text):
            start = piece.start(1)
            while -1 < after < start:
                line, begin = line + 1, after + 1
                after = text.find("\n", begin)
            column = start - begin + 1
            _, written, colon, opening, closing, bare = piece.groups()
            if closing:
                current, key = stack.pop(), keys.pop()
                continue
            if colon:
                name = written if "\\" not in written else self._unescaped(text[start : piece.end()], line, column)
                key = Scalar(name, name, line, column)
                self._new_key(current, key)
                continue
            node: Node
            value: str | float | bool | None
            if opening:
                node = Mapping(line, column) if opening == "{" else Listing(line, column)
            elif bare:
                value = _WORDS[bare] if bare in _WORDS else int(bare) if bare.lstrip("-").isdigit() else float(bare)
                node = Scalar(value, bare, line, column)
            else:
                words = written if "\\" not in written else self._unescaped(text[start : piece.end()], line, column)
                node = Scalar(words, words, line, column)
            if isinstance(current, Listing):
                current.items.append(node)
            elif key is not None:
                current.fields[key.text] = node
            if opening and not isinstance(node, Scalar):
                if len(stack) == MAX_DEPTH:
                    self._refuse(f"nested deeper than {MAX_DEPTH} levels; flatten it", line, column)
                stack.append(current)
                keys.append(key)
                current = node
        return holder.items[0]

    def _new_key(self, parent: Listing | Mapping, key: Scalar) -> None:
        if not isinstance(parent, Mapping):
            return
        first = parent.keys.setdefault(key.text, key)
        if first is not key:
            msg = f"the key {clip(key.text, 40)!r} stands here and on line {first.line}; keep one"
            self._refuse(msg, key.line, key.column)

    def _unescaped(self, piece: str, line: int, column: int) -> str:
        value = str(json.loads(piece.rstrip(": \t\n")))
        if _SURROGATE.search(value):
            self._refuse("half of a surrogate pair is not text; write the character itself", line, column)
        return value

    def _refuse(self, message: str, line: int, column: int) -> NoReturn:
        raise RubricError(message, source=self.source, line=line, column=column)
