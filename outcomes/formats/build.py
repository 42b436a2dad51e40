"""An outline -> the rubric: criteria in order, and a scoring tree where weights, groups or alternatives ask for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.errors import RubricError
from outcomes.formats.criteria import Above, Maker, stray_level
from outcomes.formats.outline import Header, Points, Section
from outcomes.formats.template import Template
from outcomes.rubric import Criterion, Note, Rubric
from outcomes.scoring import AtLeast, Floor, Leaf, Weighted
from outcomes.text import clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.scoring import Node


def build(
    root: Section, header: Header, source: str, *, template: Template | None = None, notes: list[Note] | None = None
) -> Rubric:
    """The rubric of an outline, its variables filled in."""
    template = template if template is not None else Template("", source)
    notes = notes if notes is not None else []
    builder = _Builder(source, header, template)
    shares = builder.walk(root, Above(defaults=header.defaults))
    builder.join_alternatives(root, shares)
    criteria = tuple(builder.criteria)
    shaped = any(not isinstance(share.part, str) for share in shares)
    scoring = _mean(shares) if shaped else header.tree(criteria)
    template.refuse_strangers()
    total = sum(max(share.weight, 0.0) for share in shares)
    notes += _wrong_total(header, total)
    notes += [note for criterion in criteria if (note := stray_level(criterion)) is not None]
    return Rubric(
        criteria=criteria,
        title=template.filled(header.title),
        threshold=_threshold(header, total, source),
        scoring=scoring,
        floors=(*builder.floors, *builder.gates(root), *header.floors(criteria)),
        applies_to=header.applies_to,
        references=header.references,
        notes=tuple(sorted(notes, key=lambda note: (note.line or 0, note.column or 0))),
        source=source,
    )


def _threshold(header: Header, total: float, source: str) -> float | None:
    """The threshold as a share of all points."""
    stated = header.threshold
    if not isinstance(stated, Points):
        return stated
    total = stated.of if stated.of is not None else total
    if not 0 < stated.number <= total:
        msg = f"a threshold of {stated.number:g} points cannot be reached, there are {total:g}"
        raise RubricError(msg, source=source, line=header.threshold_line)
    return stated.number / total


def _wrong_total(header: Header, total: float) -> list[Note]:
    """What the author says that the points add up to, where they do not."""
    if header.stated_total is None or header.stated_total[0] == total:
        return []
    stated, line = header.stated_total
    message = f"{stated:g} points are said to be there in total, and {total:g} were found"
    return [Note(kind="not_understood", message=message, line=line)]


class _Share(NamedTuple):
    """A branch of the scoring tree, before it is known whether there is a tree at all."""

    weight: float
    part: str | Node
    """A criterion's id, or a group."""


def _node(part: str | Node) -> Node:
    return Leaf(criterion_id=part) if isinstance(part, str) else part


def _mean(shares: Sequence[_Share]) -> Weighted:
    """All branches are made in one call, which takes a third of the time of one each."""
    parts = [
        {"weight": weight, "node": {"kind": "leaf", "criterion_id": part} if isinstance(part, str) else part}
        for weight, part in shares
    ]
    return Weighted.model_validate({"children": parts})


class _Builder:
    """Collects criteria in order while it builds the branches of the scoring tree."""

    def __init__(self, source: str, header: Header, template: Template) -> None:
        self.source = source
        self.header = header
        self.template = template
        self.maker = Maker(source, header.levels, template)
        self.criteria: list[Criterion] = []
        self.floors: list[Floor] = []
        self.shares: dict[int, list[_Share]] = {}
        """The branches of each section that has any, by its `id`."""
        self.groups: dict[int, Node] = {}
        """The node of each section that is a group of its own."""

    def walk(self, section: Section, above: Above) -> list[_Share]:
        """The branches that a section brings to the one it is in."""
        here = above.below(section)
        shares: list[_Share] = []
        for member in section.members:
            if isinstance(member, Section):
                shares += self.walk(member, here)
            else:
                criterion = self.maker.criterion(member, here)
                self.criteria.append(criterion)
                shares.append(_Share(criterion.points, criterion.id))
        if shares:
            self.shares[id(section)] = shares
        if section.weight is None and section.at_least is None:
            if section.floor is not None and shares:
                self._floor(section, _mean(shares), section.floor)
            return shares
        if not shares:
            what = "has a weight" if section.weight is not None else "asks for alternatives"
            msg = f"section {section.title!r} {what} but no criteria; write at least one list item below it"
            raise RubricError(msg, source=self.source, line=section.line, column=section.column)
        group = self.groups[id(section)] = self._group(section, shares, above)
        return [_Share(section.weight if section.weight is not None else 1.0, group)]

    def _group(self, section: Section, shares: list[_Share], above: Above) -> Node:
        """A weighted section, or one whose members are alternatives."""
        if section.at_least is None:
            node: Node = _mean(shares)
        elif section.at_least > len(shares):
            msg = f"section {section.title!r} asks for {section.at_least} of {len(shares)} criteria; ask for fewer"
            raise RubricError(msg, source=self.source, line=section.line, column=section.column)
        else:
            node = AtLeast(count=section.at_least, parts=tuple(_node(share.part) for share in shares))
            stated = section.required if section.required is not None else above.required
            if stated or (stated is None and section.weight is None and not above.weighted):
                self._floor(section, node, 1.0)
        if section.floor is not None:
            self._floor(section, node, section.floor)
        return node

    def _floor(self, section: Section, node: Node, least: float) -> None:
        self.floors.append(Floor(node=node, least=least, label=self.template.filled(section.title)))

    def _node_of(self, section: Section) -> Node | None:
        """What a section scores by itself; `None` when there is nothing in it."""
        group = self.groups.get(id(section))
        shares = self.shares.get(id(section))
        return group if group is not None or shares is None else _mean(shares)

    def gates(self, root: Section) -> tuple[Floor, ...]:
        """What prose asks of every section at once."""
        if not self.header.no_zero and not self.header.each_least:
            return ()
        parts = [
            (self.template.filled(member.title), node)
            for member in root.members
            if isinstance(member, Section) and (node := self._node_of(member)) is not None
        ]
        found: list[Floor] = []
        for label, node in parts:
            if self.header.no_zero:
                found.append(Floor(node=node, least=0, above=True, label=label))
            if self.header.each_least:
                found.append(Floor(node=node, least=self.header.each_least, label=label))
        if self.header.no_zero and not parts:
            graded = [criterion for criterion in self.criteria if criterion.points > 0]
            found += [Floor(node=_node(c.id), least=0, above=True, label=clip(c.text, 40)) for c in graded]
        return tuple(found)

    def join_alternatives(self, root: Section, shares: list[_Share]) -> None:
        """Give a section's weight to whatever else earns it."""
        for section in root.below():
            group = self.groups.get(id(section))
            if not section.either or group is None:
                continue
            others = [node for other in section.either if (node := self._node_of(other)) is not None]
            joined = AtLeast(parts=(group, *others))
            for place, share in enumerate(shares):
                if share.part is group:
                    shares[place] = _Share(share.weight, joined)
