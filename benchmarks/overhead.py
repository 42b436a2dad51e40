"""What an iteration of the loop costs when worker and grader cost nothing, beside a bare loop in the same run.

The worker hands over a 4 kB string; the grader has eight verdicts ready; the store is in memory; events are on and
validated. Every iteration gains a criterion, so that none stalls. The floor is a bare loop that appends the same four
events as JSON to a list.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import json
import statistics
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from outcomes import Criterion, Grade, Outcome, Rubric, run_outcome
from outcomes.evidence import Quote
from outcomes.verdict import Gap, LookInfo, Verdict

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from outcomes.artifact import Artifact
    from outcomes.verdict import Look
    from outcomes.worker import Brief

ITERATIONS = 5
RUNS = 40
ROUNDS = 9
PARAGRAPH = "Revenue in the third quarter rose by twelve percent, driven by the north. " * 5
DRAFT = "\n\n".join([PARAGRAPH.strip()] * 11)[:4096]
RUBRIC = Rubric(criteria=tuple(Criterion(id=f"c{n}", text=f"Criterion number {n}") for n in range(8)))


class ReadyGrader:
    """Eight verdicts made beforehand, one more of them a pass each time; only the grade is made anew."""

    fingerprint = "ready"

    def __init__(self) -> None:
        """Never wholly content within `ITERATIONS`."""
        quote = (Quote(locator="artifact.txt:L1", text=PARAGRAPH.strip()[:60]),)
        gap = Gap(missing="a source", smallest_fix="add one")
        passing = [Verdict(criterion_id=f"c{n}", evidence=quote, verdict="pass") for n in range(8)]
        failing = [Verdict(criterion_id=f"c{n}", verdict="fail", gap=gap) for n in range(8)]
        self._verdicts = [(*passing[:n], *failing[n:]) for n in range(ITERATIONS)]
        self._info = LookInfo(index=0, grader="ready")
        self._asked = 0

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:  # noqa: ARG002 - the seat's own
        """The next set of verdicts, for this artifact."""
        verdicts = self._verdicts[self._asked % ITERATIONS]
        self._asked += 1
        return Grade(artifact_sha256=artifact.sha256, bar=rubric.bar, verdicts=verdicts, looks=(self._info,))


def floor_us() -> float:
    """CPU of a bare loop with four JSON events an iteration, in microseconds."""
    events: list[str] = []
    began = time.process_time()
    for number in range(ITERATIONS * RUNS):
        digest = hashlib.sha256(f"{number}{DRAFT}".encode()).hexdigest()
        for kind in ("work_start", "work_end", "evaluation_start", "evaluation_end"):
            at = datetime.now(UTC).isoformat()
            events.append(json.dumps({"type": kind, "at": at, "iteration": number, "artifact_sha256": digest}))
    return 1e6 * (time.process_time() - began) / (ITERATIONS * RUNS)


def loop_us(deliver: Callable[[Brief], Awaitable[object]]) -> float:
    """CPU of one iteration, averaged over whole runs with everything that starting and ending them costs."""
    outcome = Outcome(description="Write", rubric=RUBRIC, max_iterations=ITERATIONS, confirm=0)

    async def main() -> None:
        for _ in range(RUNS):
            run = await run_outcome(outcome, deliver, grader=ReadyGrader(), sinks=[lambda _event: None])
            if len(run.iterations) != ITERATIONS:
                msg = f"{run.result} after {len(run.iterations)} iterations: {run.reason}"
                raise RuntimeError(msg)

    began = time.process_time()
    asyncio.run(main())
    return 1e6 * (time.process_time() - began) / (ITERATIONS * RUNS)


async def as_text(brief: Brief) -> str:
    """A 4 kB string, another one each time."""
    return f"{brief.iteration:06d}{DRAFT}"[:4096]


async def as_file(brief: Brief) -> Path:
    """The same in a file."""
    path = brief.outputs / "note.txt"
    path.write_text(await as_text(brief), encoding="utf-8")
    return path


def measure() -> list[dict[str, object]]:
    """Medians over interleaved rounds."""
    rows: dict[str, list[float]] = {"bare loop with events": [], "str worker": [], "file worker": []}
    for number in range(ROUNDS + 1):
        gc.collect()
        spent = {"bare loop with events": floor_us(), "str worker": loop_us(as_text), "file worker": loop_us(as_file)}
        for name, value in spent.items():
            if number:
                rows[name].append(value)
    medians = {name: statistics.median(values) for name, values in rows.items()}
    floor = medians["bare loop with events"]
    return [
        {"what": name, "cpu_us_per_iteration": round(value, 1), "ratio": round(value / floor, 2)}
        for name, value in medians.items()
    ]


if __name__ == "__main__":
    json.dump(measure(), sys.stdout, indent=2)
