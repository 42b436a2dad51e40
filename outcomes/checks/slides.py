"""What must hold for the slides of a deck. Slides that are hidden in the show are not looked at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pydantic import Field

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.arguments import Bounds
from outcomes.checks.findings import WHOLE, judged, listing, places, quoted, undecided
from outcomes.text import count, fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.appearance import Box
    from outcomes.artifact import Artifact, Block, Unit
    from outcomes.blobs import Files

KINDS: Final = ("pptx",)

_TITLES: Final = frozenset({"title", "ctrTitle"})
_FURNITURE: Final = frozenset({"ftr", "dt", "sldNum", "hdr"})
_CONTINUED: Final = re.compile(r"\s*(?:\((?:cont(?:\.|inued|'d)?|\d+(?:\s*(?:/|of)\s*\d+)?)\)|,?\s+continued)\s*$")
_EMU_PER_INCH: Final = 914_400
_OUTSIDE_SHARE: Final = 0.02
_OUTSIDE_INCHES: Final = 0.1


class MostWords(NoArgs):
    """An upper bound for the words of a slide."""

    max: int = Field(ge=1)


class LeastNotes(NoArgs):
    """How many words make speaker notes."""

    min_words: int = Field(default=1, ge=1)


@check("pptx.titles", summary="Every slide has a title", example="check: pptx.titles", args=NoArgs, kinds=KINDS)
def titles(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """A title placeholder with words that can be seen; large text elsewhere is no title to a screen reader."""
    slides = _shown(artifact)
    findings = [Finding(slide.locator, _why_untitled(slide)) for slide in slides if not _title(slide)]
    measured = f"{_counted(artifact)}, {len(findings) or 'none'} without a title"
    return _judged(artifact, measured, findings, f"Add a title to {places(findings)}.")


@check(
    "pptx.unique_titles",
    summary='No two slides have the same title (capitals, "(cont.)" and "(2)" make no difference)',
    example="check: pptx.unique_titles",
    args=NoArgs,
    kinds=KINDS,
)
def unique_titles(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Titles are how people find a slide; those without any are left to `pptx.titles`."""
    first: dict[str, Unit] = {}
    findings = []
    for slide in _shown(artifact):
        title = _title(slide)
        earlier = first.setdefault(_title_key(title), slide)
        if title and earlier is not slide:
            findings.append(Finding(slide.locator, f"the title {quoted(title)} is already that of {earlier.locator}"))
    measured = f"{_counted(artifact)}, {len(findings) or 'none'} with the title of an earlier one"
    return _judged(artifact, measured, findings, f"Give a title of its own to {places(findings)}.")


@check(
    "pptx.slides",
    summary="The deck has from `min` to `max` slides (hidden ones are not counted)",
    example="check: pptx.slides min=5 max=12",
    args=Bounds,
    kinds=KINDS,
)
def slides_between(artifact: Artifact, args: Bounds, _files: Files) -> CheckResult:
    """The length that was asked for."""
    number = len(_shown(artifact))
    findings = []
    fix = ""
    if args.min is not None and number < args.min:
        fix = f"Add {count(args.min - number, 'slide')}."
    elif args.max is not None and number > args.max:
        fix = f"Take out {count(number - args.max, 'slide')}, or merge as many into others."
    if fix:
        findings.append(Finding(WHOLE, f"{count(number, 'slide')}, asked for {args.words()}"))
    return judged(_counted(artifact), findings, fix)


@check(
    "pptx.words_per_slide",
    summary="No slide has more than `max` words (notes, footer, date and slide number are not counted)",
    example="check: pptx.words_per_slide max=60",
    args=MostWords,
    kinds=KINDS,
)
def words_per_slide(artifact: Artifact, args: MostWords, _files: Files) -> CheckResult:
    """Words that the audience sees: text, tables, charts."""
    numbers = {slide.locator: _visible_words(slide) for slide in _shown(artifact)}
    findings = [
        Finding(locator, f"{number:,} words, at most {args.max:,} asked for")
        for locator, number in numbers.items()
        if number > args.max
    ]
    most = max(numbers.values(), default=0)
    fix = f"Cut {places(findings)} to {count(args.max, 'word')} or fewer."
    return _judged(artifact, f"{_counted(artifact)}, the fullest has {count(most, 'word')}", findings, fix)


@check(
    "pptx.on_slide",
    summary="Nothing hangs over the edge of its slide by more than 2 % of its area and 0.1 inches",
    example="check: pptx.on_slide",
    args=NoArgs,
    kinds=KINDS,
)
def on_slide(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """What hangs over is cut off in the show, and what lies outside is seen by nobody."""
    findings = []
    number = 0
    for slide in _shown(artifact):
        if not slide.width or not slide.height:
            return undecided(f"the size of {slide.locator} is not known")
        for block, box in _placed(slide.blocks):
            number += 1
            problem = _overhang(box, slide.width, slide.height)
            if problem:
                findings.append(Finding(block.locator, problem))
    measured = f"{_counted(artifact)}, {count(number, 'object')}, {len(findings) or 'none'} over the edge"
    fix = f"Move or shrink {places(findings)}, so that all of it lies on the slide."
    return _judged(artifact, measured, findings, fix)


@check(
    "pptx.notes",
    summary="Every slide has speaker notes of at least `min_words` words",
    example="check: pptx.notes min_words=20",
    args=LeastNotes,
    kinds=KINDS,
)
def notes(artifact: Artifact, args: LeastNotes, _files: Files) -> CheckResult:
    """Notes are for the speaker, so they count although the audience does not see them."""
    findings = []
    for slide in _shown(artifact):
        number = sum(len(words(block.full_text)) for block in slide.blocks if block.kind == "note")
        if number < args.min_words:
            problem = f"notes of {count(number, 'word')}, at least {args.min_words:,} asked for"
            findings.append(Finding(slide.locator, problem if number else "no speaker notes"))
    length = f" of at least {args.min_words:,} words" if args.min_words > 1 else ""
    measured = f"{_counted(artifact)}, {len(findings) or 'none'} without speaker notes{length}"
    fix = f"Write speaker notes{length} for {places(findings)}."
    return _judged(artifact, measured, findings, fix)


CHECKS: Final = (titles, unique_titles, slides_between, words_per_slide, on_slide, notes)


def _slides(artifact: Artifact) -> list[Unit]:
    return [unit for unit in artifact.units if unit.kind == "slide"]


def _shown(artifact: Artifact) -> list[Unit]:
    return [slide for slide in _slides(artifact) if not slide.hidden]


def _counted(artifact: Artifact) -> str:
    number, hidden = len(_shown(artifact)), len(_slides(artifact)) - len(_shown(artifact))
    return count(number, "slide") + (f" ({hidden:,} more hidden, not counted)" if hidden else "")


def _judged(artifact: Artifact, measured: str, findings: list[Finding], fix: str) -> CheckResult:
    """A deck that shows no slide meets nothing, or hiding a bad slide would mend it."""
    if _shown(artifact):
        return judged(measured, findings, fix)
    hidden = listing(slide.locator for slide in _slides(artifact))
    nothing = [Finding(WHOLE, "every slide is hidden" if hidden else "there are no slides")]
    return judged(_counted(artifact), nothing, f"Show {hidden}." if hidden else "Add slides.")


def _title_blocks(slide: Unit) -> list[Block]:
    return [block for block in slide.walk() if block.placeholder in _TITLES]


def _title(slide: Unit) -> str:
    return next((text for block in _title_blocks(slide) if (text := fold(_visible_text(block)))), "")


def _why_untitled(slide: Unit) -> str:
    blocks = _title_blocks(slide)
    if any(fold(block.full_text) for block in blocks):
        return "the title cannot be seen"
    return "the title placeholder is empty" if blocks else "no title"


def _title_key(title: str) -> str:
    key = fold(title).casefold()
    return _CONTINUED.sub("", key) or key


def _visible_text(block: Block) -> str:
    return "\n".join(part.text for part in block.walk() if part.visible and part.text)


def _visible_words(slide: Unit) -> int:
    blocks = (block for block in slide.blocks if block.placeholder not in _FURNITURE)
    return sum(len(words(_visible_text(block))) for block in blocks)


def _placed(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, Box]]:
    """Everything with a place of its own; a group is looked at only for what lies in it without one, as when turned.

    Empty placeholders and shapes that are switched off are on no slide that anyone sees.
    """
    for block in blocks:
        if block.kind == "group":
            yield from _placed(block.children)
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
    inches = over[edge] / _EMU_PER_INCH
    if outside <= _OUTSIDE_SHARE or inches <= _OUTSIDE_INCHES:
        return ""
    if not inside:
        return f"lies outside the slide, beyond its {edge} edge"
    return f"reaches {inches:.1f} in over the {edge} edge; {outside:.0%} of it is outside"
