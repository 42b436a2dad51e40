"""The structure tree of a tagged page: what each marked stretch is, and what pictures are said to show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.pdf.library import text

if TYPE_CHECKING:
    from outcomes.artifacts.pdf.library import Library

_HEADING = re.compile(r"H([1-6])?")
_ITEMS = frozenset({"LI", "LBody", "Lbl"})
_BLOCKS = frozenset({"P", "BlockQuote", "Caption", "TOCI", "Note", "TR", "LI", "Code", "Formula"})
_CELLS = frozenset({"TD", "TH"})
_MOST_ELEMENTS = 20_000
_DEEPEST = 60


class Tag(NamedTuple):
    """What a marked stretch of a page is."""

    element: int
    """Number of the block-level element that it lies in, from 1; stretches of one element are one block."""
    heading: int | None
    """Level of a heading."""
    item: bool
    """Whether it is part of a list."""
    cell: int = 0
    """Number of the table cell that it lies in; 0 outside tables."""
    row: int = 0
    """Number of the row of that cell."""


class Tags(NamedTuple):
    """The marks of a page, by their number."""

    roles: dict[int, Tag]
    alts: dict[int, str]
    """What the figure with this mark is said to show."""


def read_tags(lib: Library, page: int) -> Tags:
    """Walk the structure tree of a page; empty where there is none."""
    tags = Tags({}, {})
    tree = lib.StructTree_GetForPage(page)
    if tree is None:
        return tags
    try:
        walk = _Walk(lib, tags)
        for i in range(max(0, lib.StructTree_CountChildren(tree))):
            walk.enter(lib.StructTree_GetChildAtIndex(tree, i), Tag(0, None, item=False), 0)
    finally:
        lib.StructTree_Close(tree)
    return tags


class _Walk:
    def __init__(self, lib: Library, tags: Tags) -> None:
        self._lib = lib
        self._tags = tags
        self._elements = 0

    def enter(self, element: int | None, outer: Tag, depth: int) -> None:
        """Note the marks of an element and of those inside it."""
        self._elements += 1
        if element is None or depth > _DEEPEST or self._elements > _MOST_ELEMENTS:
            return
        kind = text(self._lib.StructElement_GetType, element)
        tag = self._tag(kind, outer)
        alt = text(self._lib.StructElement_GetAltText, element) if kind in {"Figure", "Formula"} else ""
        for i in range(min(_MOST_ELEMENTS, max(0, self._lib.StructElement_CountChildren(element)))):
            mark = self._lib.StructElement_GetChildMarkedContentID(element, i)
            if mark >= 0:
                self._tags.roles[mark] = tag
                if alt:
                    self._tags.alts[mark] = alt
            else:
                self.enter(self._lib.StructElement_GetChildAtIndex(element, i), tag, depth + 1)

    def _tag(self, kind: str, outer: Tag) -> Tag:
        number = self._elements
        heading = _HEADING.fullmatch(kind)
        if heading is not None or kind == "Title":
            level = int(heading[1] or 1) if heading is not None else 1
            return outer._replace(element=number, heading=level, item=False)
        if kind in _CELLS:
            return Tag(number, None, item=False, cell=number, row=outer.element)
        if kind in _ITEMS:
            return outer._replace(element=number if kind == "LI" or not outer.item else outer.element, item=True)
        if kind in _BLOCKS and not outer.item and outer.heading is None:
            return outer._replace(element=number)
        return outer
