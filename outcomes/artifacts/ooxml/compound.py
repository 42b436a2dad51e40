"""OLE compound files: Office 97-2003 documents and office files under a password, told apart without opening them."""

from __future__ import annotations

import shlex
import struct
from typing import NamedTuple

from outcomes.errors import ArtifactError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR = 512
_WORD_MAGIC, _WORD_VERSIONS, _WORD_ENCRYPTED = 0xA5EC, range(0x0065, 0x0113), 0x0100
_PRESENTATION_TOKEN = b"\x14\0\0\0\xdf\xc4\xd1\xf3"
_EXCEL_BEGIN, _EXCEL_BEGIN_TYPES, _EXCEL_PASSWORD, _EXCEL_END = b"\x09\x08", (b"\x10\0", b"\x08\0"), 0x2F, 0x0A
_MOST_RECORDS = 64
_MOST_SECTORS = 4_096


class Legacy(NamedTuple):
    """A kind of Office 97-2003 file."""

    extension: str
    noun: str
    modern: str
    """The kind that it becomes: `docx`, `pptx` or `xlsx`."""


# The name of the main stream, as the directory of the file spells it.
_LEGACY = {
    "WordDocument": Legacy(".doc", "a Word 97-2003 document", "docx"),
    "PowerPoint Document": Legacy(".ppt", "a PowerPoint 97-2003 presentation", "pptx"),
    "Workbook": Legacy(".xls", "an Excel 97-2003 workbook", "xlsx"),
    "Book": Legacy(".xls", "an Excel 5.0/95 workbook", "xlsx"),
}


def legacy_kind(data: bytes) -> Legacy | None:
    """What an OLE file is; `None` for what office programs do not write, and for everything under a password."""
    if not data.startswith(OLE) or is_encrypted(data):
        return None
    return next((kind for stream, kind in _LEGACY.items() if _utf16(stream) in data), None)


def is_encrypted(data: bytes) -> bool:
    """Whether a password is needed: a modern file in an encrypted package, or an old one encrypted in place."""
    if any(_utf16(stream) in data for stream in ("EncryptedPackage", "EncryptionInfo", "EncryptedSummary")):
        return True
    # An encrypted presentation has a header token of its own ([MS-PPT] 2.3.2).
    return _PRESENTATION_TOKEN in data or _is_encrypted_document(data) or _is_encrypted_workbook(data)


def compound_error(data: bytes, name: str) -> ArtifactError:
    """The error for an OLE file: `encrypted`, or `legacy-binary` with the line that converts it."""
    if is_encrypted(data):
        msg = f"{name!r} is protected with a password."
        return ArtifactError("encrypted", msg, fix="Deliver it without a password.")
    kind = legacy_kind(data)
    if kind is None:
        msg = f"{name!r} is an OLE compound file of a kind that office programs do not write."
        fix = "Open it in the program that made it and save it as docx or pptx."
        return ArtifactError("legacy-binary", msg, fix=fix)
    misnamed = not name.lower().endswith(kind.extension)
    right = (name.rpartition(".")[0] or name) + kind.extension if misnamed else name
    rename = f"Rename it to {right!r}. " if misnamed else ""
    convert = f"Convert it: soffice --headless --convert-to {kind.modern} {shlex.quote(right)}"
    return ArtifactError("legacy-binary", f"{name!r} is {kind.noun} ({kind.extension}).", fix=rename + convert)


def _is_encrypted_document(data: bytes) -> bool:
    """The flag `fEncrypted` of the file information block, which begins a sector ([MS-DOC] 2.5.2)."""
    for at in range(_SECTOR, min(len(data) - 12, _SECTOR * _MOST_SECTORS), _SECTOR):
        magic, version = struct.unpack_from("<HH", data, at)
        if magic == _WORD_MAGIC and version in _WORD_VERSIONS:
            (flags,) = struct.unpack_from("<H", data, at + 10)
            return bool(flags & _WORD_ENCRYPTED)
    return False


def _is_encrypted_workbook(data: bytes) -> bool:
    """A `FilePass` record among the first ones of the workbook's stream ([MS-XLS] 2.4.117)."""
    for at in range(_SECTOR, min(len(data) - 8, _SECTOR * _MOST_SECTORS), _SECTOR):
        if data[at : at + 2] == _EXCEL_BEGIN and data[at + 2 : at + 4] in _EXCEL_BEGIN_TYPES:
            return _has_password_record(data, at)
    return False


def _has_password_record(data: bytes, at: int) -> bool:
    for _ in range(_MOST_RECORDS):
        if at + 4 > len(data):
            return False
        kind, size = struct.unpack_from("<HH", data, at)
        if kind == _EXCEL_PASSWORD:
            return True
        if kind == _EXCEL_END:
            return False
        at += 4 + size
    return False


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")
