"""What must hold for the titles of slides, so that they do not jump."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from outcomes.appearance import EMU_PER_INCH
from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.deck import (
    inches,
    is_title,
    judged_slides,
    shapes,
    shown_slides,
    slides_counted,
)
from outcomes.checks.findings import places
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outcomes.appearance import Box
    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

_STEP: Final = EMU_PER_INCH // 10
_POINT: Final = 0.5


@check(
    "pptx.consistent_titles",
    summary="Titles stand in the same place and size on all slides of one layout",
    example="check: pptx.consistent_titles",
    args=NoArgs,
    kinds=("pptx",),
    group="appearance",
    meaning=(
        "Title placeholders of shown slides, layout by layout: left and top edge within 0.1 inches, and size within "
        "half a point, of what most slides of that layout have. Slides with a layout of their own have nothing to be "
        "compared with."
    ),
    source="SlidesBench layout score; Microsoft: use the layouts of the slide master",
    false_positives="A title that gives way to a picture on one slide, and long titles that shrink to fit.",
)
def consistent_titles(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Two slides of one layout that differ are both right and both wrong; from three on, the odd one is named."""
    by_layout: dict[str, list[Block]] = defaultdict(list)
    for slide in shown_slides(artifact):
        title = next((block for block in shapes(slide.blocks) if is_title(block) and block.text and block.box), None)
        if title is not None and slide.layout:
            by_layout[slide.layout].append(title)
    findings = [finding for titles in by_layout.values() for finding in _moved(titles)]
    number = sum(map(len, by_layout.values()))
    measured = f"{slides_counted(artifact)}, {count(number, 'title')}, {len(findings) or 'none'} unlike the others"
    return judged_slides(artifact, measured, findings, f"Reset {places(findings)} to the layout.")


CHECKS: Final = (consistent_titles,)


def _moved(titles: list[Block]) -> Iterable[Finding]:
    if len(titles) < 3:
        return
    boxes = [block.box for block in titles if block.box is not None]
    corner, _ = Counter(map(_corner, boxes)).most_common(1)[0]
    usual = next(box for box in boxes if _corner(box) == corner)
    size, _ = Counter(map(_size, titles)).most_common(1)[0]
    for block in titles:
        box, own = block.box or usual, _size(block)
        off = max(abs(box.x - usual.x), abs(box.y - usual.y))
        if off > _STEP:
            yield Finding(block.locator, f"stands {inches(off)} away from where most titles of this layout are")
        elif own and size and abs(own - size) > _POINT:
            yield Finding(block.locator, f"is {own:g} pt, most titles of this layout are {size:g} pt")


def _corner(box: Box) -> tuple[int, int]:
    """Left top corner, in tenths of an inch."""
    return round(box.x / _STEP), round(box.y / _STEP)


def _size(block: Block) -> float | None:
    return block.runs[0].font.size_pt if block.runs else None
