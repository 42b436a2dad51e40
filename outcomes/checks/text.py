"""What must hold for the words that a reader sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.artifact import STRUCK_OUT
from outcomes.check import CheckResult, Finding, check
from outcomes.checks.arguments import Bounds, Phrase
from outcomes.checks.findings import WHOLE, judged, passed, places, quoted
from outcomes.text import count

if TYPE_CHECKING:
    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files


@check(
    "words",
    summary="It has from `min` to `max` words (hidden text, notes and comments are not counted)",
    example="check: words min=300 max=800",
    args=Bounds,
    group="words",
    meaning=(
        "Visible words of all units are counted: letters and digits in a row, `year-end` and `don't` as one. "
        "Headers, footers, tables, charts and list items count as what they show; hidden and struck-out text, notes "
        "and comments do not."
    ),
    source="The length that the rubric asks for",
    false_positives=(
        "Word counts differently in places (dashes between spaces, text boxes), by a few in a thousand. "
        "Languages without spaces between words are counted by the run of letters, far too low."
    ),
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
    group="words",
    meaning=(
        "The visible text of the whole artifact, with white space, dashes, quotation marks and ligatures "
        "folded, contains `text`, also across the end of a line. Parts of words count: `art` is in `start`. "
        "Where it stands in unseen or struck-out text only, the finding says so."
    ),
    source="OfficeBench, `evaluate_contain`",
    false_positives="A text that says the same in other words; words that stand only in a picture.",
)
def contains(artifact: Artifact, args: Phrase, _files: Files) -> CheckResult:
    """White space, dashes and quotation marks need not agree; text that nobody sees does not count."""
    wanted = args.key(args.text)
    number = args.key(artifact.visible_text).count(wanted)
    if number:
        return passed(f"{quoted(args.text)} {_times(number)} in {count(artifact.word_count, 'visible word')}")
    unseen = [block for block in artifact.hidden if wanted in args.key(block.text)]
    findings = [Finding(block.locator, f"{quoted(args.text)} stands here, but {_why(block)}") for block in unseen]
    findings = findings or [Finding(WHOLE, f"{quoted(args.text)} is not in the text")]
    measured = f"{quoted(args.text)} not found in {count(artifact.word_count, 'visible word')}"
    return judged(measured, findings, f"Write {quoted(args.text)} where a reader sees it.")


@check(
    "not_contains",
    summary="The visible text does not contain `text` (capitals make no difference unless `ignore_case=false`)",
    example='check: not_contains text="guarantee"',
    args=Phrase,
    group="words",
    meaning=(
        "Looked for as in `contains`: in the visible text, inside words, and across the end of a line. What is struck "
        "out can still be read, and counts."
    ),
    source="OfficeBench, `evaluate_not_contain`",
    false_positives=(
        "The words inside longer ones (`guarantee` in `guaranteed`), in a quotation, or in a sentence that "
        "denies them; use `not_matches` with `\\b` for whole words."
    ),
)
def not_contains(artifact: Artifact, args: Phrase, _files: Files) -> CheckResult:
    """Looked for as in `contains`: inside words, and across the end of a line."""
    unwanted = args.key(args.text)
    struck = [block for block in artifact.hidden if block.reason == STRUCK_OUT and unwanted in args.key(block.text)]
    number = args.key(artifact.visible_text).count(unwanted) + len(struck)
    blocks = [block for block in artifact.walk() if block.visible and unwanted in args.key(block.text)]
    findings = [Finding(block.locator, f"{quoted(args.text)} in {quoted(block.text)}") for block in blocks]
    findings += [Finding(block.locator, f"{quoted(args.text)}, struck out and still legible") for block in struck]
    if number and not findings:
        findings = [Finding(WHOLE, f"{quoted(args.text)}, across the end of a line")]
    measured = f"{quoted(args.text)} {_times(number)} in {count(artifact.word_count, 'visible word')}"
    return judged(measured, findings, f"Take {quoted(args.text)} out of {places(findings)}.")


CHECKS: Final = (words_between, contains, not_contains)


def _why(block: Block) -> str:
    """Why what stands in a block does not count."""
    return "is struck out" if block.reason == STRUCK_OUT else "cannot be seen"


def _times(number: int) -> str:
    return count(number, "time") if number else "not found"
