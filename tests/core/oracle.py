"""The same meanings written a second time, from the words of the design and by brute force, to test the first against.

Nothing here calls the code under test: no `score`, no `Grade`, no `decide`.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from outcomes.scoring import AtLeast, Branch, Capped, Leaf, Weighted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.rubric import Rubric
    from outcomes.scoring import Floor, Node

MANY = 50
"""As many occurrences of a fault as matter in a rubric of a test: more than all positive points together."""

Credits = dict[str, float | None]


def value_of(node: Node, credit: Credits) -> float | None:
    """A node's value: earned over the positive weights of what applies; faults take their weight away."""
    if isinstance(node, Leaf):
        return credit[node.criterion_id]
    if isinstance(node, AtLeast):
        return _at_least(node, credit)
    if isinstance(node, Capped):
        inner = value_of(node.node, credit)
        short = [
            cap.limit
            for cap in node.caps
            if (credit[cap.criterion_id] or 0.0) < 1 and credit[cap.criterion_id] is not None
        ]
        return None if inner is None else min(max(inner, 0.0), *short, 1.0)
    parts = [(branch.weight, value_of(branch.node, credit)) for branch in node.children]
    counted = [(weight, value) for weight, value in parts if value is not None and weight != 0]
    if not counted:
        return None
    reachable = sum(weight for weight, _ in counted if weight > 0)
    earned = sum(weight * max(value, 0) if weight > 0 else weight * (1 - value) for weight, value in counted)
    if not reachable:
        return 1.0 if earned == 0 else 0.0
    return min(max(earned / reachable, 0.0), 1.0)


def _at_least(node: AtLeast, credit: Credits) -> float | None:
    """The greatest value that at least `count` of the parts reach; all of them where fewer apply."""
    values = [max(value, 0.0) for part in node.parts if (value := value_of(part, credit)) is not None]
    wanted = min(node.count, len(values))
    return max((v for v in values if sum(other >= v for other in values) >= wanted), default=None)


def stays_above(floor: Floor, credit: Credits) -> bool:
    """Whether a part reaches what it must, or nothing of it applies."""
    value = value_of(floor.node, credit)
    return value is None or (value > floor.least + 1e-9 if floor.above else value >= floor.least - 1e-9)


def completions(rubric: Rubric, marks: str) -> Iterator[str]:
    """Every way in which what could not be judged may turn out."""
    ways = [
        mark if mark in "pfn" else "pfn" if criterion.applies_when is not None else "pf"
        for criterion, mark in zip(rubric.criteria, marks, strict=True)
    ]
    return ("".join(way) for way in product(*ways))


def bounds(rubric: Rubric, marks: str) -> tuple[float, float]:
    """The least and the greatest score over all completions.

    A counted fault that could not be judged may occur any number of times; one that was judged occurs once.
    """
    values = [
        _completed(rubric, marks, whole, occurrences)
        for whole in completions(rubric, marks)
        for occurrences in (1, MANY)
    ]
    return min(values), max(values)


def _completed(rubric: Rubric, marks: str, whole: str, occurrences: int) -> float:
    credit = _credits(rubric, marks, whole, occurrences)
    by_points = [Branch(weight=c.points, node=Leaf(criterion_id=c.id)) for c in rubric.criteria]
    total = value_of(rubric.scoring or Weighted(children=tuple(by_points)), credit)
    limits = [c.cap for c in rubric.criteria if c.cap is not None and (credit[c.id] is not None and credit[c.id] != 1)]
    return min([total if total is not None else float(set(whole) != {"n"}), *limits])


def _credits(rubric: Rubric, marks: str, whole: str, occurrences: int) -> Credits:
    credit: Credits = {}
    for criterion, before, after in zip(rubric.criteria, marks, whole, strict=True):
        times = occurrences if before in "c." and criterion.per_occurrence else 1
        credit[criterion.id] = {"p": 1.0, "f": 1.0 - times, "n": None}[after]
    return credit


def required_marks(rubric: Rubric, marks: str) -> str:
    """The marks of the required criteria alone."""
    return "".join(mark for criterion, mark in zip(rubric.criteria, marks, strict=True) if criterion.required)


def is_satisfied(rubric: Rubric, marks: str) -> bool:
    """Every required criterion passes, and however the open ones turn out, something applies and enough is earned."""
    if set(required_marks(rubric, marks)) & set("fc.") or "." in marks:
        return False
    only_points = not rubric.floors and not any(criterion.required for criterion in rubric.criteria)
    enough = rubric.threshold if rubric.threshold is not None else float(only_points)
    something_applies = all(set(whole) != {"n"} for whole in completions(rubric, marks))
    floors_hold = all(
        stays_above(floor, _credits(rubric, marks, whole, times))
        for floor in rubric.floors
        for whole in completions(rubric, marks)
        for times in (1, MANY)
    )
    return something_applies and floors_hold and bounds(rubric, marks)[0] >= enough - 1e-9


def majority(votes: Sequence[str]) -> str:
    """More than half decides; otherwise the most cautious: fail, cannot judge, not applicable, pass."""
    for mark in "fcnp":
        if votes.count(mark) * 2 > len(votes):
            return mark
    return next(mark for mark in "fcnp" if mark in votes)


def merged(looks: Sequence[str]) -> str:
    """What several looks say together; `.` where a look was not asked."""
    return "".join(majority([mark for mark in column if mark != "."]) for column in zip(*looks, strict=True))


def is_better(rubric: Rubric, one: str, other: str) -> bool:
    """Satisfied, then fewer required failures, fewer required not judged, higher lower bound, higher upper bound."""
    if is_satisfied(rubric, one) != is_satisfied(rubric, other):
        return is_satisfied(rubric, one)
    for mark in "fc":
        ours, theirs = required_marks(rubric, one).count(mark), required_marks(rubric, other).count(mark)
        if ours != theirs:
            return ours < theirs
    for ours_at, theirs_at in zip(bounds(rubric, one), bounds(rubric, other), strict=True):
        if abs(ours_at - theirs_at) > 1e-9:
            return ours_at > theirs_at
    return False
