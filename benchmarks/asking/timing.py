"""One way of grading, many artifacts, a fresh process: CPU, wall time, memory and failures, as JSON.

python timing.py URL WAY CRITERIA GRADINGS
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

WARM_UP: Final = 16


async def main(url: str, name: str, criteria: int, gradings: int) -> dict[str, object]:
    """Grade some to get going, then all of them at once."""
    from asking.ways import WAYS

    way = WAYS[name](url, criteria)
    await asyncio.gather(*(way(number) for number in range(WARM_UP)))
    print("warm", flush=True)
    sys.stdin.readline()
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    came = await asyncio.gather(*(way(WARM_UP + number) for number in range(gradings)), return_exceptions=True)
    spent = {"cpu_seconds": time.process_time() - cpu, "wall_seconds": time.perf_counter() - wall}
    failed = Counter(type(item).__name__ for item in came if isinstance(item, BaseException))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**spent, "failures": dict(failed), "peak_mb": round(peak)}


if __name__ == "__main__":
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {0})
    print(json.dumps(asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))), flush=True)
    os._exit(0)  # peers leave threads and connections behind
