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

    names: list[str] = Field(min_length=1, max_length=_MOST_NAMES)
    in_order: bool = True

    @model_validator(mode="after")
    def _no_blank_name(self) -> Self:
        if not all(fold(name) for name in self.names):
            msg = "a section name is blank; give the words of the heading."
            raise ValueError(msg)
        return self


@check(
    "heading_order",
    summary="Headings begin at level 1, skip no level on the way down, and none is empty",
    example="check: heading_order",
    args=NoArgs,
    kinds=("docx", "markdown", "html"),
)
def heading_order(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Levels, not looks: they are what a table of contents and a screen reader go by."""
    headings = _headings(artifact)
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
)
def sections(artifact: Artifact, args: SectionNames, _files: Files) -> CheckResult:
    """Headings that are a name, but for capitals, numbering (`1.2`) and a final colon; slide titles count too."""
    headings = _headings(artifact)
    keys = [_keys(heading.full_text) for heading in headings]
    findings = []
    fix = ""
    last = -1
    before = ""
    for name in args.names:
        found = [at for at, key in enumerate(keys) if key & _keys(name)]
        after = [at for at in found if at > last]
        if not found:
            findings.append(Finding(WHOLE, f"no heading {quoted(name)}"))
            fix = fix or f"Add a section headed {quoted(name)}{f' after {quoted(before)}' if before else ''}."
        elif args.in_order and not after:
            findings.append(Finding(headings[found[0]].locator, f"{quoted(name)} stands before {quoted(before)}"))
            fix = fix or f"Move the section {quoted(name)} behind {quoted(before)}."
        elif args.in_order:
            last, before = after[0], name
        else:
            before = name
    measured = f"{count(len(headings), 'heading')}; looked for {listing(map(quoted, args.names), _MOST_NAMES)}"
    return judged(measured, findings, fix)


CHECKS: Final = (heading_order, sections)


def _headings(artifact: Artifact) -> list[Block]:
    units = [unit for unit in artifact.units if unit.kind != "margin" and not unit.hidden]
    return [block for unit in units for block in unit.walk() if block.kind == "heading" and block.visible]


def _keys(text: str) -> frozenset[str]:
    """A heading's words as they are compared, with and without what looks like its number."""
    whole = fold(text).casefold().rstrip(" :.")
    return frozenset({whole, _NUMBER.sub("", whole) or whole})


def _order_fix(findings: list[Finding]) -> str:
    if not findings:
        return ""
    first = findings[0]
    if first.problem.startswith("an empty"):
        return f"Write or take out the empty heading at {first.locator}."
    return f"Change the level of the heading at {first.locator} to fit the one above it."
