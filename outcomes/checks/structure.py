"""What must hold for headings and sections."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Self

from pydantic import Field, model_validator

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import WHOLE, judged, listing, quoted
from outcomes.text import count, fold

if TYPE_CHECKING:
    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

_NUMBER: Final = re.compile(
    r"^(?:(?:chapter|section|part|appendix)\s+(?:\d+|[a-z]|[ivxlc]+)\b[.):]?|"  # Chapter 2:   Appendix A
    r"\d{1,2}(?:\.\d{1,2})*[.):]?(?=\s)|"  # 1   1.2   3)
    r"(?:[a-z]|[ivxlc]+)[.)](?=\s))[\s-]*"  # A.   iv)
)
_MOST_NAMES: Final = 100


class SectionNames(NoArgs):
    """Headings that must be there, and whether in this order."""

    names: list[str] = Field(min_length=1, max_length=_MOST_NAMES, description="The words of each heading.")
    in_order: bool = Field(default=True, description="Whether they have to stand in this order.")
    level: int | None = Field(
        default=None, ge=1, le=9, description="The level that the headings have, 1 to 9; without it, any level will do."
    )

    @model_validator(mode="after")
    def _no_blank_name(self) -> Self:
        if not all(fold(part) for name in self.names for part in name.split("|")):
            msg = "a section name is blank; give the words of the heading."
            raise ValueError(msg)
        return self


@check(
    "heading_order",
    summary="Headings begin at level 1, skip no level on the way down, and none is empty",
    example="check: heading_order",
    args=NoArgs,
    kinds=("docx", "markdown", "html"),
    group="structure",
    meaning=(
        "The levels of visible headings in reading order: the first is 1, each is at most one deeper than the "
        "one before, none is empty. The level is the outline level that the style resolves to, never the size "
        "of the letters."
    ),
    source="WCAG 2.2, 1.3.1 and 2.4.6; WebAIM, Semantic Structure",
    false_positives=(
        "A document that opens with a short boxed section of level 2 above its title; a Title style is no "
        "heading and does not count as level 1."
    ),
)
def heading_order(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Levels, not looks: they are what a table of contents and a screen reader go by."""
    headings = headings_of(artifact)
    findings = []
    level = 0
    for heading in headings:
        own = heading.level or 1
        if not fold(heading.full_text):
            findings.append(Finding(heading.locator, f"an empty heading of level {own}"))
            continue
        if own > level + 1:
            above = f"after level {level}" if level else "as the first heading; the first is of level 1"
            findings.append(Finding(heading.locator, f"{quoted(heading.full_text)} is of level {own} {above}"))
        level = own
    measured = count(len(headings), "heading") if headings else "no headings"
    return judged(f"{measured}, {len(findings) or 'none'} out of order or empty", findings, _order_fix(findings))


@check(
    "sections",
    summary="There is a heading for each of `names`, in that order unless `in_order=false` (numbering is ignored)",
    example='check: sections names=["Summary", "Risks", "Next steps"]',
    args=SectionNames,
    kinds=("docx", "markdown", "html", "pptx"),
    group="structure",
    meaning=(
        "A visible heading (or slide title) whose words are the name; capitals, numbering such as `1.2` or "
        "`Appendix A`, and a final colon make no difference. `Install | Installation` is one section that may have "
        "either name. With `in_order`, each stands behind the one before."
    ),
    source="The outline that the rubric asks for",
    false_positives=(
        "A heading that says the same in other words (`Executive summary` for `Summary`): give both with `|` "
        "between them, or let a judge decide."
    ),
)
def sections(artifact: Artifact, args: SectionNames, _files: Files) -> CheckResult:
    """Headings that are a name, but for capitals, numbering (`1.2`) and a final colon; slide titles count too."""
    headings = [each for each in headings_of(artifact) if args.level is None or each.level == args.level]
    keys = [heading_keys(heading.full_text) for heading in headings]
    findings = []
    fix = ""
    last = -1
    before = ""
    for name in args.names:
        found = [at for at, key in enumerate(keys) if key & wanted_keys(name)]
        after = [at for at in found if at > last]
        if not found:
            of_level = f" of level {args.level}" if args.level is not None else ""
            findings.append(Finding(WHOLE, f"no heading {either(name)}{of_level}"))
            fix = fix or f"Add a section headed {either(name)}{f' after {either(before)}' if before else ''}."
        elif args.in_order and not after:
            findings.append(Finding(headings[found[0]].locator, f"{either(name)} stands before {either(before)}"))
            fix = fix or f"Move the section {either(name)} behind {either(before)}."
        elif args.in_order:
            last, before = after[0], name
        else:
            before = name
    measured = f"{count(len(headings), 'heading')}; looked for {listing(map(either, args.names), _MOST_NAMES)}"
    return judged(measured, findings, fix)


CHECKS: Final = (heading_order, sections)


def headings_of(artifact: Artifact) -> list[Block]:
    """The headings that a reader sees in the body, in order."""
    units = [unit for unit in artifact.units if unit.kind != "margin" and not unit.hidden]
    return [block for unit in units for block in unit.walk() if block.kind == "heading" and block.visible]


def heading_keys(text: str) -> frozenset[str]:
    """A heading's words as they are compared, with and without what looks like its number."""
    whole = fold(text).casefold().rstrip(" :.")
    return frozenset({whole, _NUMBER.sub("", whole) or whole})


def wanted_keys(name: str) -> frozenset[str]:
    """The keys of the headings that will do for a name that a rubric gives: `Install | Installation`."""
    return frozenset().union(*map(heading_keys, name.split("|")))


def either(name: str) -> str:
    """A name that a rubric gives, as it stands in a sentence: `"Install" or "Installation"`."""
    return " or ".join(quoted(each.strip()) for each in name.split("|"))


def _order_fix(findings: list[Finding]) -> str:
    if not findings:
        return ""
    first = findings[0]
    if first.problem.startswith("an empty"):
        return f"Write or take out the empty heading at {first.locator}."
    return f"Change the level of the heading at {first.locator} to fit the one above it."
