"""Whether two stretches of text say the same but for a slip of the pen: letters alone cannot tell.

`The board rejected the plan` and `The board accepted the plan` share nine letters of ten, `it was paid` and `it paid`
every letter of the shorter, `nitrate` and `nitrite` all but one. So words are compared, marks and signs among them.
Forgiven is little: capitals, an article more or less, a hyphen or a space in the middle of a word, and one letter that
is doubled in one text and not in the other (`anual`). Whatever else differs is another statement.
"""

from __future__ import annotations

import re
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
"""Marks around a word that say nothing by themselves, but for those that end what was said."""
_STOPS: Final = {".": ".", ":": ".", ";": ".", "!": "!", "?": "?"}
_AMOUNT: Final = re.compile(r"\(\D{0,2}\d[\d.,]*\D{0,2}\)")
"""An amount in brackets is a negative one, in accounts."""
_DENYING: Final = frozenset(
    ["no", "not", "never", "nor", "cannot", "without", "nein", "nicht", "nie", "kein", "keine", "non"]
)
_SILENT: Final = frozenset(["the", "of", "that"])
"""Words that may be there or not: no verb, for `was paid` is not `paid`, and not `a`, for `a few` is not `few`."""
_LEAST_SLIP: Final = 5
"""Letters of the shorter of two words that may differ in a doubled one."""
_LEAST_JOINED: Final = 4
"""Letters that both halves of a word have that may be written as two."""
_SHORT: Final = 3
"""Letters up to which no word in capitals is another in small ones: `MW` is not `mW`, nor `US` `us`; `The` is `the`."""
_TURNING: Final = frozenset(["a", "an", "co", "de", "dis", "il", "im", "in", "ir", "non", "not", "no", "re", "un"])
"""What makes another word with the one behind it, or not, as it is written together, apart, or with a hyphen."""


class Word(NamedTuple):
    """A word, a number or a sign as it is compared."""

    text: str
    common: bool
    """Whether it may hold a slip: a word of small letters, and no name, numeral or formula."""
    stop: str = ""
    """The mark that ends a sentence or a part of one behind it: `.`, `!`, `?`, or a comma behind a denial."""


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
    return [word for word in map(_word, text.split()) if word.text]


def _word(chunk: str) -> Word:
    bare = _bare(chunk)
    small = bare.lower()
    tail = chunk[chunk.rfind(bare[-1:]) + 1 :] if bare else ""
    stop = next((_STOPS[mark] for mark in tail if mark in _STOPS), "," if "," in tail and small in _DENYING else "")
    if bare not in (small, small.capitalize()) and not (len(bare) > _SHORT and bare.isupper() and bare.isalpha()):
        return Word(bare, common=False, stop=stop)
    first, hyphen, rest = small.partition("-")
    if hyphen and first.isalpha() and first not in _TURNING and rest.replace("-", "").isalpha():
        small = small.replace("-", "")
    return Word(small, common=bare.isalpha() and bare.islower(), stop=stop)


def _bare(chunk: str) -> str:
    """Without the marks around it, but for a point before decimals, and the brackets of an amount."""
    amount = chunk.rstrip(".,;:!?")
    if _AMOUNT.fullmatch(amount):
        return amount
    bare = chunk.strip(_EDGES)
    return f".{bare}" if bare[:1].isdigit() and chunk.startswith((f".{bare}", f"(.{bare}")) else bare


def _follow(said: Sequence[Word], there: Sequence[Word]) -> bool:
    """Whether the quote's words are some of the text's in a row, but for slips: what stands around them is free."""
    # Layer i: how far in the text the first i words of the quote can reach, with how many slips at the least.
    layers: list[dict[int, int]] = [{} for _ in range(len(said) + 2)]
    layers[0] = {n: 0 for n in range(len(there)) if not _is_denied(there, n)}
    for i, word in enumerate(said):
        for n, slips in layers[i].items():
            if word.text in _SILENT:
                _reach(layers[i + 1], n, slips)
            for m in _with_silent(there, n):
                for taken, passed, slipped in _steps(said[i : i + 2], there[m : m + 2], last=i == len(said) - 1):
                    if slips + slipped <= 1:
                        _reach(layers[i + taken], m + passed, slips + slipped)
        if not layers[i + 1] and not layers[i + 2]:
            return False
    return bool(said and layers[len(said)])


def _steps(said: Sequence[Word], there: Sequence[Word], *, last: bool) -> Iterator[tuple[int, int, int]]:
    """How many words of the quote can be how many of the text, with how many slips: the next of each, or two in one."""
    word, other = said[0], there[0]
    if _ends_alike(word, other, last=last):
        if word.text == other.text:
            yield 1, 1, 0
        elif _slip(word, other):
            yield 1, 1, 1
    if len(there) > 1 and _joined(other, there[1], word) and _ends_alike(word, there[1], last=last):
        yield 1, 2, 0
    if len(said) > 1 and _joined(word, said[1], other):
        yield 2, 1, 0


def _ends_alike(word: Word, other: Word, *, last: bool) -> bool:
    """Whether the same mark ends what was said; behind the last word it may be left out, or be added."""
    return word.stop == other.stop or (last and not (word.stop and other.stop))


def _is_denied(there: Sequence[Word], begin: int) -> bool:
    """Whether a "not" stands before a place, be it with an article between."""
    while begin > 0 and there[begin - 1].text in _SILENT and not there[begin - 1].stop:
        begin -= 1
    before = there[begin - 1] if begin > 0 else Word("", common=False)
    return not before.stop and (before.text in _DENYING or before.text.endswith("n't"))


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
