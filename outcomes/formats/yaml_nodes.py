"""YAML as plain nodes that know their line and column: one document, no anchors, aliases, tags or duplicate keys.

The scanner is libyaml's, by way of PyYAML; what its scalars mean is ours, by the core schema of YAML 1.2
(https://yaml.org/spec/1.2.2/#103-core-schema): `no`, `12:30` and `1_000` are text, `0777` is 777.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
)

from outcomes.errors import RubricError
from outcomes.formats.nodes import MAX_DEPTH, Listing, Mapping, Scalar, describe, refuse
from outcomes.formats.yaml_events import fast_parser, original, original_message, parser, readable
from outcomes.text import clip

if TYPE_CHECKING:
    from yaml.events import Event, NodeEvent

    from outcomes.formats.nodes import Node
    from outcomes.formats.yaml_events import Parser

_INT = re.compile(r"[-+]?[0-9]+")
_OTHER_INT = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_ODD_FLOAT = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}
_NUMERIC = frozenset("0123456789.+-")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HINTS = {
    "mapping values are not allowed here": "put text that contains `: ` in quotes",
    "found character '\\t' that cannot start any token": "indent with spaces, not tabs",
    "found a tab character that violates indentation": "indent with spaces, not tabs",
    "found character '`' that cannot start any token": "put text that begins with ` in quotes",
}
_ANCHOR = "anchors and aliases (`&name`, `*name`) are not read; write the value out, or quote it"
_TAG = "tags (`!name`) are not read; delete it, or put the text in quotes"


def compose(text: str, source: str) -> Node | None:
    """Read one YAML document; `None` when it is empty, `RubricError` with line and column when it is wrong."""
    plain = readable(text, source)
    if fast_parser is not None:
        try:
            return Composer(source).compose(fast_parser(plain))
        except (RubricError, YAMLError):
            pass  # the other one finds it too, and says it better
    return _explaining(plain, source)


def _explaining(text: str, source: str) -> Node | None:
    """The same by the parser that is written in Python, whose errors name what was found."""
    composer = Composer(source)
    try:
        return composer.compose(parser(text))
    except MarkedYAMLError as error:
        raise _explained(error, source, composer.line) from None
    except (YAMLError, ValueError, OverflowError):
        msg = "not valid YAML: an escape that cannot be understood"
        raise RubricError(msg, source=source, line=composer.line) from None


def _explained(error: MarkedYAMLError, source: str, line: int) -> RubricError:
    problem = error.problem or "not understood"
    mark = error.problem_mark or error.context_mark
    hint = f"; {_HINTS[problem]}" if problem in _HINTS else ""
    message = f"not valid YAML: {original_message(problem)}{hint}"
    return RubricError(
        message, source=source, line=mark.line + 1 if mark else line, column=mark.column + 1 if mark else None
    )


class Composer:
    """Puts the events of one document together."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.line = 1

    def compose(self, events: Parser) -> Node | None:
        """The root; `None` when there is nothing in it."""
        holder = Listing(1, 1)
        current: Listing | Mapping = holder
        above: list[tuple[Listing | Mapping, Scalar | None]] = []
        key: Scalar | None = None
        documents = 0
        next_event = events.get_event
        while (event := next_event()) is not None:
            node: Node
            if isinstance(event, ScalarEvent):
                node = self._scalar(event, key)
            elif isinstance(event, CollectionStartEvent):
                node = self._container(event, len(above))
            elif isinstance(event, CollectionEndEvent):
                current, key = above.pop()
                continue
            else:
                documents = self._between(event, documents)
                continue
            if isinstance(current, Listing):
                current.items.append(node)
            elif key is None:
                key = self._new_key(current, node)
            else:
                current.fields[key.text] = node
                key = None
            if not isinstance(node, Scalar):
                above.append((current, key))
                current, key = node, None
        root = holder.items[0] if holder.items else None
        return None if isinstance(root, Scalar) and root.value is None else root

    def _scalar(self, event: ScalarEvent, key: Scalar | None) -> Scalar:
        """A scalar at its place; one that is not written at all stands at its key, for the parsers differ there."""
        text = event.value
        if event.anchor is not None or event.tag is not None:
            self._refuse_node(event)
        line, column = _place(event)
        self.line = line
        if text.isascii():
            if not text and not event.style and key is not None:
                return Scalar(None, "", key.line, key.column)
            return Scalar(text if event.style else self._resolved(event), text, line, column)
        text = original(text)
        if _SURROGATE.search(text):  # JSON writes what lies beyond 16 bits as two escapes
            try:
                text = text.encode("utf-16", "surrogatepass").decode("utf-16")
            except UnicodeDecodeError:
                self._fail(event, "half of a surrogate pair is not text; write the character itself")
        return Scalar(text, text, line, column)

    def _resolved(self, event: ScalarEvent) -> str | float | bool | None:
        """What a plain scalar of ASCII characters means."""
        text = event.value
        if text in _WORDS:
            return _WORDS[text]
        if text[0] not in _NUMERIC:
            return text
        try:
            if _INT.fullmatch(text):
                return int(text)
        except ValueError:
            self._fail(event, "the number is too long")
        if _OTHER_INT.fullmatch(text):
            return int(text, 0)
        if _FLOAT.fullmatch(text):
            return float(text)
        return float(text.replace(".", "").lower()) if _ODD_FLOAT.fullmatch(text) else text

    def _container(self, event: CollectionStartEvent, depth: int) -> Listing | Mapping:
        if event.anchor is not None or event.tag is not None:
            self._refuse_node(event)
        if depth == MAX_DEPTH:
            self._fail(event, f"nested deeper than {MAX_DEPTH} levels; flatten it")
        return (Mapping if isinstance(event, MappingStartEvent) else Listing)(*_place(event))

    def _new_key(self, parent: Mapping, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            refuse(node, f"a key must be a word, found {describe(node)}", self.source)
        first = parent.keys.setdefault(node.text, node)
        if first is not node:
            refuse(node, f"the key {clip(node.text, 40)!r} stands here and on line {first.line}; keep one", self.source)
        return node

    def _between(self, event: Event, documents: int) -> int:
        """How many documents have begun."""
        if isinstance(event, AliasEvent):
            self._fail(event, _ANCHOR)
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                self._fail(event, "a second document begins here; one is read, delete this `---`")
        return documents

    def _refuse_node(self, event: NodeEvent) -> NoReturn:
        self._fail(event, _ANCHOR if event.anchor is not None else _TAG)

    def _fail(self, event: Event, message: str) -> NoReturn:
        line, column = _place(event)
        raise RubricError(message, source=self.source, line=line, column=column)


def _place(event: Event) -> tuple[int, int]:
    """Line and column, from 1; both parsers give each event its place."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
