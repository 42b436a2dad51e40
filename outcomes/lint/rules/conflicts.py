"""Criteria that contradict or repeat each other, found by index and never by trying each pair."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from outcomes.lint.rule import rule
from outcomes.lint.words import vocabulary
from outcomes.scoring import AtLeast, Capped, Weighted, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.lint.finding import Hit
    from outcomes.lint.subject import Subject
    from outcomes.rubric import CheckCall, Criterion
    from outcomes.scoring import Node


class _Limit(NamedTuple):
    value: float
    criterion: Criterion


def _together(subject: Subject) -> list[Criterion]:
    """Criteria that are asked of every work at once: no faults, no alternatives, none with a condition."""
    rubric = subject.rubric
    if rubric is None:
        return []
    other = _alternatives(rubric.scoring) if rubric.scoring is not None else set()
    return [c for c in rubric.criteria if not (c.names_fault or c.applies_when or c.levels or c.id in other)]


def _alternatives(node: Node) -> set[str]:
    waiting, found = [node], set[str]()
    while waiting:
        node = waiting.pop()
        if isinstance(node, AtLeast):
            found |= {leaf.criterion_id for leaf in leaves(node)}
        elif isinstance(node, Weighted):
            waiting += [branch.node for branch in node.children]
        elif isinstance(node, Capped):
            waiting.append(node.node)
    return found


def _other(criterion: Criterion) -> str:
    return f"the criterion on line {criterion.line}" if criterion.line else f"{criterion.id!r}"


@rule(
    "RB310",
    "conflicting-limits",
    "error",
    what="Two limits that no work can keep at once",
    why="One of the two fails whatever is delivered, and the loop goes back and forth between them "
    "until its budget ends.",
    fix="Correct the limit that is wrong",
    good="- It has at least 800 words `check: words min=800`\n- It has at most 900 words `check: words max=900`",
    bad="- It has at least 800 words `check: words min=800`\n- It has at most 500 words `check: words max=500`",
    wrong_when="The two are about different parts of the work and do not say so.",
)
def conflicting_limits(subject: Subject) -> Iterator[Hit]:
    """A greatest below a least, in checks and in sentences that say the same as one."""
    least: dict[str, _Limit] = {}
    most: dict[str, _Limit] = {}
    for criterion in _together(subject):
        call = criterion.check or subject.said.get(criterion.id)
        if call is None or not {"min", "max"} & set(call.args):
            continue
        key = _key(call)
        low, high = call.args.get("min"), call.args.get("max")
        if isinstance(low, int | float) and (key not in least or low > least[key].value):
            least[key] = _Limit(low, criterion)
        if isinstance(high, int | float) and (key not in most or high < most[key].value):
            most[key] = _Limit(high, criterion)
    for key in least.keys() & most.keys():
        low_limit, high_limit = least[key], most[key]
        if low_limit.value > high_limit.value:
            first, last = sorted((low_limit.criterion, high_limit.criterion), key=lambda c: subject.regions[c.id][0])
            message = (
                f"at least {low_limit.value:g} and at most {high_limit.value:g} contradict each other; see "
                f"{_other(first)}"
            )
            yield subject.at(last, message)


def _key(call: CheckCall) -> str:
    """What is limited: the check with its other arguments."""
    return json.dumps([call.name, {k: v for k, v in call.args.items() if k not in ("min", "max")}], sort_keys=True)


_NEGATIVE = vocabulary(
    "no not never none nothing without cannot doesn't don't isn't aren't won't can't wasn't weren't hasn't haven't"
)
_IGNORED = _NEGATIVE | vocabulary("every some")
"""Of the words that make a difference otherwise."""
_PAIRS = {"contains": "not_contains", "matches": "not_matches"}
_FEWEST = 2


@rule(
    "RB311",
    "contradiction",
    "error",
    what="A criterion and its negation",
    why="One of the two fails whatever is delivered.",
    fix="Delete the one that is wrong",
    good="- Every chart has a source line\n- No chart has a shadow",
    bad="- Every chart has a source line\n- No chart has a source line",
    wrong_when="The two are about different parts of the work and do not say so.",
)
def contradiction(subject: Subject) -> Iterator[Hit]:
    """The same words but for a negation; a text that must be there and must not."""
    seen: dict[tuple[str, ...], tuple[bool, Criterion]] = {}
    for criterion in _together(subject):
        words = subject.bags[criterion.id]
        core = words if _IGNORED.isdisjoint(words) else tuple(word for word in words if word not in _IGNORED)
        negations = [word for word in subject.tokens[criterion.id] if word in _NEGATIVE]
        if len(core) < _FEWEST or len(negations) > 1:
            continue
        negative, first = seen.setdefault((*criterion.section, *core), (bool(negations), criterion))
        if negative != bool(negations):
            yield subject.at(criterion, f"says the opposite of {_other(first)}")
    yield from _opposite_checks(subject)


def _opposite_checks(subject: Subject) -> Iterator[Hit]:
    called: dict[str, Criterion] = {}
    for criterion in _together(subject):
        if criterion.check is not None:
            called.setdefault(_exactly(criterion.check), criterion)
    for criterion in _together(subject):
        call = criterion.check
        opposite = _PAIRS.get(call.name) if call is not None else None
        if call is not None and opposite is not None:
            first = called.get(_exactly(call.model_copy(update={"name": opposite})))
            if first is not None:
                yield subject.at(criterion, f"its check is the opposite of that of {_other(first)}")


def _exactly(call: CheckCall) -> str:
    return json.dumps([call.name, call.args], sort_keys=True)


@rule(
    "RB312",
    "duplicate",
    "warning",
    what="The same criterion twice, or the same check with the same arguments",
    why="It counts twice in the score, costs a judge twice, and two verdicts on one thing can differ.",
    fix="Delete one",
    good="## Text\n\n- Every claim names its source\n\n## Tables\n\n- Every table names its source",
    bad="## Text\n\n- Every claim names its source\n\n## Claims\n\n- Every claim names its source.",
    wrong_when="The sections are about different parts of the work, and only their headings say which.",
)
def duplicate(subject: Subject) -> Iterator[Hit]:
    """Alike but for punctuation and capitals, below another heading; in the same section the reader refuses it."""
    if subject.rubric is None or _templated(subject):
        return
    texts: dict[str, Criterion] = {}
    calls: dict[str, Criterion] = {}
    for criterion in subject.criteria:
        first = texts.setdefault(" ".join(subject.tokens[criterion.id]) or criterion.text, criterion)
        if first is criterion and criterion.check is not None and not criterion.applies_when:
            first = calls.setdefault(_exactly(criterion.check), criterion)
        if first is not criterion and first.applies_when == criterion.applies_when:
            same = "text" if first.check is None or criterion.check is None or first.text == criterion.text else "check"
            yield subject.at(criterion, f"the same {same} as {_other(first)}")


def _templated(subject: Subject) -> bool:
    """Whether sections say which part of the work the same lines are about: every text stands in several of them."""
    sections: dict[str, set[tuple[str, ...]]] = {}
    for criterion in subject.criteria:
        sections.setdefault(" ".join(subject.tokens[criterion.id]), set()).add(criterion.section)
    repeated = sum(len(places) > 1 for places in sections.values())
    return repeated > 1 and 2 * repeated >= len(sections)


_ORDERED = re.compile(r"\b(?:than|before|after|from|over|to|into|follows|precedes)\b", re.IGNORECASE)
_ENOUGH = 3


@rule(
    "RB313",
    "near-duplicate",
    "info",
    what="Two criteria with the same words that make a difference",
    why="They are most likely one demand, which then counts twice.",
    fix="Delete one, or say what sets them apart",
    good="- Every figure in the text names its source\n- Every figure in a table names its unit",
    bad="- Every figure in the summary names its source\n- All figures of the summary have a source",
    wrong_when="A small word makes the difference.",
)
def near_duplicate(subject: Subject) -> Iterator[Hit]:
    """The same bag of words without articles, verbs of having and saying, and endings; within a section."""
    seen: dict[tuple[str, ...], Criterion] = {}
    for criterion in subject.judged:
        words = subject.bags[criterion.id]
        if len(words) < _ENOUGH or _ORDERED.search(criterion.text):
            continue
        first = seen.setdefault((*criterion.section, *words), criterion)
        if first is not criterion and subject.tokens[first.id] != subject.tokens[criterion.id]:
            yield subject.at(criterion, f"says much the same as {_other(first)}")
