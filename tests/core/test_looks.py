"""Looks: a grader answers exactly what it was asked, and several looks make one grade."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.errors import GraderError
from outcomes.usage import FREE, Usage
from outcomes.verdict import Grade, Verdict, merge, reconcile, total_usage
from tests.core import oracle
from tests.core.factories import LEVELLED, MARKS, a_criterion, a_grade, a_look, a_rubric, a_verdict

LAWS = settings(max_examples=50, deadline=None)


# -- reconcile ---------------------------------------------------------------------------------------------------------

FOUR = a_rubric("a b c d~")


@LAWS
@given(st.permutations("abcd"), st.sets(st.sampled_from("abcd"), min_size=1))
def test_verdicts_are_taken_in_any_order_and_given_in_the_rubrics(order: list[str], asked: set[str]) -> None:
    look = a_look(*(name for name in order if name in asked))
    given_ = [a_verdict(name) for name in reversed(order) if name in asked]
    assert [verdict.criterion_id for verdict in reconcile(FOUR, look, given_)] == sorted(asked)


@LAWS
@given(st.sets(st.sampled_from("abcd"), min_size=1), st.lists(st.sampled_from("abcdz"), max_size=6))
def test_exactly_one_verdict_for_each_criterion_of_the_look_and_nothing_else(asked: set[str], named: list[str]) -> None:
    look = a_look(*sorted(asked))
    verdicts = [a_verdict(name) for name in named]
    if sorted(named) == sorted(asked):
        assert len(reconcile(FOUR, look, verdicts)) == len(asked)
    else:
        with pytest.raises(GraderError, match="exactly one verdict for each criterion"):
            reconcile(FOUR, look, verdicts)


def test_a_grader_is_told_what_was_wrong_with_its_verdicts() -> None:
    with pytest.raises(GraderError) as caught:
        reconcile(FOUR, a_look("a", "b", "c"), [a_verdict(name) for name in ("c", "z", "c", "d")])
    assert str(caught.value) == (
        "the grader must give exactly one verdict for each criterion it was asked about; "
        "missing: a, b; not asked for: d, z; more than once: c"
    )


def test_a_grader_cannot_excuse_an_artifact() -> None:
    excused, conditional = reconcile(
        FOUR, a_look("a", "d"), [a_verdict("a", "n", rationale="too short"), a_verdict("d", "n", rationale="no room")]
    )
    why = "the grader said not_applicable, but the rubric gives no condition under which it may: too short"
    assert excused == a_verdict("a", "c", rationale=why)
    assert conditional == a_verdict("d", "n", rationale="no room")


@pytest.mark.parametrize(
    ("verdict", "problem"),
    [
        (a_verdict("a", level="best"), "criterion 'a' has no level 'best'; it has poor, fair, good"),
        (a_verdict("a", level="fair"), "contradicts 'pass'; only full credit is a pass"),
        (a_verdict("a", "f", level="good"), "contradicts 'fail'; only full credit is a pass"),
    ],
)
def test_a_level_that_does_not_fit_is_the_graders_error(verdict: Verdict, problem: str) -> None:
    with pytest.raises(GraderError, match=problem):
        reconcile(LEVELLED, a_look("a"), [verdict])


# -- merging looks -----------------------------------------------------------------------------------------------------


def statuses(grade: Grade) -> str:
    """The marks of a grade."""
    letters = {status: mark for mark, status in MARKS.items()}
    return "".join(letters[grade.status(item.id)] for item in grade.bar.items)


LOOKS = st.lists(st.tuples(*[st.sampled_from("pfcn")] * 3).map("".join), min_size=1, max_size=5)


@LAWS
@given(LOOKS)
def test_the_majority_of_looks_decides_and_a_tie_is_cautious(looks: list[str]) -> None:
    rubric = a_rubric("a~ b~? c~")
    grades = [a_grade(rubric, marks, look=index) for index, marks in enumerate(looks)]
    together = merge(grades)
    assert statuses(together) == oracle.merged(looks)
    assert [info.index for info in together.looks] == list(range(len(looks)))


@LAWS
@given(LOOKS, st.data())
def test_the_order_of_looks_does_not_change_a_verdict(looks: list[str], data: st.DataObject) -> None:
    rubric = a_rubric("a~ b~? c~", threshold=0.5)
    grades = [a_grade(rubric, marks, look=index) for index, marks in enumerate(looks)]
    shuffled = data.draw(st.permutations(grades))
    one, other = merge(grades), merge(shuffled)
    assert statuses(one) == statuses(other)
    assert (one.result, one.score_lower, one.score_upper) == (other.result, other.score_lower, other.score_upper)


def test_looks_at_two_parts_are_put_together() -> None:
    rubric = a_rubric("a b c")
    together = merge([a_grade(rubric, ".p.", usage=Usage(output_tokens=3, cost_usd=0.1)), a_grade(rubric, "f.p")])
    assert together.verdicts == (a_verdict("a", "f"), a_verdict("b"), a_verdict("c"))
    assert together.complete
    assert together.usage == Usage(output_tokens=3, cost_usd=0.1)


def test_one_look_is_its_own_merge() -> None:
    grade = a_grade(a_rubric("a b"), "pf")
    assert merge([grade]) is grade


def test_what_each_look_said_is_kept() -> None:
    rubric = a_rubric("a b")
    together = merge([a_grade(rubric, "pp"), a_grade(rubric, "f.", look=1), a_grade(rubric, "p.", look=2)])
    assert [verdict.votes for verdict in together.verdicts] == [("pass", "fail", "pass"), ()]


def test_a_contradiction_and_a_suspicion_of_any_look_stay() -> None:
    rubric = a_rubric("a b")
    plain = a_grade(rubric, "pp")
    suspicious = plain.model_copy(update={"injection_suspected": True})
    together = merge([plain, a_grade(rubric, "pp", contradiction="it is a poem"), suspicious])
    assert (together.contradiction, together.injection_suspected, together.result) == ("it is a poem", True, "failed")


@pytest.mark.parametrize("labels", list(permutations(["poor", "fair"])))
def test_of_two_looks_that_disagree_about_a_level_the_worse_counts(labels: tuple[str, ...]) -> None:
    assert _levels_merged(*labels) == "poor"


@pytest.mark.parametrize("labels", list(permutations(["poor", "poor", "fair"])))
def test_of_three_looks_that_disagree_about_a_level_the_middle_one_counts(labels: tuple[str, ...]) -> None:
    assert _levels_merged(*labels) == "poor"


def _levels_merged(*labels: str) -> str | None:
    grades = [
        Grade(artifact_sha256="x", bar=LEVELLED.bar, verdicts=(a_verdict("a", "f", level=label),)) for label in labels
    ]
    return merge(grades).verdicts[0].level


def test_of_two_looks_that_count_differently_the_higher_count_stands() -> None:
    rubric = a_rubric(criteria=(a_criterion("a"), a_criterion("f?", points=-1, per_occurrence=True)))
    grades = [
        Grade(artifact_sha256="x", bar=rubric.bar, verdicts=(a_verdict("f", "f", count=count),)) for count in (1, 5)
    ]
    assert [merge(order).verdicts[0].count for order in (grades, grades[::-1])] == [5, 5]


def test_grades_of_other_artifacts_or_under_other_rubrics_cannot_be_merged() -> None:
    rubric, other = a_rubric("a b"), a_rubric("a b", threshold=0.5)
    grade = a_grade(rubric, "pp")
    for stranger in (a_grade(rubric, "pp", artifact="another"), a_grade(other, "pp")):
        with pytest.raises(ValueError, match="one artifact under one rubric"):
            merge([grade, stranger])


def test_usage_is_unknown_as_soon_as_one_look_does_not_say() -> None:
    known = Usage(input_tokens=5, cost_usd=1.0)
    assert total_usage([]) == FREE
    assert total_usage([known, FREE, known]) == Usage(input_tokens=10, cost_usd=2.0)
    assert total_usage([known, Usage(input_tokens=1)]) == Usage(input_tokens=6)
    assert total_usage([known, None]) is None
    rubric = a_rubric("a b")
    assert merge([a_grade(rubric, "pp", usage=known), a_grade(rubric, "pp", usage=None)]).usage is None
