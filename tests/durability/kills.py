"""`kill -9` of the process of a run that pays, at random moments, until it has ended; and what must hold then."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import random
import shutil
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from outcomes.cli.runs.tailing import events_of
from outcomes.records import RunEnded, fold
from outcomes.run import report
from outcomes.stores.sqlite.store import SqliteStore
from tests.durability.paying import EVENTS, WANTED, Counting, carry_out, verdicts

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext

    from outcomes.run import Run
    from outcomes.testing import FakeEndpoint

MOST_SECONDS = 120.0
IN_FLIGHT = 1
"""Calls at once: the first batch goes alone, and there is one more."""


def processes() -> ForkServerContext:
    """Makes processes by forking one that has everything loaded and nothing begun."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.durability.warm"])
    return context


def child(root: str, base_url: str) -> None:
    """What runs in each of them."""
    carry_out(Path(root), base_url)


@dataclass
class Tally:
    """What came of all trials."""

    runs: int = 0
    kills: int = 0
    paid_again: int = 0
    kills_by_records: Counter[int] = field(default_factory=Counter)
    """How many records there were when it was killed."""
    wrong: list[str] = field(default_factory=list)


class Killing:
    """Trials against one endpoint."""

    def __init__(self, folder: Path, endpoint: FakeEndpoint, judging: Counting, seed: int = 1) -> None:
        self._folder, self._endpoint, self._judging = folder, endpoint, judging
        self._draws = random.Random(seed)  # noqa: S311 - when it is killed is no secret
        self._processes = processes()
        self.tally = Tally()
        began = time.monotonic()
        self._carry_out(folder / "whole")
        self._seconds = time.monotonic() - began
        began = time.monotonic()
        self._carry_out(folder / "whole again")
        self._seconds = min(self._seconds, time.monotonic() - began)
        self._whole = self._read(folder / "whole")
        self._paid = judging.paid // 2

    def until(self, kills: int) -> Tally:
        """Runs, until so many processes were killed at work."""
        while self.tally.kills < kills and len(self.tally.wrong) < 5:
            self._trial(self._folder / "trial")
        return self.tally

    def _trial(self, root: Path) -> None:
        shutil.rmtree(root, ignore_errors=True)
        self._judging.paid = 0
        kills = sum(self._killed(root) for _ in range(self._draws.randrange(1, 4)))
        self._carry_out(root)
        self.tally.runs += 1
        self.tally.kills += kills
        self.tally.paid_again += self._judging.paid - self._paid
        self._check(root, kills)

    def _killed(self, root: Path) -> bool:
        """Begin or go on, and kill; whether there was still something to kill."""
        process = self._processes.Process(target=child, args=(str(root), self._endpoint.base_url))
        process.start()
        process.join(timeout=self._draws.random() * self._seconds * 1.2)
        alive = process.is_alive()
        process.kill()
        process.join()
        process.close()
        if alive:
            with SqliteStore(root) as store:
                self.tally.kills_by_records[len(asyncio.run(store.read("r")))] += 1
            self._nothing_lost(root)
        return alive

    def _carry_out(self, root: Path) -> None:
        process = self._processes.Process(target=child, args=(str(root), self._endpoint.base_url))
        process.start()
        process.join(timeout=MOST_SECONDS)
        if process.exitcode != 0:
            self.tally.wrong.append(f"{root.name}: the run did not come to its end: {process.exitcode}")
        process.close()

    @staticmethod
    def _read(root: Path) -> Run:
        with SqliteStore(root) as store:
            records = asyncio.run(store.read("r"))
        ended = records[-1]
        assert isinstance(ended, RunEnded)
        return report("r", WANTED, fold(records), ended)

    def _check(self, root: Path, kills: int) -> None:
        run, whole = self._read(root), self._whole
        if (run.result, verdicts(run)) != (whole.result, verdicts(whole)):
            self.tally.wrong.append(f"another ending: {run.summary}")
        if run.best is None or whole.best is None or run.best.artifact != whole.best.artifact:
            self.tally.wrong.append("another best artifact")
        if not self._paid <= self._judging.paid <= self._paid + kills * IN_FLIGHT:
            self.tally.wrong.append(f"paid {self._judging.paid} times, {self._paid} in an undisturbed run, {kills=}")
        self._nothing_lost(root)

    def _nothing_lost(self, root: Path) -> None:
        """Every event that was told is among those of the records, once; none was told twice."""
        with SqliteStore(root) as store:
            records = asyncio.run(store.read("r"))
        kept = [event.id for event in events_of(records)]
        told = [json.loads(line)["id"] for line in whole_lines(root / EVENTS)]
        for what, ids in (("kept", kept), ("told", told)):
            if len(set(ids)) != len(ids):
                self.tally.wrong.append(f"an event is {what} twice: {ids}")
        if not set(told) <= {*kept, *(name for name in told if name.rpartition("h")[1])}:
            self.tally.wrong.append(f"told and not kept: {sorted(set(told) - set(kept))}")


def whole_lines(path: Path) -> list[str]:
    """Lines that were written to their end; whoever is killed may leave half of one."""
    text = path.read_text() if path.exists() else ""
    return [line for line in text.split("\n")[:-1] if line.endswith("}") and line.startswith("{")]
