"""WordprocessingML names and the small values that hang on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.ooxml.markup import CX, DGM, MC, PIC, C, M, integer, truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
WPG = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
WPC = "{http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas}"

LIST_LEVELS = 9
VAL = f"{W}val"
ID = f"{W}id"
AUTHOR = f"{W}author"

_KNOWN = (
    f"{W}t", f"{W}txbxContent", f"{W}p", f"{W}tbl", f"{M}oMath",
    f"{PIC}pic", f"{C}chart", f"{CX}chart", f"{DGM}relIds", f"{WPS}wsp",
)  # fmt: skip
_ALTERNATIVES = f"{MC}AlternateContent"
_WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "del", "moveFrom"))


def value(parent: etree._Element | None, name: str) -> str | None:
    """The `w:val` of a child element, `None` without the child."""
    child = None if parent is None else next(parent.iterchildren(f"{W}{name}"), None)
    return None if child is None else child.get(VAL)


_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0}
_MOST_POINTS = 1_000_000
_LONGEST_LENGTH = 40


def points(text: str | None, parts: int) -> float | None:
    """A length in points, from a number that counts in `parts` of a point or has a unit (`1.5cm`, ECMA-376 22.9.2.15).

    `None` for what is no length.
    """
    if not text or len(text) > _LONGEST_LENGTH:
        return None
    unit = _UNITS.get(text[-2:])
    try:
        length = float(text[:-2]) * unit if unit else float(text) / parts
    except ValueError:
        return None
    return round(length, 4) if abs(length) < _MOST_POINTS else None


def by_tag(parent: etree._Element | None) -> dict[str, etree._Element]:
    """The children by tag, the first one of each: quicker than to look for them one after the other."""
    return {} if parent is None else {str(child.tag): child for child in reversed(parent)}


def said(node: etree._Element | None) -> str | None:
    """The `w:val` of an element, `None` without the element."""
    return None if node is None else node.get(VAL)


def switched_on(parent: etree._Element | None, name: str) -> bool:
    """Whether an on/off child element (`w:tblHeader`, `w:titlePg`) is there and not off."""
    child = None if parent is None else parent.find(f"{W}{name}")
    return child is not None and truth(child.get(VAL))


def parent_tag(node: etree._Element) -> str:
    """The tag of what an element stands in; empty for a root."""
    parent = node.getparent()
    return "" if parent is None else str(parent.tag)


def alternative(node: etree._Element) -> etree._Element | None:
    """The branch of an `mc:AlternateContent` to read: the first choice that holds anything known, or the fallback."""
    for branch in node:
        if branch.tag == f"{MC}Fallback" or next(branch.iter(*_KNOWN), None) is not None:
            return branch
    return None


def contents(parent: etree._Element, wanted: frozenset[str]) -> Iterator[etree._Element]:
    """The wanted children in order, also out of content controls, tracked changes and alternatives."""
    for node in parent:
        tag = node.tag
        if tag in wanted:
            yield node
        elif tag in _WRAPPERS or tag == _ALTERNATIVES:
            yield from _unwrapped(node, wanted)


def _unwrapped(wrapper: etree._Element, wanted: frozenset[str]) -> Iterator[etree._Element]:
    """The wanted elements in a wrapper, however deep wrappers nest in it."""
    pending = [iter((wrapper,))]
    while pending:
        node = next(pending[-1], None)
        if node is None:
            pending.pop()
        elif node.tag in wanted:
            yield node
        elif node.tag in _WRAPPERS:
            pending.append(iter(node))
        elif node.tag == _ALTERNATIVES:
            branch = alternative(node)
            pending.append(iter(() if branch is None else branch))


def list_level(text: str | None) -> int:
    """A level of a list (`w:ilvl`), from 0; there are nine, and a damaged file may name any number."""
    return min(max(integer(text), 0), LIST_LEVELS - 1)
