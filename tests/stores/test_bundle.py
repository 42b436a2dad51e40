"""A run that is taken in from a bundle, whole or not at all."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from outcomes.bundle import export_run, import_run
from outcomes.errors import StoreError
from outcomes.stores.memory import MemoryBlobs, MemoryStore
from tests.core.journals import a_journal

if TYPE_CHECKING:
    from outcomes.records import Record


class Full(MemoryStore):
    """Has room for three records."""

    async def append(self, run_id: str, record: Record) -> None:
        if record.seq == 3:
            raise StoreError("the disk is full")
        await super().append(run_id, record)


class AnyBlobs(MemoryBlobs):
    """Has bytes for every hash that the journal names."""

    def get(self, sha256: str) -> bytes:
        return sha256.encode()


def test_no_half_of_a_run_stays_behind_when_there_is_no_room_for_it() -> None:
    journal = [record for record in a_journal() if record.type != "work_finished"]
    whole = MemoryStore()
    for seq, record in enumerate(journal):
        asyncio.run(whole.append("run_1", record.model_copy(update={"seq": seq})))
    packed = asyncio.run(export_run("run_1", whole, AnyBlobs()))
    store = Full()
    with pytest.raises(StoreError, match="the disk is full"):
        asyncio.run(import_run(packed, store, MemoryBlobs()))
    assert asyncio.run(store.runs()) == ()
    assert asyncio.run(import_run(packed, MemoryStore(), MemoryBlobs())) == "run_1"
