"""How long it takes until anything happens: CPU of fresh processes, as a ratio to importing the vendor SDK."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

ROUNDS = 7
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "import anthropic": [sys.executable, "-c", "import anthropic"],
    "import outcomes": [sys.executable, "-c", "import outcomes"],
    "outcomes --help": [str(Path(sys.executable).with_name("outcomes")), "--help"],
    "from outcomes import run_outcome": [sys.executable, "-c", "from outcomes import run_outcome, Outcome"],
}
PEER = "import anthropic"


def cpu_ms(argv: list[str]) -> float:
    """User and system time of one process, in milliseconds."""
    with subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        msg = f"{argv} exited {child.returncode}"
        raise RuntimeError(msg)
    return 1000 * (usage.ru_utime + usage.ru_stime)


def measure() -> list[dict[str, object]]:
    """One row per command: median CPU over interleaved rounds, and its ratio to the peer."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for number in range(ROUNDS + 1):
        for name, argv in COMMANDS.items():
            spent = cpu_ms(argv)
            if number:  # the first round fills the caches
                times[name].append(spent)
    medians = {name: statistics.median(spent) for name, spent in times.items()}
    return [
        {"what": name, "cpu_ms": round(value, 1), "ratio": round(value / medians[PEER], 3)}
        for name, value in medians.items()
    ]
