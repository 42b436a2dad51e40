"""The store on SQLite: write-ahead log, one writer, a commit for all that is asked in one moment."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from outcomes.clock import SystemClock
from outcomes.errors import StoreError
from outcomes.records import beginning
from outcomes.shortage import in_words
from outcomes.store import RUN_ID, RunSummary, kept_bytes
from outcomes.stores.sqlite import leases
from outcomes.stores.sqlite.rows import (
    BEGINNING,
    Line,
    checksum,
    insert_record,
    read_line,
    read_lines,
    read_records,
    refuse_damaged,
    write_line,
)
from outcomes.stores.sqlite.thread import DatabaseThread

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Self

    from outcomes.clock import Clock
    from outcomes.records import Record
    from outcomes.store import Holder

FILE = "runs.db"


class SqliteStore:
    """Runs in `ROOT/runs.db`. Several processes may share it; each run is driven by one at a time.

    It survives the death of a process, and of the machine as far as its disk keeps what was synced. It is one file on
    one machine: a network file system (NFS, SMB, a synchronised folder) is not supported, since neither locks nor
    SQLite's log can be relied on there. A folder that can only be read can be looked into.
    """

    def __init__(self, root: Path, *, clock: Clock | None = None) -> None:
        """`root` is made when something is kept or asked for."""
        self.path = root / FILE
        self._clock = clock if clock is not None else SystemClock()
        self._thread = DatabaseThread(self.path)
        self._held: dict[str, Holder] = {}

    def __enter__(self) -> Self:
        """Open until the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Close the database; it opens again by itself when something is asked."""
        self._thread.close()

    def _begun(self) -> bool:
        """Whether anything was ever kept here; looking makes nothing."""
        try:
            return self.path.exists()
        except OSError as error:
            msg = f"{self.path} cannot be read: {in_words(error)}"
            raise StoreError(msg) from None

    async def append(self, run_id: str, record: Record) -> None:
        """Keep one more record, and what lists show of it, in one transaction."""
        _refuse_name(run_id)
        await self._thread.write(partial(_append, run_id, record, self._held.get(run_id), self._clock))

    async def read(self, run_id: str) -> Sequence[Record]:
        """All records of a run, their checksums verified."""
        if not self._begun():
            return ()
        return await self._thread.read(partial(_read, run_id))

    async def runs(self) -> Sequence[RunSummary]:
        """All runs, oldest first."""
        if not self._begun():
            return ()
        return await self._thread.read(lambda connection: tuple(line.summary for line in read_lines(connection)))

    async def hold(self, run_id: str, holder: Holder) -> None:
        """Take a run, or show a sign of life."""
        _refuse_name(run_id)
        await self._thread.write(partial(leases.take, run_id=run_id, holder=holder, clock=self._clock))
        self._held[run_id] = holder

    async def release(self, run_id: str, holder: Holder) -> None:
        """Let go of a run."""
        leases.let_go(holder)
        held = self._held.get(run_id)
        if held is not None and held.token == holder.token:
            del self._held[run_id]
        await self._thread.write(partial(leases.release, run_id=run_id, holder=holder))

    async def remember(self, run_id: str, key: str, reply: bytes) -> None:
        """Keep what a paid step gave."""
        row = (run_id, key, reply, checksum(run_id, key, reply))
        await self._thread.write(
            lambda connection: connection.execute(
                "INSERT OR IGNORE INTO ledger (run_id, key, reply, checksum) VALUES (?, ?, ?, ?)", row
            )
        )

    async def recall(self, run_id: str, key: str) -> bytes | None:
        """What a paid step gave."""
        if not self._begun():
            return None
        return await self._thread.read(partial(_recall, run_id, key))

    async def delete(self, run_id: str) -> None:
        """Forget a run that nobody drives."""
        if self._begun():
            await self._thread.write(partial(_delete, run_id, self._held.get(run_id), self._clock))

    async def needed(self) -> frozenset[str]:
        """Hashes of all bytes that some run needs."""
        if not self._begun():
            return frozenset()
        return await self._thread.read(
            lambda connection: frozenset(sha for (sha,) in connection.execute("SELECT DISTINCT sha256 FROM blob_uses"))
        )


def _refuse_name(run_id: str) -> None:
    if not RUN_ID.fullmatch(run_id):
        msg = f"{run_id!r} is not a run id"
        raise StoreError(msg)


def _append(run_id: str, record: Record, holder: Holder | None, clock: Clock, connection: sqlite3.Connection) -> None:
    leases.refuse_writing(connection, run_id, holder, clock)
    line = read_line(connection, run_id)
    known = line.records if line is not None else 0
    if record.seq != known:
        msg = f"run {run_id}: record {record.seq} where {known} was expected"
        raise StoreError(msg)
    if line is None:
        summary = RunSummary.of(beginning(record, run_id)).model_copy(update={"run_id": run_id})
        write_line(connection, Line(summary, 0, BEGINNING))  # so that the record has something to belong to
    else:
        summary = line.summary.after(record)
    head = insert_record(connection, run_id, record, line.head if line is not None else BEGINNING)
    write_line(connection, Line(summary, known + 1, head))
    connection.executemany(
        "INSERT OR IGNORE INTO blob_uses (sha256, run_id, size_bytes) VALUES (?, ?, ?)",
        [(sha256, run_id, size) for sha256, size in kept_bytes(record).items()],
    )


def _read(run_id: str, connection: sqlite3.Connection) -> Sequence[Record]:
    line = read_line(connection, run_id)
    if line is None:
        left = connection.execute("SELECT count(*) FROM records WHERE run_id = ?", (run_id,)).fetchone()[0]
        if left:
            refuse_damaged(f"the line of run {run_id}")
        return ()
    return tuple(read_records(connection, run_id, line))


def _recall(run_id: str, key: str, connection: sqlite3.Connection) -> bytes | None:
    row = connection.execute(
        "SELECT reply, checksum FROM ledger WHERE run_id = ? AND key = ?", (run_id, key)
    ).fetchone()
    if row is None:
        return None
    reply, own = row
    if not isinstance(reply, bytes) or own != checksum(run_id, key, reply):
        refuse_damaged(f"a kept reply of run {run_id}")
    return reply


def _delete(run_id: str, holder: Holder | None, clock: Clock, connection: sqlite3.Connection) -> None:
    leases.refuse_writing(connection, run_id, holder, clock)
    for table in ("leases", "ledger", "blob_uses", "records", "runs"):
        connection.execute(f"DELETE FROM {table} WHERE run_id = ?", (run_id,))  # noqa: S608 - our own names
