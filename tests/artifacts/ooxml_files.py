"""Office files in a few lines: hand-written XML parts, zipped."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": f"{OFFICE}/relationships",
    "m": f"{OFFICE}/math",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
XMLNS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DOCX_MAIN = f"{WORD}.document.main+xml"


def zipped(parts: Mapping[str, str | bytes] | Iterable[tuple[str, str | bytes]]) -> bytes:
    """A zip archive of the given parts; pairs instead of a mapping allow a name to be given twice."""
    pairs = parts.items() if hasattr(parts, "items") else parts
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in pairs:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def content_types(overrides: Mapping[str, str]) -> str:
    """`[Content_Types].xml` with one override a part."""
    lines = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    defaults = '<Default Extension="rels" ContentType="x/rels"/><Default Extension="xml" ContentType="x/xml"/>'
    return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{defaults}{lines}</Types>'


def relationships(*targets: tuple[str, str, str]) -> str:
    """A `.rels` part from `(id, type, target)`; a target with a scheme (`http:`) is external."""
    lines = "".join(
        f'<Relationship Id="{ref}" Type="{OFFICE}/relationships/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if ":" in target else "/>")
        for ref, kind, target in targets
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def part(root: str, inner: str, attributes: str = "") -> str:
    """One XML part, with every namespace declared."""
    return f"{HEAD}<{root} {XMLNS} {attributes}>{inner}</{root}>"


def docx(
    body: str,
    *,
    parts: Mapping[str, str | bytes] | None = None,
    rels: Iterable[tuple[str, str, str]] = (),
    main_type: str = DOCX_MAIN,
) -> bytes:
    """A Word document with this body; `rels` are those of the main part, `parts` are added or replace."""
    base: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types({"word/document.xml": main_type}),
        "_rels/.rels": relationships(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": part("w:document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relationships(*rels),
    }
    return zipped({**base, **(parts or {})})
