"""What must hold at the edges of a slide: nothing hangs over them, and words keep away from them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from pydantic import Field

from outcomes.appearance import EMU_PER_INCH, Box
from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.deck import (
    FURNITURE,
    KINDS,
    MOST_THINGS,
    has_words,
    inches,
    is_title,
    judged_slides,
    shapes,
    shown_slides,
    slides_counted,
    usual_scale,
)
from outcomes.checks.findings import places, undecided
from outcomes.checks.looks import stand_in_title
from outcomes.checks.placement import placed
from outcomes.text import count, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.artifact import Artifact, Block, Unit
    from outcomes.blobs import Files
    from outcomes.checks.placement import Placed

_OUTSIDE_SHARE: Final = 0.02
_OUTSIDE_INCHES: Final = 0.1
_EDGE_SLACK: Final = 0.1 * EMU_PER_INCH
_LOWEST_TENTH: Final = 0.9
_ON_BAND: Final = 0.95
_MOST_BAND: Final = 0.5
"""Of the slide: what is larger is its background."""


class LeastMargin(NoArgs):
    """How near to the edge of a slide words may come."""

    inches: float = Field(
        default=0.5, gt=0, le=4, description="Least distance of text, tables and charts from the edges, in inches."
    )


@check(
    "pptx.on_slide",
    summary="Nothing hangs over the edge of its slide by more than 2 % of its area and 0.1 inches",
    example="check: pptx.on_slide",
    args=NoArgs,
    kinds=KINDS,
    group="slides",
    meaning=(
        "The upright box of each object against the slide: more than 2 % of its area and more than 0.1 inches "
        "(91,440 EMU) outside is too much. Groups are looked at by what lies in them; empty placeholders and "
        "switched-off shapes are not looked at."
    ),
    source="SlidesBench, layout measure; Open XML, CT_Transform2D",
    false_positives="Pictures that are meant to bleed over the edge; shapes that an animation brings in from outside.",
)
def on_slide(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """What hangs over is cut off in the show, and what lies outside is seen by nobody."""
    findings = []
    number = 0
    for slide in shown_slides(artifact):
        if not slide.width or not slide.height:
            return undecided(f"the size of {slide.locator} is not known")
        for block, box in _with_place(slide.blocks):
            number += 1
            problem = _overhang(box, slide.width, slide.height)
            if problem:
                findings.append(Finding(block.locator, problem))
    measured = f"{slides_counted(artifact)}, {count(number, 'object')}, {len(findings) or 'none'} over the edge"
    fix = f"Move or shrink {places(findings)}, so that all of it lies on the slide."
    return judged_slides(artifact, measured, findings, fix)


@check(
    "pptx.margins",
    summary="Text, tables and charts keep `inches` from the edges of the slide",
    example="check: pptx.margins inches=0.5",
    args=LeastMargin,
    kinds=KINDS,
    group="layout",
    meaning=(
        "Of a text the room that its letters take (estimated) counts, not its box, so that a coloured band may run to "
        "the edge. A tenth of an inch is forgiven. Of titles the distance from the upper edge, which belongs to the "
        "template, is not looked at, nor that of words on a coloured band from an edge to which the band runs. Slides "
        "lower than 5 or higher than 8 inches are taken as if they were 7.5 inches high. Pictures, shapes without "
        "words, footers, dates, slide numbers and whatever begins in the lowest tenth of the slide are not looked at, "
        "nor what hangs over the edge (`pptx.on_slide` finds that)."
    ),
    source="Practice of slide design guides: half an inch of margin; no standard has it",
    false_positives="Labels of a full-page drawing, and text that is set beside the edge on purpose.",
)
def slide_margins(artifact: Artifact, args: LeastMargin, _files: Files) -> CheckResult:
    """The nearest edge is named with the distance."""
    findings = []
    number = 0
    for slide in shown_slides(artifact):
        if not slide.width or not slide.height:
            return undecided(f"the size of {slide.locator} is not known")
        bands, title = list(islice(_bands(slide), MOST_THINGS)), stand_in_title(slide)
        for thing in placed(slide):
            if thing.block.kind == "picture" or _is_furniture(thing, slide.height):
                continue
            number += 1
            side, room = _nearest(
                thing.content,
                Box(0, 0, slide.width, slide.height),
                bands,
                is_title=is_title(thing.block) or thing.block is title,
            )
            if 0 <= room * usual_scale(slide) < args.inches * EMU_PER_INCH - _EDGE_SLACK:
                problem = f"{inches(room)} from the {side} edge, at least {args.inches:g} in asked for"
                findings.append(Finding(thing.block.locator, problem))
    measured = f"{slides_counted(artifact)}, {count(number, 'object')}, {len(findings) or 'none'} too near an edge"
    return judged_slides(artifact, measured, findings, f"Move {places(findings)} away from the edge, or narrow it.")


CHECKS: Final = (on_slide, slide_margins)


def _with_place(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, Box]]:
    """Everything with a place of its own; a group is looked at only for what lies in it without one, as when turned.

    Empty placeholders and shapes that are switched off are on no slide that anyone sees.
    """
    for block in blocks:
        if block.kind == "group":
            yield from _with_place(block.children)
            if block.box is not None and any(part.box is None and part.visible for part in block.children):
                yield block, block.box
        elif block.box is not None and block.reason not in ("hidden-shape", "zero-size"):
            empty = block.placeholder and block.kind in ("shape", "heading") and not fold(block.full_text)
            if not empty:
                yield block, block.box


def _overhang(box: Box, width: int, height: int) -> str:
    """How far a rectangle reaches over the edge of the slide, in words; empty when it (nearly) does not."""
    wide, high = max(box.width, 1), max(box.height, 1)
    over = {
        "left": -box.x,
        "top": -box.y,
        "right": box.x + wide - width,
        "bottom": box.y + high - height,
    }
    inside = max(0, min(box.x + wide, width) - max(box.x, 0)) * max(0, min(box.y + high, height) - max(box.y, 0))
    outside = 1 - inside / (wide * high)
    edge = max(over, key=lambda side: over[side])
    inches = over[edge] / EMU_PER_INCH
    if outside <= _OUTSIDE_SHARE or inches <= _OUTSIDE_INCHES:
        return ""
    if not inside:
        return f"lies outside the slide, beyond its {edge} edge"
    return f"reaches {inches:.1f} in over the {edge} edge; {outside:.0%} of it is outside"


def _is_furniture(thing: Placed, height: int) -> bool:
    return thing.block.placeholder in FURNITURE or thing.content.y > _LOWEST_TENTH * height


def _nearest(box: Box, slide: Box, bands: Sequence[Box], *, is_title: bool) -> tuple[str, int]:
    """The edge of the slide that something is nearest to, and how far that is in EMU."""
    rooms = _rooms(box, slide)
    under = [band for band in bands if band.overlap(box) >= _ON_BAND * box.area]
    open_sides = {side for band in under for side, room in _rooms(band, slide).items() if room <= 0}
    if is_title:
        open_sides.add("top")
    side = min(rooms, key=lambda edge: (edge in open_sides, rooms[edge]))
    return side, rooms[side]


def _rooms(box: Box, slide: Box) -> dict[str, int]:
    return {"left": box.x, "top": box.y, "right": slide.right - box.right, "bottom": slide.bottom - box.bottom}


def _bands(slide: Unit) -> Iterator[Box]:
    """Painted shapes without words that are no background of the whole slide."""
    most = _MOST_BAND * (slide.width or 0) * (slide.height or 0)
    for block in shapes(slide.blocks):
        fill = block.shape.fill if block.shape is not None else None
        if block.box is not None and fill not in (None, "none") and not has_words(block) and block.box.area < most:
            yield block.box
