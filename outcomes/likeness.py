"""Whether two stretches of text say the same but for a slip of the pen: letters alone cannot tell.

`The board rejected the plan` and `The board accepted the plan` share nine letters of ten, `it was paid` and `it paid`
every letter of the shorter, `nitrate` and `nitrite` all but one. So words are compared, marks and signs among them.
Forgiven is little: capitals, an article more or less, a hyphen or a space in the middle of a word, and one letter that
is doubled in one text and not in the other (`anual`). Whatever else differs is another statement.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

APPROXIMATE: Final = 0.9
"""The least share of letters that a quote has in common with what it is taken for."""
MOST_WINDOWS: Final = 24
"""Places of one text that are looked at."""
MOST_IN_ALL: Final = 500
"""Places of all texts that one quote is compared with; each takes about a millisecond at the worst."""
_SLACK: Final = 16
"""Letters that are looked at on either side of where a quote should stand: those of the words that it left out."""
_EDGES: Final = "\"'()[]{}.,;:!?\u2026\u2022\u00b7\u00bf\u00a1"
"""Marks around a word that say nothing by themselves."""
_SILENT: Final = frozenset(["the", "of", "that", "das", "des", "le", "la", "les", "los", "las"])
"""Words that may be there or not: no verb, for `was paid` is not `paid`, and not `a`, for `a few` is not `few`."""
_LEAST_SLIP: Final = 5
"""Letters of the shorter of two words that may differ in a doubled one."""
_LEAST_JOINED: Final = 4
"""Letters that both halves of a word have that may be written as two."""
_SHORT: Final = 3
"""Letters up to which capitals count: `MW` is not `mW`, nor `US` `us`; `The` is `the`."""
_TURNING: Final = frozenset(["a", "an", "co", "de", "dis", "il", "im", "in", "ir", "non", "not", "no", "re", "un"])
"""What makes another word with the one behind it, or not, as it is written together, apart, or with a hyphen."""


class Word(NamedTuple):
    """A word, a number or a sign as it is compared."""

    text: str
    common: bool
    """Whether it may hold a slip: a word of small letters, and no name, numeral or formula."""


class Likeness:
    """One quote, to be compared with many texts."""

    def __init__(self, quote: str) -> None:
        """`quote` is folded."""
        self._quote = quote
        self._said = _words(quote)
        self._left = MOST_IN_ALL
        self._matcher = SequenceMatcher(None, autojunk=False)
        self._matcher.set_seq2(quote)

    def to(self, text: str, known: Iterable[str]) -> float:
        """The share of letters of the quote that stand, in order, where the text says the same; 0.0 if it does nowhere.

        Windows as long as the quote are laid where a word of both (`known`, lower case) stands at its place in the
        quote, longest words first: looking for the longest common stretch instead would take seconds in a long block.
        """
        for start in _starts(self._quote, text, known):
            if self._left <= 0:
                break
            self._left -= 1
            self._matcher.set_seq1(text[start : start + len(self._quote)])
            # The quick ratio is an upper bound that costs a hundredth of the real one.
            if self._matcher.quick_ratio() < APPROXIMATE or not _follow(self._said, _words(self._around(text, start))):
                continue
            ratio = self._matcher.ratio()
            if ratio >= APPROXIMATE:
                return ratio
        return 0.0

    def _around(self, text: str, start: int) -> str:
        """A window with some slack, without words cut at its edges, unless they are as long as lines."""
        end = start + len(self._quote)
        before = text.rfind(" ", max(start - 4 * _SLACK, 0), max(start - _SLACK, 0)) + 1
        behind = text.find(" ", end + _SLACK, end + 4 * _SLACK)
        return text[before or max(start - 4 * _SLACK, 0) : behind if behind >= 0 else end + 4 * _SLACK]


def _starts(quote: str, text: str, known: Iterable[str]) -> Iterator[int]:
    """Where windows are laid, each once for every content that one can have."""
    starts: dict[int, None] = {0: None} if len(text) <= len(quote) else {}
    lower, folded = quote.lower(), text.lower()
    if len(folded) != len(text) or len(lower) != len(quote):  # some capitals are two letters when small
        folded, lower = text, quote
    for word in sorted(known, key=len, reverse=True):
        offset, at = lower.find(word), folded.find(word)
        while at >= 0 and len(starts) < MOST_WINDOWS:
            starts[max(0, at - offset)] = None
            at = folded.find(word, at + 1)
        if len(starts) >= MOST_WINDOWS:
            break
    seen: set[str] = set()
    for start in starts:
        window = text[start : start + len(quote)]
        if window not in seen:
            seen.add(window)
            yield start


# -- words


def _words(text: str) -> list[Word]:
    stripped = (chunk.strip(_EDGES) for chunk in text.split())
    return [_word(chunk) for chunk in stripped if chunk]


def _word(chunk: str) -> Word:
    small = chunk.lower()
    if len(chunk) <= _SHORT and chunk not in (small, small.capitalize()):
        return Word(chunk, common=False)
    first, hyphen, rest = small.partition("-")
    if hyphen and first.isalpha() and first not in _TURNING and rest.replace("-", "").isalpha():
        small = small.replace("-", "")
    return Word(small, common=chunk.isalpha() and chunk.islower())


def _follow(said: Sequence[Word], there: Sequence[Word]) -> bool:
    """Whether the quote's words are some of the text's in a row, but for slips: what stands around them is free."""
    # Layer i: how far in the text the first i words of the quote can reach, with how many slips at the least.
    layers: list[dict[int, int]] = [{} for _ in range(len(said) + 2)]
    layers[0] = dict.fromkeys(range(len(there)), 0)
    for i, word in enumerate(said):
        for n, slips in layers[i].items():
            if word.text in _SILENT:
                _reach(layers[i + 1], n, slips)
            for m in _with_silent(there, n):
                other = there[m]
                if word.text == other.text:
                    _reach(layers[i + 1], m + 1, slips)
                elif slips == 0 and _slip(word, other):
                    _reach(layers[i + 1], m + 1, 1)
                elif m + 1 < len(there) and _joined(other, there[m + 1], word):
                    _reach(layers[i + 1], m + 2, slips)
                elif i + 1 < len(said) and _joined(word, said[i + 1], other):
                    _reach(layers[i + 2], m + 1, slips)
        if not layers[i + 1] and not layers[i + 2]:
            return False
    return bool(said and layers[len(said)])


def _reach(layer: dict[int, int], place: int, slips: int) -> None:
    layer[place] = min(slips, layer.get(place, slips))


def _with_silent(there: Sequence[Word], begin: int) -> Iterator[int]:
    """The next place, and those behind words that may be passed over."""
    for place in range(begin, len(there)):
        yield place
        if there[place].text not in _SILENT:
            return


def _slip(one: Word, other: Word) -> bool:
    """Whether two words differ in nothing but a letter that is doubled in one of them."""
    longer, shorter = (one.text, other.text) if len(one.text) > len(other.text) else (other.text, one.text)
    if not (one.common and other.common and len(longer) == len(shorter) + 1 and len(shorter) >= _LEAST_SLIP):
        return False
    at = next((n for n, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
    return longer[at] == longer[at - 1] and longer[at + 1 :] == shorter[at:]


def _joined(first: Word, second: Word, whole: Word) -> bool:
    """Whether two words are one that was written apart (`health care`, `infor- mation`, `5 %`)."""
    begin = first.text.removesuffix("-")
    if begin + second.text != whole.text:
        return False
    if not (begin.isalpha() and second.text.isalpha()):
        return any(map(str.isalnum, begin)) != any(map(str.isalnum, second.text))
    cut_at_a_line = begin != first.text and begin not in _TURNING
    return cut_at_a_line or min(len(begin), len(second.text)) >= _LEAST_JOINED
