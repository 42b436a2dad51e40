"""WordprocessingML names and the small values that hang on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.ooxml import truth

if TYPE_CHECKING:
    from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
WPG = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
WPC = "{http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas}"

VAL = f"{W}val"
ID = f"{W}id"
AUTHOR = f"{W}author"


def value(parent: etree._Element | None, name: str) -> str | None:
    """The `w:val` of a child element, `None` without the child."""
    child = None if parent is None else parent.find(f"{W}{name}")
    return None if child is None else child.get(VAL)


def switched_on(parent: etree._Element | None, name: str) -> bool:
    """Whether an on/off child element (`w:tblHeader`, `w:titlePg`) is there and not off."""
    child = None if parent is None else parent.find(f"{W}{name}")
    return child is not None and truth(child.get(VAL))
