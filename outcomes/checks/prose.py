"""What must hold for running text: its language, how hard it is to read, words written twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pydantic import Field

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import WHOLE, judged, places, quoted, undecided
from outcomes.text import count, fold, words

if TYPE_CHECKING:
    from outcomes.artifact import Artifact, Block
    from outcomes.blobs import Files

_PROSE: Final = frozenset({"paragraph", "list_item", "shape", "text_box", "footnote", "endnote", "heading", "cell"})
_SENTENCE: Final = re.compile(r"(?<=[.!?])[\"')\]]* +(?=[\"'(\[]?[A-Z0-9])")
_END: Final = re.compile(r"[.!?][\"'`)\]]*\s")
"""Without which a text of plain letters has no second sentence in a line."""
_ENGLISH: Final = frozenset({
    "the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "as", "was", "with", "be", "by", "on", "are",
    "this",
    "at", "from", "or", "an", "which", "have", "has", "were", "their", "its", "not", "we", "our", "will", "can",
})  # fmt: skip
_ENGLISH_SHARE: Final = 0.2
_LEAST_WORDS: Final = 100
_TWICE: Final = re.compile(r"(?<![\w.-])([^\W\d_]{1,30}) (\1)\b(?!['-])", re.IGNORECASE)
_SHORTEST_TWICE: Final = 3
_SMALL: Final = frozenset({
    "the", "a", "an", "of", "to", "and", "or", "for", "with", "from", "by", "at", "as", "be", "are", "was", "were",
    "it", "if", "this", "these", "which", "how", "what", "when", "we", "you", "they", "he", "she", "i", "our", "your",
    "their", "his", "its", "has", "have", "can", "will", "would", "should", "not", "but", "than", "then", "all", "any",
    "some", "und", "oder", "mit", "von", "zu", "ist", "ein", "eine", "f\u00fcr", "auf", "le", "la", "les", "et", "des",
    "el", "los", "y",
})  # fmt: skip
"""Words that no name or term consists of, so that twice in a row is a slip wherever it stands."""
_MAY_STAND_TWICE: Final = frozenset({
    "that", "had", "very", "so", "no", "ha", "bye", "blah", "really", "many", "far", "much", "more", "again", "now",
    "there", "yes", "well", "long", "big", "little", "too", "never", "ever", "over", "on", "out", "is", "do", "her",
    "in",
    "die", "der", "das", "dem", "den", "sie", "ihr", "wir", "sehr", "ja", "nein", "nous", "vous", "si", "muy", "que",
    "couscous", "tam", "cha", "beri", "bora", "walla", "pom", "aye", "tut", "tsk", "hip", "chop", "knock",
})  # fmt: skip
"""Words that are said twice for emphasis, in names, or because grammar asks for it (`that that`, `die die`)."""


class Code(NoArgs):
    """A language."""

    code: str = Field(
        min_length=2,
        max_length=35,
        pattern=r"^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$",
        description="A language tag of BCP 47: `en` for any English, `en-GB` for that one.",
    )


class Grade(NoArgs):
    """The school grade of a text."""

    max: float = Field(gt=0, le=40, description="The highest school grade (years at school in the USA) that will do.")
    min: float | None = Field(default=None, ge=0, le=40, description="The lowest school grade that will do.")


@check(
    "language",
    summary="The language of the text is set to `code`",
    example='check: language code="en-GB"',
    args=Code,
    kinds=("docx", "pptx", "html"),
    group="words",
    meaning=(
        "The language that the file states for most of its text is the one asked for; `en` takes any English, `en-GB` "
        "only that. A file that states none fails: screen readers and spelling checkers then guess. Which language "
        "the words are in is not looked at."
    ),
    source="WCAG 2.2, 3.1.1 Language of Page; BCP 47",
    false_positives="A text in two languages states both; the more frequent one counts.",
)
def language(artifact: Artifact, args: Code, _files: Files) -> CheckResult:
    """As the reader states it in the facts."""
    stated = str(artifact.facts.get("language") or "")
    wanted = args.code.casefold()
    if stated.casefold() == wanted or stated.casefold().startswith(f"{wanted}-"):
        return judged(f"the language is {quoted(stated)}", [], "")
    measured = f"the language is {quoted(stated)}" if stated else "no language is set"
    return judged(measured, [Finding(WHOLE, measured)], f"Set the language of the text to {args.code}.")


@check(
    "reading_level",
    summary="Running text can be read with at most `max` (and at least `min`) years of school (English only)",
    example="check: reading_level max=12",
    args=Grade,
    group="words",
    meaning=(
        "The Automated Readability Index of all visible paragraphs, list items and notes together: 4.71 x letters and "
        "digits per word + 0.5 x words per sentence - 21.43, which is a grade of schools in the USA. Headings and "
        "tables "
        "are left out. It cannot be decided under 100 words, or when the text is not English."
    ),
    source="Senter and Smith 1967, Automated Readability Index, AMRL-TR-6620",
    false_positives=(
        "Long names and terms that every reader of the document knows; abbreviations with full stops, which look like "
        "ends of sentences. The index measures length, not clarity."
    ),
)
def reading_level(artifact: Artifact, args: Grade, _files: Files) -> CheckResult:
    """One index for the whole text; its hardest paragraph is named as the place to begin."""
    stated = str(artifact.facts.get("language") or "")
    if stated and not stated.lower().startswith("en"):
        return undecided(f"the text is in {quoted(stated)}; the index is made for English")
    prose = [block for block in _prose(artifact) if block.kind not in ("heading", "cell")]
    numbers = [_numbers(block.text) for block in prose]
    letters, number, sentences = (sum(column) for column in zip(*numbers, strict=True)) if numbers else (0, 0, 0)
    if number < _LEAST_WORDS:
        return undecided(f"{count(number, 'word')} of running text; fewer than {_LEAST_WORDS} say nothing")
    if not stated and not _is_english(prose):
        return undecided("the text does not seem to be English, for which the index is made")
    grade = _index(letters, number, sentences)
    measured = f"grade {grade:.1f} over {count(number, 'word')} in {count(sentences, 'sentence')}"
    if (args.min or grade) <= grade <= args.max:
        return judged(measured, [], "")
    hard = grade > args.max
    extreme = max if hard else min
    at = extreme(range(len(prose)), key=lambda each: _index(*numbers[each]) if numbers[each][1] >= _WORTH else grade)
    asked = f"at most {args.max:g}" if hard else f"at least {args.min or 0:g}"
    problem = f"grade {_index(*numbers[at]):.1f} here; {grade:.1f} in all, {asked} asked for"
    fix = f"Use {'shorter' if hard else 'longer'} sentences and words, first at {prose[at].locator}."
    return judged(measured, [Finding(prose[at].locator, problem)], fix)


@check(
    "no_repeated_words",
    summary="No word is written twice in a row by mistake",
    example="check: no_repeated_words",
    args=NoArgs,
    group="words",
    meaning=(
        "The same word twice with one space between, in one visible paragraph, cell or shape: `the the`. The second is "
        "not capitalised, and words that may stand twice (`that that`, `had had`, `very very`, German `die die`, "
        "French "
        "`nous nous`) are left alone. In html, markdown and plain text, where a word is often followed "
        "by a name of a program that is spelt alike, only small words count (`the`, `of`, `und` ...)."
    ),
    source="Microsoft Word, proofing: Repeated Word",
    false_positives="Poetry, transcripts, names or sounds made of a word twice, and parameters called `to` or `from`.",
)
def no_repeated_words(artifact: Artifact, _args: NoArgs, _files: Files) -> CheckResult:
    """Within a line; two lines of a list may well begin alike."""
    findings = []
    looked = 0
    for block in _prose(artifact):
        looked += 1
        for line in map(fold, (line for line in block.text.splitlines() if len(line) >= _SHORTEST_TWICE)):
            twice = [match.group() for match in _TWICE.finditer(line) if _is_slip(match, artifact.kind)]
            where = f" in {quoted(line)}" if twice else ""
            findings += [Finding(block.locator, f"{quoted(words)}{where}") for words in twice]
    measured = f"{count(looked, 'piece')} of text, {count(len(findings), 'word')} written twice"
    return judged(measured, findings, f"Take out the second word at {places(findings)}.")


CHECKS: Final = (language, reading_level, no_repeated_words)

_WORTH: Final = 20
"""Words that a paragraph has before it is called hard or easy."""


def _prose(artifact: Artifact) -> list[Block]:
    return [block for block in artifact.shown if block.text and block.kind in _PROSE]


def _is_slip(match: re.Match[str], kind: str) -> bool:
    """On pages about programs, a word is often followed by a name that is spelt the same."""
    first, second = match[1], match[2]
    if not second.islower() or second in _MAY_STAND_TWICE:
        return False
    return second in _SMALL or (first.islower() and kind in ("docx", "pptx"))


def _numbers(text: str) -> tuple[int, int, int]:
    """Letters and digits, words, sentences."""
    found = words(text)
    lines = [line for line in text.splitlines() if line.strip()]
    ends = not text.isascii() or _END.search(text) is not None
    sentences = sum(len(_SENTENCE.split(fold(line))) for line in lines) if ends else len(lines)
    return sum(map(len, found)), len(found), sentences


def _index(letters: int, number: int, sentences: int) -> float:
    return 4.71 * letters / max(number, 1) + 0.5 * number / max(sentences, 1) - 21.43


def _is_english(prose: list[Block]) -> bool:
    found = [word for block in prose for word in words(block.text.lower())]
    return sum(word in _ENGLISH for word in found) >= _ENGLISH_SHARE * len(found)
