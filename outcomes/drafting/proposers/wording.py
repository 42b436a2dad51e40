"""Criteria about words: how hard they are to read, written twice, never explained."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from outcomes.drafting.proposal import WORDING, Proposal, habit, proposes
from outcomes.drafting.proposers.length import PROSE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outcomes.drafting.example import Example

_GRADES: Final = range(1, 31)
_HARDEST: Final = 20
"""Years of school beyond which nothing is asked: the index was not made for tables and lists of names."""
_MANY_WORDS: Final = 100


@proposes("reading_level", WORDING, 55)
def _reading_level(example: Example) -> Iterable[Proposal]:
    """One year more than the example takes."""
    grade = example.tightest("reading_level", "max", _GRADES)
    if example.kind in PROSE and grade is not None and grade < _HARDEST:
        most = math.ceil(grade) + 1
        yield Proposal(f"The text can be read after {most} years of school", {"max": most}, "a year more")


def _is_prose(example: Example) -> bool:
    return example.kind in (*PROSE, "pptx") and example.artifact.word_count >= _MANY_WORDS


PROPOSERS: Final = (
    _reading_level,
    habit("no_repeated_words", WORDING, 56, "No word is written twice in a row by mistake", where=_is_prose),
    habit(
        "defined_abbreviations",
        WORDING,
        52,
        "Every abbreviation is written out where it is first used",
        where=lambda example: _is_prose(example) and example.looks_at("defined_abbreviations"),
    ),
)
