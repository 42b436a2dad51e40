"""What the office formats share: namespaces, tolerant values, DrawingML text, and blocks that every reader makes.

Charts are in `charts`, SmartArt in `diagrams`, formulas in `equations`, document properties in `properties`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifact import Block, Flag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from outcomes.errors import ArtifactError

_OPENXML = "http://schemas.openxmlformats.org"
A = f"{{{_OPENXML}/drawingml/2006/main}}"
C = f"{{{_OPENXML}/drawingml/2006/chart}}"
DGM = f"{{{_OPENXML}/drawingml/2006/diagram}}"
PIC = f"{{{_OPENXML}/drawingml/2006/picture}}"
R = f"{{{_OPENXML}/officeDocument/2006/relationships}}"
M = f"{{{_OPENXML}/officeDocument/2006/math}}"
MC = f"{{{_OPENXML}/markup-compatibility/2006}}"
CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
VML = "{urn:schemas-microsoft-com:vml}"
VML_OFFICE = "{urn:schemas-microsoft-com:office:office}"

_MOST_DIGITS = 40
_FARTHEST = 10**14
"""Beyond every length, count and id that office programs write; EMU made of it still fit into 64 bits."""
_LINE_BREAKS = {f"{A}br": "\n", f"{A}tab": "\t"}


def local(tag: object) -> str:
    """A tag's name without its namespace; empty for what is not an element."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def integer(text: str | None, default: int = 0) -> int:
    """Read a whole number as forgivingly as office programs do: `12`, ` 12 `, `12.0`; `default` for anything else.

    A number too large to be meant is the largest one.
    """
    if not text or len(text) > _MOST_DIGITS:
        return default
    try:
        number = int(text)
    except ValueError:
        try:
            number = int(float(text))
        except (ValueError, OverflowError):
            return default
    return number if -_FARTHEST <= number <= _FARTHEST else max(-_FARTHEST, min(_FARTHEST, number))


def truth(text: str | None, *, default: bool = True) -> bool:
    """Read an on/off attribute, where a missing value usually means on."""
    return default if text is None else text.strip().lower() not in {"0", "false", "off", "none"}


def drawing_text(node: etree._Element) -> str:
    """All DrawingML text inside a node, one line for each paragraph."""
    lines = ("".join(_pieces(paragraph)).strip() for paragraph in node.iter(f"{A}p"))
    return "\n".join(line for line in lines if line)


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    for node in paragraph.iter(f"{A}t", *_LINE_BREAKS):
        yield _LINE_BREAKS.get(node.tag) or node.text or ""


def alternative_text(properties: etree._Element | None) -> str | None:
    """The alternative text of a drawing's `docPr` or `cNvPr`: `None` without one, `""` when marked decorative."""
    if properties is None:
        return None
    if any(truth(mark.get("val")) for mark in properties.iter(DECORATIVE)):
        return ""
    text = (properties.get("descr") or "").strip() or (properties.get("title") or "").strip()
    return text or None


def alt_text_blocks(locator: str, alt: str | None) -> tuple[Block, ...]:
    """The child block that holds the alternative text of the block at `locator`, if it has any."""
    if not alt:
        return ()
    return (Block("alt_text", f"{locator} / alt text", alt, visibility="hidden", reason="alt-text"),)


def unreadable(locator: str, error: ArtifactError) -> tuple[Block, Flag]:
    """A block that stands where a damaged piece would be, and the flag that says so."""
    block = Block("unreadable", locator, f"[unreadable: {error.message}]")
    return block, Flag("unreadable", error.message, locator=locator)
