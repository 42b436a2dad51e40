"""What every format reads a file into, sections with items, and the rubric that is built from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from outcomes.errors import RubricError
from outcomes.formats.template import Template
from outcomes.rubric import Criterion, Note, Rubric, criterion_id
from outcomes.scoring import AtLeast, Branch, Floor, Leaf, Weighted
from outcomes.text import clip, squash

if TYPE_CHECKING:
    from outcomes.scoring import Node

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
    node: Node | None = None
    """Its part of the scoring tree, once it is built."""


def section_name(text: str) -> str:
    """A heading's words: on one line, without a closing colon or emphasis around the whole."""
    name = squash(text).rstrip(": ")
    emphasis = _EMPHASIS.fullmatch(name)
    return section_name(emphasis.group(2)) if emphasis else name


def build(
    root: Section, header: Header, source: str, *, template: Template | None = None, notes: list[Note] | None = None
) -> Rubric:
    """The rubric of an outline, its variables filled in."""
    template = template if template is not None else Template("", source)
    notes = notes if notes is not None else []
    builder = _Builder(source, header, template)
    branches = builder.walk(root, _Above(defaults=header.defaults))
    builder.join_alternatives(root, branches)
    criteria = tuple(builder.criteria)
    shaped = any(not isinstance(branch.node, Leaf) for branch in branches)
    scoring = Weighted(children=tuple(branches)) if shaped else header.tree(criteria)
    template.refuse_strangers()
    notes += _wrong_total(header, branches)
    return Rubric(
        criteria=criteria,
        title=template.filled(header.title),
        threshold=_share(header, branches, source),
        scoring=scoring,
        floors=(*builder.floors, *builder.gates(root), *header.floors(criteria)),
        applies_to=header.applies_to,
        references=header.references,
        notes=tuple(sorted(notes, key=lambda note: (note.line or 0, note.column or 0))),
        source=source,
    )


def _share(header: Header, branches: list[Branch], source: str) -> float | None:
    """The threshold as a share of all points."""
    stated = header.threshold
    if not isinstance(stated, Points):
        return stated
    total = stated.of if stated.of is not None else sum(max(branch.weight, 0.0) for branch in branches)
    if not 0 < stated.number <= total:
        msg = f"a threshold of {stated.number:g} points cannot be reached, there are {total:g}"
        raise RubricError(msg, source=source, line=header.threshold_line)
    return stated.number / total


def _wrong_total(header: Header, branches: list[Branch]) -> list[Note]:
    """What the author says that the points add up to, where they do not."""
    total = sum(max(branch.weight, 0.0) for branch in branches)
    if header.stated_total is None or header.stated_total[0] == total:
        return []
    stated, line = header.stated_total
    message = f"{stated:g} points are said to be there in total, and {total:g} were found"
    return [Note(kind="not_understood", message=message, line=line)]


class _Above(NamedTuple):
    """What the sections above an item say about it."""

    path: tuple[str, ...] = ()
    required: bool | None = None
    weighted: bool = False
    grouped: bool = False
    defaults: dict[str, Any] = {}  # noqa: RUF012 - never written to

    def below(self, section: Section) -> _Above:
        return _Above(
            (*self.path, section.title) if section.title else self.path,
            self.required if section.required is None else section.required,
            self.weighted or section.weight is not None,
            self.grouped or section.at_least is not None,
            {**self.defaults, **section.defaults} if section.defaults else self.defaults,
        )


class _Builder:
    """Collects criteria in order while it builds the branches of the scoring tree."""

    def __init__(self, source: str, header: Header, template: Template) -> None:
        self.source = source
        self.header = header
        self.template = template
        self.criteria: list[Criterion] = []
        self.floors: list[Floor] = []

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
        if section.weight is None and section.at_least is None:
            if section.floor is not None and branches:
                self._floor(section, Weighted(children=tuple(branches)), section.floor)
            section.node = Weighted(children=tuple(branches)) if branches else None
            return branches
        if not branches:
            what = "has a weight" if section.weight is not None else "asks for alternatives"
            msg = f"section {section.title!r} {what} but no criteria; write at least one list item below it"
            raise RubricError(msg, source=self.source, line=section.line, column=section.column)
        section.node = self._group(section, branches, above)
        return [Branch(weight=section.weight if section.weight is not None else 1.0, node=section.node)]

    def _group(self, section: Section, branches: list[Branch], above: _Above) -> Node:
        """A weighted section, or one whose members are alternatives."""
        if section.at_least is None:
            node: Node = Weighted(children=tuple(branches))
        elif section.at_least > len(branches):
            msg = f"section {section.title!r} asks for {section.at_least} of {len(branches)} criteria; ask for fewer"
            raise RubricError(msg, source=self.source, line=section.line, column=section.column)
        else:
            node = AtLeast(count=section.at_least, parts=tuple(branch.node for branch in branches))
            stated = section.required if section.required is not None else above.required
            if stated or (stated is None and section.weight is None and not above.weighted):
                self._floor(section, node, 1.0)
        if section.floor is not None:
            self._floor(section, node, section.floor)
        return node

    def _floor(self, section: Section, node: Node, least: float, *, above: bool = False) -> None:
        self.floors.append(Floor(node=node, least=least, above=above, label=self.template.filled(section.title)))

    def gates(self, root: Section) -> tuple[Floor, ...]:
        """What prose asks of every section at once."""
        parts = [member for member in root.members if isinstance(member, Section) and member.node is not None]
        label = self.template.filled
        found: list[Floor] = []
        for section in parts:
            if self.header.no_zero and section.node is not None:
                found.append(Floor(node=section.node, least=0, above=True, label=label(section.title)))
            if self.header.each_least and section.node is not None:
                found.append(Floor(node=section.node, least=self.header.each_least, label=label(section.title)))
        if self.header.no_zero and not parts:
            graded = [criterion for criterion in self.criteria if criterion.points > 0]
            found += [
                Floor(node=Leaf(criterion_id=criterion.id), least=0, above=True, label=clip(criterion.text, 40))
                for criterion in graded
            ]
        return tuple(found)

    def join_alternatives(self, root: Section, branches: list[Branch]) -> None:
        """Give a section's weight to whatever else earns it."""
        for section in _sections(root):
            if not section.either or section.node is None:
                continue
            others = [other.node for other in section.either if other.node is not None]
            joined = AtLeast(parts=(section.node, *others))
            for place, branch in enumerate(branches):
                if branch.node is section.node:
                    branches[place] = Branch(weight=branch.weight, node=joined)

    def _criterion(self, item: Item, above: _Above) -> Criterion:
        raw = (*above.path, *item.section)
        written = self.template.original
        stated = {**above.defaults, **item.fields} if above.defaults else item.fields
        given = stated.get("id")
        if isinstance(given, str) and not WORD.fullmatch(given):
            msg = f"an id is one word without brackets, commas or quotes, found {clip(given, 40)!r}"
            raise item.fail(msg, ("id",))
        only_points = "points" in stated or above.weighted or above.grouped
        data = {
            "id": given or criterion_id(tuple(map(written, raw)), written(item.text)),
            "required": not only_points if above.required is None or above.grouped else above.required,
            **stated,
            "section": raw,
            "text": item.text,
            "line": item.line,
            "column": item.column,
        }
        if data["id"] in self.header.levels:
            data["levels"] = self.header.levels[data["id"]]
        if self.template.places:
            data = self._filled(data)
        try:
            return Criterion.model_validate(data)
        except ValidationError as error:
            raise _explained(error, item) from None
        except RubricError as error:
            raise error.at(source=self.source, line=item.line) from None

    def _filled(self, data: dict[str, Any]) -> dict[str, Any]:
        """The fields of a criterion with the values of the variables in them."""
        filled = self.template.filled
        found = {key: filled(value) if isinstance(value, str) else value for key, value in data.items()}
        found["section"] = tuple(map(filled, data["section"]))
        if "check" in data and data["check"] is not None:
            found["check"] = self.template.filled_check(data["check"])
        if data.get("levels"):
            found["levels"] = [
                {key: filled(value) if isinstance(value, str) else value for key, value in level.items()}
                for level in data["levels"]
            ]
        return found


def _sections(section: Section) -> list[Section]:
    below = [member for member in section.members if isinstance(member, Section)]
    return [*below, *(deeper for member in below for deeper in _sections(member))]


def _explained(error: ValidationError, item: Item) -> RubricError:
    first = error.errors(include_url=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    found = "" if first["type"] == "missing" else f", found {clip(str(first['input']), 40)!r}"
    return item.fail(f"{name}: {first['msg'][:1].lower()}{first['msg'][1:]}{found}", first["loc"])
