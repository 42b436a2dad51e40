"""What must hold for the order in which a slide is read aloud."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.deck import (
    FURNITURE,
    MOST_THINGS,
    drawn_box,
    has_words,
    is_title,
    judged_pairs,
    shapes,
    shown_slides,
    slides_counted,
)
from outcomes.checks.findings import places
from outcomes.text import count

if TYPE_CHECKING:
    from outcomes.appearance import Box
    from outcomes.artifact import Artifact, Block, Unit
    from outcomes.blobs import Files

_READ_KINDS: Final = frozenset({"shape", "text_box", "heading", "picture", "table", "chart", "diagram", "object"})
_BESIDE: Final = 0.5
_DRAWING_LINES: Final = 3


@check(
    "pptx.reading_order",
    summary="The order in which a slide is read aloud fits its looks: the title first, what stands below later",
    example="check: pptx.reading_order",
    args=NoArgs,
    kinds=("pptx",),
    group="accessibility",
    meaning=(
        "Screen readers go through a slide from the back of the pile to the front. The title must come before all "
        "other words that do not stand above it, and of two things in one column (they share more than half of the "
        "narrower one's width) the upper one must come first. Left and right are not judged. Footers, pictures marked "
        "decorative, shapes without words, connectors and turned shapes are left out; on slides with three or more "
        "lines or connectors, which are drawings, only the title is judged."
    ),
    source="WCAG 2.2, 1.3.2 Meaningful Sequence; Microsoft accessibility checker: Check reading order",
    false_positives="Drawings of loose shapes without one natural order; a label that belongs after what it labels.",
)
def reading_order(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """One finding a slide: the first thing that is read too early."""
    findings, crowded = [], []
    for slide in shown_slides(artifact):
        drawing, things = _is_drawing(slide), _read(slide)
        if len(things) > MOST_THINGS:
            crowded.append(slide.locator)
        wrong = [
            (early, late)
            for early, late in combinations(things[:MOST_THINGS], 2)
            if (is_title(late) or not drawing) and _inverted(early, late)
        ]
        if wrong:
            early, late = wrong[0]
            more = f", and {count(len(wrong) - 1, 'more pair')}" if len(wrong) > 1 else ""
            problem = f"is read before {late.locator}, which stands above it{more}"
            findings.append(Finding(early.locator, problem))
    measured = f"{slides_counted(artifact)}, {len(findings) or 'none'} read in another order than seen"
    fix = f"Put {places(findings)} in its place in the selection pane: what is read first lies at the back."
    return judged_pairs(artifact, measured, findings, fix, crowded)


CHECKS: Final = (reading_order,)


def _read(slide: Unit) -> list[Block]:
    """What a screen reader stops at, in its order."""
    return [block for block in shapes(slide.blocks) if block.box is not None and _is_read(block)]


def _is_read(block: Block) -> bool:
    if block.kind not in _READ_KINDS or block.placeholder in FURNITURE or block.style == "connector":
        return False
    if block.shape is not None and block.shape.rotation % 180 > 1:
        return False
    return has_words(block) if block.kind in ("shape", "text_box", "heading") else block.alt != ""


def _is_drawing(slide: Unit) -> bool:
    lines = [block for block in shapes(slide.blocks) if block.style == "connector" or _is_line(block)]
    return len(lines) >= _DRAWING_LINES


def _is_line(block: Block) -> bool:
    return block.shape is not None and block.shape.geometry == "line"


def _inverted(early: Block, late: Block) -> bool:
    """Whether the one that is read later stands above the other."""
    below, above = drawn_box(early), drawn_box(late)
    if below is None or above is None:
        return False
    if is_title(early):
        return False
    if is_title(late):
        return has_words(early) and below.y + below.height / 2 > above.y + above.height / 2
    return _under(below, above)


def _under(lower: Box, upper: Box) -> bool:
    """Whether one lies wholly below another and in its column."""
    shared = min(lower.right, upper.right) - max(lower.x, upper.x)
    return lower.y >= upper.bottom and shared > _BESIDE * min(lower.width, upper.width)
