"""Results, scores and reasons in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes import Criterion, Rubric
from outcomes.decide import Reason
from outcomes.run import RunUsage
from outcomes.sinks.words import (
    cost_in_words,
    percent,
    reason_in_words,
    result_in_words,
    rule_in_words,
    score_in_words,
    seconds_in_words,
    tally,
)
from outcomes.usage import FREE, Usage
from outcomes.verdict import Gap, Grade, Verdict


def grade(*statuses: str) -> Grade:
    """One criterion for each status."""
    criteria = tuple(Criterion(id=f"c{n}", text=f"Criterion {n}", applies_when="x") for n in range(len(statuses)))
    verdicts = tuple(
        Verdict(criterion_id=f"c{n}", verdict=status, gap=Gap(missing="it") if status == "fail" else None)  # type: ignore[arg-type]
        for n, status in enumerate(statuses)
    )
    return Grade(artifact_sha256="0" * 64, bar=Rubric(criteria=criteria).bar, verdicts=verdicts)


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        (("pass",), "1 of 1 criterion graded, it passes"),
        (("pass", "pass"), "2 of 2 criteria graded, all pass"),
        (("pass", "fail", "fail"), "3 of 3 criteria graded, 1 pass, 2 fail"),
        (("fail", "cannot_judge", "not_applicable"), "2 of 3 criteria graded, 1 fail, 1 not judged, 1 not applicable"),
    ],
)
def test_a_tally_counts_every_verdict(statuses: tuple[str, ...], words: str) -> None:
    assert tally(grade(*statuses)) == words


def test_a_score_is_a_range_while_criteria_are_open() -> None:
    assert score_in_words(grade("pass", "cannot_judge")) == "score 50% to 100%"
    assert score_in_words(grade("pass", "fail", "fail")) == "score 33.3%"


def test_satisfied_is_never_said_bare_of_a_part() -> None:
    assert result_in_words("satisfied", "objective") == "objective part satisfied"
    assert result_in_words("satisfied", "full") == "satisfied"
    assert result_in_words("needs_revision", "objective") == "needs_revision"


@given(st.floats(0, 1), st.floats(0.001, 1))
def test_what_misses_a_threshold_does_not_look_as_if_it_reached_it(score: float, tenths: float) -> None:
    threshold = round(tenths, 3)
    shown = float(percent(score).rstrip("%"))
    assert shown <= score * 100 + 1e-3
    if score < threshold - 1e-6:
        assert shown < threshold * 100


@pytest.mark.parametrize(
    ("rubric", "words"),
    [
        (Rubric(criteria=(Criterion(id="a", text="A"),)), "every required criterion passes"),
        (
            Rubric(criteria=(Criterion(id="a", text="A"),), threshold=0.8),
            "every required criterion passes and the score reaches 80%",
        ),
        (Rubric(criteria=(Criterion(id="a", text="A", required=False),)), "every point is earned"),
        (Rubric(criteria=(Criterion(id="a", text="A", required=False),), threshold=0.75), "the score reaches 75%"),
    ],
)
def test_the_rule_is_a_clause(rubric: Rubric, words: str) -> None:
    assert rule_in_words(rubric.bar) == words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason(code="all_pass"), "every criterion that counts passes"),
        (Reason(code="gaps", criterion_ids=("a", "b")), "not met: a, b"),
        (Reason(code="worker_error", detail="it broke"), "it broke"),
        (Reason(code="tokens", limit=1000, spent=1200), "1,200 tokens used, the budget is 1,000 tokens"),
        (Reason(code="seconds", limit=60, spent=75.2), "1 min 15 s used, the budget is 1 min 0 s"),
        (Reason(code="cost_usd", limit=1, spent=1.25), "$1.25 spent, the budget is $1.00"),
        (Reason(code="max_iterations", limit=3, spent=3), "3 iterations graded, which is the limit"),
        (Reason(code="no_gain", limit=2, spent=2), "no better artifact in 2 rounds"),
        (Reason(code="same_content"), "the worker delivered the same content again"),
        (Reason(code="flipping", criterion_ids=("a",)), "passes and fails by turns: a"),
        (Reason(code="usage_unknown"), "usage unknown"),
    ],
)
def test_a_reason_is_a_clause(reason: Reason, words: str) -> None:
    assert reason_in_words(reason) == words


def test_unknown_cost_is_a_question_mark_and_never_zero() -> None:
    usage = RunUsage(worker=None, grader=Usage(input_tokens=900, output_tokens=100))
    assert cost_in_words(usage) == "worker ? (it did not say); grader $?, 1,000 tokens"
    assert cost_in_words(RunUsage(worker=Usage(output_tokens=1, cost_usd=0.5), grader=FREE)) == (
        "worker $0.50, 1 token; grader $0.00, no tokens"
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.04, "0.0 s"), (3.21, "3.2 s"), (12.4, "12 s"), (59.7, "1 min 0 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")],
)
def test_time_is_as_exact_as_people_need_it(seconds: float, words: str) -> None:
    assert seconds_in_words(seconds) == words
