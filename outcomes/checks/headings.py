"""What must hold for headings: that they are some, and look alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import judged, passed, places, quoted
from outcomes.checks.looks import Seen, seen
from outcomes.text import count, count_words, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.appearance import Font
    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

_MOST_HEADING_WORDS: Final = 12
_FEWEST_PARAGRAPHS: Final = 3
_SENTENCE_END: Final = (".", "!", ";", ",")
_TOLD: Final = {"family": "in {}", "size_pt": "{:g} pt", "bold": "bold={}", "italic": "italic={}", "colour": "#{}"}


@check(
    "real_headings",
    summary="Headings are headings: in a text without any, no bold line of its own stands for one",
    example="check: real_headings",
    args=NoArgs,
    kinds=("docx",),
    group="accessibility",
    meaning=(
        "Only looked at where the text has no heading at all. A paragraph poses as a heading when all of it is bold, "
        "it has at most 12 words, does not end like a sentence or in a comma, and a paragraph follows that is not "
        "like that. Two such paragraphs in a text of at least three fail; tables, headers and footers are left out."
    ),
    source="WCAG 2.2, 1.3.1 Info and Relationships; Microsoft: use built-in headings and styles",
    false_positives="Letters, forms and menus with a few bold lines that head nothing.",
)
def real_headings(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Bold comes from the runs where a reader gives them."""
    blocks = [block for block in _body(artifact) if fold(block.text)]
    headings = [block for block in blocks if block.kind == "heading"]
    if headings:
        return passed(f"{count(len(headings), 'heading')}")
    bold = [_poses(block) for block in blocks]
    findings = [
        Finding(block.locator, f"{quoted(block.text)} is bold, not a heading")
        for at, block in enumerate(blocks[:-1])
        if bold[at] and not bold[at + 1]
    ]
    if len(blocks) < _FEWEST_PARAGRAPHS or len(findings) < 2:
        return passed(f"no headings, {count(len(blocks), 'paragraph')}, none that poses as one")
    measured = f"no headings, {count(len(blocks), 'paragraph')}, {len(findings)} that pose as headings"
    return judged(measured, findings, f"Give {places(findings)} a heading style.")


@check(
    "docx.heading_style_consistent",
    summary="Headings of one level look alike: same typeface, size, weight and colour",
    example="check: docx.heading_style_consistent",
    args=NoArgs,
    kinds=("docx",),
    group="appearance",
    meaning=(
        "The look of the first letters of each visible heading (typeface, size, bold, italic, colour) against what "
        "most headings of its level have. Parts that are unknown are not compared."
    ),
    source="Microsoft: use built-in heading styles, and change the style rather than the heading",
    false_positives="Headings of a part that is set apart on purpose, such as an appendix.",
)
def heading_style_consistent(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """The first run counts; a word in italics further on is no other style."""
    by_level: dict[int, list[Seen]] = defaultdict(list)
    for text in seen(artifact):
        alike = by_level[text.block.level or 1]
        if text.role == "heading" and text.font is not None and not (alike and alike[-1].block is text.block):
            alike.append(text)
    findings = []
    for level, headings in sorted(by_level.items()):
        usual = _most_common(headings)
        for text in headings:
            problem = _difference(text.font, usual)
            if problem:
                findings.append(Finding(text.block.locator, f"{quoted(text.text)} is {problem} of level {level}"))
    total = sum(map(len, by_level.values()))
    if not total:
        return passed("no headings with a known look")
    measured = f"{count(total, 'heading')}, {len(findings) or 'none'} unlike the others of its level"
    return judged(
        measured, findings, f"Take the formatting of their own off {places(findings)}, so that the style shows."
    )


CHECKS: Final = (real_headings, heading_style_consistent)


def _body(artifact: Artifact) -> Iterator[Block]:
    """Paragraphs, list items and headings outside tables and margins."""
    for unit in artifact.units:
        if unit.kind != "margin" and not unit.hidden:
            yield from (block for block in unit.blocks if block.kind in ("paragraph", "heading", "list_item", "table"))


def _poses(block: Block) -> bool:
    text = fold(block.text)
    if block.kind != "paragraph" or not 0 < count_words(text) <= _MOST_HEADING_WORDS or text.endswith(_SENTENCE_END):
        return False
    letters = [run for run in block.runs if any(map(str.isalnum, block.text[run.start : run.end]))]
    return bool(letters) and all(run.font.bold for run in letters)


def _most_common(texts: Sequence[Seen]) -> Font | None:
    return Counter(text.font for text in texts).most_common(1)[0][0] if texts else None


def _difference(font: Font | None, usual: Font | None) -> str:
    """What sets a look apart from the usual one, in words; empty when nothing does, as far as both are known."""
    if font is None or usual is None:
        return ""
    for name, form in _TOLD.items():
        own, others = getattr(font, name), getattr(usual, name)
        if own != others and own is not None and others is not None:
            return f"{form.format(own)}, not {form.format(others)}, unlike the others"
    return ""
