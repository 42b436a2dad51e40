"""What a delivered file is: by its content first, by its name where the content leaves it open."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS

if TYPE_CHECKING:
    import zipfile

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
    ".txt": "text", ".text": "text", ".rst": "text", ".log": "text", ".jsonl": "text", ".xml": "text", ".svg": "text",
    ".yaml": "text", ".yml": "text", ".toml": "text", ".tex": "text", ".py": "text", ".js": "text", ".css": "text",
}  # fmt: skip
_NOUNS = {
    "docx": "a Word document", "pptx": "a PowerPoint presentation", "xlsx": "an Excel workbook",
    "png": "a PNG image", "jpeg": "a JPEG image", "gif": "a GIF image", "webp": "a WebP image",
    "html": "an HTML file", "json": "a JSON file", "text": "plain text",
}  # fmt: skip
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

    One of `docx` `pptx` `xlsx` (with their macro and template kin), `png` `jpeg` `gif` `webp`, `html` `markdown` `csv`
    `json` `text`. Content decides between families, the extension between kinds of text.

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


def _suffix(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot > name.rfind("/") else ""


def _office_kind(data: bytes, name: str, suffix: str, limits: Limits) -> str:
    from outcomes.artifacts.ooxml.container import open_zip

    if data.startswith(_ZIPS[1]):
        raise _no_office_zip(name, suffix, "an empty zip archive")
    archive = open_zip(data, name, limits)
    if _CONTENT_TYPES in archive.NameToInfo:
        return _package_kind(archive, name, suffix, limits)
    mimetype = _mimetype(archive)
    if mimetype.startswith(_OPEN_DOCUMENT):
        raise _open_document(name, mimetype.removeprefix(_OPEN_DOCUMENT))
    raise _no_office_zip(name, suffix, "a zip archive")


def _package_kind(archive: zipfile.ZipFile, name: str, suffix: str, limits: Limits) -> str:
    """Ask the package itself, letting it inflate no more than a table of contents needs."""
    from outcomes.artifacts.ooxml.package import Package

    kind = Package(archive, name, replace(limits, part_bytes=min(limits.part_bytes, _CONTENT_TYPES_BYTES))).kind
    if kind not in _OOXML.values():
        what = "a binary Excel workbook (xlsb)" if kind == "xlsb" else "a zip package of an unknown kind"
        raise _no_office_zip(name, suffix, what)
    return kind


def _mimetype(archive: zipfile.ZipFile) -> str:
    """What an OpenDocument or EPUB file says it is: its first entry, stored uncompressed."""
    info = archive.NameToInfo.get("mimetype")
    if info is None or info.compress_type != 0:
        return ""
    try:
        with archive.open(info) as stream:
            return stream.read(128).decode("ascii", "replace").strip()
    except (OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
        return ""


def _open_document(name: str, family: str) -> ArtifactError:
    successor = _SUCCESSORS.get(family.partition("-")[0], "docx")
    msg = f"{name!r} is an OpenDocument file ({family}), which is not read."
    return ArtifactError("unsupported-kind", msg, fix=_conversion(name, successor))


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
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    return None


def _text_kind(data: bytes, name: str, suffix: str) -> str:
    head = data[:_SAMPLE]
    start = head.removeprefix(_UTF8_BOM).lstrip()
    if start.startswith(b"%PDF-") or (suffix == ".pdf" and b"%PDF-" in head):
        raise _unsupported(name, suffix, "a PDF file", "PDF reading is not part of this release: deliver docx or pptx.")
    if start.startswith(b"{\\rtf"):
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
    if len(data) <= _CONTENT_TYPES_BYTES and (start[:1], data.rstrip()[-1:]) in _JSON_ENDS and _is_json(data):
        return "json"
    return "text"


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
