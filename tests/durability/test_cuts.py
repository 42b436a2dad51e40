"""A run that costs money, cut off at every moment at which anything is kept: nothing is lost, nothing is paid twice."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import pytest

from outcomes import model_grader, run_outcome
from outcomes.stores.folder import FolderBlobs
from outcomes.stores.sqlite.store import SqliteStore
from outcomes.testing import FakeEndpoint, MemorySink, ScriptedClock

from .paying import MODEL, WANTED, Counting, verdicts, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from outcomes.records import Record
    from outcomes.run import Run
    from outcomes.store import Holder, RunSummary
    from outcomes.worker import Brief


class Cut(BaseException):
    """The process is gone: nothing after this runs, and nobody catches it."""


@dataclass
class Cutting:
    """A store whose process dies at its k-th write, before or after that is on the disk."""

    inner: SqliteStore
    at: int
    when: Literal["before", "after"]
    writes: int = field(default=0)

    async def append(self, run_id: str, record: Record) -> None:
        await self._cut(self.inner.append(run_id, record))

    async def remember(self, run_id: str, key: str, reply: bytes) -> None:
        await self._cut(self.inner.remember(run_id, key, reply))

    async def _cut(self, write: Any) -> None:
        self.writes += 1
        if self.writes - 1 == self.at and self.when == "before":
            write.close()
            raise Cut
        await write
        if self.writes - 1 == self.at:
            raise Cut

    async def read(self, run_id: str) -> Sequence[Record]:
        return await self.inner.read(run_id)

    async def runs(self) -> Sequence[RunSummary]:
        return await self.inner.runs()

    async def hold(self, run_id: str, holder: Holder) -> None:
        await self.inner.hold(run_id, holder)

    async def release(self, run_id: str, holder: Holder) -> None:
        await self.inner.release(run_id, holder)

    async def recall(self, run_id: str, key: str) -> bytes | None:
        return await self.inner.recall(run_id, key)

    async def delete(self, run_id: str) -> None:
        await self.inner.delete(run_id)

    async def needed(self) -> frozenset[str]:
        return await self.inner.needed()


@pytest.fixture
def judging() -> Counting:
    return Counting()


@pytest.fixture
def endpoint(judging: Counting) -> Iterator[FakeEndpoint]:
    with FakeEndpoint(judging) as opened:
        yield opened


@dataclass
class Tried:
    """What came of a run, over all the processes that it took."""

    run: Run
    calls: list[int]
    sink: MemorySink
    writes: int


def attempt(root: Path, endpoint: FakeEndpoint, *cuts: tuple[int, Literal["before", "after"]]) -> Tried:
    """Carry the run out; at each cut its process dies, and the next one goes on."""
    calls: list[int] = []
    sink = MemorySink()
    writes = 0

    def work(brief: Brief) -> str:
        calls.append(brief.iteration)
        return write(brief)

    for at, when in (*cuts, (-1, "before")):
        with SqliteStore(root) as inner:
            store = Cutting(inner, at, when)
            judge = model_grader(MODEL, base_url=endpoint.base_url, batch_size=3)
            blobs, clock = FolderBlobs(root / "blobs"), ScriptedClock()
            try:
                run = asyncio.run(
                    run_outcome(
                        WANTED, work, grader=judge, store=store, blobs=blobs, run_id="r", clock=clock, sinks=[sink]
                    )
                )
            except Cut:
                continue
            finally:
                writes = store.writes
            return Tried(run, calls, sink, writes)
    raise AssertionError


@pytest.mark.slow
def test_a_run_cut_at_any_write_ends_as_if_it_never_was_and_pays_for_one_call_more_at_most(
    endpoint: FakeEndpoint, judging: Counting, tmp_path: Path
) -> None:
    whole = attempt(tmp_path / "whole", endpoint)
    paid = judging.paid
    assert (whole.run.result, len(whole.run.iterations), whole.calls) == ("satisfied", 3, [0, 1, 2])
    for at in range(whole.writes):
        for when in ("before", "after"):
            judging.paid = 0
            tried = attempt(tmp_path / f"{at}-{when}", endpoint, (at, when))
            assert tried.run.result == "satisfied", (at, when)
            assert verdicts(tried.run) == verdicts(whole.run)
            assert paid <= judging.paid <= paid + (when == "before"), (at, when)
            assert len(tried.calls) <= 3 + (when == "before")
            assert sorted(set(tried.calls)) == [0, 1, 2]
            ids = [event.id for event in tried.sink.events]
            assert len(set(ids)) == len(ids)
            assert set(ids) <= {event.id for event in whole.sink.events}
