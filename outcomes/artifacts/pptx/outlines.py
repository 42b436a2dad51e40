"""Which part of its frame a shape's outline fills: enough to say what is inside it for sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.pptx.geometry import contains

if TYPE_CHECKING:
    from outcomes.appearance import Box
    from outcomes.artifacts.pptx.geometry import Place

_RECTANGLES = frozenset(
    {
        None, "rect", "roundRect", "round1Rect", "round2SameRect", "round2DiagRect", "snip1Rect", "snip2SameRect",
        "snip2DiagRect", "snipRoundRect", "flowChartProcess", "flowChartAlternateProcess",
        "flowChartPredefinedProcess", "flowChartInternalStorage", "foldedCorner", "bevel", "plaque",
    }
)  # fmt: skip
"""Outlines that fill their frame but for its corners."""
_ROUND = frozenset({"ellipse", "flowChartConnector"})


def holds(geometry: str | None, reach: Box, box: Box) -> bool:
    """Whether a box lies inside an outline; `False` also when that cannot be told."""
    if not contains(reach, box):
        return False
    if geometry in _ROUND:
        return all(_inside_ellipse(x, y, reach) for x in (box.x, box.right) for y in (box.y, box.bottom))
    return geometry in _RECTANGLES


def fills_box(place: Place | None) -> bool:
    """Whether a shape stands upright or on a side, so that its frame is an upright rectangle."""
    return place is not None and place.turn % 90 == 0


def _inside_ellipse(x: int, y: int, reach: Box) -> bool:
    if not reach.width or not reach.height:
        return False
    across = (2 * (x - reach.x) - reach.width) / reach.width
    down = (2 * (y - reach.y) - reach.height) / reach.height
    return across**2 + down**2 <= 1
