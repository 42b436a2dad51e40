"""Many runs on one store, one limiter and one event loop: none is lost, and none holds up the others."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import TYPE_CHECKING, Any

import pytest

from outcomes import Criterion, Outcome, Rubric, model_grader, run_outcome
from outcomes.records import fold
from outcomes.sinks.background import BackgroundSink
from outcomes.stores.memory import MemoryBlobs
from outcomes.stores.sqlite.store import SqliteStore
from outcomes.testing import FakeEndpoint, ScriptedGrader

from .crowd import crowd, crowd_in
from .kills import processes

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.events import Event
    from outcomes.worker import Brief

ONE = Outcome(description="x", rubric=Rubric(criteria=(Criterion(id="c", text="It is clear"),)), confirm=0)
MOST_SECONDS = 60.0


def kept(root: Path) -> dict[str, tuple[str | None, int, int]]:
    """Each run's result in the list, and its rounds and records as they are read."""

    async def read() -> dict[str, tuple[str | None, int, int]]:
        with SqliteStore(root) as store:
            found: dict[str, tuple[str | None, int, int]] = {}
            for line in await store.runs():
                records = await store.read(line.run_id)
                found[line.run_id] = (line.result, len(fold(records).iterations), len(records))
            return found

    return asyncio.run(read())


def test_fifty_runs_at_once_share_a_store_and_each_is_whole(tmp_path: Path) -> None:
    runs = asyncio.run(crowd(tmp_path, "run", 50))
    assert [run.result for run in runs] == ["satisfied"] * 50
    assert kept(tmp_path) == {f"run_{number}": ("satisfied", 2, 11) for number in range(50)}


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="processes are forked")
def test_fifty_runs_in_each_of_four_processes_share_a_store(tmp_path: Path) -> None:
    context = processes()
    four = [context.Process(target=crowd_in, args=(tmp_path, f"p{number}", 50)) for number in range(4)]
    for each in four:
        each.start()
    for each in four:
        each.join()
    assert [each.exitcode for each in four] == [0] * 4
    names = [f"p{process}_{number}" for process in range(4) for number in range(50)]
    assert kept(tmp_path) == dict.fromkeys(names, ("satisfied", 2, 11))


@pytest.mark.slow
def test_workers_that_block_hold_up_nobody_else(tmp_path: Path) -> None:
    """A hundred runs end while a hundred others, in the same event loop, are stuck in a call that never comes back."""
    others_are_done = threading.Event()

    def stuck(brief: Brief) -> str:
        others_are_done.wait(MOST_SECONDS)
        return f"draft {brief.iteration}"

    async def main() -> list[str]:
        with SqliteStore(tmp_path) as store, FakeEndpoint() as endpoint:
            judge = model_grader("claude-sonnet-5", base_url=endpoint.base_url)
            how: dict[str, Any] = {"store": store, "grader": ScriptedGrader()}
            waiting = [asyncio.create_task(run_outcome(ONE, stuck, run_id=f"w{n}", **how)) for n in range(100)]
            quick = [
                run_outcome(ONE, lambda _brief: "draft", run_id=f"q{n}", **(how | {"grader": judge} if n < 20 else how))
                for n in range(100)
            ]
            await asyncio.gather(*quick)
            early = [task for task in waiting if task.done()]
            others_are_done.set()
            ended = [run.result for run in await asyncio.gather(*waiting)]
            return ["done early" for _ in early] + ended

    assert asyncio.run(main()) == ["satisfied"] * 100


def test_a_sink_that_blocks_holds_up_nobody_when_it_stands_in_the_background() -> None:
    all_are_done = threading.Event()
    told: list[str] = []

    def slow(event: Event) -> None:
        all_are_done.wait(MOST_SECONDS)
        told.append(event.run_id)

    async def main() -> None:
        with BackgroundSink(slow) as sink:
            how: dict[str, Any] = {"grader": ScriptedGrader(), "sinks": [sink]}
            await asyncio.gather(*(run_outcome(ONE, lambda _brief: "draft", run_id=f"r{n}", **how) for n in range(20)))
            assert told == []
            all_are_done.set()

    asyncio.run(main())
    assert sorted(told) == sorted(f"r{n}" for n in range(20) for _ in range(5))


class StuckBlobs(MemoryBlobs):
    """A disk that takes until somebody allows it."""

    waits_for_disk = True

    def __init__(self, allowed: threading.Event) -> None:
        super().__init__()
        self._allowed = allowed

    def put(self, data: bytes) -> str:
        self._allowed.wait(MOST_SECONDS)
        return super().put(data)


def test_a_slow_disk_is_waited_for_by_the_run_that_writes_and_by_no_other() -> None:
    other_is_done = threading.Event()

    async def main() -> tuple[bool, str]:
        grader = ScriptedGrader()
        slow = asyncio.create_task(
            run_outcome(ONE, lambda _brief: "draft", grader=grader, blobs=StuckBlobs(other_is_done), run_id="slow")
        )
        await run_outcome(ONE, lambda _brief: "draft", grader=grader, run_id="quick")
        waited = not slow.done()
        other_is_done.set()
        return waited, (await slow).result

    assert asyncio.run(main()) == (True, "satisfied")
