"""What must hold for things that lie on one slide: none on another."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic import Field

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.deck import (
    KINDS,
    MOST_THINGS,
    TEXT_SHAPES,
    drawn_box,
    has_words,
    judged_pairs,
    shown_slides,
    slides_counted,
    visible_text,
)
from outcomes.checks.findings import places, quoted
from outcomes.checks.text_area import text_area
from outcomes.text import count, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.appearance import Box
    from outcomes.artifact import Artifact, Block, Unit
    from outcomes.blobs import Files

_SOLID_KINDS: Final = frozenset({"table", "chart", "picture", "diagram", "object"})
_INSIDE: Final = 0.95


class MostOverlap(NoArgs):
    """How much of one thing another may cover."""

    share: float = Field(
        default=0.15, ge=0, lt=1, description="Largest share of the smaller of two that may lie on the other, 0 to 1."
    )


class Placed(NamedTuple):
    """One thing on a slide."""

    block: Block
    group: str
    """Locator of the outermost group that it belongs to; empty for none."""
    content: Box
    """What a reader must be able to see: the letters of a text, all of a picture, table or chart."""
    cover: Box
    """What it paints over things behind it."""


@check(
    "pptx.no_overlap",
    summary="No text, table, chart or picture lies on another by more than `share` of the smaller one",
    example="check: pptx.no_overlap",
    args=MostOverlap,
    kinds=KINDS,
    group="layout",
    meaning=(
        "Pairs of texts, tables, charts, diagrams and pictures on one slide. Of a text the room that its letters take "
        "(estimated) counts, and its whole shape only where that has a fill and lies in front. Text that is wholly "
        "covered by an opaque shape is a finding too. Allowed are: text on a "
        "picture or on a filled shape behind it, a picture inside another, a label inside a chart, members of one "
        "group among themselves, two shapes with the same words (a shadow), and whatever is empty, hidden, a line, "
        "a connector or turned by other than right angles."
    ),
    source="Practice of slide checkers (AutoPresent/SlidesBench layout score; open slide linters); no standard has it",
    false_positives=(
        "Drawings made of loose shapes, collages of pictures, callouts on a table, pictures with transparent margins, "
        "and things that an animation shows one after the other in one place."
    ),
)
def no_overlap(artifact: Artifact, args: MostOverlap, _files: Files) -> CheckResult:
    """The one in front is named, with what it lies on."""
    findings, crowded = [], []
    number = 0
    for slide in shown_slides(artifact):
        things = list(placed(slide))
        number += len(things)
        covered = [block for block in slide.walk() if block.reason == "covered" and block.text]
        findings += [
            Finding(block.locator, f"{quoted(block.text)} is covered by what lies in front") for block in covered
        ]
        if len(things) > MOST_THINGS:
            crowded.append(slide.locator)
        for behind, front in combinations(things[:MOST_THINGS], 2):
            share = _share(behind, front)
            if share > args.share:
                problem = f"lies on {behind.block.locator}: {share:.0%} of the smaller one is covered"
                findings.append(Finding(front.block.locator, problem))
    measured = f"{slides_counted(artifact)}, {count(number, 'object')}, {count(len(findings), 'overlap')}"
    return judged_pairs(artifact, measured, findings, f"Move or shrink {places(findings)}.", crowded)


CHECKS: Final = (no_overlap,)


def placed(slide: Unit) -> Iterator[Placed]:
    """The texts, tables, charts, diagrams and pictures of a slide that have a place, from back to front."""
    yield from sorted(_placed(slide.blocks, ""), key=lambda thing: thing.block.shape.z if thing.block.shape else 0)


def _placed(blocks: tuple[Block, ...], group: str) -> Iterator[Placed]:
    for block in blocks:
        if block.kind == "group":
            yield from _placed(block.children, group or block.locator)
            continue
        box = drawn_box(block)
        if not block.visible or box is None or _turned(block):
            continue
        if block.kind in _SOLID_KINDS:
            yield Placed(block, group, box, box)
        elif block.kind in TEXT_SHAPES and has_words(block):
            letters = text_area(block) or box
            filled = block.shape is not None and block.shape.fill not in (None, "none")
            yield Placed(block, group, letters, box if filled else letters)


def _turned(block: Block) -> bool:
    shape = block.shape
    return block.style == "connector" or (shape is not None and (shape.geometry == "line" or shape.rotation % 90 > 1))


def _share(behind: Placed, front: Placed) -> float:
    """The covered share of the smaller one; 0 where lying on it is fine."""
    smaller = min(behind.content.area, front.cover.area)
    if not smaller or (behind.group and behind.group == front.group) or _allowed(behind, front):
        return 0.0
    return behind.content.overlap(front.cover) / smaller


def _allowed(behind: Placed, front: Placed) -> bool:
    below, above = behind.block, front.block
    if above.kind in TEXT_SHAPES:
        if below.kind == "picture":
            return True
        if below.kind in TEXT_SHAPES:
            return fold(visible_text(below)).casefold() == fold(visible_text(above)).casefold()
        return below.kind in ("chart", "diagram", "object") and _inside(front.content, behind.content)
    return above.kind == "picture" and below.kind == "picture" and _inside(front.cover, behind.content)


def _inside(inner: Box, outer: Box) -> bool:
    return inner.overlap(outer) >= _INSIDE * inner.area
