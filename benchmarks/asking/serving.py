"""The simulated endpoint in a process of its own: counts what comes, and tells it when it is asked.

    python serving.py LATENCY_SECONDS [checking]

Prints its address; every line on standard input is answered with the counts so far, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Final

from outcomes.testing import FakeEndpoint, Judge
from outcomes.testing.endpoint import Profile, Recorder

SENTINEL: Final = "heron-4711"
LEAN: Final = Profile("lean", schemas=True)
"""Answers schemas like the hosted one, and checks next to nothing, so that it takes little of a shared machine."""


def main() -> None:
    """Serve until standard input ends."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    recorder = Recorder(keep=False, watched=(SENTINEL,))
    profile = "hosted" if "checking" in sys.argv else LEAN
    with FakeEndpoint(Judge(), profile=profile, latency_seconds=float(sys.argv[1]), recorder=recorder) as endpoint:
        print(endpoint.base_url, flush=True)
        for _ in sys.stdin:
            counts = {
                "requests": recorder.received,
                "bytes": recorder.bytes_in,
                "artifact_sends": recorder.watched_sent.get(SENTINEL, 0),
                "in_flight_peak": recorder.in_flight_peak,
                "connections": recorder.connections,
            }
            print(json.dumps(counts), flush=True)


if __name__ == "__main__":
    main()
