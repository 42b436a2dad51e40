"""What happens next: every rule that ends or continues a run, one named scenario each."""

from __future__ import annotations

import typing
from dataclasses import replace
from itertools import pairwise

import pytest

from outcomes.decide import LookAgain, Reason, Result, Revise, Stop, best, decide, rank
from outcomes.history import History, Shortfall
from outcomes.outcome import Budget
from outcomes.usage import FREE, Usage
from outcomes.verdict import Gap, OpenGap
from tests.core.factories import a_grade, a_history, a_look, a_round, a_rubric, a_verdict, an_outcome
from tests.core.scenarios import PRECEDENCE, SCENARIOS, TOPS, Scenario, Top, index_of, told

ORDER: tuple[Result, ...] = (
    "interrupted", "worker_error", "satisfied", "failed", "budget_reached", "undecided", "max_iterations_reached",
    "stalled", "needs_revision",
)  # fmt: skip
"""When several hold, the earlier wins; `grader_error` stands beside `worker_error`."""


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_decides(scenario: Scenario) -> None:
    assert told(decide(scenario.history, scenario.outcome)) == scenario.then


def test_every_scenario_has_a_name_of_its_own() -> None:
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS)


def test_every_result_is_reached_by_a_scenario() -> None:
    """`needs_revision` is the one that continues: it is a `Revise`, and never a `Stop`."""
    stops = {scenario.then.split()[1] for scenario in SCENARIOS if scenario.then.startswith("stop")}
    assert stops == set(typing.get_args(Result)) - {"needs_revision"}


def test_every_neighbouring_pair_of_results_has_a_scenario_in_which_both_hold() -> None:
    named = {scenario.name for scenario in PRECEDENCE}
    for earlier, later in pairwise(ORDER):
        assert {f"{earlier} before {later}", f"{later} instead of {earlier}, which cannot both hold"} & named


def test_satisfied_and_failed_cannot_both_hold() -> None:
    contradicted = a_grade(a_rubric("a b"), "pp", contradiction="it is a poem")
    nothing_applies = a_grade(a_rubric("a~ b~"), "nn")
    assert [(grade.satisfied, grade.result) for grade in (contradicted, nothing_applies)] == [(False, "failed")] * 2


# -- reasons: what was found, as data ----------------------------------------------------------------------------------


def _why(scenario: Scenario) -> Reason:
    decision = decide(scenario.history, scenario.outcome)
    assert isinstance(decision, Stop | Revise)
    return decision.reason


@pytest.mark.parametrize(
    ("scenario", "reason"),
    [
        (
            Scenario(name="worker", then="", worker_error="exit code 1"),
            Reason(code="worker_error", detail="exit code 1"),
        ),
        (
            Scenario(name="grader", then="", rounds="-", grader_error="no reply"),
            Reason(code="grader_error", detail="no reply"),
        ),
        (
            Scenario(name="contradiction", then="", rounds="ff/ff", contradiction="it is a poem", by=(0, 1)),
            Reason(code="contradiction", detail="it is a poem"),
        ),
        (
            Scenario(name="seconds", then="", rounds="pf", budget=Budget(seconds=1.5)),
            Reason(code="seconds", limit=1.5, spent=2.0),
        ),
        (
            Scenario(name="tokens", then="", rounds="pf", budget=Budget(tokens=3), worker=Usage(output_tokens=5)),
            Reason(code="tokens", limit=3, spent=5),
        ),
        (
            Scenario(name="cost", then="", rounds="pf", budget=Budget(cost_usd=0.5), grader=Usage(cost_usd=0.75)),
            Reason(code="cost_usd", limit=0.5, spent=0.75),
        ),
        (
            Scenario(
                name="shortfall",
                then="",
                rounds="pf -",
                budget=Budget(cost_usd=1),
                grader=Usage(cost_usd=0.75),
                shortfall=Shortfall(limit="cost_usd", needed=0.5, message="it may cost $0.50"),
            ),
            Reason(code="cost_usd", detail="it may cost $0.50", limit=1, spent=0.75),
        ),
        (
            Scenario(name="unknown", then="", rounds="pf", budget=Budget(cost_usd=1), grader=Usage(output_tokens=5)),
            Reason(code="usage_unknown", detail="a grader did not say what it used, so the limit cannot be kept"),
        ),
        (
            Scenario(name="open", then="", rubric="a b c? d?", rounds="cpcf"),
            Reason(code="not_judged", criterion_ids=("a", "c")),
        ),
        (
            Scenario(name="most", then="", rounds="pf ff", most=2),
            Reason(code="max_iterations", limit=2, spent=2),
        ),
        (
            Scenario(name="no gain", then="", rounds="pf ff ff"),
            Reason(code="no_gain", limit=2, spent=2),
        ),
        (
            Scenario(name="flipping", then="", rubric="a b c d e", rounds="pffff fppff ppfff fpppf"),
            Reason(code="flipping", criterion_ids=("a",)),
        ),
        (
            Scenario(name="withheld", then="", rubric="a w! v!", rounds="pff ppf", general=1),
            Reason(code="withheld_remain", criterion_ids=("v",)),
        ),
        (
            Scenario(name="unreadable", then="", rounds="x"),
            Reason(code="unreadable", detail="it is no zip archive"),
        ),
        (
            Scenario(name="gaps", then="", rubric="a b c?", rounds="fpf"),
            Reason(code="gaps", criterion_ids=("a",)),
        ),
    ],
    ids=lambda value: value.name if isinstance(value, Scenario) else "",
)
def test_a_decision_says_why_as_data(scenario: Scenario, reason: Reason) -> None:
    assert _why(scenario) == reason


# -- whole values ------------------------------------------------------------------------------------------------------


def test_a_revision_carries_the_gaps_of_its_base_word_for_word() -> None:
    rubric = a_rubric("a b w! c")
    gap = Gap(missing="no source", where=("¶3",), smallest_fix="cite it", done_when="it is cited", kind="absent")
    base = a_grade(rubric, "fpff").with_verdicts(
        (a_verdict("a", "f", gap=gap), a_verdict("b"), a_verdict("w", "f"), a_verdict("c"))
    )
    first = replace(a_round(rubric, "-", index=0), grades=(base,))
    history = History(iterations=(first, a_round(rubric, "ffff", index=1)))
    assert decide(history, an_outcome(rubric)) == Revise(
        Reason(code="gaps", criterion_ids=("a", "b", "w", "c")),
        base=0,
        gaps=(OpenGap(criterion_id="a", **gap.model_dump()),),
        keep=("b", "c"),
        broke=("b", "c"),
    )


def test_a_look_is_ordered_with_an_order_of_its_own() -> None:
    rubric = a_rubric("a o# b")
    assert decide(a_history(rubric, "ppp/p.f"), an_outcome(rubric)) == LookAgain(a_look("a", "b", index=2))


def test_the_same_history_always_gives_the_same_decision() -> None:
    twice = [[decide(scenario.history, scenario.outcome) for scenario in SCENARIOS] for _ in range(2)]
    assert twice[0] == twice[1]


# -- the best artifact -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("top", TOPS, ids=lambda top: top.rounds)
def test_the_best_is_satisfied_or_lacks_least_and_came_first(top: Top) -> None:
    assert index_of(best(top.history)) == top.best


def test_a_satisfied_grade_ranks_before_one_that_only_has_more_points() -> None:
    """With a threshold, an artifact without required failures may still not be satisfied."""
    rubric = a_rubric("a b? c? d?", threshold=0.5)
    satisfied, short = a_grade(rubric, "ppff"), a_grade(rubric, "pfcc")
    assert (satisfied.satisfied, short.satisfied) == (True, False)
    assert satisfied.score_upper < short.score_upper
    assert rank(satisfied) < rank(short)


# -- spending ----------------------------------------------------------------------------------------------------------


def test_money_that_is_known_to_be_spent_stays_spent_when_a_later_worker_does_not_say() -> None:
    rubric = a_rubric("a b")
    costly, silent = (
        a_round(rubric, "ff", index=0, worker=Usage(output_tokens=10, cost_usd=2.0)),
        a_round(rubric, "fp", index=1, worker=Usage(output_tokens=20)),
    )
    history = History(iterations=(costly, silent))
    assert history.known_worker_usage == Usage(output_tokens=30, cost_usd=2.0)
    assert decide(history, an_outcome(rubric, budget=Budget(cost_usd=2.0))) == Stop(
        "budget_reached", Reason(code="cost_usd", limit=2.0, spent=2.0)
    )


def test_time_lost_in_a_step_that_broke_counts() -> None:
    rubric = a_rubric("a b")
    history = replace(a_history(rubric, "pf"), failed_seconds=5.0)
    assert history.seconds == 7.0
    assert decide(history, an_outcome(rubric, budget=Budget(seconds=7))) == Stop(
        "budget_reached", Reason(code="seconds", limit=7.0, spent=7.0)
    )


def test_a_free_run_has_spent_nothing() -> None:
    assert History().usage == FREE
    assert History().known_worker_usage == FREE
