"""Which cell styles of a workbook hide what the cell holds: white on white, tiny, or a format that shows nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.ooxml.markup import integer
from outcomes.artifacts.xlsx.markup import X

if TYPE_CHECKING:
    from lxml import etree

_WHITE = frozenset({"FFFFFFFF", "00FFFFFF", "FFFFFF"})
_WINDOW = "0"  # the theme's first light colour: what paper looks like
_WINDOW_INDEXES = frozenset({"1", "9", "65"})
_TINY_POINTS = 2


def concealing_styles(root: etree._Element) -> dict[int, str]:
    """The reason for each cell style that conceals, by its index."""
    white_fonts = {i for i, font in enumerate(root.iterfind(f"{X}fonts/{X}font")) if _is_white(font.find(f"{X}color"))}
    tiny_fonts = {i for i, font in enumerate(root.iterfind(f"{X}fonts/{X}font")) if _is_tiny(font.find(f"{X}sz"))}
    fills = {i for i, fill in enumerate(root.iterfind(f"{X}fills/{X}fill")) if _is_filled(fill)}
    formats = {node.get("numFmtId") for node in root.iterfind(f"{X}numFmts/{X}numFmt") if _shows_nothing(node)}
    found = {}
    for i, style in enumerate(root.iterfind(f"{X}cellXfs/{X}xf")):
        font = integer(style.get("fontId"))
        if style.get("numFmtId") in formats:
            found[i] = "display-none"
        elif font in tiny_fonts:
            found[i] = "tiny"
        elif font in white_fonts and integer(style.get("fillId")) not in fills:
            found[i] = "white"
    return found


def _is_white(colour: etree._Element | None) -> bool:
    if colour is None or (colour.get("tint") or "").lstrip().startswith("-"):
        return False
    return (
        (colour.get("rgb") or "").upper() in _WHITE
        or colour.get("theme") == _WINDOW
        or colour.get("indexed") in _WINDOW_INDEXES
    )


def _is_tiny(size: etree._Element | None) -> bool:
    return size is not None and integer(size.get("val"), _TINY_POINTS + 1) <= _TINY_POINTS


def _is_filled(fill: etree._Element) -> bool:
    """Whether a fill puts some colour other than white behind the text."""
    pattern = fill.find(f"{X}patternFill")
    if pattern is None:
        return len(fill) > 0  # a gradient
    kind = pattern.get("patternType") or "none"
    if kind == "solid":
        return not _is_white(pattern.find(f"{X}fgColor"))
    return kind != "none"


def _shows_nothing(number_format: etree._Element) -> bool:
    r"""`;;;` and its like: three or four sections, all of them empty."""
    code = number_format.get("formatCode") or ""
    return code.count(";") >= 2 and not code.replace(";", "").strip(" \"'")
