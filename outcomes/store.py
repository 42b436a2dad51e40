"""The seat of stores: an append-only list of records per run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.records import Record


RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
"""What a run may be called: safe as the name of a folder and in a URL."""


class Store(Protocol):
    """Keeps records. What `append` returned from is there after a crash, as far as the store promises at all."""

    async def append(self, run_id: str, record: Record) -> None:
        """Keep one more record; `StoreError` when its `seq` is not the next one of the run."""

    async def read(self, run_id: str) -> Sequence[Record]:
        """All records of a run in order; empty when the run is unknown."""

    async def runs(self) -> Sequence[str]:
        """Ids of all runs, oldest first."""
