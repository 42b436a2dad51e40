"""What a YAML or JSON file is read into: values, lists and mappings that know their line and column."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from outcomes.errors import RubricError
from outcomes.text import clip, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection

    from outcomes.formats.outline import Place

MAX_DEPTH = 32


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
