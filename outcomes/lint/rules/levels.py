"""Scales whose levels leave a gap, overlap, or say nothing."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from outcomes.lint.rule import rule
from outcomes.lint.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.lint.finding import Hit
    from outcomes.lint.subject import Subject
    from outcomes.rubric import Criterion

_BAND = re.compile(r"\D{0,20}?(\d+(?:\.\d+)?)(?:\s*(?:-|\u2013|\u2014|to)\s*(\d+(?:\.\d+)?))?(?![\d.])")
_NAME = re.compile(r"[^\W\d_]{2,}")


_EXAMPLE = """\
criteria:
  - text: The risks are named
    levels:
      - {{label: "{}", text: none, credit: 0}}
      - {{label: "{}", text: those of the plan, credit: 0.5}}
      - {{label: "{}", text: those of its alternatives too, credit: 1}}
"""


class _Level(NamedTuple):
    low: float
    high: float
    label: str


def _bands(criterion: Criterion) -> list[_Level]:
    """The levels as stretches of numbers, from the lowest; none where one of them is no number."""
    found = []
    for level in criterion.levels:
        band = _BAND.match(level.label)
        if band is None:
            return []
        low = float(band.group(1))
        found.append(_Level(low, float(band.group(2) or low), level.label))
    return sorted(found)


@rule(
    "RB208",
    "level-gap",
    "warning",
    what="A scale that leaves numbers out",
    why="A work that deserves the missing level is put up by one judge and down by another.",
    fix="Describe the missing level, or number the levels without gaps",
    good=_EXAMPLE.format("0", "1", "2"),
    bad=_EXAMPLE.format("0", "1", "4"),
    wrong_when="The numbers are points that were chosen to be uneven.",
)
def level_gap(subject: Subject) -> Iterator[Hit]:
    """Whole numbers with unequal steps, and bands that do not follow on each other."""
    for criterion in subject.judged:
        bands = _bands(criterion) if criterion.levels else []
        if len(bands) < 3 or any(not number.is_integer() for band in bands for number in band[:2]):
            continue
        steps = [after.low - before.high for before, after in itertools.pairwise(bands)]
        banded = any(band.high > band.low for band in bands)
        usual = 1.0 if banded else min(steps)
        for before, after, step in zip(bands, bands[1:], steps, strict=False):
            if step > usual >= 1:
                yield subject.at(criterion, f"nothing stands between the levels {before.label!r} and {after.label!r}")
                break


@rule(
    "RB209",
    "level-overlap",
    "warning",
    what="Bands of a scale that share a number",
    why="The number belongs to two descriptors, and the judge may choose.",
    fix="Begin each band where the one below it has ended",
    good=_EXAMPLE.format("1-2", "3-4", "5-6"),
    bad=_EXAMPLE.format("1-3", "3-5", "5-6"),
    wrong_when="The bands are of a continuous measure, whose ends nobody hits.",
)
def level_overlap(subject: Subject) -> Iterator[Hit]:
    """A band that begins before the one below it has ended."""
    for criterion in subject.judged:
        bands = _bands(criterion) if criterion.levels else []
        for before, after in itertools.pairwise(bands):
            if after.low < before.high or (after.low == before.high and after.high > before.low):
                yield subject.at(criterion, f"the levels {before.label!r} and {after.label!r} overlap")
                break


@rule(
    "RB210",
    "level-without-text",
    "warning",
    what="A level that nothing describes, or that is described like another",
    why=(
        "A bare number is judged by feeling, and scales of bare numbers are coarse: five repeats of one text got the "
        "same 5 of 5 each time. Levels agree with people where each has a descriptor."
    ),
    fix="Say what a work at this level has that one below it has not",
    good=_EXAMPLE.format("0", "1", "2"),
    bad=_EXAMPLE.format("0", "1", "2").replace(" text: those of the plan,", ""),
    wrong_when="The label says it all in a word that is not a number; such are not reported.",
)
def level_without_text(subject: Subject) -> Iterator[Hit]:
    """Levels with a number and no words, and levels with the same words."""
    for criterion in subject.judged:
        if not criterion.levels:
            continue
        some = any(level.text for level in criterion.levels)
        empty = [lv.label for lv in criterion.levels if not lv.text and (some or not _NAME.search(lv.label))]
        texts = [folded(level.text) for level in criterion.levels if level.text]
        if empty:
            named = ", ".join(map(repr, empty[:3]))
            yield subject.at(criterion, f"nothing says what {named} {'means' if len(empty) == 1 else 'mean'}")
        elif len(set(texts)) < len(texts):
            yield subject.at(criterion, "two levels are described in the same words")
