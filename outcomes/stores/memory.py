"""Records and bytes in memory: everything is gone with the process, and nothing is written anywhere."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from outcomes.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.records import Record


class MemoryStore:
    """Lists of records."""

    def __init__(self) -> None:
        """Empty."""
        self._runs: dict[str, list[Record]] = {}

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

    async def runs(self) -> Sequence[str]:
        """Ids of all runs, oldest first."""
        return tuple(self._runs)


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
