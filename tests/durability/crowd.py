"""Many runs at once on one store, in one process."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from outcomes import run_outcome
from outcomes.stores.folder import FolderBlobs
from outcomes.stores.sqlite.store import SqliteStore
from tests.durability.small import WANTED, Judge

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.run import Run
    from outcomes.worker import Brief


async def _work(brief: Brief) -> str:
    return f"draft {brief.iteration}"


async def crowd(root: Path, name: str, number: int) -> list[Run]:
    """So many runs, all begun at once."""
    with SqliteStore(root) as store:
        blobs = FolderBlobs(root / "blobs")
        runs = (
            run_outcome(WANTED, _work, grader=Judge(), store=store, blobs=blobs, run_id=f"{name}_{index}")
            for index in range(number)
        )
        return list(await asyncio.gather(*runs))


def crowd_in(root: Path, name: str, number: int) -> None:
    """The same as the whole of a process, which fails unless all are satisfied."""
    runs = asyncio.run(crowd(root, name, number))
    if {run.result for run in runs} != {"satisfied"}:
        raise SystemExit(1)
