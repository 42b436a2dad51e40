"""Every fault, at the first, middle and last call, of the worker and of the grader: what comes of the whole run.

Three rules hold over all of it. What breaks at the grader's is `grader_error` and never a verdict; what breaks at the
worker's is its own; and what was paid is counted, or said to be unknown, and never left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from outcomes.models.retry import MOST_ATTEMPTS
from outcomes.testing.endpoint import FAULTS
from outcomes.testing.endpoint.faults import FINAL, RETRIED
from tests.testing.fault_runs import CALLS, PRICE, Came, of, play

if TYPE_CHECKING:
    from outcomes.testing import FakeEndpoint
    from tests.testing.fault_runs import Who


class Grading(NamedTuple):
    """What a lasting fault does to a grader."""

    breaks: bool
    """Whether the run ends with it."""
    requests: int = 1
    """For the one question that has it."""
    known: bool = True
    """Whether what they cost is known."""


GRADER: dict[str, Grading] = {
    **{str(status): Grading(breaks=True) for status in FINAL},
    **{str(status): Grading(breaks=True, requests=MOST_ATTEMPTS) for status in RETRIED},
    "500 (x-should-retry: false)": Grading(breaks=True),
    "400 (x-should-retry: true)": Grading(breaks=True, requests=MOST_ATTEMPTS),
    "connection reset": Grading(breaks=True, requests=3, known=False),
    "short body": Grading(breaks=True, requests=3, known=False),
    "read timeout": Grading(breaks=True, requests=3, known=False),
    "stalled body": Grading(breaks=True, requests=3, known=False),
    "malformed body": Grading(breaks=True, known=False),
    "empty body": Grading(breaks=True, known=False),
    "HTML body": Grading(breaks=True, known=False),
    "wrong shape": Grading(breaks=True, known=False),
    "no usage": Grading(breaks=False, known=False),
    "stop reason refusal": Grading(breaks=True),
    "stop reason max_tokens": Grading(breaks=False, requests=2),  # asked again with more room, which is another request
    "stop reason model_context_window_exceeded": Grading(breaks=True),
    "stop reason a_reason_of_next_year": Grading(breaks=False),
    "slow drip": Grading(breaks=False),
}
STREAMS = {
    "stream closed early": False,
    "stream torn down": True,
    "stream error event": True,
    "stream with half a line": True,
    "empty stream": True,
}
"""Whether they break a worker; a stream that is closed early is a short text to it. The grader does not stream."""
HARMLESS_TO_WORKERS = {
    "no usage",
    "stop reason max_tokens",
    "stop reason model_context_window_exceeded",
    "stop reason a_reason_of_next_year",
    "slow drip",
}
"""A worker that does not look at stop reasons hands over what it has."""
REPORTED = {"stop reason refusal"}
"""What breaks a worker after it said what it used."""

ROUND = ("work_start", "work_end", "outcome_evaluation_start")
BEFORE = ("define_outcome",)


def test_every_fault_has_its_row() -> None:
    assert {*GRADER, *STREAMS} == set(FAULTS)


@pytest.mark.slow
@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
@pytest.mark.parametrize("name", GRADER)
def test_a_fault_at_the_graders_call_says_nothing_of_the_work_and_costs_what_it_cost(name: str, place: int) -> None:
    expected = GRADER[name]
    came, endpoint = play(FAULTS[name].at(CALLS["grader"][place]).lasting(), "grader")
    assert came == (broken_grader(place, expected, endpoint) if expected.breaks else lived_through(expected, endpoint))


@pytest.mark.slow
@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
@pytest.mark.parametrize("name", [*GRADER, *STREAMS])
def test_a_fault_at_the_workers_call_is_the_workers_and_what_was_graded_before_stays(name: str, place: int) -> None:
    breaks = STREAMS.get(name, name not in HARMLESS_TO_WORKERS)
    came, endpoint = play(FAULTS[name].at(CALLS["worker"][place]).lasting(), "worker")
    if breaks:
        assert came == broken_worker(place, endpoint, reported=name in REPORTED)
    else:
        untold = _untold(endpoint) if name == "stream closed early" else 0
        assert came == lived_through(Grading(breaks=False), endpoint, worker_known=name != "no usage", untold=untold)


def _untold(endpoint: FakeEndpoint) -> int:
    """Output tokens that a stream would have told of at its end; a worker that does not miss the end never knows."""
    return sum(seen.usage["output_tokens"] - 1 for seen in endpoint.requests if seen.fault and seen.usage)


RETRIABLE = [name for name, row in GRADER.items() if row.requests == MOST_ATTEMPTS]


@pytest.mark.slow
@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
@pytest.mark.parametrize("name", RETRIABLE)
def test_a_fault_that_passes_is_lived_through_and_costs_nothing(name: str, place: int) -> None:
    came, endpoint = play(FAULTS[name].at(CALLS["grader"][place]), "grader")
    assert came == lived_through(Grading(breaks=False, requests=2), endpoint)


@pytest.mark.parametrize(("who", "name"), [("grader", "529"), ("grader", "HTML body"), ("worker", "connection reset")])
def test_a_few_of_them_for_every_day(who: Who, name: str) -> None:
    came, endpoint = play(FAULTS[name].at(2).lasting(), who)
    assert came == (broken_grader(1, GRADER[name], endpoint) if who == "grader" else broken_worker(1, endpoint))


def test_without_a_fault_all_is_well() -> None:
    came, endpoint = play(FAULTS["500"].at(99), "grader")
    assert came == lived_through(Grading(breaks=False), endpoint)


# -- what is expected, from what was sent


def lived_through(grading: Grading, endpoint: FakeEndpoint, *, worker_known: bool = True, untold: int = 0) -> Came:
    """Three drafts, the third looked at twice, as if nothing had happened, but for what it cost."""
    rounds = [event for _ in range(2) for event in (*ROUND, "outcome_evaluation_end needs_revision")]
    return Came(
        result="satisfied",
        exit_code=0,
        best=2,
        worker_tokens=tokens("worker", endpoint) - untold if worker_known else None,
        grader_tokens=tokens("grader", endpoint) if grading.known else None,
        grader_cost_usd=cost(endpoint) if grading.known else None,
        worker_requests=3,
        grader_requests=3 + grading.requests,
        events=(*BEFORE, *rounds, *ROUND, "outcome_evaluation_end satisfied"),
    )


def broken_grader(place: int, grading: Grading, endpoint: FakeEndpoint) -> Came:
    """The run ends in the iteration of the call; the last call is the second look at the third draft."""
    rounds = [event for _ in range(place) for event in (*ROUND, "outcome_evaluation_end needs_revision")]
    return Came(
        result="grader_error",
        exit_code=3,
        best=(None, 0, 2)[place],
        worker_tokens=tokens("worker", endpoint),
        grader_tokens=tokens("grader", endpoint) if grading.known else None,
        grader_cost_usd=cost(endpoint) if grading.known else None,
        worker_requests=place + 1,
        grader_requests=CALLS["grader"][place] - 1 + grading.requests,
        events=(*BEFORE, *rounds, *ROUND, "outcome_evaluation_end grader_error"),
    )


def broken_worker(place: int, endpoint: FakeEndpoint, *, reported: bool = False) -> Came:
    """The run ends before the iteration of the call is graded."""
    rounds = [event for _ in range(place) for event in (*ROUND, "outcome_evaluation_end needs_revision")]
    ending = ("work_start", "work_end error", "outcome_evaluation_end worker_error")
    return Came(
        result="worker_error",
        exit_code=3,
        best=place - 1 if place else None,
        worker_tokens=tokens("worker", endpoint) if reported else None,
        grader_tokens=tokens("grader", endpoint),
        grader_cost_usd=cost(endpoint),
        worker_requests=place + 1,
        grader_requests=place,
        events=(*BEFORE, *rounds, *ending),
    )


def tokens(who: Who, endpoint: FakeEndpoint) -> int:
    """As the endpoint counted them, over all that one's requests."""
    names = ("input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
    return sum(seen.usage.get(name, 0) for seen in of(who, endpoint) if seen.usage for name in names)


def cost(endpoint: FakeEndpoint) -> float:
    """Dollars of the grader's requests, added up by hand."""
    total = 0.0
    for usage in (seen.usage for seen in of("grader", endpoint) if seen.usage):
        total += usage["input_tokens"] * PRICE.input + usage["output_tokens"] * PRICE.output
        total += usage["cache_creation_input_tokens"] * PRICE.cache_write_5m
        total += usage["cache_read_input_tokens"] * PRICE.cache_read
    return round(total / 1e6, 9)
