"""A delivered folder: every file read by its own reader, every locator led by the file's path."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifact import Artifact, Block, FileEntry, Flag, Unit
from outcomes.artifacts.apart import Locators
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from outcomes.reader import Limits

_UNSUPPORTED = "unsupported-kind"
_SEPARATORS = (":", " / ")
_SEPARATOR = re.compile("|".join(_SEPARATORS))
_ANCHORED = frozenset({"comment", "footnote", "endnote"})  # their target is the locator of what they are about


class _Member(NamedTuple):
    """One file of the folder, read as far as it could be."""

    entry: FileEntry
    units: tuple[Unit, ...]
    flags: tuple[Flag, ...]
    content_sha256: str
    bookmarks: dict[str, str]
    error: ArtifactError | None = None


def read_folder(
    entries: Sequence[tuple[str, bytes]],
    name: str,
    read: Callable[[bytes, str], Artifact],
    limits: Limits = DEFAULT_LIMITS,
) -> Artifact:
    """Read files, given as (POSIX path relative to the folder, bytes), in the order of their paths.

    `read` reads one file; it is given the path as the name. A file without a reader is listed as an object; a file
    that cannot be read is an `unreadable` block and a flag, and the others are read all the same.

    Raises:
        ArtifactError: `nothing-delivered` for no files, `too-many-parts`, `too-large`, `duplicate-part`, `bad-name`,
            `not-a-regular-file` for a path that leaves the folder, and the first file's error when none can be read.
    """
    files = sorted(entries, key=itemgetter(0))
    _check([path for path, _ in files], sum(len(data) for _, data in files), name, limits)
    members = list(_members(files, read, limits))
    errors = [member.error for member in members if member.error is not None]
    if len(errors) == len(members):
        raise errors[0]
    return Artifact(
        "folder",
        name,
        tuple(member.entry for member in members),
        _apart(_numbered(members), [path for path, _ in files]),
        tuple(flag for member in members for flag in member.flags),
        _content_sha256(members),
        {"files": len(members), "unreadable_files": len(errors)},
        _bookmarks(members),
    )


def _bookmarks(members: Sequence[_Member]) -> dict[str, str]:
    """Each file under its path, and the places in it as a link from another file names them: `report.md#results`."""
    found = {member.entry.path: member.units[0].locator for member in members if member.units}
    for member in members:
        path = member.entry.path
        found.update((f"{path}#{name}", _within(locator, path)) for name, locator in member.bookmarks.items())
    return found


def _check(paths: Sequence[str], size_bytes: int, name: str, limits: Limits) -> None:
    if not paths:
        raise ArtifactError("nothing-delivered", f"the folder {name!r} holds no files.", fix="Deliver at least one.")
    if len(paths) > limits.files:
        msg = f"{name!r} holds {count(len(paths), 'file')}; the limit is {limits.files:,}."
        raise ArtifactError("too-many-parts", msg)
    if size_bytes > limits.file_bytes:
        raise ArtifactError("too-large", f"{name!r} holds {size_bytes:,} bytes; the limit is {limits.file_bytes:,}.")
    for path in paths:
        if not _is_text(path):
            msg = f"{path!r} is not a name that text can hold."
            raise ArtifactError("bad-name", msg, fix="Give it a plain name.")
        if not _is_inside(path):
            msg = f"{path!r} is not a path inside the folder."
            raise ArtifactError("not-a-regular-file", msg, fix="Use relative paths without '..' and with '/'.")
    for path, following in pairwise(paths):
        if path == following:
            raise ArtifactError("duplicate-part", f"{name!r} holds two files at {path!r}.")


def _is_text(path: str) -> bool:
    """Whether a path can be written down; a system's names may be bytes that are no text."""
    return not any("\ud800" <= sign <= "\udfff" for sign in path)


def _is_inside(path: str) -> bool:
    steps = path.split("/")
    return "\\" not in path and "\0" not in path and not any(step in {"", ".", ".."} for step in steps)


def _members(
    files: Sequence[tuple[str, bytes]], read: Callable[[bytes, str], Artifact], limits: Limits
) -> Iterator[_Member]:
    """Read file after file; the limit on blocks is one for all of them."""
    blocks = 0
    for path, data in files:
        entry = FileEntry(path, hashlib.sha256(data).hexdigest(), len(data))
        if blocks >= limits.blocks:
            msg = f"{path!r} was left out: the files before it hold {blocks:,} blocks; the limit is {limits.blocks:,}."
            yield _unread(entry, ArtifactError("too-large", msg))
            continue
        member = _read(entry, data, read)
        blocks += sum(1 for unit in member.units for _ in unit.walk())
        yield member


def _read(entry: FileEntry, data: bytes, read: Callable[[bytes, str], Artifact]) -> _Member:
    path = entry.path
    try:
        artifact = read(data, path)
    except ArtifactError as error:
        return _unread(entry, error)
    units = tuple(_moved(unit, path) for unit in artifact.units)
    flags = tuple(replace(flag, locator=_within(flag.locator, path)) for flag in artifact.flags)
    return _Member(entry, units, flags, artifact.content_sha256, artifact.bookmarks)


def _unread(entry: FileEntry, error: ArtifactError) -> _Member:
    """A file without a reader is named with its size; a damaged one says what is wrong with it."""
    path = entry.path
    if error.code == _UNSUPPORTED:
        block = Block("object", path, f"[not read: {count(entry.size_bytes, 'byte')}]", name=path)
        flag = Flag("not-read", error.message, locator=path, severity="info")
    else:
        block = Block("unreadable", path, f"[unreadable: {error.message}]", name=path)
        flag = Flag("unreadable", f"{error.code}: {error}", locator=path)
    return _Member(entry, (Unit("file", 1, path, "", (block,)),), (flag,), entry.sha256, {}, error)


def _moved(unit: Unit, path: str) -> Unit:
    blocks = tuple(_moved_block(block, path) for block in unit.blocks)
    return replace(unit, locator=_within(unit.locator, path), blocks=blocks)


def _moved_block(block: Block, path: str) -> Block:
    locator = _within(block.locator, path)
    if locator == block.locator and not block.children:
        return block
    target = _within(block.target, path) if block.target and block.kind in _ANCHORED else block.target
    children = tuple(_moved_block(child, path) for child in block.children)
    return block._replace(locator=locator, target=target, children=children)


def _within(locator: str, path: str) -> str:
    """The locator led by the path, unless it is already: `¶12` -> `report.docx / ¶12`."""
    if not locator or locator == path or locator.startswith(tuple(path + separator for separator in _SEPARATORS)):
        return locator or path
    return f"{path} / {locator}"


def _numbered(members: Sequence[_Member]) -> tuple[Unit, ...]:
    units = (unit for member in members for unit in member.units)
    return tuple(replace(unit, number=number) for number, unit in enumerate(units, 1))


def _apart(units: tuple[Unit, ...], paths: Sequence[str]) -> tuple[Unit, ...]:
    """The units, their blocks told apart where a file is called like a place in another one: `a.md` and `a.md:L1`.

    Names that only look alike are two names, as they are to the system.
    """
    known = set(paths)
    if not any(path[: found.start()] in known for path in paths for found in _SEPARATOR.finditer(path)):
        return units
    locators = Locators(alike=str)
    return tuple(replace(unit, blocks=tuple(map(locators.place, unit.blocks))) for unit in units)


def _content_sha256(members: Sequence[_Member]) -> str:
    lines = [[member.entry.path, member.content_sha256] for member in members]
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()
