"""From whatever a worker handed over to bytes kept by hash: taken once, before grading, and never looked at again."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pydantic import BaseModel

from outcomes.artifact import Artifact, FileEntry
from outcomes.errors import ArtifactError, StoreError, WorkerError
from outcomes.reader import DEFAULT_LIMITS, OFF_LOOP_BYTES, Limits
from outcomes.shortage import in_words, is_shortage
from outcomes.system import leads_outside, read_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from outcomes.blobs import Blobs

LONGEST_PATH = 1_024
MANY_FILES = 20
"""More files than these are kept aside from the event loop, however small they are."""

MAGIC = {b"%PDF-": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif", b"{": "json", b"<": "html"}


def snapshot(  # noqa: PLR0911 - one return per kind of value
    value: object,
    blobs: Blobs,
    *,
    outputs: Path | None = None,
    text_suffix: str = ".txt",
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[str, tuple[FileEntry, ...]]:
    """Keep a deliverable's bytes and return its name and manifest.

    `outputs` is the folder that counts when the worker returned `None`. `ArtifactError` for a deliverable that the
    worker should mend (nothing there, a link, too large), `WorkerError` for a value that is none.
    """
    if isinstance(value, str):
        _refuse_path_as_text(value)
        return _keep_one(f"artifact{text_suffix}", value.encode("utf-8", "surrogatepass"), blobs)
    if isinstance(value, bytes | bytearray):
        return _keep_one(f"artifact{_suffix_of(bytes(value))}", bytes(value), blobs)
    if isinstance(value, Path):
        return snapshot_path(value, blobs, limits)
    if isinstance(value, Artifact):
        return _keep_artifact(value, blobs)
    if isinstance(value, BaseModel):
        return _keep_one("artifact.json", _model_as_json(value), blobs)
    if isinstance(value, dict):
        return _keep_one("artifact.json", _as_json(value), blobs)
    if value is None:
        if outputs is None or not outputs.is_dir():
            raise _nothing()
        return snapshot_path(outputs, blobs, limits)
    msg = (
        f"the worker returned a {type(value).__name__}, which is not a deliverable; return str (content), pathlib.Path "
        "(a file or folder), bytes, an Artifact, a dict, a pydantic model, or None after writing to brief.outputs"
    )
    raise WorkerError(msg)


def takes_long(value: object, outputs: Path | None) -> bool:
    """Whether so much was handed over that others would notice the time that it takes to keep it."""
    root = value if isinstance(value, Path) else outputs if value is None else None
    if root is None:
        return isinstance(value, str | bytes | bytearray) and len(value) > OFF_LOOP_BYTES
    try:
        if not _is_folder(root):
            return root.lstat().st_size > OFF_LOOP_BYTES
        with os.scandir(root) as entries:
            sizes = [
                entry.stat(follow_symlinks=False).st_size if entry.is_file() else OFF_LOOP_BYTES for entry in entries
            ]
    except (OSError, ValueError):
        return False  # whoever reads it finds out why
    return sum(sizes) > OFF_LOOP_BYTES or len(sizes) > MANY_FILES


def snapshot_path(
    path: Path,
    blobs: Blobs,
    limits: Limits = DEFAULT_LIMITS,
    *,
    left_out: Callable[[str, ArtifactError], None] | None = None,
) -> tuple[str, tuple[FileEntry, ...]]:
    """Keep a file, or every file of a folder; a folder with a single file is that file.

    A link, device, socket or pipe in a folder is refused, or, with `left_out`, told to it and done without.
    """
    if not _is_folder(path):
        _refuse_odd_name(path.name)
        data = read_regular(path, path.name, limits.file_bytes)
        return _keep_one(path.name, data, blobs)
    own_name = path.resolve().name or "folder"
    entries: list[FileEntry] = []
    total = 0
    for relative in list(_files_below(path, limits)):  # all are listed before any is kept
        try:
            data = read_regular(path / relative, relative, limits.file_bytes)
        except ArtifactError as error:
            if left_out is None or error.code != "not-a-regular-file":
                raise
            left_out(relative, error)
            continue
        total += len(data)
        if total > limits.file_bytes:
            message = f"the folder {own_name!r} holds more than {limits.file_bytes:,} bytes."
            raise ArtifactError("too-large", message, fix="Deliver less.")
        entries.append(FileEntry(relative, blobs.put(data), len(data)))
    if not entries:
        raise _nothing()
    if len(entries) == 1:
        only = entries[0]
        name = only.path.rpartition("/")[2]
        return name, (FileEntry(name, only.sha256, only.size_bytes),)
    _refuse_odd_name(own_name)
    return own_name, tuple(entries)


def _is_folder(path: Path) -> bool:
    """Whether it is a folder itself, not a link to one."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except (OSError, ValueError):
        return False  # whoever reads it finds out why


def _files_below(root: Path, limits: Limits) -> Iterator[str]:
    """Relative POSIX paths of everything that is not a folder, in order; links are listed, never followed."""
    found = 0
    for folder, folders, files in os.walk(root, followlinks=False, onerror=_refuse_closed):
        folders.sort()
        here = Path(folder).relative_to(root)
        _refuse_odd_name(here.as_posix())
        linked = [name for name in folders if (root / here / name).is_symlink()]
        for name in sorted([*files, *linked]):
            relative = (here / name).as_posix()
            _refuse_odd_name(relative)
            found += 1
            if found > limits.files:
                raise ArtifactError(
                    "too-many-parts", f"the folder {root.name!r} holds more than {limits.files:,} files."
                )
            yield relative


def _refuse_odd_name(relative: str) -> None:
    """Folders are asked too, so that one who nests them without end is found out early."""
    if len(relative) > LONGEST_PATH:
        raise ArtifactError("too-large", f"a path of {len(relative):,} characters: {relative[:80]!r}…")
    try:
        relative.encode()
    except UnicodeEncodeError:
        message = f"the file name {relative!r} is not text in UTF-8."
        raise ArtifactError("bad-name", message, fix="Give it a plain name.") from None


def _refuse_closed(error: OSError) -> None:
    """A folder that cannot be looked into would otherwise be left out without a word."""
    if is_shortage(error):
        msg = f"what was delivered could not be read here: {in_words(error)}"
        raise StoreError(msg)
    name = Path(str(error.filename)).name
    message = f"the folder {name!r} cannot be read: {error.strerror}."
    raise ArtifactError("missing", message, fix="Make it readable.")


def _keep_one(name: str, data: bytes, blobs: Blobs) -> tuple[str, tuple[FileEntry, ...]]:
    return name, (FileEntry(name, blobs.put(data), len(data)),)


def _keep_artifact(value: Artifact, blobs: Blobs) -> tuple[str, tuple[FileEntry, ...]]:
    if value.contents is None:
        msg = f"the Artifact {value.name!r} carries no bytes; return what read_artifact gave, or the path"
        raise WorkerError(msg)
    entries = []
    for entry in value.files:
        _refuse_outside(value, entry.path)
        try:
            data = value.contents.read(entry.path)
        except StoreError as error:
            msg = f"the worker returned the Artifact {value.name!r}, whose bytes cannot be read: {error}"
            raise WorkerError(msg) from None
        # What it says about itself is not believed: the hash is that of the bytes.
        entries.append(FileEntry(entry.path, blobs.put(data), len(data)))
    return PurePosixPath(value.name).name or "artifact", tuple(entries)


def _refuse_outside(value: Artifact, path: str) -> None:
    if leads_outside(path):
        msg = f"the worker returned the Artifact {value.name!r} with a file outside itself: {path!r}"
        raise WorkerError(msg)


def _refuse_path_as_text(value: str) -> None:
    """A `str` is always content. One that names a file was surely meant as a path, and grading it would mislead."""
    if not value or len(value) > LONGEST_PATH or "\n" in value or "\0" in value:
        return
    try:
        exists = Path(value).exists()
    except (OSError, ValueError):
        return
    if exists:
        msg = f"the worker returned the string {value!r}, which names an existing file; return pathlib.Path({value!r})"
        raise WorkerError(msg)


def _as_json(value: dict[object, object]) -> bytes:
    try:
        return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        msg = f"the worker returned a dict that is not JSON: {error}"
        raise WorkerError(msg) from None


def _model_as_json(value: BaseModel) -> bytes:
    try:
        return value.model_dump_json(indent=2).encode()
    except ValueError as error:
        msg = f"the worker returned a {type(value).__name__} that cannot be written as JSON: {error}"
        raise WorkerError(msg) from None


def _suffix_of(data: bytes) -> str:
    """A suffix for bytes that came without a name; readers sniff the content and do not rely on it."""
    for magic, suffix in MAGIC.items():
        if data.startswith(magic):
            return f".{suffix}"
    if data.startswith(b"PK\x03\x04"):
        head = data[: 1 << 16] + data[-(1 << 16) :]
        for mark, suffix in ((b"word/", "docx"), (b"ppt/", "pptx"), (b"xl/", "xlsx")):
            if mark in head:
                return f".{suffix}"
        return ".zip"
    return ".txt"


def _nothing() -> ArtifactError:
    return ArtifactError(
        "nothing-delivered",
        "the worker left no file behind.",
        fix="Write the deliverable into the outputs folder.",
    )
