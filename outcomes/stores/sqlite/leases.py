"""Who drives a run: taken, shown to be alive, ended by itself when its holder is gone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from outcomes.errors import StoreError
from outcomes.store import LEASE_SECONDS, Holder, RunHeld
from outcomes.stores.sqlite.rows import refuse_damaged
from outcomes.system import Process

if TYPE_CHECKING:
    import sqlite3

    from outcomes.clock import Clock


_driving: set[str] = set()
"""Tokens of attempts in this process that have not let go.

An attempt that could not write that it lets go, because the disk was full, say, is over all the same; from outside, its
process is only seen to be alive.
"""


class Lease(NamedTuple):
    """A run's lease as it is written."""

    holder: Holder
    renewed_at: datetime
    expires_at: datetime
    expires_monotonic: float

    def over(self, clock: Clock) -> bool:
        """Whether somebody else may take the run.

        On the machine that wrote it, in the same boot, monotonic time and the process itself are asked, which no
        changed clock can mislead; from elsewhere, only the wall clock can be.
        """
        holder = self.holder
        process = Process(holder.host, holder.boot, holder.pid, holder.process_started, holder.process_numbers)
        if process.gone:
            return True
        here = Process.this()
        if process == here and here.started and holder.token not in _driving:
            return True
        if (process.host, process.boot) == (here.host, here.boot) and here.boot:
            return clock.monotonic() >= self.expires_monotonic
        return clock.now() >= self.expires_at

    def refusal(self, run_id: str, clock: Clock) -> RunHeld:
        """What the second one is told."""
        ago = max(0, round((clock.now() - self.renewed_at).total_seconds()))
        return RunHeld(run_id, self.holder, f"last sign of life {ago} s ago")


def take(connection: sqlite3.Connection, run_id: str, holder: Holder, clock: Clock) -> None:
    """Take a run or renew what is held; `RunHeld` when it is another's."""
    lease = read(connection, run_id)
    if lease is not None and lease.holder.token != holder.token and not lease.over(clock):
        raise lease.refusal(run_id, clock)
    now = clock.now()
    _driving.add(holder.token)
    connection.execute(
        "INSERT INTO leases (run_id, holder, renewed_at, expires_at, expires_monotonic) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (run_id) DO UPDATE SET holder = excluded.holder, renewed_at = excluded.renewed_at, "
        "expires_at = excluded.expires_at, expires_monotonic = excluded.expires_monotonic",
        (
            run_id,
            holder.model_dump_json(),
            now.isoformat(),
            (now + timedelta(seconds=LEASE_SECONDS)).isoformat(),
            clock.monotonic() + LEASE_SECONDS,
        ),
    )


def refuse_writing(connection: sqlite3.Connection, run_id: str, holder: Holder | None, clock: Clock) -> None:
    """`RunHeld` unless `holder` holds the run, or nobody does and there is no `holder`.

    Whoever once held it and was overtaken is refused too, so that two never write to one run.
    """
    lease = read(connection, run_id)
    if holder is None:
        if lease is not None and not lease.over(clock):
            raise lease.refusal(run_id, clock)
    elif lease is None:
        msg = f"run {run_id} was driven by another process in the meantime, and is let go; resume it to go on"
        raise StoreError(msg)
    elif lease.holder.token != holder.token:
        raise lease.refusal(run_id, clock)


def let_go(holder: Holder) -> None:
    """Whatever becomes of `release`, this attempt is over."""
    _driving.discard(holder.token)


def release(connection: sqlite3.Connection, run_id: str, holder: Holder) -> None:
    """Let go, if it is held by this one."""
    lease = read(connection, run_id)
    if lease is not None and lease.holder.token == holder.token:
        connection.execute("DELETE FROM leases WHERE run_id = ?", (run_id,))


def read(connection: sqlite3.Connection, run_id: str) -> Lease | None:
    """The lease of a run, if there is one."""
    row = connection.execute(
        "SELECT holder, renewed_at, expires_at, expires_monotonic FROM leases WHERE run_id = ?", (run_id,)
    ).fetchone()
    if row is None:
        return None
    try:
        return Lease(
            Holder.model_validate_json(row[0]), datetime.fromisoformat(row[1]), datetime.fromisoformat(row[2]), row[3]
        )
    except (ValidationError, ValueError, TypeError):
        refuse_damaged(f"the lease of run {run_id}")
