"""Weights that do not add up to what their author says."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from outcomes.lint.finding import Hit
from outcomes.lint.rule import rule
from outcomes.scoring import Weighted
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.lint.subject import Subject
    from outcomes.rubric import Criterion, Rubric

_SHARE = re.compile(r"(?:[(\[]|\s[\u2013\u2014:-]|:)\s*(\d+(?:\.\d+)?)\s*%\s*[)\]]?\.?$")
_WHOLE = 100.0
_HEADING = re.compile(
    r"^(#{1,6})[ \t][^\r\n]*?[(\[][ \t]*(?P<number>\d+(?:\.\d+)?)[ \t]*(?P<unit>%|points?|pts?)[ "
    r"\t]*[)\]][ \t]*#*[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_ANY_HEADING = re.compile(r"^(#{1,6})[ \t]", re.MULTILINE)
_POINTS = re.compile(r"[(\[]\s*\d+(?:\.\d+)?\s*(?:points?|pts?)\s*[)\]]", re.IGNORECASE)
_TITLE_TOTAL = re.compile(r"\b(?:out of|of|/|\()?\s*(\d+(?:\.\d+)?)\s*(?:points|pts)\b", re.IGNORECASE)
_CLOSE = 1.01
"""Percentages that are rounded may miss 100 by one."""


@rule(
    "RB202",
    "wrong-total",
    "warning",
    what="Weights that do not add up to what is said",
    why="The score is what was earned over what there is. When the sum is another than its author "
    "believes, every share is.",
    fix="Correct the number that is wrong",
    good="---\nthreshold: 60 %\n---\n# Brief (5 points)\n\n- Every claim names its source (3 "
    "points)\n- Every claim is dated (2 points)",
    bad="---\nthreshold: 60 %\n---\n# Brief (10 points)\n\n- Every claim names its source (3 "
    "points)\n- Every claim is dated (2 points)",
    wrong_when="The points of a section's items are meant as shares of the section's own points, in other units.",
)
def wrong_total(subject: Subject) -> Iterator[Hit]:
    """Totals in prose, in the title and in headings, and percentages that miss 100."""
    rubric = subject.rubric
    if rubric is None:
        return
    for note in rubric.notes:
        if says_total(note.message):
            start = subject.offset(note.line, note.column)
            yield Hit(message=note.message, start=start, end=subject.line_end(subject.line_of(start)))
    yield from _title(subject, rubric)
    yield from _left_percent(subject)
    yield from _headings(subject)


def says_total(message: str) -> bool:
    """Whether a note of the reader is about the total that the author states."""
    return "are said to be there in total" in message


def _title(subject: Subject, rubric: Rubric) -> Iterator[Hit]:
    found = _TITLE_TOTAL.search(rubric.title)
    if found is None:
        return
    total = sum(max(branch.weight, 0.0) for branch in rubric.tree.children) if isinstance(rubric.tree, Weighted) else 0
    if total and float(found.group(1)) != total:
        start = max(subject.text.find(found.group()), 0)
        yield Hit(
            message=f"the title says {found.group(1)} points, and there are {total:g}",
            start=start,
            end=start + len(found.group()),
        )


def _left_percent(subject: Subject) -> Iterator[Hit]:
    """Percentages behind items that the reader left in the text: they do not make 100, or stand in no brackets."""
    groups: dict[tuple[str, ...], list[tuple[Criterion, float, tuple[int, int]]]] = {}
    for criterion in subject.criteria:
        found = _SHARE.search(criterion.text) if criterion.text.endswith(("%", "%)", "%]", "%.", "%).")) else None
        if found is not None:
            groups.setdefault(criterion.section, []).append((criterion, float(found.group(1)), found.span()))
    for group in groups.values():
        if len(group) > 1:
            total = sum(share for _, share, _ in group)
            how = "but stand in no brackets" if total == _WHOLE else "which is not 100"
            message = f"these {len(group)} percentages make {total:g}, {how}: they are words and no weights"
            yield subject.at(group[0][0], message, group[0][2])


def _headings(subject: Subject) -> Iterator[Hit]:
    """Headings whose percentages miss 100, and headings with other points than all their items together."""
    marked = {found.start(): found for found in subject.in_prose(_HEADING)}
    if not marked:
        return
    headings = [(found.start(), len(found.group(1))) for found in subject.in_prose(_ANY_HEADING)]
    for family in _families(headings, marked):
        yield from _percent_family(family)
    begins = sorted((subject.regions[criterion.id][0], index) for index, criterion in enumerate(subject.criteria))
    ends = [*(start for start, _ in headings[1:]), len(subject.text)]
    for (start, level), end in zip(headings, ends, strict=True):
        if start in marked and level > 1 and marked[start].group("unit") != "%":
            first, last = bisect_left(begins, (start, 0)), bisect_left(begins, (end, 0))
            yield from _points_below(subject, marked[start], [subject.criteria[i] for _, i in begins[first:last]])


def _families(headings: list[tuple[int, int]], marked: dict[int, re.Match[str]]) -> list[list[re.Match[str]]]:
    """The marked headings below the first level that stand beside each other."""
    families: dict[int, list[re.Match[str]]] = {}
    path: list[tuple[int, int]] = []
    for start, level in headings:
        while path and path[-1][1] >= level:
            path.pop()
        if start in marked and level > 1:
            families.setdefault(path[-1][0] if path and path[-1][1] > 1 else -1, []).append(marked[start])
        path.append((start, level))
    return list(families.values())


def _percent_family(family: list[re.Match[str]]) -> Iterator[Hit]:
    shares = [found for found in family if found.group("unit") == "%"]
    total = sum(float(found.group("number")) for found in shares)
    if len(shares) > 1 and abs(total - 100) > _CLOSE:
        start, end = shares[0].span("number")
        yield Hit(message=f"the percentages of {count(len(shares), 'heading')} make {total:g}", start=start, end=end)


def _points_below(subject: Subject, heading: re.Match[str], below: list[Criterion]) -> Iterator[Hit]:
    stated = [c for c in below if _POINTS.search(subject.text, *subject.regions[c.id])]
    total, said = sum(max(c.points, 0.0) for c in below), float(heading.group("number"))
    if len(below) > 1 and len(stated) == len(below) and total != said:
        message = (
            f"the heading has {said:g} points and its items have {total:g}; they share the heading's in proportion"
        )
        yield Hit(message=message, start=heading.start("number"), end=heading.end("unit"))
