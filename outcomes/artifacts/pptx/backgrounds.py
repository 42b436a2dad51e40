"""Backgrounds of slides, layouts and masters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.pptx.colours import WHITE, Colour
from outcomes.artifacts.pptx.fills import SOME_FILL, Fill, read_fill, styled_fill
from outcomes.artifacts.pptx.markup import P

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.artifacts.pptx.colours import Palette

PAPER = Fill("solid", Colour(WHITE))
"""What nothing is painted on."""


def background_of(node: etree._Element, palette: Palette) -> Fill:
    """What a `p:bg` paints; nothing at all leaves the paper white."""
    style = node.find(f"{P}bgRef")
    if style is None:
        return read_fill(node.find(f"{P}bgPr"), palette) or SOME_FILL
    found = styled_fill(style, palette)
    return found if found.painted else PAPER
