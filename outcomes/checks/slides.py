"""What must hold for the slides of a deck. Slides that are hidden in the show are not looked at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pydantic import Field

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.arguments import Bounds
from outcomes.checks.deck import (
    FURNITURE,
    KINDS,
    is_title,
    judged_slides,
    shown_slides,
    slides_counted,
    visible_text,
)
from outcomes.checks.findings import WHOLE, judged, places, quoted
from outcomes.text import count, count_words, fold

if TYPE_CHECKING:
    from outcomes.artifact import Artifact, Block, Unit
    from outcomes.blobs import Files

_CONTINUED: Final = re.compile(r"\s*(?:\((?:cont(?:\.|inued|'d)?|\d+(?:\s*(?:/|of)\s*\d+)?)\)|,?\s+continued)\s*$")


class MostWords(NoArgs):
    """An upper bound for the words of a slide."""

    max: int = Field(ge=1, description="Words that a slide may have at most.")


class MostBullets(NoArgs):
    """An upper bound for the bullets of a slide."""

    max: int = Field(ge=1, description="Bullets that a slide may have at most.")


class LeastNotes(NoArgs):
    """How many words make speaker notes."""

    min_words: int = Field(default=1, ge=1, description="Words that the notes of a slide have at least.")


@check(
    "pptx.titles",
    summary="Every slide has a title",
    example="check: pptx.titles",
    args=NoArgs,
    kinds=KINDS,
    group="slides",
    meaning=(
        "Each slide that is shown has a title placeholder with words that can be seen. Large text in a text "
        "box is no title to a screen reader or in the outline."
    ),
    source="Microsoft accessibility checker: Missing slide title; WCAG 2.2, 2.4.2 Page Titled",
    false_positives=(
        "Full-page pictures and section breaks that need no title on the slide; they may have one that lies "
        "off the slide in PowerPoint, which this check counts as unseen."
    ),
)
def titles(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """A title placeholder with words that can be seen; large text elsewhere is no title to a screen reader."""
    slides = shown_slides(artifact)
    findings = [Finding(slide.locator, _why_untitled(slide)) for slide in slides if not _title(slide)]
    measured = f"{slides_counted(artifact)}, {len(findings) or 'none'} without a title"
    return judged_slides(artifact, measured, findings, f"Add a title to {places(findings)}.")


@check(
    "pptx.unique_titles",
    summary='No two slides have the same title (capitals, "(cont.)" and "(2)" make no difference)',
    example="check: pptx.unique_titles",
    args=NoArgs,
    kinds=KINDS,
    group="slides",
    meaning=(
        "Titles of shown slides, folded: capitals, `(cont.)`, `continued` and `(2/3)` at the end make no "
        "difference. Slides without a title are left to `pptx.titles`."
    ),
    source="Microsoft accessibility checker: Duplicate slide titles",
    false_positives="An agenda slide that comes back on purpose.",
)
def unique_titles(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Titles are how people find a slide; those without any are left to `pptx.titles`."""
    first: dict[str, Unit] = {}
    findings = []
    for slide in shown_slides(artifact):
        title = _title(slide)
        earlier = first.setdefault(_title_key(title), slide)
        if title and earlier is not slide:
            findings.append(Finding(slide.locator, f"the title {quoted(title)} is already that of {earlier.locator}"))
    measured = f"{slides_counted(artifact)}, {len(findings) or 'none'} with the title of an earlier one"
    return judged_slides(artifact, measured, findings, f"Give a title of its own to {places(findings)}.")


@check(
    "pptx.slides",
    summary="The deck has from `min` to `max` slides (hidden ones are not counted)",
    example="check: pptx.slides min=5 max=12",
    args=Bounds,
    kinds=KINDS,
    group="slides",
    meaning="Slides that the show goes through are counted; slides that are hidden in the show are not.",
    source="The length that the rubric asks for",
    false_positives="A deck with a backup section that should not count.",
)
def slides_between(artifact: Artifact, args: Bounds, _files: Files) -> CheckResult:
    """The length that was asked for."""
    number = len(shown_slides(artifact))
    findings = []
    fix = ""
    if args.min is not None and number < args.min:
        fix = f"Add {count(args.min - number, 'slide')}."
    elif args.max is not None and number > args.max:
        fix = f"Take out {count(number - args.max, 'slide')}, or merge as many into others."
    if fix:
        findings.append(Finding(WHOLE, f"{count(number, 'slide')}, asked for {args.words()}"))
    return judged(slides_counted(artifact), findings, fix)


@check(
    "pptx.words_per_slide",
    summary="No slide has more than `max` words (notes, footer, date and slide number are not counted)",
    example="check: pptx.words_per_slide max=60",
    args=MostWords,
    kinds=KINDS,
    group="slides",
    meaning=(
        "Words that the audience sees on a slide: title, text, tables, charts, diagrams. Notes, footer, date "
        "and slide number are not counted."
    ),
    source="AutoPresent, SlidesBench: reference-free text measure",
    false_positives="A deck that is meant to be read rather than shown; a slide with one large table.",
)
def words_per_slide(artifact: Artifact, args: MostWords, _files: Files) -> CheckResult:
    """Words that the audience sees: text, tables, charts."""
    numbers = {slide.locator: _visible_words(slide) for slide in shown_slides(artifact)}
    findings = [
        Finding(locator, f"{number:,} words, at most {args.max:,} asked for")
        for locator, number in numbers.items()
        if number > args.max
    ]
    most = max(numbers.values(), default=0)
    fix = f"Cut {places(findings)} to {count(args.max, 'word')} or fewer."
    return judged_slides(artifact, f"{slides_counted(artifact)}, the fullest has {count(most, 'word')}", findings, fix)


@check(
    "pptx.bullets_per_slide",
    summary="No slide has more than `max` bullets",
    example="check: pptx.bullets_per_slide max=7",
    args=MostBullets,
    kinds=KINDS,
    group="slides",
    meaning=(
        "Visible paragraphs with a bullet or a number before them are counted on each shown slide, those of lower "
        "levels too. Tables, notes and paragraphs without a label are not counted."
    ),
    source="AutoPresent, SlidesBench: reference-free text measure; practice of design guides: five to seven",
    false_positives="Reference lists and agendas that are meant to be read; short words in several columns.",
)
def bullets_per_slide(artifact: Artifact, args: MostBullets, _files: Files) -> CheckResult:
    """Labels are taken as a reader sees them, inherited ones too."""
    numbers = {slide.locator: _bullets(slide) for slide in shown_slides(artifact)}
    findings = [
        Finding(locator, f"{number:,} bullets, at most {args.max:,} asked for")
        for locator, number in numbers.items()
        if number > args.max
    ]
    most = max(numbers.values(), default=0)
    fix = f"Cut {places(findings)} to {count(args.max, 'bullet')} or fewer, or split it."
    return judged_slides(artifact, f"{slides_counted(artifact)}, {count(most, 'bullet')} at most", findings, fix)


@check(
    "pptx.notes",
    summary="Every slide has speaker notes of at least `min_words` words",
    example="check: pptx.notes min_words=20",
    args=LeastNotes,
    kinds=KINDS,
    group="slides",
    meaning="The words of the speaker notes of each shown slide are counted.",
    source="PresentBench: speaker notes present",
    false_positives="Title and closing slides, where there is nothing to say.",
)
def notes(artifact: Artifact, args: LeastNotes, _files: Files) -> CheckResult:
    """Notes are for the speaker, so they count although the audience does not see them."""
    findings = []
    for slide in shown_slides(artifact):
        number = sum(count_words(block.full_text) for block in slide.blocks if block.kind == "note")
        if number < args.min_words:
            problem = f"notes of {count(number, 'word')}, at least {args.min_words:,} asked for"
            findings.append(Finding(slide.locator, problem if number else "no speaker notes"))
    length = f" of at least {args.min_words:,} words" if args.min_words > 1 else ""
    measured = f"{slides_counted(artifact)}, {len(findings) or 'none'} without speaker notes{length}"
    fix = f"Write speaker notes{length} for {places(findings)}."
    return judged_slides(artifact, measured, findings, fix)


CHECKS: Final = (titles, unique_titles, slides_between, words_per_slide, bullets_per_slide, notes)


def _title_blocks(slide: Unit) -> list[Block]:
    return [block for block in slide.walk() if is_title(block)]


def _title(slide: Unit) -> str:
    return next((text for block in _title_blocks(slide) if (text := fold(visible_text(block)))), "")


def _why_untitled(slide: Unit) -> str:
    blocks = _title_blocks(slide)
    if any(fold(block.full_text) for block in blocks):
        return "the title cannot be seen"
    return "the title placeholder is empty" if blocks else "no title"


def _title_key(title: str) -> str:
    key = fold(title).casefold()
    return _CONTINUED.sub("", key) or key


def _visible_words(slide: Unit) -> int:
    blocks = (block for block in slide.blocks if block.placeholder not in FURNITURE)
    return sum(count_words(visible_text(block)) for block in blocks)


def _bullets(slide: Unit) -> int:
    return sum(bool(block.visible and block.label and fold(block.text)) for block in slide.walk())
