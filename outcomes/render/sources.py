"""What a file is to LibreOffice: asked of its content first, so that nothing gets in under a false name."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from outcomes.render.office import FAMILIES

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_RTF: Final = b"{\\rtf"
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument."
_OPEN_FAMILIES: Final = {b"text": "odt", b"presentation": "odp", b"spreadsheet": "ods"}
"""Templates (`text-template`) and the like go with their family."""
_BINARY_WORKBOOK: Final = "xl/workbook.bin"
_STREAMS: Final = {"PowerPoint Document": "ppt", "Workbook": "xls", "Book": "xls", "WordDocument": "doc"}
"""Streams of the binary formats ([MS-PPT] 2.1.2, [MS-XLS] 2.1.2, [MS-DOC] 2.1); one may be embedded in another."""
_LONGEST_MIMETYPE: Final = 128


def suffix_of(data: bytes, kind: str = "", name: str = "") -> str | None:
    """The suffix under which LibreOffice is given a file; `None` for what it is not given.

    Args:
        data: the file.
        kind: what a reader took it for (`docx` ...); tells the members of the zip family apart.
        name: its own name, which decides where the content leaves it open.
    """
    if data.startswith(_ZIP):
        return _packed(data, kind)
    if data.startswith(_OLE):
        return _binary(data, name)
    return "rtf" if data.startswith(_RTF) else None


def _packed(data: bytes, kind: str) -> str | None:
    """A file of the zip family: what an OpenDocument file says of itself goes before what anybody took it for."""
    mimetype = b""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _BINARY_WORKBOOK in archive.NameToInfo:
                return "xlsb"
            with archive.open("mimetype") as entry:
                mimetype = entry.read(_LONGEST_MIMETYPE).strip()
    except (KeyError, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error, zipfile.BadZipFile):
        pass  # it has no such entry, or is damaged: LibreOffice will say
    if mimetype:
        family = mimetype.removeprefix(_OPEN_DOCUMENT).partition(b"-")[0]
        return _OPEN_FAMILIES.get(family) if mimetype.startswith(_OPEN_DOCUMENT) else None
    return kind if kind in ("docx", "pptx", "xlsx") else None


def _binary(data: bytes, name: str) -> str | None:
    inside = [suffix for stream, suffix in _STREAMS.items() if stream.encode("utf-16-le") in data]
    own = name.rpartition(".")[2].lower()
    if own in inside and own in FAMILIES:
        return own
    return next(iter(inside), None)
