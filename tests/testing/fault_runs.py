"""Whole runs in which worker and grader ask one fake endpoint, and something goes wrong at one of their calls."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import anthropic

from outcomes import Criterion, Outcome, Rubric, run_outcome
from outcomes.graders.model.grader import ModelGrader
from outcomes.models.prices import Price
from outcomes.testing import FakeEndpoint, Judge, MemorySink
from outcomes.testing.endpoint import is_grading
from outcomes.testing.endpoint.judging import lines_of
from tests.models.support import HastyClock, plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.run import Run
    from outcomes.testing.endpoint import Call, Fault, Seen
    from outcomes.usage import Usage
    from outcomes.worker import Brief

Who = Literal["worker", "grader"]
CALLS: Final[Mapping[Who, tuple[int, int, int]]] = {"worker": (1, 2, 3), "grader": (1, 2, 4)}
"""First, middle and last call. Three drafts are written; the third passes, and is looked at once more."""
HELD: Final = frozenset({"read timeout", "stalled body"})
"""Faults that end only when somebody's patience does."""
PRICE: Final = Price(input=2, output=10, cache_write_5m=2.5, cache_write_1h=4, cache_read=0.2)
RUBRIC: Final = Rubric(criteria=(Criterion(id="a", text="It has an a"), Criterion(id="b", text="It has a b")))
ENOUGH: Final = {"a": ("second", "third"), "b": ("third",)}
DRAFTS: Final = tuple(f"This is the {number} draft of the report." for number in ("first", "second", "third"))


@dataclass(frozen=True)
class Came:
    """What came of a run, as a caller, a shell and a listener see it."""

    result: str
    exit_code: int
    best: int | None
    """The iteration whose artifact is the best."""
    worker_tokens: int | None
    grader_tokens: int | None
    grader_cost_usd: float | None
    worker_requests: int
    grader_requests: int
    events: tuple[str, ...]


def rule(criterion: Mapping[str, Any], call: Call) -> str:
    """Each draft gains a criterion, whoever asks, however often."""
    shown = " ".join(lines_of(call))
    return "pass" if any(word in shown for word in ENOUGH[criterion["criterion_id"]]) else "fail"


def write(call: Call) -> str:
    """The draft that is asked for."""
    return DRAFTS[int(call.last[0].split()[-1])]


def play(fault: Fault, who: Who) -> tuple[Came, FakeEndpoint]:
    """A whole run with that fault at that one's calls."""
    graded = fault.of(is_grading if who == "grader" else lambda call: not is_grading(call))
    judge: Any = Judge(default=rule, otherwise=write)  # type: ignore[arg-type]
    with FakeEndpoint(judge, faults=[graded]) as endpoint:
        run, events = asyncio.run(_run(endpoint, fault))
    return _came(run, events, endpoint), endpoint


async def _run(endpoint: FakeEndpoint, fault: Fault) -> tuple[Run, MemorySink]:
    clock, events = HastyClock(), MemorySink()
    grader = ModelGrader(plan(endpoint, clock=clock, price=PRICE).for_run)
    sdk = anthropic.AsyncAnthropic(
        api_key="any", base_url=endpoint.base_url, max_retries=0, timeout=0.3 if fault.name in HELD else 10
    )

    async def work(brief: Brief) -> str:
        return await _draft(sdk, brief, streamed=fault.streams_only)

    waiting = asyncio.create_task(_lose_patience(endpoint, clock))
    outcome = Outcome(description="A report", rubric=RUBRIC, max_iterations=5)
    async with sdk:
        run = await run_outcome(outcome, work, grader=grader, sinks=[events])
    waiting.cancel()
    return run, events


async def _draft(sdk: anthropic.AsyncAnthropic, brief: Brief, *, streamed: bool) -> str:
    """A worker as people write them: it trusts the SDK, and what comes back."""
    asked: Any = {
        "model": "claude-sonnet-5",
        "max_tokens": 500,
        "messages": [{"role": "user", "content": f"Write draft {brief.iteration}"}],
    }
    if streamed:
        async with sdk.messages.stream(**asked) as stream:
            message: Any = await stream.get_final_message()
    else:
        message = await sdk.messages.create(**asked)
    if message.usage:
        brief.report_usage(input_tokens=message.usage.input_tokens, output_tokens=message.usage.output_tokens)
    return str(message.content[0].text)


async def _lose_patience(endpoint: FakeEndpoint, clock: HastyClock) -> None:
    """Time passes for the grader's model whenever one of its answers is held back."""
    seen = 0
    while True:
        await asyncio.sleep(0)
        held = sum(request.fault in HELD for request in of("grader", endpoint))
        if held > seen:
            seen = held
            clock.pass_time(300)


def of(who: Who, endpoint: FakeEndpoint) -> list[Seen]:
    """That one's requests."""
    return [request for request in endpoint.requests if (b"<criteria-" in request.body) == (who == "grader")]


def _came(run: Run, events: MemorySink, endpoint: FakeEndpoint) -> Came:
    return Came(
        result=run.result,
        exit_code=run.exit_code,
        best=run.best.iteration if run.best else None,
        worker_tokens=_tokens(run.usage.worker),
        grader_tokens=_tokens(run.usage.grader),
        grader_cost_usd=_cost(run.usage.grader),
        worker_requests=len(of("worker", endpoint)),
        grader_requests=len(of("grader", endpoint)),
        events=tuple(_told(event) for event in events.events),
    )


def _told(event: Any) -> str:
    """The kind of an event, and what it ended with."""
    ending = getattr(event, "result", None) or ("error" if getattr(event, "error", None) else None)
    return str(event.type).rpartition(".")[2] + (f" {ending}" if ending else "")


def _tokens(usage: Usage | None) -> int | None:
    return usage.tokens if usage is not None else None


def _cost(usage: Usage | None) -> float | None:
    return None if usage is None or usage.cost_usd is None else round(usage.cost_usd, 9)
