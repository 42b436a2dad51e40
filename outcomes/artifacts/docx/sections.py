"""What the sections of a document say about its pages: size and margins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.appearance import EMU_PER_POINT
from outcomes.artifacts.docx.markup import W, points

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

_TWIPS = 20
_FACTS = (
    ("page_width_emu", "pgSz", "w"),
    ("page_height_emu", "pgSz", "h"),
    ("margin_left_emu", "pgMar", "left"),
    ("margin_right_emu", "pgMar", "right"),
    ("margin_top_emu", "pgMar", "top"),
    ("margin_bottom_emu", "pgMar", "bottom"),
)


def page_facts(sections: Sequence[etree._Element]) -> dict[str, int]:
    """Page size and margins in EMU, the smallest over all sections; what no section states is left out.

    A negative margin at the top or bottom means the same width, held against headers and footers (ECMA-376 17.6.11).
    """
    return {fact: min(found) for fact, name, side in _FACTS if (found := list(_stated(sections, name, side)))}


def _stated(sections: Sequence[etree._Element], name: str, side: str) -> Iterator[int]:
    for section in sections:
        node = section.find(f"{W}{name}")
        length = None if node is None else points(node.get(f"{W}{side}"), _TWIPS)
        if length is not None:
            yield round(abs(length) * EMU_PER_POINT)
