"""PresentationML names, and the branch of alternative content that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

_CHOICE = f"{MC}AlternateContent"
_FALLBACK = f"{MC}Fallback"


def content(node: etree._Element, known: frozenset[str]) -> Iterator[etree._Element]:
    """The children with known tags; of alternative content, the first branch that holds any of them, once."""
    for child in node:
        if child.tag in known:
            yield child
        elif child.tag == _CHOICE:
            yield from _branch(child, known)


def _branch(node: etree._Element, known: frozenset[str]) -> list[etree._Element]:
    for branch in node:
        found = [child for child in branch if child.tag in known]
        if found or branch.tag == _FALLBACK:
            return found
    return []
