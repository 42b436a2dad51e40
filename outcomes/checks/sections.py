"""How long the sections of a text are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic import Field

from outcomes.check import CheckResult, Finding, check
from outcomes.checks.arguments import Bounds
from outcomes.checks.findings import WHOLE, judged, places, quoted, undecided
from outcomes.checks.structure import either, heading_keys, wanted_keys
from outcomes.text import count, count_words

if TYPE_CHECKING:
    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files


class SectionBounds(Bounds):
    """How many words a section has."""

    names: list[str] = Field(
        default=[], max_length=100, description="The headings of the sections; without any, every section counts."
    )
    level: int = Field(
        default=1,
        ge=1,
        le=9,
        description="Without names: sections begin at headings of this level, 1 to 9; deeper ones are part of them.",
    )


class _Section(NamedTuple):
    heading: Block
    words: int


@check(
    "section_words",
    summary="Each of the sections `names` (or each section of level `level`) has from `min` to `max` words",
    example='check: section_words names=["Summary"] max=200',
    args=SectionBounds,
    kinds=("docx", "markdown", "html"),
    group="structure",
    meaning=(
        "A section goes from its heading to the next one of the same or a higher level, with its subsections. Visible "
        "words in paragraphs, lists and tables count; the section's own heading, headers, footers, footnotes and notes "
        "do not. Headings are compared as in `sections`."
    ),
    source="The lengths that the rubric asks for",
    false_positives="A section whose heading is worded otherwise is said to be missing; words inside pictures.",
)
def section_words(artifact: Artifact, args: SectionBounds, _files: Files) -> CheckResult:
    """Of two sections with one name, each has to be of that length."""
    found = _sections(artifact)
    if not found and not args.names:
        return undecided("there are no headings, so there are no sections")
    findings: list[Finding] = []
    chosen = [one for one in found if (one.heading.level or 1) == args.level]
    if args.names:
        chosen = []
        for name in args.names:
            named = _named(found, name)
            chosen += named
            if not named:
                findings.append(Finding(WHOLE, f"no section {either(name)}"))
    elif not chosen:
        return undecided(f"there are no headings of level {args.level}")
    for one in chosen:
        if not args.hold(one.words):
            number = count(one.words, "word")
            problem = f"{quoted(one.heading.full_text)} has {number}, asked for {args.words()}"
            findings.append(Finding(one.heading.locator, problem))
    measured = f"{count(len(chosen), 'section')}, {len(findings) or 'none'} of another length or missing"
    missing = [name for name in args.names if not _named(found, name)]
    wrong = [finding for finding in findings if finding.locator]
    fix = (
        f"Add a section {either(missing[0])}."
        if missing
        else f"Give the section at {places(wrong)} {args.words()} words."
    )
    return judged(measured, findings, fix)


CHECKS: Final = (section_words,)


def _named(found: list[_Section], name: str) -> list[_Section]:
    return [one for one in found if heading_keys(one.heading.full_text) & wanted_keys(name)]


def _sections(artifact: Artifact) -> list[_Section]:
    """Each heading with the number of words below it, up to the next heading of its level or above."""
    open_sections: list[int] = []
    headings: list[Block] = []
    numbers: list[int] = []
    for unit in artifact.units:
        if unit.kind == "margin" or unit.hidden:
            continue
        for block in unit.walk():
            if not block.visible or block.kind in ("footnote", "endnote", "comment"):
                continue
            if block.kind == "heading":
                level = block.level or 1
                open_sections = [at for at in open_sections if (headings[at].level or 1) < level]
            length = count_words(block.text) if block.text else 0
            for at in open_sections:
                numbers[at] += length
            if block.kind == "heading":
                open_sections.append(len(headings))
                headings.append(block)
                numbers.append(0)
    return [_Section(*pair) for pair in zip(headings, numbers, strict=True)]
