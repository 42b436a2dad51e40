"""A run as one zip file: its records, the bytes that it needs, and a manifest of their hashes."""

from __future__ import annotations

import contextlib
import hashlib
import io
import zipfile
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from outcomes.errors import StoreError
from outcomes.records import RunStarted, from_json, to_json
from outcomes.store import RUN_ID, kept_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.blobs import Blobs
    from outcomes.records import Record
    from outcomes.store import Store

MANIFEST: Final = "manifest.json"
RECORDS: Final = "records.jsonl"
SCHEMA_VERSION: Final = 1
MOST_BYTES: Final = 4 << 30
"""Unpacked, all together: more is refused before it is unpacked."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class Member(BaseModel):
    """One file of a bundle."""

    model_config = ConfigDict(frozen=True, extra="allow")

    path: str
    sha256: str
    size_bytes: int


class Manifest(BaseModel):
    """What a bundle holds."""

    model_config = ConfigDict(frozen=True, extra="allow")

    schema_version: int = SCHEMA_VERSION
    run_id: str
    files: tuple[Member, ...]


async def export_run(run_id: str, store: Store, blobs: Blobs) -> bytes:
    """A run as the bytes of a zip file; the same run always gives the same bytes. Its secret stays here.

    Raises:
        StoreError: the run is unknown, or its records or bytes are damaged.
    """
    records = await store.read(run_id)
    if not records:
        msg = f"no run {run_id!r} is kept here"
        raise StoreError(msg)
    open_ = [
        record.model_copy(update={"secret": ""}) if isinstance(record, RunStarted) else record for record in records
    ]
    files = {RECORDS: "".join(f"{to_json(record)}\n" for record in open_).encode()}
    for record in records:
        for sha256 in kept_bytes(record):
            files[f"blobs/{sha256}"] = blobs.get(sha256)
    members = tuple(
        Member(path=path, sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data)) for path, data in files.items()
    )
    manifest = Manifest(run_id=run_id, files=members).model_dump_json(indent=2) + "\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path, data in ((MANIFEST, manifest.encode()), *files.items()):
            bundle.writestr(zipfile.ZipInfo(path, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


async def import_run(data: bytes, store: Store, blobs: Blobs) -> str:
    """Take in what `export_run` gave; the run's id.

    Everything is verified before anything is kept. Paid replies do not travel: only an unfinished look would ask again.

    Raises:
        StoreError: it is no bundle, was changed, or a run of this id is here already.
    """
    manifest, files = _unpacked(data)
    records = _records(files[RECORDS], manifest.run_id)
    if await store.read(manifest.run_id):
        msg = f"a run {manifest.run_id} is kept here already; delete it first to take this one"
        raise StoreError(msg)
    for sha256 in {sha256 for record in records for sha256 in kept_bytes(record)}:
        content = files.get(f"blobs/{sha256}")
        if content is None or hashlib.sha256(content).hexdigest() != sha256:
            msg = f"the bundle lacks the bytes {sha256[:12]}… that its records need"
            raise StoreError(msg)
    for path, content in files.items():
        if path != RECORDS:
            blobs.put(content)
    try:
        for record in records:
            await store.append(manifest.run_id, record)
    except BaseException:
        with contextlib.suppress(Exception):
            await store.delete(manifest.run_id)  # no half of a run stays behind
        raise
    return manifest.run_id


def _unpacked(data: bytes) -> tuple[Manifest, dict[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            if sum(info.file_size for info in bundle.infolist()) > MOST_BYTES:
                msg = f"the bundle holds more than {MOST_BYTES:,} bytes"
                raise StoreError(msg)
            manifest = Manifest.model_validate_json(bundle.read(MANIFEST))
            if manifest.schema_version > SCHEMA_VERSION:
                version = manifest.schema_version
                msg = f"the bundle has schema version {version}; this release reads up to {SCHEMA_VERSION}"
                raise StoreError(msg)
            files = {member.path: bundle.read(member.path) for member in manifest.files}
    except (zipfile.BadZipFile, KeyError, ValidationError, ValueError, NotImplementedError, OSError, EOFError) as error:
        msg = f"this is no exported run, or a damaged one: {type(error).__name__}: {str(error).splitlines()[0]}"
        raise StoreError(msg) from None
    for member in manifest.files:
        if hashlib.sha256(files[member.path]).hexdigest() != member.sha256:
            msg = f"{member.path} in the bundle is not what its manifest says; the file was changed or damaged"
            raise StoreError(msg)
    if RECORDS not in files or not RUN_ID.fullmatch(manifest.run_id):
        msg = "this is no exported run: its manifest names no records, or no run"
        raise StoreError(msg)
    return manifest, files


def _records(data: bytes, run_id: str) -> Sequence[Record]:
    records = [from_json(line) for line in data.splitlines()]
    first = records[0] if records else None
    if not isinstance(first, RunStarted) or first.run_id != run_id:
        msg = f"the records of the bundle are not those of run {run_id!r}"
        raise StoreError(msg)
    if [record.seq for record in records] != list(range(len(records))):
        msg = "records of the bundle are missing or out of order"
        raise StoreError(msg)
    return records
