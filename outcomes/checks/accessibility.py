"""What must hold so that people who cannot see the page can read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import judged, passed, places, quoted
from outcomes.text import count, fold

if TYPE_CHECKING:
    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

KINDS: Final = ("docx", "pptx", "markdown", "html")

_FILE_NAME: Final = re.compile(r".*\.(?:png|jpe?g|gif|svg|bmp|tiff?|webp|avif|heic|emf|wmf|ico)", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_BARE_NOUN: Final = re.compile(
    r"(?:an?\s+|the\s+)?(?:image|img|picture|pic|photo|graphic|figure|fig|chart|graph|diagram|smartart|icon|logo|shape|"
    r"object|screenshot|(?:content|picture|chart)\s+placeholder|alt(?:ernative)?\s*text|description|placeholder)"
    r"(?:[\s_.-]*\d+)?[.:]?",
    re.IGNORECASE,
)


@check(
    "alt_text",
    summary=(
        "Every picture, chart and diagram has alternative text or is marked decorative (a file name or the word "
        '"image" is no alternative text)'
    ),
    example="check: alt_text",
    args=NoArgs,
    kinds=KINDS,
)
def alt_text(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Whether the text is any good is for a judge; this finds where there is none, or none worth the name."""
    pictures = [block for block in _visible(artifact) if block.kind in ("picture", "chart", "diagram")]
    if not pictures:
        return passed("no pictures, charts or diagrams")
    findings = [Finding(block.locator, problem) for block in pictures if (problem := _alt_problem(block))]
    total = count(len(pictures), "picture, chart or diagram", "pictures, charts and diagrams")
    measured = f"{total}, {len(findings) or 'none'} without alternative text"
    return judged(measured, findings, f"Write alternative text that says what there is to see for {places(findings)}.")


@check(
    "table_headers",
    summary="Every table of two or more rows has a header row",
    example="check: table_headers",
    args=NoArgs,
    kinds=KINDS,
)
def table_headers(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Marked as a header row, that is, not merely bold."""
    tables = [block for block in _visible(artifact) if block.kind == "table" and _rows(block) > 1]
    if not tables:
        return passed("no tables of two or more rows")
    findings = [
        Finding(table.locator, "no row is marked as a header")
        for table in tables
        if not any(cell.header for cell in table.children)
    ]
    measured = f"{count(len(tables), 'table')}, {len(findings) or 'none'} without a header row"
    return judged(measured, findings, f"Mark the first row of {places(findings)} as a header row.")


CHECKS: Final = (alt_text, table_headers)


def _visible(artifact: Artifact) -> list[Block]:
    return [block for unit in artifact.units if not unit.hidden for block in unit.walk() if block.visible]


def _alt_problem(block: Block) -> str:
    if block.alt is None:
        return "no alternative text"
    alt = fold(block.alt)
    if block.alt and not alt:
        return "blank alternative text"
    if _FILE_NAME.fullmatch(alt):
        return f"a file name for alternative text: {quoted(alt)}"
    if _ADDRESS.fullmatch(alt):
        return f"an address for alternative text: {quoted(alt)}"
    if _BARE_NOUN.fullmatch(alt):
        return f"alternative text that says nothing: {quoted(alt)}"
    return ""


def _rows(table: Block) -> int:
    return len({cell.row for cell in table.children if cell.kind == "cell"})
