"""What every format reads a file into, sections with items, and the rubric that is built from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from outcomes.errors import RubricError
from outcomes.rubric import Branch, Criterion, Leaf, Rubric, Weighted, criterion_id
from outcomes.text import clip, squash

if TYPE_CHECKING:
    from outcomes.rubric import ScoreNode

Place = tuple[str | int, ...]
"""Which field of an item: `("points",)`, `("levels", 0, "credit")`."""
Fail = Callable[[str, Place], RubricError]
"""Makes the error from a message and a field."""

_EMPHASIS = re.compile(r"(\*\*|__|\*|_)([^*_]+)\1")
_ID = re.compile(r"[^\s()\[\]{}`,;\"]+")


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says about the rubric as a whole."""

    title: str = ""
    threshold: float | None = None
    applies_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A criterion as it was written: only the fields that the author stated."""

    text: str
    fields: dict[str, Any]
    line: int
    fail: Fail
    section: tuple[str, ...] = ()
    """Headings below the section that it stands in: a table's section column, say."""


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


def section_name(text: str) -> str:
    """A heading's words: on one line, without a closing colon or emphasis around the whole."""
    name = squash(text).rstrip(": ")
    emphasis = _EMPHASIS.fullmatch(name)
    return section_name(emphasis.group(2)) if emphasis else name


def build(
    root: Section,
    header: Header,
    source: str,
    scoring: Callable[[tuple[Criterion, ...]], ScoreNode | None] = lambda _: None,
) -> Rubric:
    """The rubric of an outline; `scoring` makes the tree where the file spells one out."""
    builder = _Builder(source)
    branches = builder.walk(root, _Above())
    criteria = tuple(builder.criteria)
    weighted = any(isinstance(branch.node, Weighted) for branch in branches)
    return Rubric(
        criteria=criteria,
        title=header.title,
        threshold=header.threshold,
        scoring=Weighted(children=tuple(branches)) if weighted else scoring(criteria),
        applies_to=header.applies_to,
        source=source,
    )


class _Above(NamedTuple):
    """What the sections above an item say about it."""

    path: tuple[str, ...] = ()
    required: bool | None = None
    weighted: bool = False

    def below(self, section: Section) -> _Above:
        return _Above(
            (*self.path, section.title) if section.title else self.path,
            self.required if section.required is None else section.required,
            self.weighted or section.weight is not None,
        )


class _Builder:
    """Collects criteria in order while it builds the branches of the scoring tree."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.criteria: list[Criterion] = []

    def walk(self, section: Section, above: _Above) -> list[Branch]:
        here = above.below(section)
        branches: list[Branch] = []
        for member in section.members:
            if isinstance(member, Section):
                branches += self.walk(member, here)
            else:
                criterion = self._criterion(member, here)
                self.criteria.append(criterion)
                branches.append(Branch(weight=criterion.points, node=Leaf(criterion_id=criterion.id)))
        if section.weight is None:
            return branches
        if not branches:
            msg = f"section {section.title!r} has a weight but no criteria; write at least one list item below it"
            raise RubricError(msg, source=self.source, line=section.line)
        return [Branch(weight=section.weight, node=Weighted(children=tuple(branches)))]

    def _criterion(self, item: Item, above: _Above) -> Criterion:
        section = (*above.path, *item.section)
        stated = item.fields
        given = stated.get("id")
        if isinstance(given, str) and not _ID.fullmatch(given):
            msg = f"an id is one word without brackets, commas or quotes, found {clip(given, 40)!r}"
            raise item.fail(msg, ("id",))
        only_points = "points" in stated or above.weighted
        data = {
            "id": criterion_id(section, item.text),
            "required": not only_points if above.required is None else above.required,
            **stated,
            "section": section,
            "text": item.text,
            "line": item.line,
        }
        try:
            return Criterion.model_validate(data)
        except ValidationError as error:
            raise _explained(error, item) from None
        except RubricError as error:
            raise error.at(source=self.source, line=item.line) from None


def _explained(error: ValidationError, item: Item) -> RubricError:
    first = error.errors(include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    found = "" if first["type"] == "missing" else f", found {clip(str(first['input']), 40)!r}"
    return item.fail(f"{name}: {first['msg'][:1].lower()}{first['msg'][1:]}{found}", first["loc"])
