"""What must hold for the very words and characters of a text, or of one cell: patterns and equality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, Self

from pydantic import Field, model_validator

from outcomes.artifact import STRUCK_OUT
from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.arguments import Phrase
from outcomes.checks.findings import WHOLE, judged, passed, places, quoted
from outcomes.checks.patterns import Pattern, found
from outcomes.text import count, fold

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.blobs import Files

_HOW: Final = (
    "The pattern is a regular expression of RE2 (no lookahead, lookbehind or backreference, so that it always takes "
    "linear time). It is matched against each paragraph, cell or shape by itself, in which white space is one space, "
    "dashes are `-` and quotation marks straight, as in `contains`; `^` and `$` are the ends of a line; `\\w`, `\\d` "
    "and `\\b` know ASCII only, `\\p{L}` is any letter."
)
_SOURCE: Final = "RE2 syntax, github.com/google/re2/wiki/Syntax; OfficeBench, evaluate_contain"


class Unwanted(NoArgs):
    """A pattern that may match nowhere."""

    pattern: Pattern = Field(description="A regular expression, as RE2 knows them.")
    ignore_case: bool = Field(default=False, description="Whether capitals make no difference.")
    called: str = Field(
        default="",
        max_length=200,
        description="What the pattern finds, in words that end a sentence: `a time of day`; findings say it.",
    )

    def measured(self, times: int) -> str:
        """How often what is looked for was found, in the author's words where there are some."""
        if not self.called:
            return f"{count(times, 'match', 'matches') if times else 'no match'} of {quoted(self.pattern)}"
        often = f"found {count(times, 'time')}" if times else "not found"
        return f"{self.called}: {often}"


class Times(Unwanted):
    """A pattern and how often it may match."""

    min: int = Field(default=1, ge=0, description="The least number of matches that will do.")
    max: int | None = Field(default=None, ge=0, description="The greatest number of matches that will do.")

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.max is not None and self.min > self.max:
            msg = f"min={self.min} is more than max={self.max}, so nothing could pass; swap them."
            raise ValueError(msg)
        return self


class Exactly(Phrase):
    """The words that a whole text, or what stands at one place, consists of."""

    at: str = Field(default="", description="The locator of a cell, paragraph or shape; without it, the whole text.")


class _Match(NamedTuple):
    locator: str
    text: str


@check(
    "matches",
    summary="The visible text matches the regular expression `pattern`, from `min` to `max` times",
    example='check: matches pattern="INV-[0-9]{6}" min=1 max=3',
    args=Times,
    group="words",
    meaning=_HOW,
    source=_SOURCE,
    false_positives="A match that runs over the end of a paragraph or cell is not seen; nor is text inside pictures.",
)
def matches(artifact: Artifact, args: Times, _files: Files) -> CheckResult:
    """Matches are counted without overlaps, over the whole artifact."""
    all_found = _matches(artifact, args.pattern, ignore_case=args.ignore_case)
    number = len(all_found)
    measured = args.measured(number)
    if args.max is not None and number > args.max:
        findings = [Finding(one.locator, f"{quoted(one.text)} matches") for one in all_found[args.max :]]
        return judged(f"{measured}, at most {args.max:,} asked for", findings, f"Take out {places(findings)}.")
    if number < args.min:
        asked = f"at least {args.min:,} asked for"
        findings = [Finding(WHOLE, asked if args.called else f"{measured}, {asked}")]
        wanted = args.called or f"what {quoted(args.pattern)} asks for"
        times = f", at least {args.min:,} times" if args.called and args.min > 1 else ""
        return judged(measured, findings, f"Write {wanted} where a reader sees it{times}.")
    return passed(measured)


@check(
    "not_matches",
    summary="The regular expression `pattern` matches nothing in the visible text",
    example='check: not_matches pattern="\\\\bguarantee[ds]?\\\\b" ignore_case=true',
    args=Unwanted,
    group="words",
    meaning=f"{_HOW} What is struck out can still be read, and counts.",
    source=_SOURCE,
    false_positives="The words in a quotation, or in a sentence that denies them.",
)
def not_matches(artifact: Artifact, args: Unwanted, _files: Files) -> CheckResult:
    """Each match is a finding."""
    all_found = _matches(artifact, args.pattern, ignore_case=args.ignore_case, struck=True)
    what = f"is {args.called}" if args.called else f"matches {quoted(args.pattern)}"
    findings = [Finding(one.locator, f"{quoted(one.text)} {what}") for one in all_found]
    return judged(
        args.measured(len(findings)), findings, f"{'Rewrite' if args.called else 'Reword'} {places(findings)}."
    )


@check(
    "equals",
    summary="The whole visible text, or what stands at the locator `at`, is `text` and nothing else",
    example='check: equals text="4,200" at="Table 2 R3C1" ignore_separators=true',
    args=Exactly,
    group="words",
    meaning=(
        "What stands at the locator, with all that is inside it, or the whole visible text, is the given text: white "
        "space, dashes and quotation marks are folded, and capitals make no difference unless `ignore_case=false`. "
        "`outcomes show FILE` prints the locators."
    ),
    source="OfficeBench, evaluate_exact_match and evaluate_excel_cell_value",
    false_positives=(
        "A number that is shown with another number of digits (`4.20` is not `4.2`); use `xlsx.cell` for values. A "
        "locator moves when rows or paragraphs are added above it."
    ),
)
def equals(artifact: Artifact, args: Exactly, _files: Files) -> CheckResult:
    """Text that nobody sees does not count, in a cell neither."""
    if args.at:
        block = artifact.block(args.at)
        if block is None:
            nothing = [Finding(WHOLE, f"there is no {quoted(args.at)}")]
            return judged(f"no {quoted(args.at)}", nothing, f"Write {quoted(args.text)} at {quoted(args.at)}.")
        text = "\n".join(part.text for part in block.walk() if part.visible and part.text)
    else:
        text = artifact.visible_text
    measured = f"{quoted(text) if fold(text) else 'nothing'} at {args.at or 'all places together'}"
    if args.key(text) == args.key(args.text):
        return passed(measured)
    findings = [Finding(args.at, f"{quoted(text) if fold(text) else 'nothing'} instead of {quoted(args.text)}")]
    return judged(
        measured, findings, f"Write {quoted(args.text)} at {args.at or 'all places together'}, and nothing else."
    )


CHECKS: Final = (matches, not_matches, equals)


def _matches(artifact: Artifact, pattern: str, *, ignore_case: bool, struck: bool = False) -> list[_Match]:
    return [
        _Match(block.locator, match)
        for block in artifact.blocks
        if (block.visible or (struck and block.reason == STRUCK_OUT)) and block.text
        for match in found(pattern, _lines(block.text), ignore_case=ignore_case)
    ]


def _lines(text: str) -> str:
    return "\n".join(map(fold, text.splitlines())) if "\n" in text else fold(text)
