"""Words of a criterion as the rules need them: without what it quotes, in sentences, as numbers, as a bag."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
"""A word; `don't` and `well-written` are one each."""
_QUOTED = re.compile(
    r"`[^`]*`|\"[^\"\n]{0,300}\"|\u201c[^\u201d\n]{0,300}\u201d|\u00ab[^\u00bb\n]{0,300}\u00bb"
    r"|(?<![\w])['\u2018][^'\u2018\u2019\n]{1,80}['\u2019](?!\w)"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z(])")
_COUNTS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
)
NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|{'|'.join(_COUNTS[1:])})"
"""A number in digits or, up to twenty, in words."""


def vocabulary(words: str) -> frozenset[str]:
    """Words parted by spaces, as a set."""
    return frozenset(words.split())


_FILLER = vocabulary(
    "a an the is are was were be been being has have had having of in on at to for from with by "
    "as that this these those "
    "it its their there which who and or do does did must should shall will can may name names state states give gives "
    "given include includes contain contains show shows list lists say says provide provides mention mentions stated "
    "named listed own any"
)
"""Words that make no difference to what is asked."""
_ALIKE = {"all": "every", "each": "every", "figures": "figure", "data": "data"}


def bare(text: str) -> str:
    """The text with what stands in quotes or is code blanked out, as long as before."""
    if not any(mark in text for mark in "`\"'\u201c\u2018\u2019\u00ab"):
        return text
    return _QUOTED.sub(lambda found: " " * len(found.group()), text)


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return _SENTENCE.split(text)


def number(written: str) -> int | float:
    """`"1,200"`, `"twelve"` and `"4.5"` as numbers."""
    word = written.lower()
    if word in _COUNTS:
        return _COUNTS.index(word)
    value = float(word.replace(",", ""))
    return int(value) if value.is_integer() else value


def small(text: str) -> list[str]:
    """The words of a text in small letters, in order."""
    return WORD.findall(text.lower())


def folded(text: str) -> str:
    """The words alone, in small letters: what two texts share that differ in punctuation and case only."""
    return " ".join(small(text))


def bag(words: Iterable[str]) -> tuple[str, ...]:
    """Those that make a difference, without endings, sorted: the same for two ways of saying one thing."""
    return tuple(sorted({_stem(word) for word in words if word not in _FILLER}))


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    word = _ALIKE.get(word, word)
    for ending in ("ies", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith("ss"):
            return word.removesuffix(ending) + ("y" if ending == "ies" else "")
    return word
