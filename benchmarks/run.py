"""Run every benchmark, print the tables, and keep the numbers in results.json beside this file.

Every figure is a ratio against a peer or a floor that ran in the same minutes on the same machine: absolute times on a
shared machine say little.
"""

from __future__ import annotations

import json
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

import durability
import grading
import memory
import overflow
import overhead
import reading
import rendering
import start

import rubrics

BENCHMARKS = {
    "start": start.measure,
    "overhead": overhead.measure,
    "memory": memory.measure,
    "reading": reading.measure,
    "rendering": rendering.measure,
    "overflow": overflow.measure,
    "rubrics": rubrics.measure,
    "grading": grading.measure,
    "durability": durability.measure,
}


def main(names: list[str]) -> None:
    """Run the named ones, or all."""
    path = Path(__file__).with_name("results.json")
    results = json.loads(path.read_text()) if path.exists() else {}
    for name in names or list(BENCHMARKS):
        print(f"{name} ...", file=sys.stderr)
        rows = BENCHMARKS[name]()
        results[name] = {"at": datetime.now(UTC).date().isoformat(), "python": platform.python_version(), "rows": rows}
        print(f"\n## {name}")
        for row in rows:
            print("  " + "  ".join(f"{key}={value}" for key, value in row.items()))
    path.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
