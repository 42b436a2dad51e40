"""Whether two stretches of text say the same but for slips of the pen: letters alone cannot tell.

`The board rejected the plan` and `The board accepted the plan` share nine letters of ten. A slip leaves a word
recognisable (`anual`), or drops one that says nothing by itself (`a`, `has`); whatever else differs is another
statement.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

APPROXIMATE: Final = 0.9
"""The least share of letters that a quote has in common with what it is taken for."""
NEGATION: Final = re.compile(
    r"\b(?:not|no|non|none|nor|neither|never|nobody|nothing|nowhere|without|cannot|fails? to|failed to|\w+n't|"
    r"nicht|nichts|kein\w{0,2}|nie|niemals|ohne|weder|ne|pas|jamais|sans|aucune?|nunca|sin|ning[uú]n\w{0,2}|jam[aá]s|"
    r"tampoco|senza|mai|niet|geen|nooit|zonder|n[aã]o|nem|sem|inte|ikke|utan|uden|bez|не|нет|без)\b|[不没沒未無无]",
    re.IGNORECASE,
)
_MOST_WINDOWS: Final = 24
_WORD: Final = re.compile(r"\w+")
_SILENT_WORDS: Final = (
    "a an the of that this has have had is are was were be been its der die das den dem des ein eine einen einem einer "
    "eines hat habe haben ist sind war waren le la les l un une du de est sont el los las una unos unas es son"
)
_SILENT: Final = frozenset(_SILENT_WORDS.split())
"""Words that may be there or not: articles, and verbs that only carry a tense."""
_LEAST_SLIP: Final = 4
"""Letters that a word has at least for one of them to be taken for a slip: `now` and `not` are two words."""
_IDEOGRAPHS: Final = "\u2e80"
"""From here on a character is a word, or a part of one that can turn it round."""


def nearness(quote: str, text: str, known: Iterable[str]) -> float:
    """How much of the quote stands, in order, in the part of the text that says the same; 0.0 where none does.

    Windows as long as the quote are laid where a word of both (`known`, lower case) stands at its place in the quote,
    longest words first: looking for the longest common stretch instead would take seconds in a long block.
    """
    best = 0.0
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(quote)
    denials, said = _denials(quote), _words(quote)
    for start in _starts(quote, text, known):
        window = text[start : start + len(quote)]
        matcher.set_seq1(window)
        # The quick ratio is an upper bound that costs a hundredth of the real one.
        if matcher.quick_ratio() < max(best, APPROXIMATE) or _denials(window) != denials:
            continue
        ratio = matcher.ratio()
        if (
            ratio > best
            and ratio >= APPROXIMATE
            and _says_the_same(said, _words(_whole_words(text, start, len(quote))))
        ):
            best = ratio
    return best


def _starts(quote: str, text: str, known: Iterable[str]) -> Iterator[int]:
    """Where windows are laid, each once for every content that one can have."""
    starts: dict[int, None] = {0: None} if len(text) <= len(quote) else {}
    lower, folded = quote.lower(), text.lower()
    if len(folded) != len(text) or len(lower) != len(quote):  # some capitals are two letters when small
        folded, lower = text, quote
    for word in sorted(known, key=len, reverse=True):
        offset, at = lower.find(word), folded.find(word)
        while at >= 0 and len(starts) < _MOST_WINDOWS:
            starts[max(0, at - offset)] = None
            at = folded.find(word, at + 1)
        if len(starts) >= _MOST_WINDOWS:
            break
    seen: set[str] = set()
    for start in starts:
        window = text[start : start + len(quote)]
        if window not in seen:
            seen.add(window)
            yield start


def _whole_words(text: str, start: int, length: int) -> str:
    """A window without words cut at its edges: they are there whole."""
    end = start + length
    while start > 0 and text[start - 1].isalnum() and text[start : start + 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return text[start:end]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _denials(text: str) -> int:
    """How often it says no: one word more or less makes it another statement, however alike the letters are."""
    return len(NEGATION.findall(text))


def _says_the_same(said: Sequence[str], there: Sequence[str]) -> bool:
    """Whether every word of the quote is in the window, and of the window in the quote, in order, but for slips.

    What the window has before the first of the quote's words and behind the last is no part of what was quoted.
    """
    matcher = SequenceMatcher(None, said, there, autojunk=False)
    return all(
        kind == "equal" or _slip(said[i1:i2], there[j1:j2], first=i1 == 0, last=i2 == len(said))
        for kind, i1, i2, j1, j2 in matcher.get_opcodes()
    )


def _slip(said: Sequence[str], there: Sequence[str], *, first: bool, last: bool) -> bool:
    """Whether some words of a quote can be what was made of some of the text."""
    if last and len(there) > len(said):
        there = there[: len(said)]
    elif first and len(there) > len(said):
        there = there[len(there) - len(said) :]
    if len(said) == len(there) and all(map(_alike, said, there)):
        return True
    return _SILENT.issuperset(said) and _SILENT.issuperset(there)


def _alike(one: str, other: str) -> bool:
    """Whether two words differ in one letter, or two that changed places, behind the first; never in a digit."""
    if one == other:
        return True
    if min(len(one), len(other)) < _LEAST_SLIP or one[0] != other[0]:
        return False
    if any(letter.isdigit() or letter >= _IDEOGRAPHS for letter in one + other):
        return False
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, others = one[at:], other[at:]
    return (
        rest[1:] == others[1:]
        or rest[1:] == others
        or rest == others[1:]
        or (rest[:2] == others[1::-1] and rest[2:] == others[2:])
    )
