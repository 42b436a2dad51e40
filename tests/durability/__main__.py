"""`python -m tests.durability 1000`: so many processes killed at random moments; what came of it is printed."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from outcomes.testing import FakeEndpoint
from tests.durability.kills import Killing
from tests.durability.paying import Counting


def main(kills: int) -> int:
    """Kill, and tell."""
    judging, began = Counting(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder, FakeEndpoint(judging) as endpoint:
        killing = Killing(Path(folder), endpoint, judging, seed=int(began))
        tally = killing.until(kills)
    by_records = ", ".join(f"{number}: {times}" for number, times in sorted(tally.kills_by_records.items()))
    for line in (
        f"{tally.kills:,} kills in {tally.runs:,} runs, {time.monotonic() - began:,.0f} s",
        f"records when killed: {by_records}",
        f"calls paid again: {tally.paid_again:,}",
        f"wrong: {len(tally.wrong)}",
        *tally.wrong,
    ):
        print(line)  # noqa: T201 - that is what it is for
    return int(bool(tally.wrong))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
