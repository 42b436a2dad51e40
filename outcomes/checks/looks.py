"""Every stretch of text that a reader sees, with its font and the part that it plays on the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from outcomes.checks.deck import FURNITURE, TITLES, usual_scale
from outcomes.checks.findings import judged, undecided
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.appearance import Font
    from outcomes.artifact import Artifact, Block, Unit
    from outcomes.check import CheckResult, Finding

Role = Literal["title", "heading", "body", "caption", "footer"]
"""`caption`: captions, table cells, notes below the text, labels of charts and diagrams; `footer`: what repeats in the
margin (headers, footers, dates, page numbers) and text that begins in the lowest tenth of a slide; `title`: titles
and subtitles, and on a slide without one the first large text in its upper fifth."""

KINDS: Final = ("docx", "pptx")
SYMBOL_FONTS: Final = frozenset({"symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "marlett",
    "opensymbol", "zapf dingbats", "segoe ui symbol", "segoe ui emoji", "apple color emoji", "noto color emoji",
    "cambria math", "mt extra", "font awesome"})  # fmt: skip
"""Typefaces of signs, not of words; `Cambria Math` is that of equations."""
MOST_UNDECIDED: Final = 0.5
"""Where more than this share of the letters has no known look, a check that found nothing decides nothing."""

TITLE_LIKE: Final = TITLES | {"subTitle"}
_RAISED: Final = re.compile(r"[\d\s,*†‡§¶°()+\-\u2013\u2212]{1,6}|st|nd|rd|th|e|er|re|TM|SM|®|™", re.IGNORECASE)
_KEPT: Final = "_seen_by_checks"
_FOOTER_FROM: Final = 0.9
_TITLE_UPTO: Final = 0.2
_CAPTION_KINDS: Final = frozenset({"cell", "footnote", "endnote", "chart", "diagram"})
_MARGIN_KINDS: Final = frozenset({"header", "footer"})
_UNSEEN_KINDS: Final = frozenset({"note", "comment", "alt_text", "metadata", "unreadable", "equation"})


class Seen(NamedTuple):
    """A stretch of text and how it looks."""

    block: Block
    text: str
    font: Font | None
    """`None` where the reader says nothing about the looks of the block."""
    role: Role
    size_pt: float | None
    """Points as on a slide of the usual size: slides lower than 5 or higher than 8 inches are taken for 7.5."""
    raised: bool
    """A superscript or subscript, as far as can be told: a few signs that are smaller than what stands beside them."""
    letters: int
    """Letters and digits: what there is to read."""


def seen(artifact: Artifact) -> tuple[Seen, ...]:
    """The stretches with letters or digits in them, in reading order; hidden slides and hidden text left out.

    Kept with the artifact, as its own cached properties are: half a dozen checks ask for them.
    """
    kept: tuple[Seen, ...] | None = vars(artifact).get(_KEPT)
    if kept is None:
        kept = vars(artifact)[_KEPT] = tuple(_seen(artifact))
    return kept


def _seen(artifact: Artifact) -> list[Seen]:
    found: list[Seen] = []
    for unit in artifact.units:
        if not unit.hidden:
            title = stand_in_title(unit)
            for block in unit.blocks:
                role: Role = "footer" if unit.kind == "margin" else "title" if block is title else "body"
                stretches = _of_block(block, role, usual_scale(unit), low=_low(unit, block))
                found += [stretch for stretch in stretches if stretch.letters]
    return found


def _of_block(block: Block, role: Role, scale: float, *, low: bool) -> Iterator[Seen]:
    if block.kind in _UNSEEN_KINDS:
        return
    role = _role(block, role, low=low)
    if block.visible and block.text:
        yield from _stretches(block, role, scale)
    for child in block.children:
        yield from _of_block(child, role, scale, low=low)


def _stretches(block: Block, role: Role, scale: float) -> Iterator[Seen]:
    if not block.runs:
        yield Seen(block, block.text, None, role, None, raised=False, letters=_letters(block.text))
    largest = _largest(block)
    for run in block.runs:
        text, size = block.text[run.start : run.end], run.font.size_pt
        raised = size is not None and size < largest and _RAISED.fullmatch(text.strip()) is not None
        yield Seen(block, text, run.font, role, size * scale if size is not None else None, raised, _letters(text))


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def stand_in_title(unit: Unit) -> Block | None:
    """The text box that serves as the title of a slide without one: the first large one in its upper fifth."""
    if unit.kind != "slide" or any(block.placeholder in TITLES and block.text for block in unit.walk()):
        return None
    sizes = {block.locator: _largest(block) for block in unit.blocks if block.visible and block.runs}
    placed = sorted((block.box.y, at) for at, block in enumerate(unit.blocks) if block.locator in sizes and block.box)
    upper = [unit.blocks[at] for y, at in placed if y < _TITLE_UPTO * (unit.height or 0)]
    usual = sorted(sizes.values())[(len(sizes) - 1) // 2] if sizes else 0.0
    return next((block for block in upper if sizes[block.locator] > usual or len(sizes) == 1), None)


def _largest(block: Block) -> float:
    return max((run.font.size_pt or 0.0 for run in block.runs), default=0.0)


def _role(block: Block, role: Role, *, low: bool) -> Role:
    if role == "footer" or block.placeholder in FURNITURE or block.kind in _MARGIN_KINDS:
        return "footer"
    if block.placeholder in TITLE_LIKE or (block.style or "").casefold() in ("title", "subtitle"):
        return "title"
    if block.kind == "heading":
        return "heading"
    if role == "caption" or block.kind in _CAPTION_KINDS or "caption" in (block.style or "").casefold():
        return "caption"
    return "footer" if low and role == "body" else role


def _low(unit: Unit, block: Block) -> bool:
    """Whether it begins in the lowest tenth of a slide, where sources and page numbers stand."""
    return unit.kind == "slide" and block.box is not None and block.box.y > _FOOTER_FROM * (unit.height or 0) > 0


def letters_counted(number: int) -> str:
    """`1,240 letters`."""
    return count(number, "letter")


def judged_known(measured: str, findings: Sequence[Finding], fix: str, unknown: int, known: int) -> CheckResult:
    """As `judged`, with the number of letters whose looks are unknown; no decision where these are most of all."""
    if not findings and unknown > MOST_UNDECIDED * (unknown + known):
        return undecided(f"the looks of {unknown:,} of {letters_counted(unknown + known)} are not known")
    apart = f" ({letters_counted(unknown)} not decided)" if unknown else ""
    return judged(measured + apart, findings, fix)
