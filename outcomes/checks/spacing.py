"""What is done by hand that the program should do: blank lines for space, typed bullets and numbers."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import judged, places, quoted
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

_BULLET: Final = re.compile("\\s*(?:[•●○◦▪▫■□‣\u2043➢➤✓✔►▶·∙]|[-\u2013\u2014*](?=[ \\t\u00a0]))\\s*\\S")
_NUMBER: Final = re.compile(r"\s*\(?(\d{1,2}|[a-z])[.)][ \t\u00a0]+\S")
_SIGNS: Final = re.compile("[•●○◦▪▫■□‣\u2043➢➤►▶]")
_ENOUGH: Final = 2


@check(
    "no_empty_paragraphs",
    summary="No three or more empty paragraphs in a row are used to make space",
    example="check: no_empty_paragraphs",
    args=NoArgs,
    kinds=("docx",),
    group="hygiene",
    meaning=(
        "Three or more paragraphs in a row without words, pictures or breaks, in the body of the document. Space is "
        "made with the spacing of paragraphs or with a page break, which stay right when the text changes."
    ),
    source="Microsoft accessibility checker: Repeated blank characters; WebAIM, Word documents",
    false_positives="Title pages that were set by hand; forms that leave room to write in.",
)
def no_empty_paragraphs(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Decided by what the reader of Word files notes."""
    findings = [Finding(flag.locator, flag.detail) for flag in artifact.flags if flag.code == "empty-paragraphs"]
    number = artifact.facts.get("empty_paragraphs")
    counted = f"{count(number, 'empty paragraph')}, " if isinstance(number, int) else ""
    measured = f"{counted}{count(len(findings), 'place')} with three or more in a row"
    return judged(measured, findings, f"Replace the empty paragraphs at {places(findings)} by spacing or a page break.")


@check(
    "no_manual_bullets",
    summary="Lists are lists: no paragraph begins with a typed bullet, and no run of them with typed numbers",
    example="check: no_manual_bullets",
    args=NoArgs,
    kinds=("docx", "pptx"),
    group="hygiene",
    meaning=(
        "A paragraph that is no list item begins with a bullet sign (`•`, `▪`, `➢` ...), or two or more neighbours "
        "begin with a dash or `*` and a space, or with `1.`, `2.` (`a)`, `b)`) in order. Such a list has no "
        "hanging indent, "
        "does not renumber itself, and is none to a screen reader."
    ),
    source="WCAG 2.2, 1.3.1 and technique H48; WebAIM, Word documents: Lists",
    false_positives="Dialogue whose lines begin with a dash; numbered clauses whose numbers were fixed on purpose.",
)
def no_manual_bullets(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """A single line that begins with a dash or a number says nothing yet."""
    findings: list[Finding] = []
    looked = 0
    for family in _families(artifact):
        looked += len(family)
        findings += _typed(family)
    measured = f"{count(looked, 'paragraph')}, {len(findings) or 'none'} with a typed bullet or number"
    return judged(measured, findings, f"Make {places(findings)} a list with the program's own bullets or numbers.")


CHECKS: Final = (no_empty_paragraphs, no_manual_bullets)


def _families(artifact: Artifact) -> Iterator[list[Block]]:
    """Paragraphs that stand side by side in one container."""
    for unit in artifact.units:
        if not unit.hidden and unit.kind != "margin":
            yield from _inside(unit.blocks)


def _inside(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    for is_text, run in groupby(blocks, key=lambda block: block.kind in ("paragraph", "text_box", "shape", "cell")):
        members = list(run)
        if is_text:
            yield [block for block in members if block.kind == "paragraph" and block.visible and block.text]
    for block in blocks:
        if block.children:
            yield from _inside(block.children)
        if "\n" in block.text and block.kind in ("shape", "cell", "text_box", "paragraph"):
            yield [block._replace(text=line, children=()) for line in block.text.splitlines() if line.strip()]


def _typed(family: Sequence[Block]) -> Iterator[Finding]:
    dashes: list[Block] = []
    numbers: list[tuple[Block, int]] = []
    for block in (*family, None):
        text = "" if block is None or block.label else block.text
        typed = _BULLET.match(text) is not None
        if typed and _SIGNS.match(text.lstrip()) and block is not None:
            yield _finding(block)
        elif typed and block is not None:
            dashes.append(block)
        elif block is not None and not typed:
            yield from _flush(dashes)
        number = _ordinal(text)
        if block is not None and number is not None and (not numbers or number == numbers[-1][1] + 1):
            numbers.append((block, number))
        else:
            yield from _flush([one for one, _ in numbers])
            numbers = [(block, number)] if block is not None and number == 1 else []
    yield from _flush(dashes)


def _flush(found: list[Block]) -> Iterator[Finding]:
    if len(found) >= _ENOUGH:
        yield from (_finding(block) for block in found)
    found.clear()


def _ordinal(text: str) -> int | None:
    match = _NUMBER.match(text)
    if match is None:
        return None
    return int(match[1]) if match[1].isdigit() else ord(match[1]) - ord("a") + 1


def _finding(block: Block) -> Finding:
    return Finding(block.locator, f"a typed bullet or number: {quoted(block.text)}")
