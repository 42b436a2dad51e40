"""Runs in a few lines."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from outcomes import Criterion, Outcome, Rubric, run_outcome, wiring
from outcomes.loop import Loop, Parts
from outcomes.rubric import CheckCall
from outcomes.stores.memory import MemoryBlobs, MemoryStore
from outcomes.testing import MemorySink, ScriptedClock
from outcomes.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.grader import Grader
    from outcomes.history import Iteration
    from outcomes.run import Run

SHORT = Criterion(id="short", text="At most 20 words", check=CheckCall(name="words", args={"max": 20}))
CLEAR = Criterion(id="clear", text="It says what was done")
SOURCED = Criterion(id="sourced", text="Every figure has a source")
SECRET = Criterion(id="secret-CANARY", text="WITHHELD-CANARY-TEXT must hold", withheld=True)


def rubric(*criteria: Criterion, **more: Any) -> Rubric:
    return Rubric(criteria=criteria or (CLEAR, SOURCED), **more)


def outcome(*criteria: Criterion, **more: Any) -> Outcome:
    return Outcome(description="Write a note", rubric=rubric(*criteria), **more)


def go(wanted: Outcome, worker: Any, **more: Any) -> tuple[Run, MemorySink]:
    """Run it, and keep every event."""
    sink = MemorySink()
    return asyncio.run(run_outcome(wanted, worker, sinks=[sink], **more)), sink


def drive(wanted: Outcome, worker: Any, seat: Grader, root: Path, **more: Any) -> tuple[Iteration, ...]:
    """A run whose whole grader is `seat`, nothing around it, working below `root`."""
    parts = Parts(
        worker=wiring.make_worker(worker),
        grader=seat,
        read=wiring.reader_for(wanted.rubric),
        store=MemoryStore(),
        blobs=MemoryBlobs(),
        workspace=Workspace(root),
        clock=ScriptedClock(),
        secret="00" * 32,
        **more,
    )
    loop = Loop("r", wanted, "", parts)
    asyncio.run(loop.run())
    return loop.history.iterations
