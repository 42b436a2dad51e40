"""From bytes to an open zip: what is not a sound zip archive is named for what it is."""

from __future__ import annotations

import contextlib
import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from outcomes.artifacts.ooxml.compound import OLE, compound_error
from outcomes.errors import ArtifactError
from outcomes.text import count

if TYPE_CHECKING:
    from outcomes.reader import Limits

_ZIP = b"PK\x03\x04"
_CENTRAL_ENTRY = b"PK\x01\x02"
_END_RECORD = b"PK\x05\x06"
_END_RECORD_BYTES = 22
_LONGEST_COMMENT = 0xFFFF
_ZIP64 = 0xFFFFFFFF
_ENCRYPTED_ENTRY = 0x1
_UTF8_NAME = 0x800
_LOCAL_HEADER_BYTES = 30
_LOCAL_HEADER = struct.Struct("<6xH18xHH")
"""Flags, and the lengths of name and extra field."""
_RAW_DEFLATE = -15
_USUAL_ENTRY = 16 * 1024
_ZIP_ERRORS = (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, EOFError, OverflowError, OSError)
_HEADS = {
    b"%PDF-": "a PDF file",
    b"{\\rtf": "an RTF file",
    b"<!doctype html": "an HTML file",
    b"<html": "an HTML file",
    b"<?xml": "a bare XML file",
    b"\x89png": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"pk": "an empty or damaged zip archive",
}


def open_zip(data: bytes, name: str, limits: Limits) -> zipfile.ZipFile:
    """Open an office file's zip archive, without inflating any of it.

    Raises:
        ArtifactError: `empty-file`, `too-large`, `encrypted`, `legacy-binary`, `corrupt-zip`, `not-ooxml`,
            `too-many-parts` or `duplicate-part`.
    """
    if not data:
        raise ArtifactError("empty-file", f"{name!r} is empty.", fix="Save the document again and deliver that file.")
    if len(data) > limits.file_bytes:
        raise ArtifactError("too-large", f"{name!r} has {len(data):,} bytes; the limit is {limits.file_bytes:,}.")
    if data.startswith(OLE):
        raise compound_error(data, name)
    if not data.startswith(_ZIP):
        raise _not_a_zip(data, name)
    _refuse_too_many(_central_entries(data), name, limits)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except _ZIP_ERRORS as error:
        msg = f"{name!r} begins like a zip archive but has no readable table of contents ({error})."
        raise ArtifactError("corrupt-zip", msg, fix="It was probably cut short: deliver the whole file.") from error
    _check_entries(archive, name, limits)
    return archive


class DamagedEntry(Exception):  # noqa: N818 - what it says of an entry reads as a noun
    """An entry that cannot be inflated; the message says why."""


class Oversized(Exception):  # noqa: N818
    """An entry that inflates to more than was allowed."""


def inflate(data: bytes, entry: zipfile.ZipInfo, most: int) -> bytes:
    """The content of one entry of a zip archive, straight from the archive's bytes, at most `most` bytes of it.

    Many times faster than `zipfile.ZipFile.read` on the small parts that office files are made of. Parts are stored or
    deflated; nothing else is allowed in office files (ECMA-376 part 2, 7.3.6).

    Raises:
        DamagedEntry: the entry is not where the table of contents says, is cut short, or is not what it was.
        Oversized: it inflates to more; no more than that was inflated.
    """
    start = _content_start(data, entry)
    packed = data[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        content = packed
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        content = _inflated(packed, most)
    else:
        msg = f"it is packed by method {entry.compress_type}, which office files do not use"
        raise DamagedEntry(msg)
    if len(content) > most:
        raise Oversized
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise DamagedEntry("its checksum or its size is wrong")
    return content


def _content_start(data: bytes, entry: zipfile.ZipInfo) -> int:
    """Where an entry's content begins; its own header repeats the name that the table of contents has."""
    at = entry.header_offset
    head = data[at : at + _LOCAL_HEADER_BYTES]
    if len(head) < _LOCAL_HEADER_BYTES or not head.startswith(_ZIP):
        raise DamagedEntry("it is not where the table of contents says")
    flags, name_bytes, extra_bytes = _LOCAL_HEADER.unpack(head)
    at += _LOCAL_HEADER_BYTES
    if flags & _ENCRYPTED_ENTRY:
        raise DamagedEntry("it is encrypted")
    name = entry.orig_filename
    coding = "ascii" if name.isascii() else "utf-8" if flags & _UTF8_NAME else "cp437"
    if data[at : at + name_bytes] != name.encode(coding, "replace"):
        raise DamagedEntry("it has another name than in the table of contents")
    return at + int(name_bytes) + int(extra_bytes)


def _inflated(packed: bytes, most: int) -> bytes:
    worker = zlib.decompressobj(_RAW_DEFLATE)
    try:
        content = worker.decompress(packed, most + 1)
    except zlib.error as error:
        raise DamagedEntry(str(error)) from error
    if not worker.eof and len(content) <= most:
        raise DamagedEntry("it ends too early")
    return content


def has_end(data: bytes) -> bool:
    """Whether a zip archive ends as it should, with the record that says where its table of contents is."""
    return data.rfind(_END_RECORD, max(0, len(data) - _END_RECORD_BYTES - _LONGEST_COMMENT)) >= 0


def first_entry(data: bytes, name: bytes, most: int) -> bytes:
    """The content of the archive's first entry if it has this name and can be read; empty otherwise."""
    if len(data) < _LOCAL_HEADER_BYTES or not data.startswith(_ZIP):
        return b""
    flags, method = struct.unpack_from("<HH", data, 6)
    packed_bytes, _, name_bytes, extra_bytes = struct.unpack_from("<LLHH", data, 18)
    start = _LOCAL_HEADER_BYTES + name_bytes + extra_bytes
    if flags & _ENCRYPTED_ENTRY or data[_LOCAL_HEADER_BYTES : _LOCAL_HEADER_BYTES + name_bytes] != name:
        return b""
    if method == zipfile.ZIP_STORED:
        return data[start : start + min(packed_bytes, most)]
    # The size may stand behind the content; deflated content knows its own end, and what follows it is copied.
    for length in (_USUAL_ENTRY, most) if method == zipfile.ZIP_DEFLATED else ():
        with contextlib.suppress(DamagedEntry):
            return _inflated(data[start : start + length], most)
    return b""


def _central_entries(data: bytes) -> int:
    """How many entries the zip's table of contents holds, counted before any of them is built."""
    end = data.rfind(_END_RECORD)
    if end < 0 or end + _END_RECORD_BYTES > len(data):
        return 0
    (size,) = struct.unpack_from("<L", data, end + 12)
    return data.count(_CENTRAL_ENTRY, 0 if size == _ZIP64 else max(0, end - size), end)


def _refuse_too_many(entries: int, name: str, limits: Limits) -> None:
    if entries > limits.parts:
        msg = f"{name!r} holds {count(entries, 'part')}; the limit is {limits.parts:,}."
        raise ArtifactError("too-many-parts", msg)


def _check_entries(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    entries = archive.infolist()
    _refuse_too_many(len(entries), name, limits)
    declared = sum(entry.file_size for entry in entries)
    if declared > limits.total_bytes:
        msg = f"{name!r} inflates to {declared:,} bytes by its own account; the limit is {limits.total_bytes:,}."
        raise ArtifactError("too-large", msg)
    seen: set[str] = set()
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED_ENTRY:
            raise _encrypted(name)
        if not entry.filename:
            msg = f"{name!r} holds a part without a name."
            raise ArtifactError("corrupt-zip", msg, fix="Save it again with an office program.")
        key = entry.filename.lstrip("/").lower()  # as `Package` looks them up
        if key in seen:
            msg = f"{name!r} holds two parts named {entry.filename!r}, so that two programs may show two documents."
            raise ArtifactError("duplicate-part", msg, fix="Save it again with an office program.")
        seen.add(key)


def _encrypted(name: str) -> ArtifactError:
    msg = f"{name!r} is protected with a password."
    return ArtifactError("encrypted", msg, fix="Deliver it without a password.")


def _not_a_zip(data: bytes, name: str) -> ArtifactError:
    head = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    what = next((what for start, what in _HEADS.items() if head.startswith(start.lower())), "not a zip archive")
    msg = f"{name!r} is {what}, not an Office Open XML file (docx, pptx, xlsx)."
    return ArtifactError(
        "not-ooxml", msg, fix="Deliver a real office file, or give the file the extension it deserves."
    )
