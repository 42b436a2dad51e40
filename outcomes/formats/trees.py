"""A scoring tree spelled out in a file: weights over lists of criterion ids, nested as deeply as wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.formats.nodes import Listing, Mapping, Scalar, at, describe, positive, refuse, refuse_unknown_keys
from outcomes.rubric import Branch, Leaf, Weighted
from outcomes.text import did_you_mean

if TYPE_CHECKING:
    from outcomes.formats.nodes import Node
    from outcomes.rubric import Criterion

_ROOT = ("children", "criteria")
_CHILD = ("weight", *_ROOT)


def read_tree(node: Node, criteria: tuple[Criterion, ...], source: str) -> Weighted:
    """Read `{children: [{weight, criteria | children}, ...]}`; ids below `criteria` weigh what their points say."""
    return _Tree(criteria, source).group(node, _ROOT)


class _Tree:
    def __init__(self, criteria: tuple[Criterion, ...], source: str) -> None:
        self.points = {criterion.id: criterion.points for criterion in criteria}
        self.source = source

    def group(self, node: Node, keys: tuple[str, ...]) -> Weighted:
        if not isinstance(node, Mapping):
            refuse(node, f"scoring is a mapping of weights and criterion ids, found {describe(node)}", self.source)
        refuse_unknown_keys(node, keys, "scoring", self.source)
        ids, children = (self._listed(node, key) for key in ("criteria", "children"))
        branches = [*map(self._leaf, ids), *map(self._child, children)]
        if not branches:
            refuse(node, "a group in scoring needs `criteria`, a list of ids, or `children`", self.source)
        return Weighted(children=tuple(branches))

    def _listed(self, node: Mapping, key: str) -> list[Node]:
        listed = node.fields.get(key)
        if listed is None:
            return []
        if not isinstance(listed, Listing):
            refuse(listed, f"{key} is a list, found {describe(listed)}", self.source)
        return listed.items

    def _leaf(self, node: Node) -> Branch:
        name = node.text if isinstance(node, Scalar) else describe(node)
        if name not in self.points:
            refuse(node, f"no criterion has the id {name!r}.{did_you_mean(name, self.points)}", self.source)
        return Branch(weight=self.points[name], node=Leaf(criterion_id=name))

    def _child(self, node: Node) -> Branch:
        group = self.group(node, _CHILD)
        stated = at(node, ("weight",))
        if stated is node:
            return Branch(weight=1.0, node=group)
        weight = positive(stated)
        if weight is None:
            refuse(stated, f"a weight is a number above 0, found {describe(stated)}", self.source)
        return Branch(weight=weight, node=group)
