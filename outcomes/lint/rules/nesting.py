"""Items below items, which count as criteria or do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.lint.rule import rule
from outcomes.lint.words import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.lint.finding import Hit
    from outcomes.lint.subject import Subject

_FEW = 3
"""Words that make no statement."""


@rule(
    "RB307",
    "items-as-criteria",
    "warning",
    what="Items below a colon that count as criteria of their own, and are no statements",
    why=(
        "An item that ends with a colon is a heading for those below it. Each of these is then graded alone, as a "
        "word or two without what the line above asks of it."
    ),
    fix="Take the colon away, which makes them a part of the criterion above, or write each as a statement",
    good="- It has a section on each of these\n  - Summary\n  - Risks",
    bad="- It has these parts:\n  - Summary\n  - Risks",
    wrong_when="The names are whole demands in their house.",
)
def items_as_criteria(subject: Subject) -> Iterator[Hit]:
    """Below one that ends with a colon, most are fragments."""
    for parent in subject.nested:
        if not parent.leads:
            continue
        below = [c for line in parent.below if (c := subject.by_line.get(line.number)) is not None]
        fragments = [c for c in below if not (c.objective or c.levels or c.applies_when) and _fragment(c.text)]
        if len(below) > 1 and 2 * len(fragments) > len(below):
            named = ", ".join(repr(c.text) for c in fragments[:2])
            message = f"each of these {len(below)} lines is graded by itself: {named}"
            yield subject.at(fragments[0], message)


def _fragment(text: str) -> bool:
    return len(WORD.findall(text)) <= _FEW and text.isascii()


@rule(
    "RB308",
    "items-in-one",
    "warning",
    what="Items below a criterion that are demands of their own, and are graded as one",
    why=(
        "Items below an item without a colon are a part of its text, so that all of them must hold for one pass: a "
        "compound criterion (arXiv 2605.12474)."
    ),
    fix="End the line above with a colon: then each item below it is a criterion",
    good="- Numbers:\n  - Every number names its unit\n  - Every number names its source",
    bad="- Numbers are given with care\n  - Every number names its unit\n  - Every number names its source",
    wrong_when="The items explain or give examples in whole sentences.",
)
def items_in_one(subject: Subject) -> Iterator[Hit]:
    """Two or more items of four words or more, without levels."""
    for name, line in subject.folded_lists.items():
        criterion = subject.rubric[name] if subject.rubric is not None else None
        demands = [below for below in line.below if len(WORD.findall(below.text)) > _FEW]
        if criterion is not None and not criterion.objective and not criterion.levels and len(demands) > 1:
            yield subject.at(criterion, f"the {len(demands)} items below it are graded as one criterion with it")
