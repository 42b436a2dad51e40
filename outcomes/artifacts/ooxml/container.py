"""From bytes to an open zip: what is not a sound zip archive is named for what it is."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from outcomes.errors import ArtifactError
from outcomes.text import count

if TYPE_CHECKING:
    from outcomes.reader import Limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_CENTRAL_ENTRY = b"PK\x01\x02"
_END_RECORD = b"PK\x05\x06"
_END_RECORD_BYTES = 22
_ZIP64 = 0xFFFFFFFF
_ENCRYPTED_ENTRY = 0x1
_ZIP_ERRORS = (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, EOFError, OverflowError, OSError)
# The name of the main stream in an Office 97-2003 file, as its directory spells it -> extension, what it is, successor.
_LEGACY = {
    "WordDocument": (".doc", "a Word 97-2003 document", "docx"),
    "PowerPoint Document": (".ppt", "a PowerPoint 97-2003 presentation", "pptx"),
    "Workbook": (".xls", "an Excel 97-2003 workbook", "xlsx"),
    "Book": (".xls", "an Excel 5.0/95 workbook", "xlsx"),
}
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
    if data.startswith(_OLE):
        raise _ole_error(data, name)
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


def _ole_error(data: bytes, name: str) -> ArtifactError:
    """Tell an encrypted office file from the Office 97-2003 formats by the names in the directory."""
    if _utf16("EncryptedPackage") in data or _utf16("EncryptionInfo") in data:
        return _encrypted(name)
    for stream, (extension, what, modern) in _LEGACY.items():
        if _utf16(stream) in data:
            right = (name.rpartition(".")[0] or name) + extension
            rename = "" if name.lower().endswith(extension) else f"Rename it to {right!r}. "
            fix = f"{rename}Convert it: soffice --headless --convert-to {modern} {right!r}"
            return ArtifactError("legacy-binary", f"{name!r} is {what} ({extension}).", fix=fix)
    msg = f"{name!r} is an OLE compound file of a kind that office programs do not write."
    return ArtifactError("legacy-binary", msg, fix="Open it in the program that made it and save it as docx or pptx.")


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _not_a_zip(data: bytes, name: str) -> ArtifactError:
    head = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    what = next((what for start, what in _HEADS.items() if head.startswith(start.lower())), "not a zip archive")
    msg = f"{name!r} is {what}, not an Office Open XML file (docx, pptx, xlsx)."
    return ArtifactError(
        "not-ooxml", msg, fix="Deliver a real office file, or give the file the extension it deserves."
    )
