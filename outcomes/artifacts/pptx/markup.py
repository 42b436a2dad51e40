"""PresentationML names, and the branch of alternative content that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.ooxml.markup import MC, A

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
A14 = "{http://schemas.microsoft.com/office/drawing/2010/main}"
MODERN_COMMENTS = "{http://schemas.microsoft.com/office/powerpoint/2018/8/main}"

SHAPE = f"{P}sp"
GROUP = f"{P}grpSp"
FRAME = f"{P}graphicFrame"
PICTURE = f"{P}pic"
CONNECTOR = f"{P}cxnSp"
PROPERTIES = f"{P}spPr"

PARAGRAPH = f"{A}p"
RUN = f"{A}r"
BREAK = f"{A}br"
FIELD = f"{A}fld"
FORMULA = f"{A14}m"

_SHEET, _BACKGROUND, _TREE, _MAP = f"{P}cSld", f"{P}bg", f"{P}spTree", f"{P}clrMapOvr"
_CHOICE = f"{MC}AlternateContent"
_OVERRIDE = f"{A}overrideClrMapping"
_FALLBACK = f"{MC}Fallback"


class Skeleton(NamedTuple):
    """The parts of a slide, layout, master or notes page."""

    name: str = ""
    background: etree._Element | None = None
    """Its `p:bg`."""
    tree: etree._Element | None = None
    """Its `p:spTree`."""
    mapping: etree._Element | None = None
    """Its `a:overrideClrMapping`."""


def skeleton(root: etree._Element) -> Skeleton:
    """Find the parts of a sheet in one go."""
    name, background, tree, mapping = "", None, None, None
    for node in root:
        if node.tag == _SHEET:
            name = node.get("name") or ""
            for child in node:
                if child.tag == _BACKGROUND:
                    background = child
                elif child.tag == _TREE:
                    tree = child
        elif node.tag == _MAP:
            mapping = next(node.iterchildren(_OVERRIDE), None)
    return Skeleton(name, background, tree, mapping)


def child_of(node: etree._Element | None, tag: str) -> etree._Element | None:
    """The first child with a tag."""
    return next(node.iterchildren(tag), None) if node is not None else None


Mark = tuple[object, ...]


def mark_of(node: etree._Element) -> Mark:
    """What tells an element, with all that is inside it, from others; quicker than writing it out."""
    if not len(node):
        return node.tag, 0, *node.items()
    found: list[object] = []
    for inner in node.iter():
        found.append(inner.tag)
        found.append(len(inner))
        found += inner.items()
    return tuple(found)


def content(node: etree._Element, known: frozenset[str]) -> Iterator[etree._Element]:
    """The children with known tags; of alternative content, the first branch that holds any of them, once."""
    for child in node:
        if child.tag in known:
            yield child
        elif child.tag == _CHOICE:
            yield from branch(child, known)


def branch(node: etree._Element, known: frozenset[str]) -> list[etree._Element]:
    """What the first branch of alternative content that holds any known tags holds of them; nothing for other nodes."""
    for choice in node if node.tag == _CHOICE else ():
        found = [child for child in choice if child.tag in known]
        if found or choice.tag == _FALLBACK:
            return found
    return []
