"""Weights, totals and thresholds that do not do what their author expects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.lint.finding import Hit
from outcomes.lint.rule import rule
from outcomes.lint.rules.vague import is_label, weighted
from outcomes.scoring import ROUNDING, AtLeast, Capped, Weighted, leaves, score
from outcomes.text import clip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.lint.subject import Subject
    from outcomes.rubric import Rubric
    from outcomes.scoring import Node


@rule(
    "RB201",
    "weight-without-descriptor",
    "warning",
    what="A weight on a name that says neither what must hold nor what each level is",
    why=(
        "How much it counts is exact and what it asks is anybody's guess. Graded criteria are reliable with a "
        "descriptor for each level and not without: a holistic score stayed at 6 of 7 for a story in which 178 "
        "yes-or-no statements found the defects."
    ),
    fix="Write the sentence that must be true, or levels with a descriptor each",
    good="- Every claim names its source (2 points)\n- The conclusion stands first",
    bad="- Clarity (2 points)\n- The conclusion stands first",
    wrong_when="The name is a whole demand in its house.",
)
def weight_without_descriptor(subject: Subject) -> Iterator[Hit]:
    """Labels with points, or below a heading with a weight, and no levels."""
    for criterion in subject.judged:
        if criterion.levels or criterion.id in subject.led or not weighted(subject, criterion.id):
            continue
        if is_label(criterion.text):
            yield subject.at(criterion, f"{criterion.text!r} has a weight, and nothing says what earns it")


NOTHING_POSITIVE = "so nothing could be earned"
"""What the reader says of a rubric of deductions alone."""


@rule(
    "RB203",
    "only-deductions",
    "error",
    what="Negative points and nothing positive beside them",
    why="The score is what was earned over the sum of the positive points. A part without any earns "
    "nothing, whatever happens.",
    fix="Give at least one criterion beside them positive points, or mark the others `(fault)` and required",
    good="---\nthreshold: 60 %\n---\n- Every claim names its source (2 points)\n- A claim has no source (-1 point)",
    bad="- A claim has no source (-1 point)",
    wrong_when="Never, as far as is known.",
)
def only_deductions(subject: Subject) -> Iterator[Hit]:
    """The whole rubric (the reader refuses it), or a section of it."""
    for error in subject.errors:
        if NOTHING_POSITIVE in error.message:
            yield subject.at_error(error)
    if subject.rubric is None or subject.rubric.scoring is None:
        return
    for node in _nodes(subject.rubric.scoring):
        if isinstance(node, Weighted) and all(branch.weight <= 0 for branch in node.children):
            first = subject.rubric[next(leaves(node)).criterion_id]
            yield subject.at(first, f"nothing in {clip(' / '.join(first.section), 60)!r} has positive points")


def _nodes(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Weighted):
            waiting += [branch.node for branch in reversed(node.children)]
        elif isinstance(node, AtLeast):
            waiting += reversed(node.parts)
        elif isinstance(node, Capped):
            waiting.append(node.node)


@rule(
    "RB204",
    "worth-nothing",
    "warning",
    what="A criterion that is optional and has no points, so that it never counts",
    why="It is judged and paid for in every round, and changes nothing.",
    fix="Give it points, mark it required, or delete it",
    good="- Every claim names its source\n- The report has an index (1 point)",
    bad="- Every claim names its source\n- The report has an index (0 points)",
    wrong_when="Its verdict is wanted for information.",
)
def worth_nothing(subject: Subject) -> Iterator[Hit]:
    """Zero points, not required, no cap, in no floor."""
    if subject.rubric is None:
        return
    floored = {leaf.criterion_id for floor in subject.rubric.floors for leaf in leaves(floor.node)}
    for criterion in subject.criteria:
        if criterion.points == 0 and not criterion.required and criterion.cap is None and criterion.id not in floored:
            yield subject.at(criterion, "optional and worth 0 points: no verdict on it changes anything")


UNREACHABLE = ("cannot be reached", "ask for fewer", "could never pass")
"""What the reader says of a demand that nothing can meet."""


@rule(
    "RB205",
    "unreachable",
    "error",
    what="A threshold, a number of alternatives or a scale that nothing can reach",
    why="No work is ever satisfied, and the loop spends its whole budget finding that out.",
    fix="Lower what is asked, or add what could earn it",
    good="---\nthreshold: 3 points\n---\n- Every claim names its source (3 points)\n- Every claim is dated (2 points)",
    bad="---\nthreshold: 8 points\n---\n- Every claim names its source (3 points)\n- Every claim is dated (2 points)",
    wrong_when="Never, as far as is known.",
)
def unreachable(subject: Subject) -> Iterator[Hit]:
    """What the reader refuses for that reason."""
    for error in subject.errors:
        if any(words in error.message for words in UNREACHABLE):
            yield subject.at_error(error)


@rule(
    "RB206",
    "idle-threshold",
    "warning",
    what="A threshold that decides nothing, because the required criteria reach it by themselves",
    why=(
        "A rubric with `threshold: 80 %` whose criteria are all required is failed by a single miss. Items without a "
        "mark are required; whoever means four of five has to say so."
    ),
    fix="Mark as `(should)` or give points to what may be missed, or delete the threshold",
    good="---\nthreshold: 80 %\n---\n- The price stands on the first page\n"
    + "".join(f"- Part {n} has a date (1 point)\n" for n in "ABCDEF"),
    bad="---\nthreshold: 80 %\n---\n- The price stands on the first page\n- Every part is named\n",
    wrong_when="The threshold is there for a later version of the rubric.",
)
def idle_threshold(subject: Subject) -> Iterator[Hit]:
    """The least score with everything required passed is the threshold or more."""
    rubric = subject.rubric
    if rubric is None or rubric.threshold is None:
        return
    required = [criterion for criterion in rubric.criteria if criterion.required]
    if not required:
        return
    credit = {c.id: (None if c.applies_when else 1.0) if c.required else 0.0 for c in rubric.criteria}
    least = score(rubric.tree, credit)
    if len(required) == len(rubric.criteria):
        yield _threshold(subject, "every criterion is required, so that one miss fails whatever the score is")
    elif least is not None and least >= rubric.threshold - ROUNDING:
        message = (
            f"with the required criteria passed the score is {100 * least:.3g} % at least, which is enough already"
        )
        yield _threshold(subject, message)


@rule(
    "RB207",
    "all-or-nothing",
    "info",
    what="A threshold below 100 % that one miss of any criterion falls short of",
    why="With few criteria a share is coarse: of three, 80 % is all of them. Every optional "
    "criterion is required in all but name.",
    fix="Lower the threshold to what may really be missed, or mark the criteria required",
    good="---\nthreshold: 60 %\n---\n- A date is given (1 point)\n- A price is given (1 point)\n- A "
    "place is given (1 point)",
    bad="---\nthreshold: 80 %\n---\n- A date is given (1 point)\n- A price is given (1 point)\n- A "
    "place is given (1 point)",
    wrong_when="Just that is meant.",
)
def all_or_nothing(subject: Subject) -> Iterator[Hit]:
    """Each optional criterion alone makes the score miss the threshold."""
    rubric = subject.rubric
    if rubric is None or rubric.threshold is None or rubric.threshold >= 1 or len(rubric.criteria) > _MOST_TRIED:
        return
    optional = [criterion for criterion in rubric.criteria if not criterion.required and criterion.points > 0]
    whole = dict.fromkeys(rubric.ids, 1.0)
    if len(optional) > 1 and all(_misses(rubric, {**whole, criterion.id: 0.0}) for criterion in optional):
        yield _threshold(
            subject,
            f"a miss of any one of {len(optional)} optional criteria falls short of {100 * rubric.threshold:.3g} %",
        )


_MOST_TRIED = 60
"""Criteria above which a share is fine enough, and trying each takes long."""


def _misses(rubric: Rubric, credit: dict[str, float]) -> bool:
    value = score(rubric.tree, credit)
    return value is not None and rubric.threshold is not None and value < rubric.threshold - ROUNDING


_SAYS_THRESHOLD = re.compile(
    r"^[ \t]*(?:[\"']?threshold[\"']?[ \t]*:|.*\bpass\w*\b.*\d|.*\b(?:at least|threshold|need)\b.*\d)", re.IGNORECASE
)


def _threshold(subject: Subject, message: str) -> Hit:
    """At the line that states the threshold, where one is found that looks like it."""
    for number, line in enumerate(subject.lines, start=1):
        if _SAYS_THRESHOLD.match(line):
            start = subject.starts[number - 1] + len(line) - len(line.lstrip())
            return Hit(message=message, start=start, end=subject.line_end(number))
    return Hit(message=message)
