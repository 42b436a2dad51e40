"""Records and bytes in memory: everything is gone with the process, and nothing is written anywhere."""

from __future__ import annotations

import hashlib
from itertools import starmap
from typing import TYPE_CHECKING

from outcomes.errors import StoreError
from outcomes.records import beginning
from outcomes.store import RunHeld, RunSummary, kept_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.records import Record
    from outcomes.store import Holder


class MemoryStore:
    """Lists of records. A run is held until it is released: who holds it is in this process, and cannot be lost."""

    def __init__(self) -> None:
        """Empty."""
        self._runs: dict[str, list[Record]] = {}
        self._holders: dict[str, Holder] = {}
        self._ledger: dict[tuple[str, str], bytes] = {}

    async def append(self, run_id: str, record: Record) -> None:
        """Keep one more record."""
        records = self._runs.get(run_id, [])
        if record.seq != len(records):
            msg = f"run {run_id}: record {record.seq} where {len(records)} was expected"
            raise StoreError(msg)
        self._runs.setdefault(run_id, records).append(record)

    async def read(self, run_id: str) -> Sequence[Record]:
        """All records of a run."""
        return tuple(self._runs.get(run_id, ()))

    async def runs(self) -> Sequence[RunSummary]:
        """All runs, oldest first."""
        return tuple(sorted(starmap(_summary, self._runs.items()), key=lambda run: run.started_at))

    async def hold(self, run_id: str, holder: Holder) -> None:
        """Take a run that nobody holds."""
        now = self._holders.setdefault(run_id, holder)
        if now.token != holder.token:
            raise RunHeld(run_id, now, "in this process")

    async def release(self, run_id: str, holder: Holder) -> None:
        """Let go of it."""
        now = self._holders.get(run_id)
        if now is not None and now.token == holder.token:
            del self._holders[run_id]

    async def remember(self, run_id: str, key: str, reply: bytes) -> None:
        """Keep what a paid step gave."""
        self._ledger.setdefault((run_id, key), reply)

    async def recall(self, run_id: str, key: str) -> bytes | None:
        """What a paid step gave."""
        return self._ledger.get((run_id, key))

    async def delete(self, run_id: str) -> None:
        """Forget a run."""
        self._runs.pop(run_id, None)
        self._ledger = {key: reply for key, reply in self._ledger.items() if key[0] != run_id}

    async def needed(self) -> frozenset[str]:
        """Hashes of all bytes that some run needs."""
        return frozenset(sha for records in self._runs.values() for record in records for sha in kept_bytes(record))


def _summary(run_id: str, records: Sequence[Record]) -> RunSummary:
    first, *later = records
    summary = RunSummary.of(beginning(first, run_id))
    for record in later:
        summary = summary.after(record)
    return summary


class MemoryBlobs:
    """A dictionary of bytes by hash."""

    def __init__(self) -> None:
        """Empty."""
        self._data: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        """Keep the bytes."""
        sha256 = hashlib.sha256(data).hexdigest()
        self._data.setdefault(sha256, data)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of a hash."""
        try:
            return self._data[sha256]
        except KeyError:
            msg = f"no bytes are kept under {sha256[:12]}…"
            raise StoreError(msg) from None
