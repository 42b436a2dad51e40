"""Where on a slide the words of a shape stand, estimated from average letters; the same on every machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.appearance import EMU_PER_POINT, Box
from outcomes.checks.overflow.averages import USUAL, average_face
from outcomes.checks.overflow.estimate import Frame, Need, need
from outcomes.checks.overflow.reading import Undecided, frame, paragraphs

if TYPE_CHECKING:
    from outcomes.appearance import Font
    from outcomes.artifact import Block
    from outcomes.checks.overflow.faces import AverageFace


def text_area(block: Block) -> Box | None:
    """The rectangle that the letters of a shape cover, in EMU; its whole box where that cannot be told."""
    box = block.box
    if box is None:
        return None
    try:
        around = frame(block, any_outline=True)
        told = paragraphs(block, _average)
    except Undecided:
        return box
    taken = need(told, around)
    x, width = _across(block, around, taken)
    y, height = _down(around, taken)
    return Box(
        box.x + round(x * EMU_PER_POINT),
        box.y + round(y * EMU_PER_POINT),
        round(width * EMU_PER_POINT),
        round(height * EMU_PER_POINT),
    )


def _average(font: Font) -> AverageFace:
    return average_face(font.family or "", bold=bool(font.bold)) or USUAL


def _across(block: Block, around: Frame, taken: Need) -> tuple[float, float]:
    """Left edge and width of the longest line, in points from the left edge of the shape."""
    width = max(taken.width - around.left - around.right, 0.0)
    room = around.width - around.left - around.right
    if around.wrap:
        width = min(width, room)
    alignments = {piece.paragraph.alignment for piece in block.walk() if piece.text and piece.paragraph is not None}
    if alignments == {"center"}:
        return around.left + (room - width) / 2, width
    if alignments == {"right"}:
        return around.left + room - width, width
    return (around.left, width) if alignments <= {"left", None} else (around.left, room)


def _down(around: Frame, taken: Need) -> tuple[float, float]:
    """Top edge and height of the text, in points from the top edge of the shape."""
    if around.anchor == "top":
        return around.top, max(taken.height - around.top, 0.0)
    if around.anchor == "bottom":
        return around.height - taken.height, max(taken.height - around.bottom, 0.0)
    return (around.height - taken.height) / 2, taken.height
