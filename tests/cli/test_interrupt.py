"""Ctrl-C and SIGTERM, with a real process and real signals."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from typing import IO, TYPE_CHECKING

import pytest

from outcomes.stores.sqlite.store import SqliteStore

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")

BUSY = """\
import time
class Busy:
    fingerprint = "busy"
    async def grade(self, rubric, artifact, look):
        print("busy", flush=True)
        while True:
            time.sleep(0.01)
"""


def start(here: Path, *arguments: str) -> subprocess.Popen[str]:
    """`outcomes run`, in a folder."""
    command = [sys.executable, "-m", "outcomes", "run", "-d", "A note", *arguments]
    return subprocess.Popen(
        command, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def wait_for(words: str, stream: IO[str] | None) -> None:
    """Read until a line has the words."""
    assert stream is not None
    for line in stream:
        if words in line:
            return
    pytest.fail(f"the process ended without saying {words!r}")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_one_signal_ends_the_run_and_keeps_everything(number: signal.Signals, code: int, here: Path) -> None:
    """The worker in flight is stopped, what was graded is kept, and the run's own end is recorded."""
    worker = "sh -c 'if [ $OUTCOMES_ITERATION = 0 ]; then echo TODO > outputs/note.md; else sleep 60; fi'"
    process = start(here, "-r", "objective.md", "-w", worker, "--json")
    wait_for("iteration 1", process.stderr)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    document = json.loads(out)
    assert (process.returncode, document["result"]) == (code, "interrupted")
    assert "stopping: what is finished is kept; once more to leave at once" in err
    assert (here / document["output"]).read_text() == "TODO\n"
    with SqliteStore(here.parent / "state" / "outcomes") as store:
        records = asyncio.run(store.read(document["run_id"]))
    assert [record.type for record in records][-2:] == ["interrupt_requested", "run_ended"]


def test_a_second_signal_leaves_at_once(here: Path) -> None:
    """Even where somebody else's code holds the event loop and would never let go."""
    (here / "busy.py").write_text(BUSY)
    process = start(here, "-r", "mixed.md", "-w", "sh -c 'echo TODO > outputs/note.md'", "--grader", "busy:Busy")
    wait_for("busy", process.stderr)
    process.send_signal(signal.SIGINT)
    wait_for("stopping", process.stderr)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
