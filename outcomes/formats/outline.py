"""What every format reads a file into: sections with items, and what the file says about the whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from outcomes.errors import RubricError
from outcomes.text import squash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.rubric import Criterion
    from outcomes.scoring import Floor, Node

Place = tuple[str | int, ...]
"""Which field of an item: `("points",)`, `("levels", 0, "credit")`."""
Fail = Callable[[str, Place], RubricError]
"""Makes the error from a message and a field."""

_EMPHASIS = re.compile(r"(\*\*|__|\*|_)([^*_]+)\1")
WORD = re.compile(r"[^\s()\[\]{}`,;\"]+")
"""What can be an id: it stands in brackets, between commas and between quotes."""


class Points(NamedTuple):
    """A threshold in points; what share that is, is known when all of them are."""

    number: float
    of: float | None = None
    """The total as the author stated it."""


@dataclass(slots=True)
class Header:
    """What a file says about the rubric as a whole."""

    title: str = ""
    threshold: float | Points | None = None
    applies_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    defaults: dict[str, Any] = field(default_factory=dict)
    """Fields of every criterion that does not state them."""
    threshold_line: int | None = None
    stated_total: tuple[float, int] | None = None
    """The points that there are according to the author, and the line that says so."""
    no_zero: bool = False
    """No section may score nothing."""
    each_least: float | None = None
    """What every section must reach by itself."""
    tree: Callable[[tuple[Criterion, ...]], Node | None] = lambda _: None
    """The scoring tree where the file spells one out."""
    levels: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    """Levels of criteria by their ids, where they do not stand with the criterion."""
    floors: Callable[[tuple[Criterion, ...]], tuple[Floor, ...]] = lambda _: ()


@dataclass(slots=True)
class Item:
    """A criterion as it was written: only the fields that the author stated."""

    text: str
    fields: dict[str, Any]
    line: int
    fail: Fail
    section: tuple[str, ...] = ()
    """Headings below the section that it stands in: a table's section column, say."""
    column: int | None = None


@dataclass(slots=True)
class Section:
    """A heading and what stands below it, in order."""

    title: str = ""
    weight: float | None = None
    """Its share beside its siblings; without one its items count as if they stood beside it."""
    required: bool | None = None
    """What its items are when they do not say themselves."""
    line: int = 1
    members: list[Item | Section] = field(default_factory=list)
    column: int | None = None
    defaults: dict[str, Any] = field(default_factory=dict)
    """Fields of its items that they do not state themselves."""
    at_least: int | None = None
    """Its members are alternatives, so many of which are enough."""
    floor: float | None = None
    """What it must reach by itself."""
    either: list[Section] = field(default_factory=list)
    """Sections any of which earns its weight as well."""

    @property
    def has_items(self) -> bool:
        """Whether there is any item in it, at any depth."""
        return any(isinstance(member, Item) or member.has_items for member in self.members)

    def below(self) -> Iterator[Section]:
        """Every section in it, at any depth, those of one level before those below."""
        sections = [member for member in self.members if isinstance(member, Section)]
        yield from sections
        for section in sections:
            yield from section.below()


def section_name(text: str) -> str:
    """A heading's words: on one line, without a closing colon or emphasis around the whole."""
    name = squash(text).rstrip(": ")
    emphasis = _EMPHASIS.fullmatch(name)
    return section_name(emphasis.group(2)) if emphasis else name
