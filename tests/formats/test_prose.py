"""Sentences that say what is enough, as people write them: each is understood or told, and none is dropped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.formats.rule_words import may_be_a_rule, sounds_like_a_rule
from tests.formats.reading import markdown, notes

PAGE = "# T\n\n{sentence}\n\n## A\n- a (4 points)\n- b\n\n## B\n- c (5 points)\n"


@pytest.mark.parametrize(
    ("sentence", "share"),
    [
        ("Pass requires 8 of 10 points.", 0.8),
        ("A score of 7/10 or higher is required to pass.", 0.7),
        ("Passing threshold is 75 percent.", 0.75),
        ("You need 24 out of 30 to pass.", 0.8),
        ("Pass mark 16/20.", 0.8),
        ("80% or more passes.", 0.8),
        (">= 9/12 overall", 0.75),
        ("Threshold 0.8", 0.8),
        ("threshold = 0.85", 0.85),
        ("required_min_score: 0.7", 0.7),
        ("A deck that scores under 60% fails.", 0.6),
        ("Anything below 70% is a fail.", 0.7),
        ("Scores below 70 % are not acceptable.", 0.7),
        ("Reports with fewer than 9 points are sent back.", 0.9),
        ("> Pass: at least 80 % overall.", 0.8),
    ],
)
def test_what_is_enough_is_a_threshold(sentence: str, share: float) -> None:
    rubric = markdown(PAGE.format(sentence=sentence))
    assert rubric.threshold == pytest.approx(share)
    assert [note.kind for note in rubric.notes] == ["read_as"]


@pytest.mark.parametrize(
    ("sentence", "floor"),
    [
        ("No category may be scored 0.", (0.0, True)),
        ("A zero in any category fails the submission.", (0.0, True)),
        ("Zero on any criterion means the whole fails.", (0.0, True)),
        (">= 10/12 and no category scores 0.", (0.0, True)),
        ("Every section must reach at least 60 %.", (0.6, False)),
        ("No section below 50 %.", (0.5, False)),
    ],
)
def test_what_every_section_must_reach_is_a_floor_of_each(sentence: str, floor: tuple[float, bool]) -> None:
    rubric = markdown(PAGE.format(sentence=sentence))
    assert [(found.label, found.least, found.above) for found in rubric.floors] == [("A", *floor), ("B", *floor)]
    assert [note.kind for note in rubric.notes] == ["read_as"]


@pytest.mark.parametrize(
    "sentence",
    [
        "All of the criteria must be met.",
        "All of the following must be met, not a subset.",
        "All criteria are mandatory.",
        "To pass, the report must meet all of these.",
        "Every criterion must be satisfied for the report to be accepted.",
        "It must not be published unless every criterion passes.",
    ],
)
def test_what_asks_for_all_makes_all_required(sentence: str) -> None:
    rubric = markdown(PAGE.format(sentence=sentence))
    assert all(criterion.required for criterion in rubric.criteria)
    assert [note.kind for note in rubric.notes] == ["read_as"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Minimum passing score: 70.",
        "Must score above 80 %.",
        "More than 80% is needed to pass.",
        "Require >= 4 avg.",
        "An average of 4 or higher is a pass.",
        "Passes with a grade of B or better.",
        "Acceptable at 80%.",
        "At least three of the five sections must pass.",
        "Fail if any are true.",
        "Any fabricated source is an automatic fail.",
        "If any required criterion fails, the total is capped at 40 %.",
        "The document is rejected when a client is named.",
        "Do not pass a report that names a client.",
        "Any single material failure on any axis results in score 0 (fail).",
        "Score 0 if the file does not open.",
        "Deduct 5 points for every missing source.",
        "-1 for every hallucination.",
        "Two points off for each typo.",
        "Critical items must all pass.",
        "The safety section is pass/fail.",
        "Safety is a hard requirement: failing it fails the whole.",
        "This is a gating criterion.",
        "Bonus: up to 5 extra points.",
        "Half credit for partial answers.",
        "All-or-nothing.",
        "Each criterion is scored 0, 1 or 2.",
        "Each item is worth 2 points.",
        "Rate each criterion from 1 to 5.",
        "The overall grade is the lowest of the section grades.",
        "The final score is the weighted average of the sections.",
        "Safety counts double.",
        "The maximum score is 30 points.",
    ],
)
def test_what_sounds_like_a_rule_and_is_not_understood_is_told(sentence: str) -> None:
    rubric = markdown(PAGE.format(sentence=sentence))
    assert (rubric.threshold, rubric.floors) == (None, ())
    assert [(note.kind, note.line) for note in rubric.notes] == [("not_understood", 3)]


@pytest.mark.parametrize(
    "sentence",
    [
        "This list is for reports about the third quarter.",
        "Every criterion passes or fails.",
        "There are 10 points in total.",
        "Read the text twice before you grade it.",
        "Ties are broken by the number of sources.",
        "What the average reader needs comes first.",
    ],
)
def test_what_explains_is_no_rule(sentence: str) -> None:
    assert notes(markdown(PAGE.format(sentence=sentence))) == []


def test_a_list_in_a_quote_is_told_and_not_graded() -> None:
    assert notes(markdown("- a\n\n> As they say:\n>\n> - b\n")) == [
        "not_carried_over 5: a list in a quote explains; it is not graded"
    ]


VOCABULARY = [
    "automatic", "fail", "fails", "any", "capped", "at", "the", "total", "regardless", "of", "how", "non-negotiable",
    "hard", "requirement", "pass/fail", "all", "or", "nothing", "is", "rejected", "unless", "each", "critical", "items",
    "must", "granted", "if", "scores", "0", "zero", "results", "in", "gets", "receives", "deduct", "penalty", "two",
    "points", "off", "-1", "for", "counts", "double", "bonus", "half", "credit", "lowest", "grades", "grade", "B",
    "at", "least", "three", "sections", "rate", "every", "criterion", "worth", "80", "%", "3/4", ">=", "below", "do",
    "not", "publish", "sent", "back", "a", "text", "reader", "knows", "what", "comes", "next", "average", "mean",
]  # fmt: skip


@given(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=7).map(" ".join))
def test_a_quick_look_overlooks_no_rule(sentence: str) -> None:
    assert may_be_a_rule(sentence) or not sounds_like_a_rule(sentence)
