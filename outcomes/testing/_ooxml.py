"""What Word and PowerPoint packages have in common: parts, relationships, properties, one theme, one picture."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path
from posixpath import dirname, relpath, splitext
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from outcomes.errors import UsageError
from outcomes.text import clip

if TYPE_CHECKING:
    from os import PathLike

EMU_PER_INCH: Final = 914_400
MOMENT: Final = "2026-01-01T00:00:00Z"
"""The one time in every document: building it twice gives the same bytes."""

HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES: Final = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "r": OFFICE,
    "v": "urn:schemas-microsoft-com:vml",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
OOXML_TYPE: Final = "application/vnd.openxmlformats-officedocument"

_DEFAULT_TYPES: Final = {
    "png": "image/png",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
}
_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xmlns(*prefixes: str) -> str:
    """Namespace declarations for the given prefixes, ready to stand in a start tag."""
    return " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in prefixes)


def text_of(text: str) -> str:
    """The text as XML character data; raise `UsageError` for characters that XML cannot hold."""
    found = _NOT_XML.search(text)
    if found:
        msg = f"a document cannot hold the character U+{ord(found.group()):04X}, found in {clip(text)!r}; take it out"
        raise UsageError(msg)
    return escape(text, {"\r": "&#13;"})


def attribute(name: str, value: str | None) -> str:
    """` name="value"`, or nothing for `None`."""
    if value is None:
        return ""
    plain = text_of(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f' {name}="{plain}"'


def emu(inches: float) -> int:
    """Inches as English Metric Units, the whole numbers that office files measure in."""
    return round(inches * EMU_PER_INCH)


def picture_properties(number: int, name: str, alt: str | None) -> str:
    """Attributes and content of a `docPr` or `cNvPr` element: id, name, and alternative text as `Block.alt` has it.

    `None` writes none, the empty string marks the thing as decorative.
    """
    head = f' id="{number}"' + attribute("name", name) + attribute("descr", alt or None)
    if alt != "":
        return f"{head}>"
    return (
        f'{head}><a:extLst xmlns:a="{NAMESPACES["a"]}"><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
        '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
        "</a:ext></a:extLst>"
    )


def rectangular(rows: list[list[str]]) -> int:
    """The number of columns; raise `UsageError` for a table without cells or with rows of unequal length."""
    widths = {len(row) for row in rows}
    if len(widths) != 1 or widths == {0}:
        msg = f"a table needs rows of one length, found rows of {[len(row) for row in rows]} cells"
        raise UsageError(msg)
    return widths.pop()


class Package:
    """Parts and the relationships between them, written as a zip whose bytes depend on nothing else."""

    def __init__(self) -> None:
        self._parts: dict[str, bytes] = {}
        self._types: dict[str, str] = {}
        self._relationships: dict[str, list[str]] = {}

    def add(self, name: str, content: str | bytes, content_type: str | None = None) -> None:
        """Put a part in; XML gets its declaration, a picture needs no content type of its own."""
        self._parts[name] = (HEAD + content).encode() if isinstance(content, str) else content
        if content_type is not None:
            self._types[name] = content_type

    def relate(
        self, source: str, kind: str, target: str, *, identifier: str | None = None, external: bool = False
    ) -> str:
        """Point from one part (`""`: the package) to another, or to an address, and return the relationship's id."""
        known = self._relationships.setdefault(source, [])
        identifier = identifier or f"rId{len(known) + 1}"
        where = target if external else relpath(target, dirname(source) or ".")
        type_ = kind if kind.startswith("http") else f"{OFFICE}/{kind}"
        known.append(
            f'<Relationship Id="{identifier}" Type="{type_}"{attribute("Target", where)}'
            f"{attribute('TargetMode', 'External' if external else None)}/>"
        )
        return identifier

    def add_properties(self, title: str, author: str, application: str) -> None:
        """Put in the two property parts that every office file has."""
        self.add("docProps/core.xml", _core_properties(title, author), f"{_PACKAGE_TYPE}.core-properties+xml")
        self.relate("", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")
        extended = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
        content = f'<Properties xmlns="{extended}"><Application>{application}</Application></Properties>'
        self.add("docProps/app.xml", content, f"{OOXML_TYPE}.extended-properties+xml")
        self.relate("", "extended-properties", "docProps/app.xml")

    def to_bytes(self) -> bytes:
        """The package. Nothing is deflated, because compressors differ and these bytes must not."""
        parts = {"[Content_Types].xml": self._content_types()}
        for source, known in self._relationships.items():
            name = f"{dirname(source)}/_rels/{source.rpartition('/')[2]}.rels".removeprefix("/")
            body = f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(known)}</Relationships>'
            parts[name] = (HEAD + body).encode()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            for name, content in {**parts, **self._parts}.items():
                entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
                entry.create_system = 3
                entry.external_attr = 0o600 << 16
                archive.writestr(entry, content)
        return buffer.getvalue()

    def _content_types(self) -> bytes:
        endings = {splitext(name)[1].lstrip(".") for name in self._parts} | {"rels", "xml"}
        defaults = (f'<Default Extension="{end}" ContentType="{_DEFAULT_TYPES[end]}"/>' for end in sorted(endings))
        overrides = (f'<Override PartName="/{name}" ContentType="{type_}"/>' for name, type_ in self._types.items())
        body = f'<Types xmlns="{PACKAGE}/content-types">{"".join(defaults)}{"".join(overrides)}</Types>'
        return (HEAD + body).encode()


def write(data: bytes, path: str | PathLike[str]) -> Path:
    """Write the bytes to a file and return its path; raise `UsageError` where nothing can be written."""
    target = Path(path)
    try:
        target.write_bytes(data)
    except OSError as error:
        msg = f"cannot write {str(target)!r}: {error.strerror or error}; name a file in an existing folder"
        raise UsageError(msg) from None
    return target


def png() -> bytes:
    """A picture of one colour: small, real, and the same bytes everywhere."""
    width, height, blue = 96, 64, bytes((47, 84, 150))
    row = b"\0" + blue * width
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * height, 0)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


_PACKAGE_TYPE: Final = "application/vnd.openxmlformats-package"


def _core_properties(title: str, author: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{text_of(title)}</dc:title><dc:creator>{text_of(author)}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{MOMENT}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{MOMENT}</dcterms:modified>'
        "</cp:coreProperties>"
    )
