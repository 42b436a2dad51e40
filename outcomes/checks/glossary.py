"""Whether a document keeps to its terms: the agreed word and no other, and each term explained."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final, Self

from pydantic import Field, field_validator, model_validator

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import judged, places, quoted
from outcomes.checks.wording import TEXT, Use, listed
from outcomes.text import count, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

_EXPLAINS: Final = (
    r"\s?(?:\((?!s\))|:|=|-(?=\s)|"
    r",? (?:means|is defined as|are defined as|refers? to|stands for|denotes?|is the|is an?)\b)"
)


class Terms(NoArgs):
    """The words that were agreed on."""

    terms: list[str] = Field(
        default=[],
        max_length=500,
        description='An agreed word and those that must not stand for it: `"email = e-mail | electronic mail"`.',
    )
    defined: list[str] = Field(
        default=[], max_length=500, description="Terms that have to be explained where they are used at all."
    )

    @field_validator("terms")
    @classmethod
    def _pairs(cls, terms: list[str]) -> list[str]:
        for term in terms:
            agreed, sign, others = term.partition("=")
            if not sign or not fold(agreed) or not all(map(fold, others.split("|"))):
                msg = f'write "agreed word = other word | another", found {term!r}'
                raise ValueError(msg)
        return terms

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.terms and not self.defined:
            msg = "give terms, defined or both."
            raise ValueError(msg)
        return self


@check(
    "glossary",
    summary="Only the agreed words of `terms` are used, and each term in `defined` that is used is explained",
    example='check: glossary terms=["email = e-mail | mail", "customer = client"] defined=["churn"]',
    args=Terms,
    group="words",
    meaning=(
        "None of the words to the right of `=` stands in visible text as a whole word (capitals make no difference "
        "unless the word has some; an `s` may follow), but for inside the agreed one. A term is explained where it is "
        "followed by a bracket, colon, dash, `means`, `refers to`, `is a`, or stands first in a line or row below a "
        "heading such as Glossary, Definitions or Abbreviations."
    ),
    source="ISO 704, Terminology work: one term for one concept; the rubric's author",
    false_positives="The other word in a quotation, a name or a title; a term that is explained in another manner.",
)
def glossary(artifact: Artifact, args: Terms, _files: Files) -> CheckResult:
    """Other inflected forms are other words: list them."""
    blocks = [(block, fold(block.text)) for block in artifact.shown if block.text and block.kind in TEXT]
    findings = [finding for term in args.terms for finding in _other_words(blocks, term)]
    explained = listed(artifact)
    for term in args.defined:
        uses = list(_uses(blocks, _whole(term)))
        if uses and fold(term).casefold() not in explained and not any(_is_explained(use, term) for use in uses):
            findings.append(Finding(uses[0].block.locator, f"{quoted(term)} is used, but nowhere explained"))
    looked = count(len(args.terms) + len(args.defined), "term")
    return judged(
        f"{looked} looked for, {count(len(findings), 'departure')}",
        findings,
        f"Use the agreed word, or explain the term, at {places(findings)}.",
    )


CHECKS: Final = (glossary,)


def _whole(word: str) -> re.Pattern[str]:
    plain = fold(word)
    flags = re.IGNORECASE if plain.islower() else 0
    plural = "(?:e?s)?" if plain[-1:].isalpha() else ""
    return re.compile(rf"(?<![\w-]){re.escape(plain)}{plural}(?![\w-])", flags)


def _uses(blocks: list[tuple[Block, str]], pattern: re.Pattern[str]) -> Iterator[Use]:
    for block, text in blocks:
        for match in pattern.finditer(text):
            yield Use(block, text, match.start())


def _other_words(blocks: list[tuple[Block, str]], term: str) -> Iterator[Finding]:
    agreed, _, others = term.partition("=")
    inside = re.compile(re.escape(fold(agreed)), re.IGNORECASE)
    patterns = [(_whole(other), len(fold(other))) for other in others.split("|")]
    for block, text in blocks:
        found = [(match.start(), length) for pattern, length in patterns for match in pattern.finditer(text)]
        if found:
            right = [match.span() for match in inside.finditer(text)]
            for start, length in found:
                end = start + length
                # The one agreed word that may hold it is the last one that begins at or before it.
                at = bisect_right(right, (start, len(text))) - 1
                if at < 0 or end > right[at][1]:
                    yield Finding(block.locator, f"{quoted(text[start:end])} instead of {quoted(fold(agreed))}")


def _is_explained(use: Use, term: str) -> bool:
    rest = use.text[use.start + len(fold(term)) :].removeprefix("s")
    return re.match(_EXPLAINS, rest, re.IGNORECASE) is not None
