"""Runs that are asked to stop, cancelled or killed at the worst moment, and what they leave behind."""

from __future__ import annotations

import asyncio
import gc
import os
import stat
import subprocess
import sys
import tempfile
import threading
from typing import TYPE_CHECKING, Any

import pytest

from outcomes import Interrupt, StoreError, run_outcome
from outcomes.artifact import Artifact
from outcomes.stores.memory import MemoryBlobs, MemoryStore
from outcomes.testing import MemorySink, ScriptedClock, ScriptedGrader, ScriptedWorker, settle
from outcomes.testing.scripted import scripted_verdict, some_evidence
from outcomes.verdict import Grade, LookInfo
from outcomes.workspace import Workspace

from .support import CLEAR, SHORT, go, outcome

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes import Brief, Look, Rubric, Run
    from outcomes.events import Event
    from outcomes.records import Record

TWO_ROUNDS = ({"clear"}, set[str]())


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders go, so that one can see whether any is left."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def terminal(sink: MemorySink) -> list[str]:
    """The results of all ends that are not `needs_revision`."""
    ends = [event for event in sink.events if event.type == "span.outcome_evaluation_end"]
    return [end.result for end in ends if end.result != "needs_revision"]


# -- interrupts --------------------------------------------------------------------------------------------------------


def test_a_run_that_is_asked_to_stop_before_it_starts_asks_nobody() -> None:
    interrupt = Interrupt()
    interrupt.request()
    worker, grader = ScriptedWorker(["never"]), ScriptedGrader()
    run, sink = go(outcome(), worker, grader=grader, interrupt=interrupt)
    assert (run.result, run.best, worker.briefs, grader.asked) == ("interrupted", None, [], [])
    assert terminal(sink) == ["interrupted"]


def test_a_worker_that_asks_to_stop_and_hands_over_in_one_go_is_heard_and_its_draft_kept(tmp_path: Path) -> None:
    """Nothing of the request may be left over, to strike at the next thing that is waited for."""
    interrupt = Interrupt()

    async def work(brief: Brief) -> str:
        if brief.iteration == 1:
            interrupt.request()
        return f"draft {brief.iteration}" + "x" * 100_000  # large enough to be read in a thread

    grader = ScriptedGrader([{"clear"}])
    run, sink = go(outcome(), work, grader=grader, interrupt=interrupt, output=tmp_path / "out")
    assert run.result == "interrupted"
    assert [it.artifact is not None for it in run.iterations] == [True, True]
    assert run.best is not None
    assert run.best.iteration == 0
    assert run.best.path.read_text().startswith("draft 0")
    assert terminal(sink) == ["interrupted"]


def test_a_worker_that_breaks_because_it_was_stopped_is_not_blamed() -> None:
    interrupt = Interrupt()

    async def work(_brief: Brief) -> str:
        interrupt.request()
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            raise ConnectionError("aborted") from None
        return ""

    run, _ = go(outcome(), work, interrupt=interrupt)
    assert run.result == "interrupted"


def test_one_interrupt_stops_all_the_runs_that_it_was_given_to_and_no_other() -> None:
    interrupt = Interrupt()
    working = asyncio.Event()

    async def work(_brief: Brief) -> str:
        await working.wait()
        return "few words"

    async def main() -> list[str]:
        shared = [asyncio.create_task(run_outcome(outcome(SHORT), work, interrupt=interrupt)) for _ in range(2)]
        other = asyncio.create_task(run_outcome(outcome(SHORT), work))
        await settle()
        interrupt.request()
        await settle()
        working.set()
        return [run.result for run in await asyncio.gather(*shared, other)]

    assert asyncio.run(main()) == ["interrupted", "interrupted", "satisfied"]


def test_a_verdict_that_arrives_together_with_the_request_ends_the_run_once() -> None:
    async def main() -> tuple[Run, MemorySink]:
        interrupt, sink = Interrupt(), MemorySink()
        asked, answer = asyncio.Event(), asyncio.Event()

        class Slow(ScriptedGrader):
            async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
                asked.set()
                await answer.wait()
                return await super().grade(rubric, artifact, look)

        run = asyncio.create_task(
            run_outcome(outcome(), lambda _brief: "draft", grader=Slow(), interrupt=interrupt, sinks=[sink])
        )
        await asked.wait()
        answer.set()
        interrupt.request()
        return await run, sink

    run, sink = asyncio.run(main())
    assert run.result == "interrupted"
    assert terminal(sink) == ["interrupted"]


class Stopping(MemoryStore):
    """Asks for a stop while it commits the record with this number, and takes its time."""

    def __init__(self, interrupt: Interrupt, at: int) -> None:
        super().__init__()
        self._interrupt, self._at = interrupt, at

    async def append(self, run_id: str, record: Record) -> None:
        if record.seq == self._at:
            self._interrupt.request()
            await asyncio.sleep(0)
        await super().append(run_id, record)


@pytest.mark.parametrize("at", range(12))
def test_a_stop_during_a_commit_loses_no_record_and_tells_one_end(at: int) -> None:
    interrupt = Interrupt()
    store, blobs = Stopping(interrupt, at), MemoryBlobs()
    worker, grader = ScriptedWorker(["one", "two"]), ScriptedGrader(TWO_ROUNDS)
    run, sink = go(
        outcome(), worker, grader=grader, interrupt=interrupt, store=store, blobs=blobs, clock=ScriptedClock()
    )
    assert terminal(sink) == [run.result]
    assert run.result in ("interrupted", "satisfied")
    records = asyncio.run(store.read(run.run_id))
    assert [record.seq for record in records] == list(range(len(records)))
    assert records[-1].type == "run_ended"


@pytest.mark.parametrize("at", range(9))
def test_a_sink_that_asks_to_stop_at_any_event_gets_one_end(at: int) -> None:
    interrupt, told = Interrupt(), MemorySink()

    def sink(event: Event) -> None:
        told(event)
        if len(told.events) == at + 1:
            interrupt.request()

    worker, grader = ScriptedWorker(["one", "two"]), ScriptedGrader(TWO_ROUNDS)
    run = asyncio.run(run_outcome(outcome(), worker, grader=grader, sinks=[sink], interrupt=interrupt))
    assert terminal(told) == [run.result]
    assert told.events[-1].type == "span.outcome_evaluation_end"


# -- cancelled from outside --------------------------------------------------------------------------------------------


class Cancelling(MemoryStore):
    """Cancels the task that it is called from, once, while it commits the record with this number."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self._at = at

    async def append(self, run_id: str, record: Record) -> None:
        await super().append(run_id, record)
        if record.seq == self._at:
            self._at = -1
            task = asyncio.current_task()
            assert task is not None
            task.cancel()
            await asyncio.sleep(0)


@pytest.mark.parametrize("at", range(10))
def test_a_run_that_was_cancelled_goes_on_later_as_if_nothing_had_been(at: int, scratch: Path) -> None:
    store, blobs = Cancelling(at), MemoryBlobs()
    worker = ScriptedWorker([lambda brief: (brief.outputs / "n.txt").write_text(f"draft {brief.iteration}") and None])
    grader = ScriptedGrader(TWO_ROUNDS)
    how: dict[str, Any] = {"grader": grader, "store": store, "blobs": blobs, "run_id": "r"}
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run_outcome(outcome(), worker, **how))
    assert list(scratch.iterdir()) == []
    run = asyncio.run(run_outcome(outcome(), worker, **how))
    assert (run.result, len(worker.briefs), len(grader.asked)) == ("satisfied", 2, 3)


def test_a_worker_that_makes_light_of_being_cancelled_does_not_keep_the_run_going() -> None:
    async def work(_brief: Brief) -> str:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            return "draft"
        return ""

    async def main() -> None:
        async with asyncio.timeout(0):
            await run_outcome(outcome(), work, grader=ScriptedGrader())

    with pytest.raises(TimeoutError):
        asyncio.run(main())


def test_being_cancelled_weighs_more_than_being_asked_to_stop() -> None:
    interrupt = Interrupt()

    async def main() -> None:
        task = asyncio.create_task(run_outcome(outcome(), lambda brief: brief.workspace, interrupt=interrupt))
        await asyncio.sleep(0)
        interrupt.request()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())


# -- what is left behind -----------------------------------------------------------------------------------------------

STUCK = """
import asyncio, sys, threading
from outcomes import Criterion, Interrupt, Outcome, Rubric, run_outcome

async def main():
    interrupt, loop = Interrupt(), asyncio.get_running_loop()

    def work(brief):
        loop.call_soon_threadsafe(interrupt.request)
        threading.Event().wait()

    wanted = Outcome(description="x", rubric=Rubric(criteria=(Criterion(id="a", text="b"),)))
    print((await run_outcome(wanted, work, interrupt=interrupt)).result, flush=True)

asyncio.run(main())
"""


def test_a_sync_worker_that_never_returns_keeps_neither_the_run_nor_the_program_from_ending() -> None:
    ended = subprocess.run([sys.executable, "-c", STUCK], capture_output=True, text=True, timeout=20, check=True)
    assert (ended.stdout, ended.stderr) == ("interrupted\n", "")


def test_a_worker_that_goes_on_after_the_run_is_over_makes_no_folder_any_more(scratch: Path) -> None:
    interrupt, go_on, said = Interrupt(), threading.Event(), list[str]()
    done = threading.Event()

    async def main() -> Run:
        loop = asyncio.get_running_loop()

        def work(brief: Brief) -> None:
            loop.call_soon_threadsafe(interrupt.request)
            go_on.wait()
            try:
                _ = brief.outputs
            except StoreError as error:
                said.append(str(error))
            done.set()

        return await run_outcome(outcome(), work, interrupt=interrupt)

    assert asyncio.run(main()).result == "interrupted"
    go_on.set()
    assert done.wait(timeout=10)
    assert said == ["the run is over and its workspace removed; whoever still works for it may stop"]
    assert list(scratch.iterdir()) == []


def test_folders_that_a_worker_has_closed_are_removed_all_the_same(scratch: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir(mode=0o500)

    def work(brief: Brief) -> str:
        cache = brief.workspace / "cache" / "deep"
        cache.mkdir(parents=True)
        (cache / "file").write_text("x")
        (cache.parent / "link").symlink_to(outside, target_is_directory=True)
        cache.chmod(0o500)
        cache.parent.chmod(0)
        return "few words"

    run, _ = go(outcome(SHORT), work)
    assert run.result == "satisfied"
    assert list(scratch.iterdir()) == []
    assert stat.S_IMODE(outside.stat().st_mode) == 0o500


CLOSED = """
import os
from outcomes.workspace import Workspace

os.setuid(65534)
workspace = Workspace()
folder = workspace.fresh("x") / "closed"
folder.mkdir()
(folder / "file").touch()
folder.chmod(0o500)
root = workspace.root
workspace.clear()
print(root.exists())
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_so_they_are_for_somebody_who_is_not_root() -> None:
    """To root no folder is closed, so that the test above says nothing there."""
    ended = subprocess.run([sys.executable, "-c", CLOSED], capture_output=True, text=True, check=True)
    assert ended.stdout == "False\n"


@pytest.mark.parametrize("worker", [ZeroDivisionError(), "draft", b"PK\x03\x04 no zip"])
def test_no_folder_thread_or_task_is_left(worker: object, scratch: Path) -> None:
    before = set(threading.enumerate())

    def work(brief: Brief) -> object:
        (brief.outputs / "n.txt").write_text("draft")
        if isinstance(worker, Exception):
            raise worker
        return worker

    async def main() -> set[asyncio.Task[Any]]:
        await run_outcome(outcome(max_iterations=2), work, grader=ScriptedGrader([{"clear"}]))
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert asyncio.run(main()) == set()
    assert list(scratch.iterdir()) == []
    for thread in set(threading.enumerate()) - before:
        thread.join(timeout=10)
    assert set(threading.enumerate()) == before


class Improving:
    """Counts one fault less each time that it looks."""

    fingerprint = "improving"

    def __init__(self, faults: int) -> None:
        self._faults = faults

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        self._faults -= 1
        faults = scripted_verdict("faults", "fail").model_copy(update={"count": self._faults})
        return Grade(
            artifact_sha256=artifact.sha256,
            bar=rubric.bar,
            verdicts=(scripted_verdict("clear", "pass", some_evidence(artifact)), faults),
            looks=(LookInfo(index=look.index, grader=self.fingerprint),),
        )


def test_a_long_run_holds_the_best_artifact_and_no_old_one() -> None:
    many = 150
    base = CLEAR.model_copy(update={"required": False, "points": 1000.0})
    faults = CLEAR.model_copy(
        update={"id": "faults", "text": "No faults", "required": False, "points": -1.0, "per_occurrence": True}
    )
    alive: list[int] = []

    def sink(event: Event) -> None:
        if event.type == "span.work_start" and event.iteration % 50 == 49:
            gc.collect()
            alive.append(
                sum(isinstance(thing, Artifact) and thing.name == "long-run.txt" for thing in gc.get_objects())
            )

    class Worker:
        name = "worker"

        async def work(self, brief: Brief) -> Path:
            path = brief.workspace / "long-run.txt"
            path.write_text(f"draft {brief.iteration}")
            return path

    wanted = outcome(base, faults, max_iterations=many)
    run = asyncio.run(run_outcome(wanted, Worker(), grader=Improving(many + 1), sinks=[sink]))
    assert (run.result, len(run.iterations)) == ("max_iterations_reached", many)
    assert alive == [1, 1, 1]


def test_clearing_a_workspace_twice_or_before_it_was_used_is_nothing(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w")
    workspace.close()
    workspace.close()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(StoreError, match="the run is over"):
        workspace.fresh("x")
