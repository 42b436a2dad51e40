"""What grading costs beside the model: CPU, requests, bytes and waiting, against a simulated endpoint on this machine.

Nothing here is a model: the endpoint answers by a script, so that the figures say what an engine adds to a call, and
nothing of how well anybody judges. Endpoint and client run in processes of their own, pinned to a core each where that
is possible; ways take turns, each time in a fresh process that has warmed up.
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from asking.material import MODEL, SENTINEL, artifact, rubric
from asking.ways import AT_ONCE, KEY, NEEDS, WAYS

from outcomes import Outcome, run_outcome
from outcomes.settings import Settings
from outcomes.testing import FakeEndpoint, Judge
from outcomes.wiring import model_grader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.worker import Brief

ROUNDS: Final = 5
GRADINGS: Final = 300
WAITING: Final = 500
QUEUED: Final = 1_000
LATENCY: Final = 0.2
RAW: Final = "raw SDK, one call"
BY_HAND: Final = "aiohttp by hand, one call"
"""The floor: what a client can reach at all beside this endpoint, which answers from one core."""
FOLDER: Final = Path(__file__).with_name("asking")
SLOW: Final = {"raw SDK, a call for each criterion": 40}
"""Fewer gradings for ways that take many calls for each."""
ALL_AT_ONCE: Final = "raw SDK, one call, all started at once"


def measure() -> list[dict[str, object]]:
    """All rows; every one says that its endpoint is simulated."""
    rows = [*timed(), *waited(), *queued(), *sent(), *iterated()]
    return [{"what": row.pop("what"), "endpoint": "simulated", **row} for row in rows]


def missing(name: str) -> list[str]:
    """The packages that a way needs and that are not there."""
    return [package for package in NEEDS.get(name, ()) if importlib.util.find_spec(package) is None]


# -- processes


class Server:
    """The endpoint's process."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        """It listens already."""
        self.url = url
        self._process = process

    def counts(self) -> dict[str, int]:
        """So far."""
        assert self._process.stdin is not None  # noqa: S101 - it was opened with pipes
        assert self._process.stdout is not None  # noqa: S101
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        counts: dict[str, int] = json.loads(self._process.stdout.readline())
        return counts


@contextmanager
def serving(latency: float, *, checking: bool = False) -> Iterator[Server]:
    """An endpoint in a process of its own."""
    argv = [sys.executable, str(FOLDER / "serving.py"), str(latency), *(["checking"] if checking else [])]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        yield Server(process, process.stdout.readline().strip())
        process.stdin.close()


def once(server: Server, name: str, criteria: int, gradings: int) -> dict[str, Any]:
    """One way, one fresh process: what it spent, and what reached the endpoint."""
    argv = [sys.executable, str(FOLDER / "timing.py"), server.url, name, str(criteria), str(gradings)]
    with subprocess.Popen(
        argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        if process.stdout.readline().strip() != "warm":
            msg = f"{name} did not get going"
            raise RuntimeError(msg)
        before = server.counts()
        process.stdin.write("\n")
        process.stdin.flush()
        spent: dict[str, Any] = json.loads(process.stdout.readline())
    after = server.counts()
    return {
        **spent,
        **{key: after[key] - before[key] for key in ("requests", "bytes", "artifact_sends", "connections")},
    }


# -- rows


def timed() -> Iterator[dict[str, object]]:
    """CPU and bytes of a grading of eight criteria, 64 at once, no latency; medians over interleaved rounds."""
    names = [name for name in WAYS if not missing(name) and name != ALL_AT_ONCE]
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    with serving(0) as server:
        for _ in range(ROUNDS):
            for name in names:
                found[name].append(once(server, name, 8, SLOW.get(name, GRADINGS)))
    base = _cpu_ms(found[RAW], GRADINGS)
    for name, runs in found.items():
        gradings = SLOW.get(name, GRADINGS)
        spent = _cpu_ms(runs, gradings)
        yield {
            "what": f"8 criteria: {name}",
            "cpu_ms": round(spent, 2),
            "x_raw": round(spent / base, 2),
            "requests": runs[-1]["requests"] / gradings,
            "bytes": round(runs[-1]["bytes"] / gradings),
            "x_raw_bytes": round(runs[-1]["bytes"] / gradings / (found[RAW][-1]["bytes"] / GRADINGS), 2),
            "artifact_sends": runs[-1]["artifact_sends"] / gradings,
            "peak_mb": runs[-1]["peak_mb"],
            "failures": sum(sum(run["failures"].values()) for run in runs),
        }
    for name in WAYS:
        if missing(name):
            yield {"what": f"8 criteria: {name}", "skipped": f"not installed: {', '.join(missing(name))}"}


def _cpu_ms(runs: list[dict[str, Any]], gradings: int) -> float:
    return 1_000 * float(statistics.median(run["cpu_seconds"] for run in runs)) / gradings


def waited() -> Iterator[dict[str, object]]:
    """How near to perfect overlap 64 at once come, when each answer takes 200 ms; means nothing on a busy machine."""
    ideal = math.ceil(WAITING / AT_ONCE) * LATENCY
    names = (RAW, BY_HAND, "outcomes, one look")
    found: dict[str, list[float]] = {name: [] for name in names}
    with serving(LATENCY) as server:
        for _ in range(ROUNDS):
            for name in names:
                found[name].append(ideal / once(server, name, 8, WAITING)["wall_seconds"])
    for name, shares in found.items():
        yield {
            "what": f"{WAITING} gradings, 64 at once, 200 ms: {name}",
            "share_of_ideal_wall": round(statistics.median(shares), 2),
            "best_share": round(max(shares), 2),
            "load_average": round(os.getloadavg()[0], 1),
        }


def queued() -> Iterator[dict[str, object]]:
    """A thousand gradings started together."""
    with serving(LATENCY) as server:
        for name in (ALL_AT_ONCE, "outcomes, one look"):
            came = once(server, name, 8, QUEUED)
            yield {
                "what": f"{QUEUED:,} gradings started at once: {name}",
                "requests": came["requests"],
                "failures": sum(came["failures"].values()),
                "kinds": ", ".join(came["failures"]) or "none",
                "connections": came["connections"],
            }


def sent() -> Iterator[dict[str, object]]:
    """What one grade sends, at an endpoint that checks and caches like the hosted one; exact counts."""
    for criteria, confirm in ((8, 0), (8, 1), (24, 0), (24, 1)):
        with FakeEndpoint(Judge()) as endpoint:
            asyncio.run(_run(endpoint, criteria, confirm=confirm, iterations=1))
        grading = [seen for seen in endpoint.requests if b"<criteria-" in seen.body]
        yield {
            "what": f"{criteria} criteria, {'with' if confirm else 'without'} a confirming look: what is sent",
            "requests": len(grading),
            "bytes": sum(len(seen.body) for seen in grading),
            "artifact_sends": endpoint.recorder.times_sent(SENTINEL),
            **_tokens(grading),
        }


def iterated() -> Iterator[dict[str, object]]:
    """Input of the grader in each of five iterations of a loop."""
    rules = {f"c{n}": ["fail"] * n + ["pass"] for n in range(5)}
    with FakeEndpoint(Judge(rules)) as endpoint:  # type: ignore[arg-type]
        asyncio.run(_run(endpoint, 8, confirm=0, iterations=5))
    grading = [seen for seen in endpoint.requests if b"<criteria-" in seen.body]
    read = [_read(seen.usage or {}) for seen in grading]
    yield {
        "what": "five iterations: input tokens of the grader in each",
        "input_tokens": " ".join(map(str, read)),
        "last_x_first": round(read[-1] / read[0], 3),
    }


def _tokens(requests: list[Any]) -> dict[str, int]:
    names = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
    return {name: sum((seen.usage or {}).get(name, 0) for seen in requests) for name in names}


def _read(usage: Any) -> int:  # noqa: ANN401 - JSON
    return int(usage["input_tokens"] + usage["cache_creation_input_tokens"] + usage["cache_read_input_tokens"])


async def _run(endpoint: FakeEndpoint, criteria: int, *, confirm: int, iterations: int) -> None:
    """A loop whose worker writes a text of the same length each time."""
    environment = {"OUTCOMES_API_KEY": KEY, "ANTHROPIC_API_KEY": KEY, "XDG_CACHE_HOME": tempfile.mkdtemp()}
    grader = model_grader(Settings(model=MODEL, base_url=endpoint.base_url), environment)
    outcome = Outcome(
        description="A report",
        rubric=rubric(criteria),
        max_iterations=iterations,
        confirm=confirm,  # type: ignore[arg-type]
    )

    async def work(brief: Brief) -> str:
        return artifact(brief.iteration)

    run = await run_outcome(outcome, work, grader=grader)
    if run.result != "satisfied" or len(run.iterations) != iterations:
        msg = f"{run.result} after {len(run.iterations)} iterations: {run.reason}"
        raise RuntimeError(msg)


if __name__ == "__main__":
    json.dump(measure(), sys.stdout, indent=2)
