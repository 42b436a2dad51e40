"""What must hold for the words that a reader sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.check import CheckResult, Finding, check
from outcomes.checks.arguments import Bounds, Phrase
from outcomes.checks.findings import WHOLE, judged, passed, places, quoted
from outcomes.text import count

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.blobs import Files


@check(
    "words",
    summary="It has from `min` to `max` words (hidden text, notes and comments are not counted)",
    example="check: words min=300 max=800",
    args=Bounds,
)
def words_between(artifact: Artifact, args: Bounds, _files: Files) -> CheckResult:
    """The length that was asked for."""
    number = artifact.word_count
    fix = ""
    if args.min is not None and number < args.min:
        fix = f"Add at least {count(args.min - number, 'word')}."
    elif args.max is not None and number > args.max:
        fix = f"Cut at least {count(number - args.max, 'word')}."
    findings = [Finding(WHOLE, f"{count(number, 'word')}, asked for {args.words()}")] if fix else []
    return judged(count(number, "visible word"), findings, fix)


@check(
    "contains",
    summary="The visible text contains `text` (capitals make no difference unless `ignore_case=false`)",
    example='check: contains text="Confidential"',
    args=Phrase,
)
def contains(artifact: Artifact, args: Phrase, _files: Files) -> CheckResult:
    """White space, dashes and quotation marks need not agree; text that nobody sees does not count."""
    wanted = args.key(args.text)
    number = args.key(artifact.visible_text).count(wanted)
    if number:
        return passed(f"{quoted(args.text)} {_times(number)} in {count(artifact.word_count, 'visible word')}")
    unseen = [block.locator for block in artifact.hidden if wanted in args.key(block.text)]
    findings = [Finding(where, f"{quoted(args.text)} stands here, but cannot be seen") for where in unseen]
    findings = findings or [Finding(WHOLE, f"{quoted(args.text)} is not in the text")]
    measured = f"{quoted(args.text)} not found in {count(artifact.word_count, 'visible word')}"
    return judged(measured, findings, f"Write {quoted(args.text)} where a reader sees it.")


@check(
    "not_contains",
    summary="The visible text does not contain `text` (capitals make no difference unless `ignore_case=false`)",
    example='check: not_contains text="guarantee"',
    args=Phrase,
)
def not_contains(artifact: Artifact, args: Phrase, _files: Files) -> CheckResult:
    """Looked for as in `contains`: inside words, and across the end of a line."""
    unwanted = args.key(args.text)
    number = args.key(artifact.visible_text).count(unwanted)
    blocks = [block for block in artifact.walk() if block.visible and unwanted in args.key(block.text)]
    findings = [Finding(block.locator, f"{quoted(args.text)} in {quoted(block.text)}") for block in blocks]
    if number and not findings:
        findings = [Finding(WHOLE, f"{quoted(args.text)}, across the end of a line")]
    measured = f"{quoted(args.text)} {_times(number)} in {count(artifact.word_count, 'visible word')}"
    return judged(measured, findings, f"Take {quoted(args.text)} out of {places(findings)}.")


CHECKS: Final = (words_between, contains, not_contains)


def _times(number: int) -> str:
    return count(number, "time") if number else "not found"
