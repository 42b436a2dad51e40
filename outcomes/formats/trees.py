"""A scoring tree spelled out in a file: weights over lists of criterion ids, nested as deeply as wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.formats.nodes import Listing, Mapping, Scalar, at, describe, number, refuse, refuse_unknown_keys, whole
from outcomes.scoring import AtLeast, Branch, Cap, Capped, Floor, Leaf, Weighted
from outcomes.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.formats.nodes import Node
    from outcomes.rubric import Criterion
    from outcomes.scoring import Node as ScoreNode

ROOT = ("at_least", "caps", "children", "criteria")
_CHILD = ("weight", *ROOT)
FLOOR = ("least", "above", "label", *ROOT)


def read_tree(node: Node, criteria: tuple[Criterion, ...], source: str) -> ScoreNode:
    """Read `{children: [{weight, criteria | children}, ...]}`; ids below `criteria` weigh what their points say.

    With `at_least` a group is one of alternatives. `weight` beside one id under `criteria` gives it another weight.
    """
    return _Tree(criteria, source).group(node, ROOT)


def read_floors(node: Node, criteria: tuple[Criterion, ...], source: str) -> tuple[Floor, ...]:
    """Read `[{least, above, label, criteria | children}, ...]`: what parts of the rubric reach by themselves."""
    if not isinstance(node, Listing):
        refuse(node, f"floors is a list, found {describe(node)}", source)
    return tuple(_Tree(criteria, source).floor(item) for item in node.items)


class _Tree:
    def __init__(self, criteria: tuple[Criterion, ...], source: str) -> None:
        self.points = {criterion.id: criterion.points for criterion in criteria}
        self.source = source

    def group(self, node: Node, keys: tuple[str, ...]) -> ScoreNode:
        if not isinstance(node, Mapping):
            refuse(node, f"scoring is a mapping of weights and criterion ids, found {describe(node)}", self.source)
        refuse_unknown_keys(node, keys, "scoring", self.source)
        ids, children = (self._listed(node, key) for key in ("criteria", "children"))
        branches = [*map(self._leaf, ids), *map(self._child, children)]
        if not branches:
            refuse(node, "a group in scoring needs `criteria`, a list of ids, or `children`", self.source)
        limits = node.fields.get("caps")
        whole = self._alternatives(node, branches)
        return Capped(node=whole, caps=self._caps(limits)) if limits is not None else whole

    def _caps(self, node: Node) -> tuple[Cap, ...]:
        if not isinstance(node, Mapping):
            refuse(node, f"caps is a mapping of criterion ids and limits, found {describe(node)}", self.source)
        return tuple(Cap(criterion_id=name, limit=self._limit(name, node)) for name in node.fields)

    def _limit(self, name: str, node: Mapping) -> float:
        if name not in self.points:
            hint = did_you_mean(name, self.points)
            refuse(node.keys[name], f"no criterion has the id {name!r}.{hint}", self.source)
        limit = number(node.fields[name])
        if limit is None or not 0 <= limit < 1:
            refuse(
                node.fields[name], f"a cap is a share from 0 up to 1, found {describe(node.fields[name])}", self.source
            )
        return limit

    def _alternatives(self, node: Mapping, branches: list[Branch]) -> ScoreNode:
        stated = node.fields.get("at_least")
        if stated is None:
            return Weighted(children=tuple(branches))
        count = whole(stated)
        if count is None or not 1 <= count <= len(branches):
            refuse(stated, f"at_least is a number from 1 to {len(branches)}, found {describe(stated)}", self.source)
        return AtLeast(count=count, parts=tuple(branch.node for branch in branches))

    def floor(self, node: Node) -> Floor:
        if not isinstance(node, Mapping):
            refuse(node, f"a floor is a mapping with `least` and `criteria`, found {describe(node)}", self.source)
        refuse_unknown_keys(node, FLOOR, "a floor", self.source)
        least, above, label = (node.fields.get(key) for key in ("least", "above", "label"))
        share = least.value if isinstance(least, Scalar) else None
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            refuse(least or node, "a floor needs `least`, a share from 0 to 1", self.source)
        strict = above.value if isinstance(above, Scalar) else False
        if not isinstance(strict, bool) or (strict and share >= 1):
            refuse(above or node, "above is true or false, and nothing is above 1", self.source)
        words = label.text if isinstance(label, Scalar) else ""
        kept = Mapping(node.line, node.column, {k: v for k, v in node.fields.items() if k in ROOT}, {})
        group = self.group(kept, ROOT)
        return Floor(
            node=_unwrapped(group) if set(kept.fields) == {"criteria"} else group,
            least=share,
            above=strict,
            label=words,
        )

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
        """A group with its weight, or `{weight, criterion}` for one criterion with another weight than its points."""
        if isinstance(node, Mapping) and "criterion" in node.fields:
            refuse_unknown_keys(node, ("weight", "criterion"), "scoring", self.source)
            leaf = self._leaf(node.fields["criterion"])
            return Branch(weight=self._weight(node, leaf.weight), node=leaf.node)
        group = self.group(node, _CHILD)
        return Branch(weight=self._weight(node, 1.0), node=group)

    def _weight(self, node: Node, unstated: float) -> float:
        stated = at(node, ("weight",))
        if stated is node:
            return unstated
        weight = number(stated)
        if weight is None:
            refuse(stated, f"a weight is a finite number, found {describe(stated)}", self.source)
        return weight


def _unwrapped(node: ScoreNode) -> ScoreNode:
    """A group of one criterion alone, as a floor is written for one, is that criterion."""
    if isinstance(node, Weighted) and len(node.children) == 1 and isinstance(node.children[0].node, Leaf):
        return node.children[0].node
    return node


def write_tree(node: ScoreNode, points: dict[str, float]) -> dict[str, object]:
    """The tree as `read_tree` reads it; criteria that weigh their points stand as bare ids."""
    if isinstance(node, Leaf):
        return {"criteria": [node.criterion_id]}
    if isinstance(node, Capped):
        return {"caps": {cap.criterion_id: cap.limit for cap in node.caps}} | write_tree(node.node, points)
    if isinstance(node, AtLeast):
        return {"at_least": node.count} | _written(
            [Branch(weight=1, node=part) for part in node.parts], points, bare=True
        )
    return _written(node.children, points)


def write_floor(floor: Floor, points: dict[str, float]) -> dict[str, object]:
    """A floor as `read_floors` reads it."""
    said: dict[str, object] = {"least": floor.least}
    said |= ({"above": True} if floor.above else {}) | ({"label": floor.label} if floor.label else {})
    node = floor.node
    if isinstance(node, Weighted) and len(node.children) == 1 and isinstance(node.children[0].node, Leaf):
        return said | {"children": [_child(node.children[0], points)]}
    return said | write_tree(node, points)


def _written(branches: Sequence[Branch], points: dict[str, float], *, bare: bool = False) -> dict[str, object]:
    """Bare ids first where that keeps the order, else every branch as a child."""
    plain = [_is_plain(branch, points, bare=bare) for branch in branches]
    lead = plain.index(False) if False in plain else len(plain)
    ids = [branch.node.criterion_id for branch in branches[:lead] if isinstance(branch.node, Leaf)]
    children = [_child(branch, points) for branch in branches[lead:]]
    return ({"criteria": ids} if ids else {}) | ({"children": children} if children else {})


def _is_plain(branch: Branch, points: dict[str, float], *, bare: bool) -> bool:
    return isinstance(branch.node, Leaf) and (bare or branch.weight == points[branch.node.criterion_id])


def _child(branch: Branch, points: dict[str, float]) -> dict[str, object]:
    if isinstance(branch.node, Leaf):
        return {"weight": branch.weight, "criterion": branch.node.criterion_id}
    return {"weight": branch.weight} | write_tree(branch.node, points)
