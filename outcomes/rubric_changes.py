"""What changed from one rubric to another: criteria added, removed, reworded, reweighted; rules about the whole."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from outcomes.scoring import AtLeast, Capped, Leaf
from outcomes.text import fold

if TYPE_CHECKING:
    from outcomes.rubric import Criterion, Rubric
    from outcomes.scoring import Node

ALIKE = 0.6
"""The share of two texts that must agree (`difflib.SequenceMatcher`) for one to be the other reworded."""
MOST_PAIRS = 40_000
"""Beyond so many pairs of unmatched criteria only those in the same section are compared word by word."""
_PLACE = frozenset({"id", "text", "section", "line", "column", "points"})

Kind = Literal["added", "removed", "reworded", "reweighted", "moved", "changed"]


class Change(BaseModel):
    """One difference. A criterion may have several: reworded and reweighted, say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    criterion_id: str | None = None
    """As in the newer rubric, or in the older one where it was removed; `None` for a rule about the whole."""
    what: str = ""
    """The field that changed, for `changed`."""
    before: str = ""
    after: str = ""
    line_before: int | None = None
    line_after: int | None = None


def changes(before: Rubric, after: Rubric) -> tuple[Change, ...]:
    """Every difference that could change a grade, in the order of the newer rubric; removed criteria come last.

    Criteria are the same when their ids are, or their words; else when their words are alike enough.
    """
    pairs = _pairs(before, after)
    taken = {old.id for old in pairs.values()}
    weights_before, weights_after = _weights(before.tree), _weights(after.tree)
    found: list[Change] = _rules(before, after)
    for new in after.criteria:
        old = pairs.get(new.id)
        if old is None:
            found.append(Change(kind="added", criterion_id=new.id, after=new.text, line_after=new.line))
        else:
            found += _between(old, new, weights_before.get(old.id, ""), weights_after.get(new.id, ""))
    found += [
        Change(kind="removed", criterion_id=old.id, before=old.text, line_before=old.line)
        for old in before.criteria
        if old.id not in taken
    ]
    return tuple(found)


def _pairs(before: Rubric, after: Rubric) -> dict[str, Criterion]:
    """The older criterion for each newer one's id."""
    ids = set(before.ids)
    pairs = {new.id: before[new.id] for new in after.criteria if new.id in ids}
    left = [old for old in before.criteria if old.id not in pairs]
    right = [new for new in after.criteria if new.id not in pairs]
    same_words: dict[str, list[Criterion]] = {}
    for old in left:
        same_words.setdefault(fold(old.text).lower(), []).append(old)
    for new in right:
        twins = same_words.get(fold(new.text).lower())
        if twins:
            pairs[new.id] = twins.pop(0)
    gone = {old.id for old in pairs.values()}
    _reworded(pairs, [old for old in left if old.id not in gone], [new for new in right if new.id not in pairs])
    return pairs


def _reworded(pairs: dict[str, Criterion], left: list[Criterion], right: list[Criterion]) -> None:
    """Pair what is alike, the most alike first."""
    narrow = len(left) * len(right) > MOST_PAIRS
    alike: list[tuple[float, int, int]] = []
    for there, new in enumerate(right):
        matcher = SequenceMatcher(b=new.text, autojunk=False)
        for here, old in enumerate(left):
            if narrow and old.section != new.section:
                continue
            matcher.set_seq1(old.text)
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
                alike.append((matcher.ratio(), here, there))
    used: set[int] = set()
    for _, here, there in sorted(alike, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if here not in used and right[there].id not in pairs:
            used.add(here)
            pairs[right[there].id] = left[here]


def _between(old: Criterion, new: Criterion, weight_before: str, weight_after: str) -> list[Change]:
    def change(kind: Kind, before: object, after: object, what: str = "") -> Change:
        return Change(
            kind=kind,
            criterion_id=new.id,
            what=what,
            before=_said(before),
            after=_said(after),
            line_before=old.line,
            line_after=new.line,
        )

    found = [change("reworded", old.text, new.text)] if fold(old.text) != fold(new.text) else []
    if old.section != new.section:
        found.append(change("moved", " / ".join(old.section), " / ".join(new.section)))
    if weight_before != weight_after:
        found.append(change("reweighted", weight_before, weight_after))
    other = [name for name in type(new).model_fields if name not in _PLACE and getattr(old, name) != getattr(new, name)]
    return [*found, *(change("changed", getattr(old, name), getattr(new, name), name) for name in other)]


def _rules(before: Rubric, after: Rubric) -> list[Change]:
    """Changes that are about the whole."""
    names = ("threshold", "applies_to", "references", "floors")
    return [
        Change(kind="changed", what=name, before=_said(getattr(before, name)), after=_said(getattr(after, name)))
        for name in names
        if getattr(before, name) != getattr(after, name)
    ]


def _weights(node: Node, above: str = "") -> dict[str, str]:
    """The weights on the way from the root to each criterion: `2 > 1`."""
    if isinstance(node, Leaf):
        return {node.criterion_id: above or "1"}
    if isinstance(node, Capped):
        return _weights(node.node, above)
    found: dict[str, str] = {}
    parts = (
        [(f"{node.count} of {len(node.parts)}", part) for part in node.parts]
        if isinstance(node, AtLeast)
        else [(f"{branch.weight:g}", branch.node) for branch in node.children]
    )
    for weight, part in parts:
        for name, way in _weights(part, f"{above} > {weight}" if above else weight).items():
            found[name] = f"{found[name]}, {way}" if name in found else way
    return found


def _said(value: object) -> str:
    """A value in a word or two."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return ", ".join(_said(each) for each in value)
    if isinstance(value, BaseModel):
        return (
            str(value) if type(value).__str__ is not BaseModel.__str__ else value.model_dump_json(exclude_defaults=True)
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
