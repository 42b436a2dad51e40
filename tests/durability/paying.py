"""A run of three rounds that pays for each look at an endpoint, which judges each draft alike whenever it is asked."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

from outcomes import Criterion, Outcome, Rubric, model_grader, run_outcome
from outcomes.sinks.jsonl import JsonLinesSink
from outcomes.stores.folder import FolderBlobs
from outcomes.stores.sqlite.store import SqliteStore
from outcomes.testing import Judge
from outcomes.testing.endpoint.judging import is_grading

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.run import Run
    from outcomes.testing.endpoint.call import Call
    from outcomes.worker import Brief

IDS = [f"c{number}" for number in range(6)]
RUBRIC = Rubric(criteria=tuple(Criterion(id=name, text=f"It says what {name} is") for name in IDS))
WANTED = Outcome(description="A note", rubric=RUBRIC, max_iterations=4)
MODEL = "claude-sonnet-5"
EVENTS = "events.jsonl"


def draft(call: Call) -> int:
    """Which draft a request is about."""
    return int(next(found for text in call.texts for found in re.findall(r"Draft (\d)", text)))


class Counting:
    """Judges each draft alike whenever it is asked, and counts how often it is paid."""

    def __init__(self) -> None:
        self.paid = 0
        self._judge = Judge(
            {
                "c1": lambda _criterion, call: "pass" if draft(call) >= 2 else "fail",
                "c4": lambda _criterion, call: "pass" if draft(call) >= 1 else "fail",
            }
        )

    def __call__(self, call: Call) -> Any:
        self.paid += is_grading(call)
        return self._judge(call)


def write(brief: Brief) -> str:
    """The draft of a round."""
    return f"Draft {brief.iteration}: everything that c0, c1, c2, c3, c4 and c5 are is said in here."


def carry_out(root: Path, base_url: str, worker: Any = write, *, reopen: bool = False) -> Run:
    """The run from wherever its store has it; what it tells goes into a file beside it."""
    root.mkdir(parents=True, exist_ok=True)
    with SqliteStore(root) as store, JsonLinesSink(root / EVENTS) as sink:
        judge = model_grader(MODEL, base_url=base_url, batch_size=3)
        how: dict[str, Any] = {"store": store, "blobs": FolderBlobs(root / "blobs"), "sinks": [sink]}
        return asyncio.run(run_outcome(WANTED, worker, grader=judge, run_id="r", reopen=reopen, **how))


def verdicts(run: Run) -> list[Any]:
    """What was found, without what it cost."""
    return [
        [(verdict.criterion_id, verdict.verdict, verdict.evidence) for verdict in iteration.grade.verdicts]
        for iteration in run.iterations
        if iteration.grade is not None
    ]
