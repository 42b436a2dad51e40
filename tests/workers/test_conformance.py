"""One contract, kept by every worker that we ship: functions in two colours, and a program."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import pytest

from outcomes.errors import WorkerError
from outcomes.snapshot import snapshot
from outcomes.stores.memory import MemoryBlobs
from outcomes.workers.command import CommandWorker
from outcomes.workers.function import FunctionWorker

from .support import GAP, a_brief, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from outcomes.worker import Brief, Worker

Does = Literal["tell", "fail", "count", "wait"]
"""Write down what it was told; break; report usage; wait until it is given up."""

PROGRAM = """
import json, pathlib, sys, time
brief, does = json.load(sys.stdin), sys.argv[1]
if does == "fail":
    sys.exit("the ink is out")
if does == "count":
    pathlib.Path("usage.json").write_text('{"input_tokens": 7, "output_tokens": 2, "cost_usd": 0.5}')
if does == "wait":
    pathlib.Path("started").touch()
    time.sleep(60)
told = {key: brief[key] for key in ("description", "iteration", "step_id", "keep")}
told |= {"criteria": [each["text"] for each in brief["criteria"]], "gaps": [each["missing"] for each in brief["gaps"]]}
pathlib.Path(brief["outputs"], "told.json").write_text(json.dumps(told))
"""


def told(brief: Brief) -> dict[str, object]:
    """What the workers write down."""
    return {
        "description": brief.description,
        "iteration": brief.iteration,
        "step_id": brief.step_id,
        "keep": list(brief.keep),
        "criteria": [criterion.text for criterion in brief.criteria],
        "gaps": [gap.missing for gap in brief.gaps],
    }


@dataclass
class Workshop:
    """Makes workers of one kind that do as told."""

    kind: Literal["sync", "async", "command"]
    release: threading.Event = field(default_factory=threading.Event)

    def worker(self, does: Does) -> Worker:
        if self.kind == "command":
            return CommandWorker([sys.executable, "-c", PROGRAM, does])

        def work(brief: Brief) -> object:
            begin(brief)
            if does == "wait":
                self.release.wait(60)
            return finish(brief)

        async def work_async(brief: Brief) -> object:
            begin(brief)
            if does == "wait":
                await asyncio.sleep(60)
            return finish(brief)

        def begin(brief: Brief) -> None:
            if does == "fail":
                raise OSError("the ink is out")
            if does == "count":
                brief.report_usage(input_tokens=7)
                brief.report_usage(output_tokens=2, cost_usd=0.5)
            (brief.workspace / "started").touch()

        def finish(brief: Brief) -> object:
            path = brief.outputs / "told.json"
            path.write_text(json.dumps(told(brief)), encoding="utf-8")
            return path

        return FunctionWorker(work if self.kind == "sync" else work_async)


@pytest.fixture(params=["sync", "async", "command"])
def workshop(request: pytest.FixtureRequest) -> Iterator[Workshop]:
    made = Workshop(request.param)
    yield made
    made.release.set()


def test_a_worker_has_a_name(workshop: Workshop) -> None:
    assert workshop.worker("tell").name


def test_a_worker_is_told_everything_and_its_file_is_the_deliverable(workshop: Workshop, tmp_path: Path) -> None:
    brief, desk = a_brief(tmp_path, iteration=1, gaps=(GAP,), keep=("clear",))
    blobs = MemoryBlobs()
    name, (entry,) = snapshot(asyncio.run(workshop.worker("tell").work(brief)), blobs, outputs=desk.made)
    assert name == "told.json"
    assert json.loads(blobs.get(entry.sha256)) == {
        "description": "Write a note",
        "iteration": 1,
        "step_id": "run_1/it/1/work",
        "keep": ["clear"],
        "criteria": ["It is short", "It is clear"],
        "gaps": ["It has nine pages"],
    }


def test_a_worker_that_says_nothing_about_its_usage_leaves_it_unknown(workshop: Workshop, tmp_path: Path) -> None:
    brief, desk = a_brief(tmp_path)
    asyncio.run(workshop.worker("tell").work(brief))
    assert desk.usage is None


def test_what_a_worker_used_is_reported(workshop: Workshop, tmp_path: Path) -> None:
    brief, desk = a_brief(tmp_path)
    asyncio.run(workshop.worker("count").work(brief))
    assert desk.usage is not None
    assert (desk.usage.input_tokens, desk.usage.output_tokens) == (7, 2)


def test_a_worker_that_breaks_is_a_worker_error_with_its_own_words(workshop: Workshop, tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match="the ink is out"):
        asyncio.run(workshop.worker("fail").work(a_brief(tmp_path)[0]))


def test_a_worker_can_be_given_up(workshop: Workshop, tmp_path: Path) -> None:
    brief, _ = a_brief(tmp_path)

    async def give_up() -> None:
        step = asyncio.ensure_future(workshop.worker("wait").work(brief))
        try:
            await until((tmp_path / "desks" / "iteration-0" / "workspace" / "started").exists, "the worker")
            step.cancel()
            with pytest.raises(asyncio.CancelledError):
                await step
        finally:
            workshop.release.set()

    asyncio.run(give_up())
