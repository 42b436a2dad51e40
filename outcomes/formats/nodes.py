"""YAML and JSON as plain nodes that know their line and column; no anchors, aliases, tags or duplicate keys."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from outcomes.errors import RubricError
from outcomes.text import clip, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ruamel.yaml.events import Event

    from outcomes.formats.outline import Place

MAX_DEPTH = 32

_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_ODD_FLOAT = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_SURROGATE = re.compile("[\ud800-\udfff]")
_HINTS = {
    "mapping values are not allowed here": "put text that contains `: ` in quotes",
    "found character '\\t' that cannot start any token": "indent with spaces, not tabs",
    "found character '`' that cannot start any token": "put text that begins with ` in quotes",
}


class Scalar(NamedTuple):
    """Text, a number, true, false or nothing, as YAML 1.2 reads them: `no` and `12:30` are text."""

    value: str | float | bool | None
    text: str
    """As it was written, without quotes."""
    line: int
    column: int


@dataclass(slots=True)
class Listing:
    """A list."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values; keys are text, each once."""

    line: int
    column: int
    fields: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)


Node = Scalar | Listing | Mapping


def compose(text: str, source: str) -> Node | None:
    """Read one YAML or JSON document; `None` when it is empty, `RubricError` with line and column when it is wrong."""
    return _Composer(source).compose(text)


def plain(node: Node) -> object:
    """The node as Python values, without positions."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.fields.items()}


def at(node: Node, place: Place) -> Node:
    """The node at a field, or the nearest one that holds it."""
    for part in place:
        if isinstance(node, Mapping) and isinstance(part, str) and part in node.fields:
            node = node.fields[part]
        elif isinstance(node, Listing) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
    return node


def number(node: Node) -> float | None:
    """The finite number that a node holds; `None` for anything else."""
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) <= sys.float_info.max else None


def whole(node: Node | None) -> int | None:
    """The whole number that a node holds; `None` for anything else."""
    value = number(node) if node is not None else None
    return int(value) if value is not None and isinstance(node, Scalar) and node.text.lstrip("+-").isdecimal() else None


def positive(node: Node) -> float | None:
    """The number above 0 that a node holds; `None` for anything else."""
    value = number(node)
    return value if value is not None and value > 0 else None


def describe(node: Node) -> str:
    """What a node is, for messages: `a list`, `5`, `'text'`."""
    if isinstance(node, Scalar):
        return "nothing" if node.value is None else clip(repr(node.value), 40)
    return "a list" if isinstance(node, Listing) else "a mapping"


def refuse(node: Node, message: str, source: str) -> NoReturn:
    """Raise the error at a node."""
    raise RubricError(message, source=source, line=node.line, column=node.column)


def refuse_unknown_keys(mapping: Mapping, known: Collection[str], what: str, source: str, *, advice: str = "") -> None:
    """Every key must be known; the error names the nearest one, or gives `advice` when there is none."""
    for key, scalar in mapping.keys.items():
        if key not in known:
            hint = did_you_mean(key, known) or advice
            refuse(scalar, f"unknown key {clip(key, 40)!r} in {what}.{hint} Known: {', '.join(known)}", source)


class _Composer:
    def __init__(self, source: str) -> None:
        self.source = source
        self.root: Node | None = None
        self.open: list[Listing | Mapping] = []
        self.key: list[Scalar | None] = []
        """For each open container, the key that waits for its value."""
        self.line = 1

    def compose(self, text: str) -> Node | None:
        events: Iterator[Event] = YAML(typ="safe", pure=True).parse(StringIO(text))
        documents = 0
        try:
            for event in events:
                self.line = event.start_mark.line + 1
                documents += isinstance(event, DocumentStartEvent)
                if documents > 1:
                    self._fail(event, "a second document begins here; a rubric is one document, delete this `---`")
                self._take(event)
        except ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            column = error.position - text.rfind("\n", 0, error.position)
            msg = f"the character {chr(error.character)!r} is not allowed in YAML; delete it"
            raise RubricError(msg, source=self.source, line=line, column=column) from None
        except MarkedYAMLError as error:
            raise self._explained(error) from None
        except (YAMLError, ValueError, OverflowError):
            msg = "not valid YAML: an escape or a directive that cannot be understood"
            raise RubricError(msg, source=self.source, line=self.line) from None
        return self.root

    def _take(self, event: Event) -> None:
        if isinstance(event, NodeEvent):
            self._plain_node(event)
        if isinstance(event, ScalarEvent):
            self._place(self._scalar(event))
        elif isinstance(event, SequenceStartEvent):
            self._enter(event, Listing(event.start_mark.line + 1, event.start_mark.column + 1))
        elif isinstance(event, MappingStartEvent):
            self._enter(event, Mapping(event.start_mark.line + 1, event.start_mark.column + 1))
        elif isinstance(event, CollectionEndEvent):
            self.open.pop()
            self.key.pop()

    def _plain_node(self, event: NodeEvent) -> None:
        if isinstance(event, AliasEvent) or event.anchor is not None:
            self._fail(event, "anchors and aliases (`&name`, `*name`) are not read; write the value out, or quote it")
        if getattr(event, "tag", None) is not None:
            self._fail(event, "tags (`!name`) are not read; delete it, or put the text in quotes")

    def _enter(self, event: Event, node: Listing | Mapping) -> None:
        if len(self.open) == MAX_DEPTH:
            self._fail(event, f"nested deeper than {MAX_DEPTH} levels; flatten it")
        self._place(node)
        self.open.append(node)
        self.key.append(None)

    def _place(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        key = self.key[-1]
        if isinstance(parent, Listing):
            parent.items.append(node)
        elif key is None:
            self.key[-1] = self._new_key(parent, node)
        else:
            parent.fields[key.text] = node
            self.key[-1] = None

    def _new_key(self, parent: Mapping, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            refuse(node, f"a key must be a word, found {describe(node)}", self.source)
        first = parent.keys.get(node.text)
        if first is not None:
            refuse(node, f"the key {clip(node.text, 40)!r} stands here and on line {first.line}; keep one", self.source)
        parent.keys[node.text] = node
        return node

    def _scalar(self, event: ScalarEvent) -> Scalar:
        text = event.value
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if _SURROGATE.search(text):  # JSON writes what lies beyond 16 bits as two escapes
            try:
                text = text.encode("utf-16", "surrogatepass").decode("utf-16")
            except UnicodeDecodeError:
                self._fail(event, "half of a surrogate pair is not text; write the character itself")
        return Scalar(self._resolved(event) if event.style is None else text, text, line, column)

    def _resolved(self, event: ScalarEvent) -> str | float | bool | None:
        text: str = event.value
        word = text.lower() if text.lower() in _WORDS else None
        if word is not None and text in (word, word.upper(), word.capitalize()):
            return _WORDS[word]
        try:
            if _INT.fullmatch(text):
                return int(text)
        except ValueError:
            self._fail(event, "the number is too long")
        if _FLOAT.fullmatch(text):
            return float(text)
        return float(text.replace(".", "").lower()) if _ODD_FLOAT.fullmatch(text) else text

    def _fail(self, event: Event, message: str) -> NoReturn:
        mark = event.start_mark
        raise RubricError(message, source=self.source, line=mark.line + 1, column=mark.column + 1)

    def _explained(self, error: MarkedYAMLError) -> RubricError:
        problem = error.problem or "not understood"
        mark = error.problem_mark or error.context_mark
        hint = f"; {_HINTS[problem]}" if problem in _HINTS else ""
        line = mark.line + 1 if mark else self.line
        return RubricError(
            f"not valid YAML: {problem}{hint}", source=self.source, line=line, column=mark.column + 1 if mark else None
        )
