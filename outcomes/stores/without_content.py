"""A store around another that lets no text through: what a run was about is gone with its process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.errors import StoreError
from outcomes.redaction import names_of, redacted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.records import Record
    from outcomes.redaction import Names
    from outcomes.store import Holder, RunSummary, Store


class WithoutContent:
    """Keeps records without their content (see `outcomes.redaction`), and paid replies in memory alone.

    Bytes do not go through a store: give such a run `MemoryBlobs`.
    """

    def __init__(self, inner: Store) -> None:
        """`inner` is given what is left of each record."""
        self._inner = inner
        self._names: dict[str, Names] = {}
        self._ledger: dict[tuple[str, str], bytes] = {}

    async def append(self, run_id: str, record: Record) -> None:
        """Keep what is left of a record."""
        names = self._names.get(run_id)
        if names is None:
            if record.seq:
                msg = f"run {run_id} was begun elsewhere: it cannot be kept without content from its middle on"
                raise StoreError(msg)
            names = names_of(record)
        await self._inner.append(run_id, redacted(record, names))
        self._names[run_id] = names

    async def read(self, run_id: str) -> Sequence[Record]:
        """What is left of the records of a run."""
        return await self._inner.read(run_id)

    async def runs(self) -> Sequence[RunSummary]:
        """All runs, oldest first."""
        return await self._inner.runs()

    async def hold(self, run_id: str, holder: Holder) -> None:
        """Take a run."""
        await self._inner.hold(run_id, holder)

    async def release(self, run_id: str, holder: Holder) -> None:
        """Let go of it, and forget what it was about."""
        self._names.pop(run_id, None)
        self._ledger = {key: reply for key, reply in self._ledger.items() if key[0] != run_id}
        await self._inner.release(run_id, holder)

    async def remember(self, run_id: str, key: str, reply: bytes) -> None:
        """Keep a reply for as long as the run is driven."""
        self._ledger.setdefault((run_id, key), reply)

    async def recall(self, run_id: str, key: str) -> bytes | None:
        """The reply, while the run is driven."""
        return self._ledger.get((run_id, key))

    async def delete(self, run_id: str) -> None:
        """Forget a run."""
        await self._inner.delete(run_id)

    async def needed(self) -> frozenset[str]:
        """Hashes of all bytes that some run needs."""
        return await self._inner.needed()
