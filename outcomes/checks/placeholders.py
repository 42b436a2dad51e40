"""What must not be left in finished work: filler, reminders, unfilled templates, empty placeholders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from outcomes.artifact import STRUCK_OUT
from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import judged, places, quoted
from outcomes.text import count, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

_LEFT_OVER: Final = re.compile(
    r"(?i:\blorem\s+ipsum\b)"
    r"|\b(?:TODO|TBD)\b"
    r"|(?<![\w-])X{4,}(?![\w-])"  # not the XXXX-1234 of a masked number
    r"|(?i:\bclick\s+(?:or\s+tap\s+)?(?:here\s+)?to\s+(?:add|edit|enter)\b)"
    r"|#REF!"
    r"|(?i:\berror!\s+(?:bookmark|reference\s+source|no\s+text\s+of)\b)"
)
_TEMPLATE: Final = re.compile(
    r"\{\{[^{}\n]{1,80}\}\}"
    r"|(?i:\[(?:your|insert|enter|replace)\s[^\[\]\n]{1,80}\])(?!\()"  # [your name](...) is a link
)
_SIGNS: Final = (
    "ipsum",
    "todo",
    "tbd",
    "xxxx",
    "click",
    "#ref!",
    "error!",
    "{{",
    "[your",
    "[insert",
    "[enter",
    "[replace",
)
"""Letters without which none of the patterns matches."""
_NO_TEMPLATES: Final = frozenset({"code", "equation"})
"""Double braces and square brackets are ordinary there."""
_READ_BY_SOMEBODY: Final = frozenset({"note", "alt-text", "metadata", STRUCK_OUT})
_FILLED_BY_POWERPOINT: Final = frozenset({"ftr", "dt", "sldNum", "hdr", "sldImg"})


@check(
    "no_placeholders",
    summary=(
        "No placeholder is left: lorem ipsum, TODO, TBD, XXXX, {{x}}, [Your ...], [Insert ...], Click to add, #REF!, "
        "Error! Bookmark, or an empty placeholder on a slide"
    ),
    example="check: no_placeholders",
    args=NoArgs,
    group="hygiene",
    meaning=(
        "Filler and reminders are looked for in visible text, struck out or not, speaker notes, alternative text and "
        "properties, not in hidden slides or comments. TODO, TBD and XXXX count as whole words in capitals only. On "
        "slides, an empty placeholder that waits for text counts too."
    ),
    source="Review of generated documents; PowerPoint and Word print these words in unfilled templates",
    false_positives=(
        "A text about lorem ipsum or about template languages; `TODO` as a Spanish word in a sentence that is "
        "not all in capitals."
    ),
)
def no_placeholders(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Looks through visible text, speaker notes, alternative text and properties, but not hidden slides or comments.

    TODO and TBD are meant as whole words in capitals: a `Todo list` is fine, and so is a heading in capitals that
    has TODO among its words, as Spanish ones may.
    """
    findings = [*_left_over(artifact), *_empty(artifact)]
    looked = sum(1 for block in artifact.blocks if _looked_at(block))
    measured = f"{count(looked, 'piece')} of text, {count(len(findings), 'placeholder')} left"
    return judged(measured, findings, f"Replace or take out what is left at {places(findings)}.")


CHECKS: Final = (no_placeholders,)


def _looked_at(block: Block) -> bool:
    return bool(block.text) and (block.visible or block.reason in _READ_BY_SOMEBODY)


def _left_over(artifact: Artifact) -> Iterator[Finding]:
    looked_at = [block for block in artifact.blocks if _looked_at(block)]
    if not _may_hold("\n".join(block.text for block in looked_at)):
        return
    for block in looked_at:
        if not _may_hold(block.text):
            continue
        found = next(_matches(block), None)
        if found:
            yield Finding(block.locator, f"{quoted(found)} in {quoted(block.text)}")


def _may_hold(text: str) -> bool:
    """Whether there is anything to look for more closely: a look at the letters costs a hundredth of the patterns."""
    lower = text.lower()
    return any(sign in lower for sign in _SIGNS)


def _matches(block: Block) -> Iterator[str]:
    patterns = (_LEFT_OVER,) if block.kind in _NO_TEMPLATES else (_LEFT_OVER, _TEMPLATE)
    for line in block.text.splitlines():
        capitals = _in_capitals(line)  # once for all that stands in the line
        for pattern in patterns:
            for match in pattern.finditer(line):
                if match.group() != "TODO" or not capitals:
                    yield match.group()


def _in_capitals(line: str) -> bool:
    """Whether TODO is one of several words of a line in capitals, without the colon of a reminder."""
    return line.isupper() and len(line.split()) > 1 and "TODO:" not in line


def _empty(artifact: Artifact) -> Iterator[Finding]:
    slides = (unit for unit in artifact.units if unit.kind == "slide" and not unit.hidden)
    for block in (block for slide in slides for block in slide.walk()):
        waits_for_text = block.placeholder is not None and block.kind in ("shape", "heading", "text_box")
        if waits_for_text and block.placeholder not in _FILLED_BY_POWERPOINT and not fold(block.full_text):
            yield Finding(block.locator, "an empty placeholder")
