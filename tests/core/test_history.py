"""Histories: the state of a run is what its steps add up to, and what nobody said stays unknown."""

from __future__ import annotations

from dataclasses import replace

from outcomes.history import Delivery, History, Iteration, Problem
from outcomes.usage import FREE, Usage
from outcomes.verdict import merge
from tests.core.factories import a_delivery, a_grade, a_history, a_round, a_rubric

RUBRIC = a_rubric("a b")
KNOWN = Usage(input_tokens=5, output_tokens=7, cache_creation_input_tokens=11, cache_read_input_tokens=13, cost_usd=0.5)


def test_a_run_begins_with_nothing() -> None:
    history = History()
    assert (history.current, history.seconds, history.usage) == (None, 0.0, FREE)


def test_the_current_round_is_the_last() -> None:
    history = a_history(RUBRIC, "ff fp -")
    assert history.current == history.iterations[2]
    later = replace(history.iterations[2], grades=(a_grade(RUBRIC, "pp", artifact="content 2"),))
    assert history.with_current(later).iterations == (*history.iterations[:2], later)


def test_the_grade_of_a_round_is_the_merge_of_its_looks() -> None:
    ungraded, once, thrice = a_history(RUBRIC, "- pf pp/fp/pp").iterations
    assert ungraded.grade is None
    assert once.grade == once.grades[0]
    assert thrice.grade == merge(thrice.grades)
    assert thrice.grade.satisfied


def test_a_round_that_is_graded_again_has_another_grade() -> None:
    once = a_round(RUBRIC, "pp")
    assert once.grade is not None
    again = replace(once, grades=(*once.grades, a_grade(RUBRIC, "ff", artifact="content 0", look=1)))
    assert again.grade is not None
    assert (once.grade.satisfied, again.grade.satisfied) == (True, False)


def test_time_at_work_is_the_sum_over_workers_looks_and_steps_that_broke() -> None:
    rounds = (
        Iteration(index=0, worker_seconds=1.5, look_seconds=2.0),
        Iteration(index=1, worker_seconds=3.0),
    )
    assert History(iterations=rounds, failed_seconds=0.25).seconds == 6.75


def test_what_was_used_is_counted_apart_for_workers_and_graders() -> None:
    first, second = (
        a_round(RUBRIC, "pf", index=0, worker=KNOWN, grader=Usage(output_tokens=1, cost_usd=0.25)),
        a_round(RUBRIC, "pp/fp", index=1, worker=KNOWN, grader=Usage(output_tokens=2, cost_usd=0.5)),
    )
    history = History(iterations=(first, second))
    assert KNOWN.tokens == 36
    assert history.worker_usage == KNOWN + KNOWN
    assert history.grader_usage == Usage(output_tokens=5, cost_usd=1.25)
    assert history.usage == KNOWN + KNOWN + Usage(output_tokens=5, cost_usd=1.25)


def test_what_one_worker_did_not_say_is_unknown_for_all_and_the_rest_is_still_known() -> None:
    rounds = tuple(
        a_round(RUBRIC, "pf", index=index, worker=usage)
        for index, usage in enumerate((KNOWN, None, Usage(output_tokens=4)))
    )
    history = History(iterations=rounds)
    assert (history.worker_usage, history.usage) == (None, None)
    assert history.known_worker_usage == Usage(
        input_tokens=5, output_tokens=11, cache_creation_input_tokens=11, cache_read_input_tokens=13, cost_usd=0.5
    )


def test_what_one_grader_did_not_say_is_unknown_for_all() -> None:
    history = History(iterations=(a_round(RUBRIC, "pf"), a_round(RUBRIC, "pf", index=1, grader=None)))
    assert (history.worker_usage, history.grader_usage, history.usage) == (FREE, None, None)


def test_deliveries_and_problems_survive_json_with_fields_of_other_versions() -> None:
    delivery, problem = a_delivery("hello"), Problem(code="dtd", message="a part declares one", fix="remove it")
    assert Delivery.model_validate_json(delivery.model_dump_json()) == delivery
    assert Problem.model_validate_json(problem.model_dump_json()) == problem
    newer = delivery.model_dump(mode="json") | {"signed_by": "x"}
    assert Delivery.model_validate(newer).model_dump(mode="json") == newer


def test_what_counts_against_a_budget_is_what_graders_used_and_what_workers_say_they_used() -> None:
    rounds = (
        a_round(RUBRIC, "pf", worker=Usage(output_tokens=7, cost_usd=1.0), grader=Usage(input_tokens=20, cost_usd=0.5)),
        a_round(RUBRIC, "pf", index=1, worker=None, grader=Usage(input_tokens=1, cost_usd=0.25)),
    )
    history = History(iterations=rounds, broken_look_usage=Usage(input_tokens=100, cost_usd=4.0))
    assert (history.spent_tokens, history.spent_usd) == (128, 5.75)


def test_what_a_grader_did_not_say_cannot_be_held_against_a_budget() -> None:
    priceless = History(iterations=(a_round(RUBRIC, "pf", grader=Usage(input_tokens=20)),))
    assert (priceless.spent_tokens, priceless.spent_usd) == (20, None)
    silent = History(broken_look_usage=None)
    assert (silent.spent_tokens, silent.spent_usd) == (None, None)
