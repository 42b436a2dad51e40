"""How verdicts add up: the tree that turns each criterion's credit into one score, and the floors beside it.

The one rule, from the leaves to the root:

- a leaf is its criterion's credit: 1 for a pass, 0 for a fail, a level's share in between; a fault that was counted
  n times has 1 - n;
- `Weighted` is what was earned over the sum of the positive weights, clipped to 0..1; a child with a negative weight is
  a fault, which earns nothing when it passes and takes its weight away each time when it fails;
- `AtLeast` k is the k-th best of its parts: one of two alternatives, two of three;
- `Capped` is its part, but no more than the limit of each cap whose criterion is not fully earned;
- what does not apply leaves both sides.

Turning a fail into a pass never lowers any of them, each lies between 0 and 1, and none depends on an order.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROUNDING = 1e-9
"""Scores are sums of products; a threshold is reached when it is missed by no more than this."""

WORST = -math.inf
"""The credit of a fault that may occur any number of times."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Leaf(_Part):
    """A criterion in the scoring tree."""

    kind: Literal["leaf"] = "leaf"
    criterion_id: str


class Branch(_Part):
    """A child and its weight relative to its siblings."""

    weight: float = Field(allow_inf_nan=False)
    node: ScoreNode


class Weighted(_Part):
    """A weighted mean: what was earned over the sum of the positive weights, clipped to 0..1.

    A child with a negative weight earns nothing when it passes and takes its weight away when it fails.
    Children that do not apply leave both sides.
    """

    kind: Literal["weighted"] = "weighted"
    children: tuple[Branch, ...] = Field(min_length=1)


class AtLeast(_Part):
    """Alternatives: the `count`-th best of the parts that apply, or the worst where fewer of them apply."""

    kind: Literal["at_least"] = "at_least"
    count: int = Field(default=1, ge=1)
    parts: tuple[ScoreNode, ...] = Field(min_length=1)


class Cap(_Part):
    """The most that can be scored, 0..1, while a criterion is not fully earned."""

    criterion_id: str
    limit: float = Field(ge=0, lt=1, allow_inf_nan=False)


class Capped(_Part):
    """A part of the tree, and what limits it. A cap whose criterion does not apply is none."""

    kind: Literal["capped"] = "capped"
    node: ScoreNode
    caps: tuple[Cap, ...] = Field(min_length=1)


ScoreNode = Annotated[Leaf | Weighted | AtLeast | Capped, Field(discriminator="kind")]
Node = Leaf | Weighted | AtLeast | Capped
for _model in (Branch, Weighted, AtLeast, Capped):
    _model.model_rebuild()


class Floor(_Part):
    """What a part of the rubric must reach by itself, whatever the whole scores; met where nothing of it applies."""

    node: ScoreNode
    least: float = Field(ge=0, le=1, allow_inf_nan=False)
    above: bool = False
    """More than `least`, not just as much: no category scores nothing."""
    label: str = ""
    """What it is about, in the author's words."""

    @model_validator(mode="after")
    def _reachable(self) -> Floor:
        if self.above and self.least >= 1:
            msg = "nothing can be above 1; ask for at least 1"
            raise ValueError(msg)
        return self

    def met(self, credit: Mapping[str, float | None]) -> bool:
        """Whether it is reached with these credits."""
        value = score(self.node, credit)
        if value is None:
            return True
        return value > self.least + ROUNDING if self.above else value >= self.least - ROUNDING


def leaves(node: Node, *, alternatives: bool = True) -> Iterator[Leaf]:
    """Every leaf below a node, in order; those of alternatives on request only. Caps are no leaves."""
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, Weighted):
        for branch in node.children:
            yield from leaves(branch.node, alternatives=alternatives)
    elif isinstance(node, Capped):
        yield from leaves(node.node, alternatives=alternatives)
    elif alternatives:
        for part in node.parts:
            yield from leaves(part, alternatives=True)


def caps(node: Node) -> Iterator[Cap]:
    """Every cap in a tree."""
    if isinstance(node, Capped):
        yield from node.caps
        yield from caps(node.node)
    elif not isinstance(node, Leaf):
        for part in node.parts if isinstance(node, AtLeast) else [branch.node for branch in node.children]:
            yield from caps(part)


def score(node: Node, credit: Mapping[str, float | None]) -> float | None:
    """The value of a node, 0..1, given each criterion's credit; `None` when nothing with weight below it applies.

    Credit is 1.0 for a pass, 0.0 for a fail, `None` where the criterion does not apply. Below 0.0 it counts
    further occurrences of a fault: 1 - n for n occurrences.
    """
    if isinstance(node, Leaf):
        return credit[node.criterion_id]
    if isinstance(node, Weighted):
        return _mean(node, credit)
    if isinstance(node, AtLeast):
        return _alternatives(node, credit)
    value = score(node.node, credit)
    limits = [cap.limit for cap in node.caps if _falls_short(credit[cap.criterion_id])]
    return None if value is None else min([max(value, 0.0), *limits])


def total(node: Node, credit: Mapping[str, float | None], nothing: float) -> float:
    """The score of the whole, 0..1: where nothing with weight applies it is `nothing`, and caps still hold."""
    if isinstance(node, Capped):
        limits = [cap.limit for cap in node.caps if _falls_short(credit[cap.criterion_id])]
        return min([total(node.node, credit, nothing), *limits])
    value = score(node, credit)
    return nothing if value is None else max(value, 0.0)


def below_caps(node: Node, credit: Mapping[str, float | None], *, held: bool = False) -> Iterator[str]:
    """Criteria that a cap, which holds with these credits, keeps from earning all of theirs."""
    if isinstance(node, Leaf):
        if held:
            yield node.criterion_id
    elif isinstance(node, Capped):
        holds = any(_falls_short(credit[cap.criterion_id]) for cap in node.caps)
        yield from below_caps(node.node, credit, held=held or holds)
    else:
        for part in node.parts if isinstance(node, AtLeast) else [branch.node for branch in node.children]:
            yield from below_caps(part, credit, held=held)


def _falls_short(credit: float | None) -> bool:
    return credit is not None and credit < 1.0


def _mean(node: Weighted, credit: Mapping[str, float | None]) -> float | None:
    earned = total = 0.0
    applicable = False
    for branch in node.children:
        value = score(branch.node, credit)
        if value is None or branch.weight == 0:
            continue
        applicable = True
        if branch.weight > 0:
            earned += branch.weight * max(value, 0.0)
            total += branch.weight
        else:
            earned += branch.weight * (1.0 - value)
    if not applicable:
        return None
    if total <= 0.0:
        return 1.0 if earned >= 0.0 else 0.0
    return min(1.0, max(0.0, earned / total))


def _alternatives(node: AtLeast, credit: Mapping[str, float | None]) -> float | None:
    values = [value for part in node.parts if (value := score(part, credit)) is not None]
    if not values:
        return None
    values.sort(reverse=True)
    return max(0.0, values[min(node.count, len(values)) - 1])


def shares(node: Node, whole: float = 1.0) -> dict[str, float]:
    """What each criterion can add to the score, or take away; of alternatives each counts as if it were the one."""
    if isinstance(node, Leaf):
        return {node.criterion_id: whole}
    if isinstance(node, Capped):
        return shares(node.node, whole)
    parts = (
        [(1.0, part) for part in node.parts]
        if isinstance(node, AtLeast)
        else [(b.weight, b.node) for b in node.children]
    )
    reachable = 1.0 if isinstance(node, AtLeast) else sum(max(weight, 0.0) for weight, _ in parts)
    found: dict[str, float] = {}
    for weight, part in parts:
        for name, share in shares(part, whole * weight / reachable if reachable else 0.0).items():
            found[name] = found.get(name, 0.0) + share
    return found


def prune(node: Node, kept: frozenset[str]) -> Node | None:
    """The tree without the leaves and caps that are not kept, and without what becomes empty; `None` for nothing."""
    if isinstance(node, Leaf):
        return node if node.criterion_id in kept else None
    if isinstance(node, Weighted):
        children = [(branch.weight, prune(branch.node, kept)) for branch in node.children]
        alive = tuple(Branch(weight=weight, node=child) for weight, child in children if child is not None)
        return Weighted(children=alive) if alive else None
    if isinstance(node, AtLeast):
        parts = tuple(part for each in node.parts if (part := prune(each, kept)) is not None)
        return AtLeast(count=min(node.count, len(parts)), parts=parts) if parts else None
    inner = prune(node.node, kept)
    limits = tuple(cap for cap in node.caps if cap.criterion_id in kept)
    return Capped(node=inner, caps=limits) if inner is not None and limits else inner
