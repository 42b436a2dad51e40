"""One contract, every sink: it takes any event of any run, in order, and never changes it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from outcomes import Rubric, WorkerError
from outcomes.events import for_worker, to_json
from outcomes.sinks.jsonl import JsonLinesSink
from outcomes.sinks.log import LogSink
from outcomes.sinks.terminal import TerminalSink
from outcomes.testing import MemorySink, ScriptedGrader, ScriptedWorker
from tests.engine.support import CLEAR, SECRET, SHORT, go, outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from outcomes.events import Event
    from outcomes.sink import Sink

RUBRIC = Rubric(criteria=(CLEAR, SECRET, SHORT))
SINKS: dict[str, Callable[[], Sink]] = {
    "a function": lambda: lambda _event: None,
    "memory": MemorySink,
    "jsonl": lambda: JsonLinesSink(io.StringIO()),
    "log": LogSink,
    "terminal": lambda: TerminalSink(Console(file=io.StringIO(), width=80), RUBRIC),
    "terminal, live": lambda: TerminalSink(Console(file=io.StringIO(), width=80, force_terminal=True), RUBRIC),
}


def _events() -> dict[str, list[Event]]:
    """The events of runs that end in different ways."""
    wanted = outcome(CLEAR, SECRET, SHORT)
    runs = {
        "satisfied": (ScriptedWorker(["word " * 30, "few words"]), ScriptedGrader([{"clear"}, set()])),
        "withheld": (ScriptedWorker(["a", "b", "c"]), ScriptedGrader([{"secret-CANARY"}])),
        "unreadable": (ScriptedWorker([b"PK\x03\x04 no zip"]), ScriptedGrader()),
        "worker error": (ScriptedWorker([WorkerError("\x1b[31mred\x1b[0m [bold]asleep[/]")]), ScriptedGrader()),
        "grader error": (ScriptedWorker(["a"]), ScriptedGrader([RuntimeError("ill")])),
        "undecided": (ScriptedWorker(["a"]), ScriptedGrader([{"clear": "cannot_judge"}])),
    }
    return {name: go(wanted, worker, grader=grader)[1].events for name, (worker, grader) in runs.items()}


EVENTS = _events()


@pytest.mark.parametrize("run", EVENTS)
@pytest.mark.parametrize("name", SINKS)
def test_a_sink_takes_every_event_and_leaves_it_as_it_is(name: str, run: str) -> None:
    sink = SINKS[name]()
    before = [to_json(event) for event in EVENTS[run]]
    for event in EVENTS[run]:
        sink(event)
    assert [to_json(event) for event in EVENTS[run]] == before


@pytest.mark.parametrize("name", SINKS)
def test_a_sink_takes_what_a_worker_may_see(name: str) -> None:
    """Without grades and without reasons' details."""
    sink = SINKS[name]()
    for event in EVENTS["withheld"]:
        sink(for_worker(event, RUBRIC))


@pytest.mark.parametrize("name", SINKS)
def test_a_sink_that_comes_late_copes(name: str) -> None:
    """One that is added in the middle of a run sees an end without a beginning."""
    sink = SINKS[name]()
    for event in EVENTS["satisfied"][4:]:
        sink(event)
