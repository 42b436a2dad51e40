"""How much room the text of a box takes, in points, and by how much that is more than the box has."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from outcomes.checks.overflow.wrap import Line, Stretch, set_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

BELOW_BASELINE_EM: Final = 0.2
LINE_EM: Final = 1.2
"""A single-spaced line on a slide is 1.2 times its largest type, whatever the typeface, a sixth of it below the
baseline. Measured on LibreOffice 7.4; the heights that PowerPoint gives to one-line boxes agree within 1.5 %."""


class Paragraph(NamedTuple):
    """A paragraph to be set; lengths in points."""

    stretches: tuple[Stretch, ...]
    line_spacing: float = 1.0
    """Multiple of a single line."""
    line_pt: float | None = None
    """Exact distance of lines, instead of a multiple."""
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    first: float = 0.0
    right: float = 0.0
    label: str = ""
    """The bullet or number before the first line."""


class Frame(NamedTuple):
    """The box around text; lengths in points."""

    width: float
    height: float
    left: float = 7.2
    top: float = 3.6
    right: float = 7.2
    bottom: float = 3.6
    wrap: bool = True
    anchor: Literal["top", "middle", "bottom"] = "top"


class Need(NamedTuple):
    """What text takes, in points from the edge of the box at which it is anchored."""

    height: float
    """To the last painted point, the inset at the anchored edge included."""
    width: float
    """To the end of the longest line, both insets included."""
    lines: int
    full: float = 0.0
    """All lines with the space between paragraphs, paint or not, without insets: what a table row grows to."""

    def ratio(self, frame: Frame) -> float:
        """How many times the box it takes, the worse of height and width; above 1 it runs over."""
        return max(self.height / max(frame.height, 1e-6), self.width / max(frame.width, 1e-6))


class _Set(NamedTuple):
    """A line and where its baseline is, from the top of the text."""

    baseline: float
    line: Line


def need(paragraphs: Sequence[Paragraph], frame: Frame) -> Need:
    """The room that paragraphs take in a frame."""
    placed: list[_Set] = []
    at = widest = 0.0
    room = frame.width - frame.left - frame.right if frame.wrap else inf
    for number, paragraph in enumerate(paragraphs):
        at += paragraph.before if number else 0.0
        for line in _lines(paragraph, room):
            height = (
                paragraph.line_pt if paragraph.line_pt is not None else line.size * LINE_EM * paragraph.line_spacing
            )
            at += height
            placed.append(_Set(at - line.size * BELOW_BASELINE_EM, line))
            widest = max(widest, line.width + max(paragraph.left + min(paragraph.first, 0.0), 0.0) + paragraph.right)
        at += paragraph.after
    end = at - (paragraphs[-1].after if paragraphs else 0.0)
    painted = [spot for spot in placed if spot.line.painted]
    height = _reach(painted, end, frame) if painted else 0.0
    return Need(height, widest + frame.left + frame.right, len(placed), end)


def _reach(painted: Sequence[_Set], end: float, frame: Frame) -> float:
    """From the anchored edge of the frame to the farthest paint; from its middle, twice the farther half."""
    first, last = painted[0], painted[-1]
    top = first.baseline - first.line.ink.above
    bottom = last.baseline + last.line.ink.below
    if frame.anchor == "top":
        return frame.top + bottom
    if frame.anchor == "bottom":
        return frame.bottom + end - top
    shift = frame.top - frame.bottom
    return max(2 * (bottom - end / 2) + shift, 2 * (end / 2 - top) - shift)


def _lines(paragraph: Paragraph, room: float) -> list[Line]:
    width = max(room - paragraph.left - paragraph.right, 1.0)
    return set_lines(paragraph.stretches, max(width - _first_indent(paragraph), 1.0), width)


def _first_indent(paragraph: Paragraph) -> float:
    """How much later the words of the first line begin; a label hangs in a negative indent as far as it fits."""
    if not paragraph.label:
        return paragraph.first
    lead = paragraph.stretches[0]
    return max(0.0, paragraph.first + lead.face.width(paragraph.label) * lead.size_pt)
