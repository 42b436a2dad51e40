"""What a grading sends, counted exactly: requests, artifacts, tokens fresh and cached, round after round."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from outcomes import Criterion, Outcome, Rubric, run_outcome
from outcomes.graders.model.grader import ModelGrader
from outcomes.testing import FakeEndpoint, Judge
from tests.models.support import HastyClock, plan

if TYPE_CHECKING:
    from outcomes.testing.endpoint import Seen
    from outcomes.worker import Brief

SENTINEL = "heron-4711"
SENTENCE = "Revenue in the third quarter rose by twelve percent, driven by the north. "


def rubric(criteria: int) -> Rubric:
    return Rubric(criteria=tuple(Criterion(id=f"c{n:02d}", text=f"It states figure {n:02d}") for n in range(criteria)))


def graded(criteria: int, *, confirm: Any = 0, iterations: int = 1, rules: Any = None, length: int = 60) -> list[Seen]:
    """The requests of a loop whose worker writes as much in each round."""

    async def work(brief: Brief) -> str:
        return f"# Report {brief.iteration} {SENTINEL}\n\n" + SENTENCE * length

    async def loop(endpoint: FakeEndpoint) -> None:
        grader = ModelGrader(plan(endpoint, clock=HastyClock()).for_run)
        outcome = Outcome(description="x", rubric=rubric(criteria), max_iterations=iterations, confirm=confirm)
        run = await run_outcome(outcome, work, grader=grader)
        assert (run.result, len(run.iterations)) == ("satisfied", iterations)

    with FakeEndpoint(Judge(rules)) as endpoint:
        asyncio.run(loop(endpoint))
    assert {seen.status for seen in endpoint.requests} == {200}
    return endpoint.requests


def sends(requests: list[Seen]) -> int:
    return sum(text.count(SENTINEL) for seen in requests for text in seen.texts())


def usage(seen: Seen) -> tuple[int, int]:
    """Tokens written to the cache, and read from it."""
    assert seen.usage is not None
    return seen.usage["cache_creation_input_tokens"], seen.usage["cache_read_input_tokens"]


def input_tokens(seen: Seen) -> int:
    assert seen.usage is not None
    return int(seen.usage["input_tokens"] + sum(usage(seen)))


def test_eight_criteria_take_one_request_and_the_artifact_goes_out_once() -> None:
    requests = graded(8)
    assert (len(requests), sends(requests)) == (1, 1)


def test_beside_the_artifact_a_request_is_as_long_for_a_long_one_as_for_a_short_one() -> None:
    short, long = (graded(8, length=length)[0].body for length in (60, 600))
    assert len(long) - len(short) <= 1.10 * 540 * len(SENTENCE)


def test_twenty_four_criteria_take_three_requests_and_the_second_and_third_read_what_the_first_wrote() -> None:
    first, *others = graded(24)
    written, read = usage(first)
    assert (len(others), read) == (2, 0)
    assert written > 1_000
    assert [usage(seen) for seen in others] == [(0, written)] * 2


def test_a_confirming_look_reads_the_same_beginning_from_the_cache() -> None:
    first, confirming = graded(8, confirm=1)
    assert usage(confirming) == (0, usage(first)[0])


@pytest.mark.parametrize("criteria", [8, 24])
def test_the_graders_input_is_the_same_in_each_of_five_rounds(criteria: int) -> None:
    rules = {f"c{number:02d}": ["fail"] * number + ["pass"] for number in range(5)}
    requests = graded(criteria, iterations=5, rules=rules)
    a_round = len(requests) // 5
    totals = [sum(map(input_tokens, requests[n * a_round : (n + 1) * a_round])) for n in range(5)]
    assert len(requests) == 5 * -(-criteria // 8)
    assert len(set(totals)) == 1, totals
