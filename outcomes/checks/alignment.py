"""What must hold for things of one size in a row or a column: that they line up."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Final

from pydantic import Field

from outcomes.appearance import EMU_PER_INCH
from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.deck import (
    FURNITURE,
    KINDS,
    MOST_THINGS,
    drawn_box,
    has_words,
    inches,
    judged_pairs,
    shapes,
    shown_slides,
    slides_counted,
)
from outcomes.checks.findings import places
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.appearance import Box
    from outcomes.artifact import Artifact, Block, Unit
    from outcomes.blobs import Files

_SEEN: Final = 0.02 * EMU_PER_INCH
"""Nobody sees less."""
_SMALLEST: Final = 0.3 * EMU_PER_INCH
_ONE_SIZE: Final = 0.05


class NearMiss(NoArgs):
    """How far apart edges may be and still have been meant to line up."""

    inches: float = Field(
        default=0.1,
        gt=0.02,
        le=1,
        description="Largest distance, in inches, at which edges that do not line up are taken for a slip.",
    )


@check(
    "pptx.alignment",
    summary="Things of one size in a row or a column line up, rather than nearly",
    example="check: pptx.alignment inches=0.1",
    args=NearMiss,
    kinds=KINDS,
    group="layout",
    meaning=(
        "Pairs of shapes, pictures, tables and charts of the same kind and size (width and height within 5 %). When "
        "one lies below the other and their left edges are more than 0.02 and at most `inches` apart, or one lies "
        "beside the other and their upper edges are, they were meant to line up and do not. Things smaller than 0.3 "
        "inches, connectors, lines, turned shapes, empty placeholders, footers, dates and slide numbers are left out."
    ),
    source="AutoPresent, SlidesBench: layout score; practice of design guides: align to a grid",
    false_positives="Things that are set off a little on purpose: stairs, fans, piles of cards.",
)
def alignment(artifact: Artifact, args: NearMiss, _files: Files) -> CheckResult:
    """One finding for each thing, with what it misses."""
    findings: dict[str, Finding] = {}
    crowded = []
    number = 0
    for slide in shown_slides(artifact):
        things = list(_things(slide))
        number += len(things)
        if len(things) > MOST_THINGS:
            crowded.append(slide.locator)
        for odd, other, slip in _misses(things[:MOST_THINGS], args.inches * EMU_PER_INCH):
            findings.setdefault(odd.locator, Finding(odd.locator, f"{slip} that of {other.locator}"))
    measured = f"{slides_counted(artifact)}, {count(number, 'object')}, {len(findings) or 'none'} nearly in line"
    fix = f"Bring {places(findings.values())} into line with the others."
    return judged_pairs(artifact, measured, list(findings.values()), fix, crowded)


CHECKS: Final = (alignment,)


def _things(slide: Unit) -> Iterator[tuple[Block, Box]]:
    for block in shapes(slide.blocks):
        box = drawn_box(block)
        if box is None or min(box.width, box.height) < _SMALLEST or block.placeholder in FURNITURE:
            continue
        shape = block.shape
        painted = shape is not None and shape.fill not in (None, "none")
        turned = block.style == "connector" or (shape is not None and shape.rotation % 90 > 0)
        if not turned and (painted or has_words(block) or block.kind in ("picture", "table", "chart", "diagram")):
            yield block, box


def _misses(things: Sequence[tuple[Block, Box]], most: float) -> Iterator[tuple[Block, Block, str]]:
    """The odd one, the other, and what is wrong; odd is what lines up with fewer others, else the later one."""
    alike = [pair for pair in combinations(things, 2) if _alike(*pair)]
    company = Counter(thing.locator for pair in alike if _in_line(pair[0][1], pair[1][1]) for thing, _ in pair)
    for (first, box), (second, other) in alike:
        slip = _slip(box, other, most)
        if slip:
            first_is_odd = company[first.locator] < company[second.locator]
            yield (first, second, slip) if first_is_odd else (second, first, slip)


def _alike(one: tuple[Block, Box], other: tuple[Block, Box]) -> bool:
    (first, box), (second, size) = one, other
    wide, high = abs(box.width - size.width), abs(box.height - size.height)
    return first.kind == second.kind and wide <= _ONE_SIZE * box.width and high <= _ONE_SIZE * box.height


def _in_line(one: Box, other: Box) -> bool:
    return abs(one.x - other.x) <= _SEEN or abs(one.y - other.y) <= _SEEN


def _slip(one: Box, other: Box, most: float) -> str:
    """Which edge misses which, and by how much; empty for those that line up and for those not meant to."""
    across, down = abs(one.x - other.x), abs(one.y - other.y)
    if _SEEN < across <= most and (one.bottom <= other.y or other.bottom <= one.y):
        return f"its left edge is {inches(across)} beside"
    if _SEEN < down <= most and (one.right <= other.x or other.right <= one.x):
        return f"its upper edge is {inches(down)} off"
    return ""
