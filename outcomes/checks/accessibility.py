"""What must hold so that people who cannot see the page can read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pydantic import Field

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import WHOLE, judged, passed, places, quoted
from outcomes.text import count, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

KINDS: Final = ("docx", "pptx", "markdown", "html")

_FILE_NAME: Final = re.compile(r".*\.(?:png|jpe?g|gif|svg|bmp|tiff?|webp|avif|heic|emf|wmf|ico)", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_LONGEST: Final = 500
_BARE_NOUN: Final = re.compile(
    r"(?:an?\s+|the\s+)?(?:image|img|picture|pic|photo|graphic|figure|fig|chart|graph|diagram|smartart|icon|logo|shape|"
    r"object|screenshot|(?:content|picture|chart)\s+placeholder|alt(?:ernative)?\s*text|description|placeholder)"
    r"(?:[\s_.-]*\d+)?[.:]?",
    re.IGNORECASE,
)


_NO_ALTERNATIVE: Final = {
    _FILE_NAME: "a file name for alternative text",
    _ADDRESS: "an address for alternative text",
    _BARE_NOUN: "alternative text that says nothing",
}


class Language(NoArgs):
    """Which language, if any in particular."""

    language: str = Field(
        default="",
        pattern=r"^[A-Za-z]{0,8}(-[A-Za-z0-9]{1,8})*$",
        description="Language tag that must be stated, as in BCP 47: `en`, `de-AT`; empty: any.",
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
    group="accessibility",
    meaning=(
        "Every visible picture, chart and diagram carries a description or is marked decorative. A file name, "
        "an address, white space and a bare noun such as `image 3` count as none; so does a text that another, "
        "different picture has too. More than 500 characters are too long: what takes so many words belongs into "
        "the text."
    ),
    source="WCAG 2.2, 1.1.1 Non-text Content; Microsoft accessibility checker: Missing alternative text",
    false_positives=(
        "A purely decorative picture that nobody marked as such; a one-word description that happens to be enough; "
        "two files of one picture, such as a logo in two sizes, with one description."
    ),
)
def alt_text(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Whether the text is any good is for a judge; this finds where there is none, or none worth the name."""
    pictures = [block for block in _visible(artifact) if block.kind in ("picture", "chart", "diagram")]
    if not pictures:
        return passed("no pictures, charts or diagrams")
    first: dict[str, Block] = {}
    findings = [Finding(block.locator, problem) for block in pictures if (problem := _alt_problem(block, first))]
    total = count(len(pictures), "picture, chart or diagram", "pictures, charts and diagrams")
    measured = f"{total}, {len(findings) or 'none'} without alternative text"
    return judged(measured, findings, f"Write alternative text that says what there is to see for {places(findings)}.")


@check(
    "table_headers",
    summary="Every table of two or more rows has a header row",
    example="check: table_headers",
    args=NoArgs,
    kinds=KINDS,
    group="accessibility",
    meaning=(
        "In tables of two or more rows, at least one row is marked as a header (`Repeat header rows` in Word, "
        "`Header Row` in PowerPoint, `th` in html). Bold letters are no mark."
    ),
    source="WCAG 2.2, 1.3.1 Info and Relationships; Microsoft accessibility checker: Tables have no header row",
    false_positives="Tables used for layout, and small lists of name and value whose first column is the header.",
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


@check(
    "no_merged_cells",
    summary="No table has merged cells or a table inside a cell",
    example="check: no_merged_cells",
    args=NoArgs,
    kinds=("docx", "pptx", "html"),
    group="accessibility",
    meaning=(
        "Cells of visible tables that span several rows or columns, and tables that stand inside a cell. A screen "
        "reader counts rows and columns, and both break the count."
    ),
    source="Microsoft accessibility checker: Use simple table structure; WCAG 2.2, 1.3.1 Info and Relationships",
    false_positives="A heading over several columns in a table that is read by eye only; tables used for layout.",
)
def no_merged_cells(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """One finding for each such cell."""
    tables = [block for block in _visible(artifact) if block.kind == "table"]
    findings = [finding for table in tables for cell in table.children for finding in _cell_problems(cell)]
    measured = f"{count(len(tables), 'table')}, {len(findings) or 'no'} merged or nested cells"
    return judged(measured, findings, f"Split {places(findings)}, or make tables of their own.")


@check(
    "language_set",
    summary="The file says what language its text is in (`language`, if given)",
    example='check: language_set language="en"',
    args=Language,
    kinds=("docx", "pptx", "html"),
    group="accessibility",
    meaning=(
        "The language that the file states for its text. With `language`, it must be that one; `en` takes `en-GB` and "
        "`en-US` too, `en-GB` only itself. Whether the text is in that language is for a judge."
    ),
    source="WCAG 2.2, 3.1.1 Language of Page; PDF/UA and Microsoft: set the proofing language",
    false_positives=(
        "Decks whose text takes its language from the template alone; and files whose programs always write the "
        "language of the machine, which pass whatever the text is in."
    ),
)
def language_set(artifact: Artifact, args: Language, _files: Files) -> CheckResult:
    """A screen reader pronounces by it."""
    stated = str(artifact.facts.get("language", ""))
    wanted = args.language
    if not stated:
        missing = [Finding(WHOLE, "no language is stated")]
        return judged(
            "no language stated", missing, f"Set the language of the text{f' to {wanted}' if wanted else ''}."
        )
    findings = []
    if wanted and not _matches(stated, wanted):
        findings.append(Finding(WHOLE, f"the language is {quoted(stated)}, asked for {quoted(wanted)}"))
    return judged(f"language {quoted(stated)}", findings, f"Set the language of the text to {wanted}.")


CHECKS: Final = (alt_text, table_headers, no_merged_cells, language_set)


def _visible(artifact: Artifact) -> list[Block]:
    return [block for unit in artifact.units if not unit.hidden for block in unit.walk() if block.visible]


def _alt_problem(block: Block, first: dict[str, Block]) -> str:
    """What is wrong with a description; `first` remembers which picture had each text first."""
    alt = fold(block.alt or "")
    if block.alt is None or (block.alt and not alt):
        return "no alternative text" if block.alt is None else "blank alternative text"
    for pattern, what in _NO_ALTERNATIVE.items():
        if pattern.fullmatch(alt):
            return f"{what}: {quoted(alt)}"
    if len(alt) > _LONGEST:
        return f"alternative text of {len(alt):,} characters, at most {_LONGEST} are heard out: {quoted(alt)}"
    earlier = first.setdefault(alt.casefold(), block) if alt else block
    return f"the alternative text of {earlier.locator} again: {quoted(alt)}" if _differ(earlier, block) else ""


def _differ(one: Block, other: Block) -> bool:
    """Whether two pictures are certainly not the same one."""
    if one.image is None or other.image is None:
        return False
    return bool(one.image.source and other.image.source) and one.image.source != other.image.source


def _cell_problems(cell: Block) -> Iterator[Finding]:
    if cell.kind == "cell" and (cell.row_span > 1 or cell.column_span > 1):
        rows, columns = count(cell.row_span, "row"), count(cell.column_span, "column")
        yield Finding(cell.locator, f"spans {rows} and {columns}")
    for inner in cell.children:
        if inner.kind == "table":
            yield Finding(inner.locator, "a table inside a cell")


def _matches(stated: str, wanted: str) -> bool:
    """Basic filtering of language tags (RFC 4647, 3.3.1): equal, or longer after a hyphen."""
    return f"{stated.casefold()}-".startswith(f"{wanted.casefold()}-")


def _rows(table: Block) -> int:
    return len({cell.row for cell in table.children if cell.kind == "cell"})
