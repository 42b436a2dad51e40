"""Runs in a folder that people can look into: one JSON line per record, and the bytes in files named by their hash.

    RUNS/<run id>/records.jsonl
    RUNS/blobs/ab/abcdef…

A line is written and synced before anything acts on it. A crash may tear the last line; it is then left out and
overwritten, since nothing had acted on it.
"""

from __future__ import annotations

import hashlib
import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from pydantic import AwareDatetime, BaseModel, ValidationError

from outcomes.errors import StoreError
from outcomes.records import from_json, to_json
from outcomes.store import RUN_ID
from outcomes.system import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from outcomes.records import Record

_SHA256 = re.compile(r"[0-9a-f]{64}")


class _Kept(NamedTuple):
    """How much of a run is on disk."""

    records: int
    size_bytes: int


class _Begun(BaseModel):
    """Of a run's first record, when it was made."""

    at: AwareDatetime


class FolderStore:
    """Append-only JSON lines, one file per run."""

    def __init__(self, root: Path) -> None:
        """`root` is made when the first record is kept."""
        self._root = root
        self._kept: dict[str, _Kept] = {}

    async def append(self, run_id: str, record: Record) -> None:
        """Write one line and sync it; a run that someone else has written to meanwhile is left alone."""
        path = self._path(run_id)
        try:
            kept = self._kept.get(run_id) or _repaired(path)
            if record.seq != kept.records:
                msg = f"{path}: record {record.seq} where {kept.records} was expected"
                raise StoreError(msg)
            self._kept[run_id] = _write(path, record, kept)
        except OSError as error:
            self._kept.pop(run_id, None)
            msg = f"cannot write {path}: {error.strerror}"
            raise StoreError(msg) from None

    async def read(self, run_id: str) -> Sequence[Record]:
        """Every whole record of a run."""
        path = self._path(run_id)
        if not path.exists():
            return ()
        records = [self._parse(path, number, line) for number, line in enumerate(_whole_lines(path), start=1)]
        for expected, record in enumerate(records):
            if record.seq != expected:
                msg = f"{path}:{expected + 1}: record {record.seq} where {expected} was expected"
                raise StoreError(msg)
        return records

    async def runs(self) -> Sequence[str]:
        """Ids of all runs, oldest first."""
        if not self._root.is_dir():
            return ()
        found = [path for path in self._root.glob("*/records.jsonl") if RUN_ID.fullmatch(path.parent.name)]
        begun = [(at, path.parent.name) for path in found if (at := _begun(path)) is not None]
        return tuple(name for _, name in sorted(begun))

    def _path(self, run_id: str) -> Path:
        if not RUN_ID.fullmatch(run_id):
            msg = f"{run_id!r} is not a run id"
            raise StoreError(msg)
        return self._root / run_id / "records.jsonl"

    @staticmethod
    def _parse(path: Path, number: int, line: bytes) -> Record:
        try:
            return from_json(line)
        except StoreError as error:
            msg = f"{path}:{number}: {error}"
            raise StoreError(msg) from None


def _repaired(path: Path) -> _Kept:
    """Cut a torn last line off, and return how much there is."""
    if not path.exists():
        return _Kept(0, 0)
    lines = _whole_lines(path)
    size = sum(len(line) + 1 for line in lines)
    if path.stat().st_size > size:
        os.truncate(path, size)
    return _Kept(len(lines), size)


def _write(path: Path, record: Record, kept: _Kept) -> _Kept:
    path.parent.mkdir(parents=True, exist_ok=True)
    line = to_json(record).encode() + b"\n"
    with path.open("ab") as stream:
        if stream.tell() != kept.size_bytes:
            msg = f"{path} was changed by something else; is this run going on in another process as well?"
            raise StoreError(msg)
        stream.write(line)
        stream.flush()
        os.fsync(stream.fileno())
    return _Kept(kept.records + 1, kept.size_bytes + len(line))


def _begun(path: Path) -> datetime | None:
    """When a run began; `None` when not even its first record was written whole. A damaged one counts as the oldest."""
    try:
        with path.open("rb") as stream:
            line = stream.readline()
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror}"
        raise StoreError(msg) from None
    if not line.endswith(b"\n"):
        return None
    try:
        return _Begun.model_validate_json(line).at
    except ValidationError:
        return datetime.min.replace(tzinfo=UTC)


def _whole_lines(path: Path) -> list[bytes]:
    """Lines that end in a line feed; what comes after the last one was torn by a crash."""
    try:
        return path.read_bytes().split(b"\n")[:-1]
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror}"
        raise StoreError(msg) from None


class FolderBlobs:
    """Files named by the hash of what is in them."""

    def __init__(self, root: Path) -> None:
        """`root` is made when the first bytes are kept."""
        self._root = root

    def put(self, data: bytes) -> str:
        """Keep the bytes: temporary name, sync, rename."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._root / sha256[:2] / sha256
        if not path.exists():
            try:
                write_whole(path, data)
            except OSError as error:
                msg = f"cannot write {path}: {error.strerror}"
                raise StoreError(msg) from None
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes, checked against their name."""
        if not _SHA256.fullmatch(sha256):
            msg = f"{sha256!r} is not a SHA-256 in lower-case hex"
            raise StoreError(msg)
        path = self._root / sha256[:2] / sha256
        try:
            data = path.read_bytes()
        except OSError as error:
            msg = f"cannot read {path}: {error.strerror}"
            raise StoreError(msg) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            msg = f"{path} is damaged: its content does not have the hash of its name"
            raise StoreError(msg)
        return data
