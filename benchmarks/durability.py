"""What it costs that nothing is lost: the journal beside a bare loop, beside the same loop in memory, and beside peers.

Worker and grader are scripted and cost nothing; see `overhead.py`. Ratios are of CPU time, all threads, interleaved.
"""

from __future__ import annotations

import asyncio
import gc
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from memory import Waiting, rss_mb
from overhead import DRAFT, ITERATIONS, RUBRIC, ReadyGrader, floor_us
from peers_loops import langgraph_us, pydantic_ai_us

from outcomes import Outcome, run_outcome
from outcomes.stores.folder import FolderBlobs
from outcomes.stores.memory import MemoryBlobs, MemoryStore
from outcomes.stores.sqlite.store import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from outcomes.blobs import Blobs
    from outcomes.store import Store
    from outcomes.worker import Brief

ROUNDS = 3
RUNS = 20
AT_ONCE = 500
IN_FLIGHT = 1_000
LISTED = 10_000
FILES = 10_000
WANTED = Outcome(description="Write", rubric=RUBRIC, max_iterations=ITERATIONS, confirm=0)
HERE = Path(__file__).resolve()


async def draft(brief: Brief) -> str:
    """4 kB, in every run and every round others."""
    return f"{brief.step_id} {DRAFT}"[:4096]


async def some(runs: int, store: Store, blobs: Blobs, *, at_once: bool) -> None:
    """So many runs, one after the other or all at once."""

    async def one(number: int) -> None:
        run = await run_outcome(
            WANTED,
            draft,
            grader=ReadyGrader(),
            sinks=[lambda _event: None],
            store=store,
            blobs=blobs,
            run_id=f"run_{number}",
        )
        if len(run.iterations) != ITERATIONS:
            msg = f"{run.result} after {len(run.iterations)} iterations: {run.reason}"
            raise RuntimeError(msg)

    if at_once:
        await asyncio.gather(*map(one, range(runs)))
    else:
        for number in range(runs):
            await one(number)


def in_memory_us(runs: int, *, at_once: bool = False) -> float:
    """CPU of one iteration with the store in memory."""
    began = time.process_time()
    asyncio.run(some(runs, MemoryStore(), MemoryBlobs(), at_once=at_once))
    return 1e6 * (time.process_time() - began) / (ITERATIONS * runs)


def on_disk_us(runs: int, *, at_once: bool = False) -> float:
    """The same with the journal and the bytes on disk."""
    with tempfile.TemporaryDirectory() as folder, SqliteStore(Path(folder)) as store:
        began = time.process_time()
        asyncio.run(some(runs, store, FolderBlobs(Path(folder) / "blobs"), at_once=at_once))
        return 1e6 * (time.process_time() - began) / (ITERATIONS * runs)


def iterations() -> list[dict[str, object]]:
    """One iteration in every loop, as a ratio to the bare one."""
    loops: dict[str, Callable[[], float]] = {
        "bare loop with events": floor_us,
        "store in memory": lambda: in_memory_us(RUNS),
        "journal on disk": lambda: on_disk_us(RUNS),
        f"store in memory, {AT_ONCE} runs at once": lambda: in_memory_us(AT_ONCE, at_once=True),
        f"journal on disk, {AT_ONCE} runs at once": lambda: on_disk_us(AT_ONCE, at_once=True),
        "LangGraph, SqliteSaver": lambda: langgraph_us(RUNS),
        "pydantic-ai, nothing kept": lambda: pydantic_ai_us(RUNS),
    }
    taken: dict[str, list[float]] = {name: [] for name in loops}
    absent: dict[str, str] = {}
    for number in range(ROUNDS + 1):
        for name, loop in loops.items():
            if name in absent:
                continue
            gc.collect()
            try:
                value = loop()
            except ImportError as error:
                absent[name] = f"skipped: {error}"
                continue
            if number:
                taken[name].append(value)
    medians = {name: statistics.median(values) for name, values in taken.items() if values}
    floor = medians["bare loop with events"]
    rows: list[dict[str, object]] = [
        {"what": name, "cpu_us_per_iteration": round(value, 1), "ratio": round(value / floor, 2)}
        for name, value in medians.items()
    ]
    return rows + [{"what": name, "note": why} for name, why in absent.items()]


def kept() -> list[dict[str, object]]:
    """How fast many runs at once are, what they take on the disk, and what it takes to give one back and to go on."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        with SqliteStore(root) as store:
            wall, cpu = time.perf_counter(), time.process_time()
            asyncio.run(some(AT_ONCE, store, FolderBlobs(root / "blobs"), at_once=True))
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        database = (root / "runs.db").stat().st_size
        blobs = sum(path.stat().st_size for path in (root / "blobs").rglob("*") if path.is_file())
        with SqliteStore(root) as store:
            back, on = asyncio.run(_taken_up(store, FolderBlobs(root / "blobs")))
    return [
        {
            "what": f"{AT_ONCE} runs of {ITERATIONS} iterations at once on one store",
            "runs_per_cpu_second": round(AT_ONCE / cpu, 1),
            "runs_per_second": round(AT_ONCE / wall, 1),
        },
        {
            "what": f"bytes of a run of {ITERATIONS} drafts of 4 kB",
            "journal": round(database / AT_ONCE),
            "blobs": round(blobs / AT_ONCE),
        },
        {"what": "a run that has ended, given back", "cpu_ms": round(back, 2)},
        {"what": "a run cut off in its last iteration, gone on with to its end", "cpu_ms": round(on, 2)},
    ]


async def _taken_up(store: SqliteStore, blobs: FolderBlobs) -> tuple[float, float]:
    """Milliseconds of CPU: given back as it ended; and all but the last work done already."""
    began = time.process_time()
    for number in range(50):
        await run_outcome(WANTED, draft, grader=ReadyGrader(), store=store, blobs=blobs, run_id=f"run_{number}")
    back = 1e3 * (time.process_time() - began) / 50
    cut = []
    for number in range(50):
        other = MemoryStore()
        for record in (await store.read(f"run_{number}"))[:-4]:
            await other.append(f"run_{number}", record)
        cut.append(other)
    began = time.process_time()
    for number, other in enumerate(cut):
        await run_outcome(WANTED, draft, grader=ReadyGrader(), store=other, blobs=blobs, run_id=f"run_{number}")
    return back, 1e3 * (time.process_time() - began) / 50


def in_flight(runs: int) -> dict[str, object]:
    """Resident memory while so many runs, with a journal on disk, wait for their grader."""
    waiting = Waiting(runs)

    async def main(root: Path) -> dict[str, object]:
        with SqliteStore(root) as store:
            blobs = FolderBlobs(root / "blobs")
            await run_outcome(WANTED, draft, grader=ReadyGrader(), store=store, blobs=blobs)
            gc.collect()
            before = rss_mb()
            all_runs = (run_outcome(WANTED, draft, grader=waiting, store=store, blobs=blobs) for _ in range(runs))
            tasks = [asyncio.create_task(run) for run in all_runs]
            await waiting.all_there.wait()
            gc.collect()
            held = rss_mb() - before
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return {"what": f"{runs:,} runs in flight, journal on disk", "rss_mb_above_baseline": round(held, 1)}

    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(main(Path(folder)))


def listed() -> dict[str, object]:
    """`outcomes runs list` over many runs, as a process, beside `outcomes --help`."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)

        async def fill() -> None:
            memory = MemoryStore()
            await run_outcome(WANTED, draft, grader=ReadyGrader(), store=memory, run_id="run_x")
            records = await memory.read("run_x")
            with SqliteStore(root) as store:

                async def one(number: int) -> None:
                    for record in records:
                        await store.append(f"run_{number:05}", record)

                for first in range(0, LISTED, 500):
                    await asyncio.gather(*map(one, range(first, first + 500)))

        asyncio.run(fill())
        outcomes = [sys.executable, "-m", "outcomes"]
        asked = {
            "help": [*outcomes, "--help"],
            "all": [*outcomes, "runs", "list", "--runs", str(root), "--json"],
            "table": [*outcomes, "runs", "list", "--runs", str(root)],
        }
        taken: dict[str, list[float]] = {what: [] for what in asked}
        for _ in range(5):
            for what, command in asked.items():
                taken[what].append(_child_seconds(command))
    seconds = {what: statistics.median(values) for what, values in taken.items()}
    return {
        "what": f"`outcomes runs list` over {LISTED:,} runs",
        "cpu_s_as_json": round(seconds["all"], 2),
        "cpu_s_as_table": round(seconds["table"], 2),
        "ratio_to_help": round(seconds["table"] / seconds["help"], 1),
    }


def graded() -> dict[str, object]:
    """`outcomes grade-all` over many small files with checks alone: memory beyond the interpreter, CPU for each."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "rubric.md").write_text("# Note\n\n- It has at least four words `check: words min=4`\n")
        for number in range(FILES):
            folder = root / f"{number % 100:02}"
            folder.mkdir(exist_ok=True)
            (folder / f"{number}.md").write_text(f"# Note {number}\n\nWe moved the server, at {number} o'clock.\n")
        command = [
            sys.executable,
            "-m",
            "outcomes",
            "grade-all",
            "*/*.md",
            "--rubric",
            "rubric.md",
            "--format",
            "jsonl",
        ]
        bare = _peak_mb([sys.executable, "-c", "pass"], root)[0]
        peak, cpu = _peak_mb(command, root)
    return {
        "what": f"`outcomes grade-all` over {FILES:,} small files, checks alone",
        "peak_mb_beyond_the_interpreter": round(peak - bare, 1),
        "cpu_ms_per_file": round(1e3 * cpu / FILES, 2),
    }


def _child_seconds(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _peak_mb(command: list[str], folder: Path) -> tuple[float, float]:
    """Peak resident memory in MB and CPU seconds, asked by a process in between that has no other child."""
    asking = (
        "import json, resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(json.dumps([used.ru_maxrss / 1000, used.ru_utime + used.ru_stime]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", asking, *command], cwd=folder, check=True, capture_output=True, text=True
    )
    peak, cpu = json.loads(done.stdout)
    return float(peak), float(cpu)


def measure() -> list[dict[str, object]]:
    """All rows."""
    apart = subprocess.run([sys.executable, str(HERE), str(IN_FLIGHT)], check=True, capture_output=True, text=True)
    return [*iterations(), *kept(), json.loads(apart.stdout), listed(), graded()]


if __name__ == "__main__":
    json.dump(in_flight(int(sys.argv[1])), sys.stdout)
