"""Criteria that lean on something which is not in them: a condition, another criterion."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.lint.rule import rule
from outcomes.lint.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.lint.finding import Hit
    from outcomes.lint.subject import Subject

_IF = re.compile(
    r"(?:\*\*[^*]*\*\*\s*[:.]?\s*)?(?P<lead>(?:if|when|whenever|in case|unless|where)\s+(?:there|"
    "the|a|an|it|any|this|these|they|applicable|"
    r"relevant|present|needed|required|used|\w+s?\s+(?:is|are))\b(?:[^,.;()]|\([^()]{0,80}\)){0,120}),\s+\S"
    r"|.*(?P<tail>\(?\b(?:if|when|where)\s+(?:any|applicable|present|available|included|they "
    r"exist|it exists|there (?:is|are) any)\)?)\s*\.?$",
    re.IGNORECASE | re.DOTALL,
)
_IF_WORDS = vocabulary("if when whenever case unless where")


@rule(
    "RB111",
    "unstated-condition",
    "warning",
    what="A condition in the words that is not marked as one",
    why=(
        "Only a criterion with `(applies when: ...)` may be answered with `not_applicable`, which leaves the score. "
        "Without it a judge must pass or fail a file in which the case does not arise, and judges differ about "
        "which."
    ),
    fix="Write the condition as `(applies when: ...)` behind the criterion",
    good="- Every chart names its unit (applies when: the report has charts)",
    bad="- If there are charts, every chart names its unit",
    wrong_when="The sentence is about what the file must say in a case (`if a step fails, the runbook says "
    "who is called`).",
)
def unstated_condition(subject: Subject) -> Iterator[Hit]:
    """`If there are charts, ...` and `... if any`."""
    for criterion, text in subject.saying(_IF_WORDS):
        found = _IF.match(text) if criterion.applies_when is None and not criterion.levels else None
        if found is not None:
            group = "lead" if found.group("lead") else "tail"
            yield subject.at(criterion, f"{found.group(group)!r} is a condition", found.span(group))


_OTHER = re.compile(
    r"\b(?:as|see|like|same as|listed|described|mentioned|stated|defined)\s+(?:described\s+|"
    r"stated\s+|mentioned\s+)?(?:above|below)\b(?!\s+the\s)"
    r"|\bthe\s+(?:previous|preceding|above|next|following|other|last)\s+(?:criteri(?:on|a)|items?|"
    r"points?|bullets?|requirements?|checkpoints?)\b"
    r"|\b(?:criteri(?:on|a)|checkpoint|bullet|requirement|rubric item)\s+(?:#|no\.\s*|number\s+)?\d+\b|\bditto\b",
    re.IGNORECASE,
)
_OTHER_WORDS = vocabulary(
    "above below criterion criteria item items point points bullet bullets requirement requirements checkpoint "
    "checkpoints ditto"
)


@rule(
    "RB112",
    "points-elsewhere",
    "warning",
    what="A criterion that leans on another one",
    why=(
        "Criteria are judged in batches and in another order each time, so that `above` is somewhere else or "
        "nowhere. The id of a criterion is made of its own words."
    ),
    fix="Say again what is meant",
    good="- The second table names its source",
    bad="- The second table too, as above",
    wrong_when="The word points at something in the file (`the sum is the same as in the table above`).",
)
def points_elsewhere(subject: Subject) -> Iterator[Hit]:
    """As above, see criterion 3."""
    for criterion, text in subject.saying(_OTHER_WORDS):
        found = _OTHER.search(text)
        if found is not None:
            yield subject.at(criterion, f"{found.group()!r} is not there when this is judged", found.span())
