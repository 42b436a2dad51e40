"""What a delivered file is: by its content first, by its name where the content leaves it open."""

from __future__ import annotations

import json
import shlex
import zipfile
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS

if TYPE_CHECKING:
    from outcomes.artifacts.ooxml.package import Package
    from outcomes.reader import Limits

_OOXML = {
    ".docx": "docx", ".docm": "docx", ".dotx": "docx", ".dotm": "docx",
    ".pptx": "pptx", ".pptm": "pptx", ".potx": "pptx", ".potm": "pptx", ".ppsx": "pptx", ".ppsm": "pptx",
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xltx": "xlsx", ".xltm": "xlsx",
}  # fmt: skip
_TEXT = {
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".csv": "csv", ".tsv": "csv", ".json": "json",
    ".txt": "text", ".text": "text", ".rst": "text", ".log": "text", ".jsonl": "text", ".xml": "text", ".svg": "svg",
    ".yaml": "text", ".yml": "text", ".toml": "text", ".tex": "text", ".py": "text", ".js": "text", ".css": "text",
}  # fmt: skip
_NOUNS = {
    "docx": "a Word document", "pptx": "a PowerPoint presentation", "xlsx": "an Excel workbook",
    "pdf": "a PDF file", "png": "a PNG image", "jpeg": "a JPEG image", "gif": "a GIF image", "webp": "a WebP image",
    "bmp": "a bitmap", "tiff": "a TIFF image", "avif": "an AVIF image", "heic": "a HEIC image",
    "emf": "a Windows drawing", "wmf": "a Windows drawing", "svg": "an SVG drawing", "html": "an HTML file",
    "json": "a JSON file", "text": "plain text",
}  # fmt: skip
_RTF = b"{\\rtf"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_CONTENT_TYPES = "[Content_Types].xml"
_CONTENT_TYPES_BYTES = 4 * 1024 * 1024
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_SUCCESSORS = {"presentation": "pptx", "spreadsheet": "xlsx"}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UTF8_BOM = b"\xef\xbb\xbf"
_CONTROLS = bytes(point for point in range(0x20) if point not in b"\t\n\f\r\x1b") + b"\x7f"
_SAMPLE = 8192
_HTML_HEADS = (b"<!doctype html", b"<html")
_JSON_ENDS = ((b"{", b"}"), (b"[", b"]"))


def sniff(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> str:
    """Name the kind of a file that this release reads.

    One of `docx` `pptx` `xlsx` (with their macro and template kin), `pdf`, `png` `jpeg` `gif` `webp` `bmp` `tiff`
    `avif` `heic` `emf` `wmf` `svg`, `html` `markdown` `csv` `json` `text`. Content decides between families, the
    extension between kinds of text.

    Raises:
        ArtifactError: `empty-file`, `encrypted`, `legacy-binary`, `corrupt-zip`, `not-ooxml` (an office name on
            something else), `unsupported-kind`, and what opening a hostile zip archive leads to.
    """
    if not data:
        raise ArtifactError("empty-file", f"{name!r} is empty.", fix="Save it again and deliver that file.")
    suffix = _suffix(name)
    if data.startswith((_OLE, *_ZIPS)):
        kind = _office_kind(data, name, suffix, limits)
    else:
        kind = _image_kind(data) or _text_kind(data, name, suffix)
    if suffix in _OOXML and kind != _OOXML[suffix]:
        raise _misnamed(name, suffix, _NOUNS.get(kind, kind))
    return kind


def successor(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> str | None:
    """The kind that LibreOffice makes of an older or open file: `docx`, `pptx` or `xlsx`; `None` for all others.

    For Office 97-2003 files, OpenDocument, RTF and binary workbooks; not for what is under a password.
    """
    from outcomes.artifacts.ooxml.compound import legacy_kind

    if data.startswith(_OLE):
        legacy = legacy_kind(data)
        return legacy.modern if legacy is not None else None
    if data.startswith(_RTF):
        return "docx"
    return _zip_successor(data, name, limits) if data.startswith(_ZIPS[0]) else None


def _zip_successor(data: bytes, name: str, limits: Limits) -> str | None:
    from outcomes.artifacts.ooxml.container import open_zip

    try:
        archive = open_zip(data, name, limits)
        if _CONTENT_TYPES in archive.NameToInfo:
            return "xlsx" if _package(data, archive, name, limits).kind == "xlsb" else None
    except ArtifactError:
        return None
    mimetype = _mimetype(archive)
    if not mimetype.startswith(_OPEN_DOCUMENT) or _is_locked(archive):
        return None
    return _successor_of(mimetype.removeprefix(_OPEN_DOCUMENT))


def _suffix(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot > name.rfind("/") else ""


def _office_kind(data: bytes, name: str, suffix: str, limits: Limits) -> str:
    from outcomes.artifacts.ooxml.container import open_zip
    from outcomes.artifacts.ooxml.package import declared_kind

    if data.startswith(_ZIPS[1]):
        raise _no_office_zip(name, suffix, "an empty zip archive")
    if (declared := declared_kind(data)) is not None:
        return declared
    archive = open_zip(data, name, limits)
    if _CONTENT_TYPES in archive.NameToInfo:
        return _package_kind(data, archive, name, suffix, limits)
    mimetype = _mimetype(archive)
    if mimetype.startswith(_OPEN_DOCUMENT) and _is_locked(archive):
        msg = f"{name!r} is protected with a password."
        raise ArtifactError("encrypted", msg, fix="Deliver it without a password.")
    if mimetype.startswith(_OPEN_DOCUMENT):
        raise _open_document(name, mimetype.removeprefix(_OPEN_DOCUMENT))
    raise _no_office_zip(name, suffix, "a zip archive")


def _package_kind(data: bytes, archive: zipfile.ZipFile, name: str, suffix: str, limits: Limits) -> str:
    kind = _package(data, archive, name, limits).kind
    if kind == "xlsb" and suffix not in _OOXML:
        msg = f"{name!r} is a binary Excel workbook (xlsb), which is not read."
        raise ArtifactError("unsupported-kind", msg, fix=_conversion(name, "xlsx"))
    if kind not in _OOXML.values():
        what = "a binary Excel workbook (xlsb)" if kind == "xlsb" else "a zip package of an unknown kind"
        raise _no_office_zip(name, suffix, what)
    return kind


def _package(data: bytes, archive: zipfile.ZipFile, name: str, limits: Limits) -> Package:
    """The package itself, which is let inflate no more than a table of contents needs."""
    from outcomes.artifacts.ooxml.package import Package

    return Package(data, archive, name, replace(limits, part_bytes=min(limits.part_bytes, _CONTENT_TYPES_BYTES)))


def _mimetype(archive: zipfile.ZipFile) -> str:
    """What an OpenDocument or EPUB file says it is: its first entry, stored uncompressed."""
    info = archive.NameToInfo.get("mimetype")
    if info is None or info.compress_type != 0:
        return ""
    return _beginning(archive, "mimetype", 128).decode("ascii", "replace").strip()


def _is_locked(archive: zipfile.ZipFile) -> bool:
    """Whether the manifest of an OpenDocument file says that its parts are encrypted."""
    return b"encryption-data" in _beginning(archive, "META-INF/manifest.xml", _CONTENT_TYPES_BYTES)


def _beginning(archive: zipfile.ZipFile, part: str, most: int) -> bytes:
    """The first bytes of a part; nothing when it is missing or damaged."""
    try:
        with archive.open(part) as stream:
            return stream.read(most)
    except (OSError, ValueError, EOFError, NotImplementedError, RuntimeError, KeyError, zlib.error, zipfile.BadZipFile):
        return b""


def _open_document(name: str, family: str) -> ArtifactError:
    msg = f"{name!r} is an OpenDocument file ({family}), which is not read."
    return ArtifactError("unsupported-kind", msg, fix=_conversion(name, _successor_of(family)))


def _successor_of(family: str) -> str:
    return _SUCCESSORS.get(family.partition("-")[0], "docx")


def _conversion(name: str, successor: str) -> str:
    return f"Convert it: soffice --headless --convert-to {successor} {shlex.quote(name or 'FILE')}"


def _no_office_zip(name: str, suffix: str, what: str) -> ArtifactError:
    if suffix in _OOXML:
        return _misnamed(name, suffix, what)
    return ArtifactError(
        "unsupported-kind", f"{name!r} is {what}, which is not read.", fix="Deliver the files in it as a folder."
    )


def _misnamed(name: str, suffix: str, what: str) -> ArtifactError:
    msg = f"{name!r} is named like {_NOUNS[_OOXML[suffix]]} but is {what}."
    fix = f"Deliver a real {suffix} file, or give this one the extension it deserves."
    return ArtifactError("not-ooxml", msg, fix=fix)


def _image_kind(data: bytes) -> str | None:
    from outcomes.artifacts.image import image_kind

    return image_kind(data)


def _text_kind(data: bytes, name: str, suffix: str) -> str:
    head = data[:_SAMPLE]
    start = head.removeprefix(_UTF8_BOM).lstrip()
    if start.startswith(b"%PDF-") or (suffix == ".pdf" and b"%PDF-" in head):
        return "pdf"
    if start.startswith(_RTF):
        raise _unsupported(name, suffix, "an RTF file", _conversion(name, "docx"))
    if not head.startswith(_UTF16) and _is_binary(head):
        raise _unsupported(name, suffix, "a binary file", "Deliver a document, a table, an image or text.")
    return _TEXT.get(suffix) or _text_kind_by_content(data, start)


def _is_binary(head: bytes) -> bool:
    """More than one byte in twenty (and more than one at all) is a control character that text never holds."""
    return len(head) - len(head.translate(None, _CONTROLS)) > 1 + len(head) // 20


def _unsupported(name: str, suffix: str, what: str, fix: str) -> ArtifactError:
    if suffix in _OOXML:
        return _misnamed(name, suffix, what)
    return ArtifactError("unsupported-kind", f"{name!r} is {what}, which is not read.", fix=fix)


def _text_kind_by_content(data: bytes, start: bytes) -> str:
    if start[:14].lower().startswith(_HTML_HEADS):
        return "html"
    if start.startswith(b"<svg") or (start.startswith(b"<?xml") and b"<svg" in start[:1024]):
        return "svg"
    if len(data) <= _CONTENT_TYPES_BYTES and (start[:1], data.rstrip()[-1:]) in _JSON_ENDS and _is_json(data):
        return "json"
    return "text"


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
