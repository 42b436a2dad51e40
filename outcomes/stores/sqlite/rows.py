"""Records and summaries as rows, each with a checksum: what a disk or a hand changed is found out, not believed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from pydantic import ValidationError

from outcomes.errors import StoreError
from outcomes.records import from_json, to_json
from outcomes.store import RunSummary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from outcomes.records import Record

_SUMMARY: Final = tuple(RunSummary.model_fields)
_COLUMNS: Final = (*_SUMMARY, "records", "head", "checksum")
BEGINNING: Final = ""
"""What the first record's checksum goes on from."""


class Line(NamedTuple):
    """A run's line in the list of runs."""

    summary: RunSummary
    records: int
    head: str


def checksum(*parts: str | bytes) -> str:
    """32 hex digits that stand for all parts and their borders."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()[:32]


def chained(head: str, run_id: str, seq: int, body: str) -> str:
    """A record's checksum: it covers all records before it."""
    return checksum(head, run_id, str(seq), body)


def insert_record(connection: sqlite3.Connection, run_id: str, record: Record, head: str) -> str:
    """Write one record; its checksum."""
    body = to_json(record)
    own = chained(head, run_id, record.seq, body)
    connection.execute(
        "INSERT INTO records (run_id, seq, at, type, path, body, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (run_id, record.seq, record.at.isoformat(), record.type, record.path, body, own),
    )
    return own


def read_records(connection: sqlite3.Connection, run_id: str, line: Line) -> list[Record]:
    """Every record of a run; `StoreError` when one is missing or not as it was written."""
    rows = connection.execute("SELECT seq, body, checksum FROM records WHERE run_id = ? ORDER BY seq", (run_id,))
    found: list[Record] = []
    head = BEGINNING
    for seq, body, own in rows:
        if seq != len(found) or not isinstance(body, str) or own != chained(head, run_id, seq, body):
            refuse_damaged(f"record {len(found)} of run {run_id}")
        try:
            found.append(from_json(body))
        except StoreError as error:
            msg = f"run {run_id}, record {seq}: {error}"
            raise StoreError(msg) from None
        head = own
    if (len(found), head) != (line.records, line.head):
        refuse_damaged(f"the end of run {run_id}")
    return found


def write_line(connection: sqlite3.Connection, line: Line) -> None:
    """Put a run's line in place of the one before."""
    values = _values(line)
    names, marks = ", ".join(_COLUMNS), ", ".join("?" * len(_COLUMNS))
    changes = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
    connection.execute(
        f"INSERT INTO runs ({names}) VALUES ({marks}) ON CONFLICT (run_id) DO UPDATE SET {changes}",  # noqa: S608 - our own names
        (*values, checksum(json.dumps(values))),
    )


def read_line(connection: sqlite3.Connection, run_id: str) -> Line | None:
    """A run's line, if the run is known."""
    lines = read_lines(connection, "WHERE run_id = ?", (run_id,))
    return lines[0] if lines else None


def read_lines(connection: sqlite3.Connection, where: str = "", values: Sequence[object] = ()) -> list[Line]:
    """Lines, oldest first."""
    rows = connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM runs {where} ORDER BY started_at, run_id",  # noqa: S608 - our own words
        tuple(values),
    )
    return [_line(row) for row in rows]


def _values(line: Line) -> tuple[Any, ...]:
    written = line.summary.model_dump(mode="json")
    return (*(written[name] for name in _SUMMARY), line.records, line.head)


def _line(row: tuple[Any, ...]) -> Line:
    *values, own = row
    if own != checksum(json.dumps(values)):
        refuse_damaged(f"the line of run {values[0]!r}")
    try:
        summary = RunSummary.model_validate(dict(zip(_SUMMARY, values, strict=False)))
    except ValidationError:
        refuse_damaged(f"the line of run {values[0]!r}")
    return Line(summary, values[-2], values[-1])


def refuse_damaged(what: str) -> NoReturn:
    """Nothing is concluded from what was changed behind our back."""
    msg = f"{what} is damaged: it is not what was written; restore the database from a copy"
    raise StoreError(msg) from None
