"""How much memory many runs hold while all of them wait for their grader."""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.rubric import Rubric
    from outcomes.verdict import Grade, Look
    from outcomes.worker import Brief

RUNS = 10_000
DRAFT_BYTES = 4096


def rss_mb() -> float:
    """Resident memory of this process, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


class Waiting:
    """A grader that never answers; `all_there` is set once so many runs have asked it."""

    fingerprint = "waiting"

    def __init__(self, runs: int) -> None:
        """Nobody has asked it yet."""
        self._missing = runs
        self.all_there = asyncio.Event()

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:  # noqa: ARG002 - the seat's
        """Wait until the end."""
        self._missing -= 1
        if not self._missing:
            self.all_there.set()
        await asyncio.Event().wait()
        raise AssertionError


def hold(runs: int) -> dict[str, object]:
    """Start so many runs, let each reach its grader, and look at the process."""
    from outcomes import Criterion, Interrupt, Outcome, Rubric, run_outcome

    rubric = Rubric(criteria=tuple(Criterion(id=f"c{n}", text=f"Criterion number {n}") for n in range(8)))
    outcome = Outcome(description="Write", rubric=rubric)
    waiting = Waiting(runs)

    async def work(brief: Brief) -> str:
        await asyncio.sleep(0)
        paragraph = f"Draft of {brief.step_id}. " + "Revenue rose by twelve percent in the north. " * 8
        return "\n\n".join([paragraph] * 11)[:DRAFT_BYTES]

    async def main() -> dict[str, object]:
        await run_outcome(outcome, work)
        gc.collect()
        before = rss_mb()
        stop = Interrupt()
        tasks = [asyncio.create_task(run_outcome(outcome, work, grader=waiting, interrupt=stop)) for _ in range(runs)]
        await waiting.all_there.wait()
        gc.collect()
        held = rss_mb() - before
        stop.request()
        ends = {run.result for run in await asyncio.gather(*tasks)}
        if ends != {"interrupted"}:
            msg = f"runs ended {ends}"
            raise RuntimeError(msg)
        return {
            "what": f"{runs:,} runs waiting for their grader",
            "rss_mb_above_baseline": round(held, 1),
            "kb_per_run": round(held * 1000 / runs, 1),
        }

    return asyncio.run(main())


def measure() -> list[dict[str, object]]:
    """One row, from a process of its own."""
    done = subprocess.run([sys.executable, __file__, str(RUNS)], check=True, capture_output=True, text=True)
    row: dict[str, object] = json.loads(done.stdout)
    return [row]


if __name__ == "__main__":
    json.dump(hold(int(sys.argv[1])), sys.stdout)
