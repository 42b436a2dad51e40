"""The check that text fits into the boxes that are drawn for it, and tables onto their slides."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from pydantic import Field

from outcomes.appearance import EMU_PER_POINT, Box
from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.deck import (
    KINDS,
    MOST_THINGS,
    TEXT_SHAPES,
    drawn_box,
    has_words,
    inches,
    judged_slides,
    shapes,
    shown_slides,
    slides_counted,
)
from outcomes.checks.findings import listing, places, undecided
from outcomes.checks.looks import MOST_UNDECIDED
from outcomes.checks.overflow.growth import grown_height
from outcomes.checks.overflow.reading import Undecided
from outcomes.checks.overflow.setting import Setting, set_text
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact, Block, Unit
    from outcomes.blobs import Files

FAR: Final = 1.35
"""From here on nobody doubts it, whatever program shows the slide."""
_MOST_TIMES: Final = 100


class OverflowRatio(NoArgs):
    """From when on text counts as running over."""

    ratio: float = Field(
        default=1.05,
        ge=1,
        le=5,
        description="Times the height or width of its box that text must need to count as running over: 1.05 is "
        "certain enough to act on, 1.35 is beyond doubt in every program.",
    )


@check(
    "text_overflow",
    summary="No text runs over the box that is drawn for it, and no table grows off its slide",
    example="check: text_overflow",
    args=OverflowRatio,
    kinds=KINDS,
    group="layout",
    meaning=(
        "The words of each shape are set into its box with the widths of their typeface: lines, indents, insets, "
        "spacing and bullets as stated, a single line 1.2 times the size of its type. It is a finding when the "
        "painted letters need `ratio` times the box. Up to 1.35 times, a box without fill and outline, over which "
        "nobody sees text run, is one only where the text reaches the edge of the slide or something else; boxes "
        "that shrink their text to fit count only from 1.35 times on, and boxes that grow with their text when they "
        "would grow off the slide. Cells do not overflow, their rows grow: a table is a finding when it grows off the "
        "slide. Widths come from the typefaces, or from free ones with the same widths (Carlito, Caladea, Liberation), "
        "with the extra `layout`; else from averages of common ones, with a twentieth more tolerance; of others both "
        "a narrow and a wide guess must agree. Text of unknown size, turned or upright text, columns and "
        "unusual outlines are not decided; nothing is when that is more than half of all and nothing was found."
    ),
    source="AutoPresent, SlidesBench: layout score; measured against LibreOffice in `benchmarks/overflow.py`",
    false_positives=(
        "Programs whose line breaks differ by a word, hyphenation, and text that is meant to spill over its shape."
    ),
)
def text_overflow(artifact: Artifact, args: OverflowRatio, _files: Files) -> CheckResult:
    """One finding for each box or table, with how much more the text needs."""
    findings: list[Finding] = []
    reasons: Counter[str] = Counter()
    number = 0
    for slide in shown_slides(artifact):
        things = list(shapes(slide.blocks))
        solids = _solids(things)
        for block in things:
            if (block.kind not in TEXT_SHAPES and block.kind != "table") or not has_words(block):
                continue
            number += 1
            try:
                problem = _table(block, slide) if block.kind == "table" else _text(block, args.ratio, slide, solids)
            except Undecided as error:
                reasons[str(error)] += 1
                continue
            if problem:
                findings.append(Finding(block.locator, problem))
    unknown = reasons.total()
    if number and not findings and unknown > MOST_UNDECIDED * number:
        return undecided(f"{unknown} of {count(number, 'text')} not decided: {listing(reasons, 3)}")
    apart = f" ({unknown} not decided)" if unknown else ""
    measured = f"{slides_counted(artifact)}, {count(number, 'text')}{apart}, {len(findings) or 'none'} running over"
    fix = f"Cut the text of {places(findings)}, enlarge the box, or make the type smaller."
    return judged_slides(artifact, measured, findings, fix)


CHECKS: Final = (text_overflow,)


def _text(block: Block, limit: float, slide: Unit, solids: Sequence[tuple[Block, Box]]) -> str:
    """What is wrong with the text of a shape; raise `Undecided` where a narrow and a wide typeface disagree."""
    setting = set_text(block)
    fit = block.shape.frame.autofit if block.shape is not None and block.shape.frame is not None else None
    if fit == "resize":
        return _grown(block, setting, slide)
    if setting.fits(limit):
        return ""
    if fit == "shrink" or not _counts_at_once(block, setting, slide, solids):
        limit = max(limit, FAR)
    if not setting.exceeds(limit):
        return ""
    far = "far " if setting.exceeds(FAR) else ""
    way = "high" if setting.too_high else "wide"
    times = f"{setting.ratio:.1f}" if setting.ratio < _MOST_TIMES else f"over {_MOST_TIMES}"
    return f"its text needs {times} times the box ({count(setting.need.lines, 'line')}, {far}too {way})"


def _counts_at_once(block: Block, setting: Setting, slide: Unit, solids: Sequence[tuple[Block, Box]]) -> bool:
    """Whether a little too much can be seen: over a painted box, over the edge of the slide, or on something else."""
    shape, box = block.shape, block.box
    if box is None or shape is None or shape.fill != "none" or shape.outline != "none":
        return True
    reach = _reach(box, setting)
    if slide.width and slide.height and reach.overlap(Box(0, 0, slide.width, slide.height)) < reach.area:
        return True
    return any(
        thing is not block and (covered := reach.overlap(other)) and covered > box.overlap(other)
        for thing, other in solids
    )


def _solids(things: Sequence[Block]) -> list[tuple[Block, Box]]:
    """What text must not run over, and where it lies."""
    return [(thing, box) for thing in things[:MOST_THINGS] if (box := drawn_box(thing)) and _is_solid(thing)]


def _is_solid(block: Block) -> bool:
    return has_words(block) or block.kind in ("table", "chart", "picture", "diagram", "object")


def _reach(box: Box, setting: Setting) -> Box:
    """The box, enlarged to where its text reaches."""
    wide = max(box.width, round(setting.need.width * EMU_PER_POINT))
    high = max(box.height, round(setting.need.height * EMU_PER_POINT))
    down = {"top": 0, "middle": (high - box.height) // 2, "bottom": high - box.height}[setting.frame.anchor]
    return Box(box.x, box.y - down, wide, high)


def _grown(block: Block, setting: Setting, slide: Unit) -> str:
    """What happens when a box that grows with its text needs more room than the slide has."""
    box = block.box
    if box is None or not slide.height or not setting.exceeds(1.0):
        return ""
    over = _reach(box, setting).bottom - slide.height
    if over <= 0 or box.bottom > slide.height:
        return ""
    return f"grows with its text to {setting.ratio:.1f} times its height, {inches(over)} over the edge of the slide"


def _table(block: Block, slide: Unit) -> str:
    """What happens when the rows of a table grow with their text."""
    box = drawn_box(block)
    if box is None or not slide.height or box.bottom > slide.height:
        return ""
    grown = grown_height(block)
    over = box.y + grown - slide.height
    if over <= 0:
        return ""
    return (
        f"grows with its text from {inches(box.height)} to {inches(grown)}, {inches(over)} over the edge of the slide"
    )
