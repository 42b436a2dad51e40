"""Looks quotes and locators up in what was read: the evidence rule, on an index that is made once for each artifact.

A quote is looked for where it is said to be, then everywhere; literally, then with the differences folded that a
reader does not see, then approximately (see `likeness`). Numbers are never cut: `5` is not in `57 %`, nor
`12 million` in `112 million` or in `-12 million`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from outcomes.likeness import Likeness
from outcomes.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.artifact import Block, Unit

QuoteCheck = Literal["exact", "normalised", "approximate", "moved", "not_found"]

_JOIN = " "
_SHARED_WORDS = 0.6
_MOST_CANDIDATES = 400
_MINUS = "-\u2212\u2013\u00b1\u25b2\u25b3"
"""What makes another number of the one behind it; Japanese accounts write triangles."""
_IN_NUMBER = re.compile(r"\d|(?<=\d)[.,](?=\d)")
_LEAST_WEIGHT = 4
_LEAST_APART = 3
_SHORT = 11
"""Characters up to which a quote must not be cut out of the middle of a word."""
_FUNCTION_WORDS = (
    "a an and are as at be been but by for from had has have i if in into is it its no not of on or our so than that "
    "the their them then there these they this those to was we were what when which who will with would you your "
    "aus das dem den der des die ein eine einen einer eines es für hat im ist mit nicht sich sie sind und von werden "
    "wird zu zum zur au aux avec ce cette dans de du elle en est et il la le les leur mais ne ou par pas plus pour que "
    "qui sont sur un une al como con del el esta este las los más para pero por se son su sus una"
)
_EVERYWHERE = frozenset(_FUNCTION_WORDS.split())
"""Words of which none proves anything, alone or together."""
_NEGATION = re.compile(
    r"\b(?:not|no|non|none|nor|neither|never|nobody|nothing|nowhere|without|cannot|fails? to|failed to|\w+n't|"
    r"nicht|nichts|kein\w{0,2}|nie|niemals|ohne|weder|ne|pas|jamais|sans|aucune?|nunca|sin|ning[uú]n\w{0,2}|jam[aá]s|"
    r"tampoco|senza|mai|niet|geen|nooit|zonder|n[aã]o|nem|sem|inte|ikke|utan|uden|bez|не|нет|без)\b|[不没沒未無无]",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)|[。！？]")  # noqa: RUF001 - other scripts end sentences otherwise
_HASHED = re.compile(r"(.*)~([0-9a-f]{8})", re.DOTALL)


MOST_REMEMBERED = 512
LONGEST_REMEMBERED = 1_000
"""Quotes of which the answer is remembered, for each artifact, and characters of the longest of them."""


class Found(NamedTuple):
    """Where a quote was found, and how literally."""

    check: QuoteCheck
    locator: str | None = None
    ratio: float = 0.0
    """1.0 for a literal or normalised match, the share of matching characters for an approximate one."""
    telling: bool = True
    """Whether the words say enough to stand for anything where they were found."""


NOT_FOUND = Found("not_found")


class _Piece(NamedTuple):
    """A block's folded text and where it begins in the folded text of its unit."""

    start: int
    folded: str
    block: Block


class _Text:
    """The folded text of one unit, and whose it is."""

    def __init__(self, unit: Unit, *, hidden: bool) -> None:
        self.unit = unit
        self.pieces: list[_Piece] = []
        start = 0
        for block in unit.walk():
            if block.text and _quotable(block, hidden=hidden):
                folded = fold(block.text)
                if folded:
                    self.pieces.append(_Piece(start, folded, block))
                    start += len(folded) + len(_JOIN)
        self.text = _JOIN.join([piece.folded for piece in self.pieces])
        self._starts = [piece.start for piece in self.pieces]

    def block_at(self, offset: int) -> Block:
        """The block in which a position of the text lies."""
        return self.pieces[bisect_right(self._starts, offset) - 1].block


class Index:
    """Blocks by locator, and folded text by unit, made when they are first needed."""

    def __init__(self, units: Sequence[Unit]) -> None:
        """Nothing is walked yet."""
        self._units = units
        self._texts: dict[bool, list[_Text]] = {}
        self._near: dict[bool, _Neighbours] = {}
        self._answers: dict[tuple[str, str, bool], Found] = {}

    # -- locators

    def block(self, locator: str) -> Block | None:
        """The block at a locator; with a text hash (`¶12~3fa9c1d2`), the block that has this text now."""
        hashed = _HASHED.fullmatch(locator)
        if hashed is None or locator in self._by_locator:  # names end as they like
            return self._placed(locator)[1]
        place, wanted = hashed.groups()
        there = self._placed(place)[1]
        if there is not None and there.text_hash == wanted:
            return there
        return self._by_hash.get(wanted)

    def unit_of(self, locator: str) -> Unit | None:
        """The unit that a locator names or lies in."""
        if locator not in self._by_locator and _HASHED.fullmatch(locator):
            block = self.block(locator)
            return None if block is None else self._placed(block.locator)[0]
        return self._placed(locator)[0]

    def _placed(self, locator: str) -> tuple[Unit | None, Block | None]:
        found = self._by_locator.get(locator)
        return found if found is not None else self._by_folded.get(fold(locator), (None, None))

    @cached_property
    def _by_locator(self) -> dict[str, tuple[Unit, Block | None]]:
        """Unit and block by locator; of two alike, the first. A unit's own locator wins as a unit."""
        found: dict[str, tuple[Unit, Block | None]] = {}
        for unit in self._units:
            found.setdefault(unit.locator, (unit, None))
            for block in unit.walk():
                known = found.setdefault(block.locator, (unit, block))
                if known[1] is None:
                    found[block.locator] = (known[0], block)
        return found

    @cached_property
    def _by_folded(self) -> dict[str, tuple[Unit, Block | None]]:
        """The same under folded locators, for those that come back with other dashes or quotation marks."""
        found: dict[str, tuple[Unit, Block | None]] = {}
        for locator, place in self._by_locator.items():
            found.setdefault(fold(locator), place)
        return found

    @cached_property
    def _by_hash(self) -> dict[str, Block]:
        found: dict[str, Block] = {}
        for unit in self._units:
            for block in unit.walk():
                if block.text:
                    found.setdefault(block.text_hash, block)
        return found

    # -- quotes

    def find(self, quote: str, locator: str, *, hidden: bool) -> Found:
        """See `Artifact.find`. A verdict's quotes are looked up by whoever passes it on, so answers are remembered."""
        asked = (quote, locator, hidden)
        found = self._answers.get(asked)
        if found is None:
            found = self._looked_up(quote, locator, hidden=hidden)
            block = self.block(found.locator) if found.locator is not None else None
            if block is not None and not _tells(quote, block.full_text):
                found = found._replace(telling=False)
            if len(quote) + len(locator) <= LONGEST_REMEMBERED:
                if len(self._answers) >= MOST_REMEMBERED:
                    self._answers.clear()
                self._answers[asked] = found
        return found

    def _looked_up(self, quote: str, locator: str, *, hidden: bool) -> Found:
        parts = [part for part in (fold(piece) for piece in quote.replace("…", "...").split("...")) if part]
        if not parts:
            return NOT_FOUND
        stated, place = self.unit_of(locator), self.block(locator)
        return (
            _inside(place, quote, parts, hidden=hidden)
            or self._anywhere(_Said(bool(fold(locator)), stated, place), quote, parts, hidden=hidden)
            or self._approximate(_JOIN.join(parts), place, hidden=hidden)
        )

    def _anywhere(self, said: _Said, quote: str, parts: Sequence[str], *, hidden: bool) -> Found | None:
        for text in self._near_first(said.unit, hidden=hidden):
            at = _in_order(parts, text.text)
            if at is not None:
                block = text.block_at(at)
                if said.agrees(text.unit, block):
                    return Found("exact" if _holds(block.text, quote) else "normalised", block.locator, 1.0)
                return Found("moved", block.locator, 1.0)
        return None

    def _near_first(self, stated: Unit | None, *, hidden: bool) -> Iterator[_Text]:
        texts = self._folded(hidden=hidden)
        yield from (text for text in texts if text.unit is stated)
        yield from (text for text in texts if text.unit is not stated)

    def _folded(self, *, hidden: bool) -> list[_Text]:
        texts = self._texts.get(hidden)
        if texts is None:
            texts = self._texts[hidden] = [_Text(unit, hidden=hidden) for unit in self._units]
        return texts

    def _approximate(self, quote: str, place: Block | None, *, hidden: bool) -> Found:
        near = self._near.get(hidden)
        if near is None:
            near = self._near[hidden] = _Neighbours(self._folded(hidden=hidden))
        likeness, seen = Likeness(quote), set[str]()
        for piece, known in near.candidates(quote, place):
            if piece.folded in seen:
                continue
            seen.add(piece.folded)
            ratio = likeness.to(piece.folded, known)
            if ratio:
                return Found("approximate", piece.block.locator, round(ratio, 3))
        return NOT_FOUND


class _Said(NamedTuple):
    """Where a quote is said to stand."""

    somewhere: bool
    unit: Unit | None
    place: Block | None

    def agrees(self, unit: Unit, block: Block) -> bool:
        """Whether that is where it was found."""
        return not self.somewhere or block is self.place or (self.place is None and unit is self.unit)


class _Neighbours:
    """Pieces by the words in them, to find those that nearly hold a quote."""

    def __init__(self, texts: Sequence[_Text]) -> None:
        self._pieces = [piece for text in texts for piece in text.pieces]
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, piece in enumerate(self._pieces):
            for word in set(words(piece.folded.lower())):
                self._holding[word].append(number)

    def candidates(self, quote: str, place: Block | None) -> Iterator[tuple[_Piece, set[str]]]:
        """Pieces that share enough of a quote's words and all its numbers, most alike first; with the shared words.

        A wrong letter is a slip of the pen; a wrong number is another statement.
        """
        wanted = set(words(quote.lower()))
        enough = _SHARED_WORDS * len(wanted)
        rarest = sorted(wanted, key=lambda word: len(self._holding.get(word, ())))
        # A piece that lacks all of these cannot share enough words any more.
        telling = rarest[: len(wanted) - int(-(-enough // 1)) + 1] if wanted else []
        shared: Counter[int] = Counter()
        for word in telling:
            shared.update(self._holding.get(word, ()))
        numbers = {word for word in wanted if any(map(str.isdigit, word))}
        fits: list[tuple[bool, int, int, set[str]]] = []
        for number in shared:
            common = {word for word in wanted if _contains(self._holding.get(word), number)}
            if len(common) >= enough and numbers <= common:
                fits.append((self._pieces[number].block is not place, -len(common), number, common))
        for _, _, number, common in sorted(fits, key=lambda fit: fit[:3])[:_MOST_CANDIDATES]:
            yield self._pieces[number], common


def _contains(ordered: list[int] | None, number: int) -> bool:
    if not ordered:
        return False
    at = bisect_right(ordered, number)
    return at > 0 and ordered[at - 1] == number


def _quotable(block: Block, *, hidden: bool) -> bool:
    """What a document says: visible, or hidden where that is wanted, and never our own words about a piece of it."""
    return (hidden or block.visible) and block.kind != "unreadable"


def _inside(place: Block | None, quote: str, parts: Sequence[str], *, hidden: bool) -> Found | None:
    if place is None:
        return None
    inside = [block.text for block in place.walk() if block.text and _quotable(block, hidden=hidden)]
    if _holds("\n".join(inside), quote):
        return Found("exact", place.locator, 1.0)
    if _in_order(parts, fold(_JOIN.join(inside))) is not None:
        return Found("normalised", place.locator, 1.0)
    return None


def _holds(text: str, quote: str) -> bool:
    return _at(text, quote, 0) >= 0


def _in_order(parts: Sequence[str], text: str) -> int | None:
    """Where the first part begins, if all parts stand in the text one after the other, with no "not" left out."""
    first = at = _at(text, parts[0], 0)
    for before, part in pairwise(parts):
        if at < 0:
            break
        end = at + len(before)
        at = _at(text, part, end)
        if at >= 0 and _turns_it_round(text[end:at]):
            return None
    return first if at >= 0 else None


def _turns_it_round(left_out: str) -> bool:
    """Whether words that were left out of a sentence say the contrary of what is left of it."""
    return _NEGATION.search(left_out) is not None and _SENTENCE_END.search(left_out) is None


def _tells(quote: str, piece: str) -> bool:
    """Whether a quote says enough to stand for anything; `piece` is the text of the block that it begins in.

    A letter, a part of a word or "and" stands in every text. What is the whole of its piece, as in a cell, always
    counts; so do stretches around `...` of three words or more, and shorter ones that stand in the piece together.
    """
    whole = fold(piece)
    said = fold(quote)
    if said == whole:
        return True
    stretches = [part for part in (fold(it) for it in quote.replace("…", "...").split("...")) if part]
    if len(stretches) > 1 and _in_order(stretches, whole) is None:
        return all(len(words(stretch)) >= _LEAST_APART for stretch in stretches)
    found = words(said)
    if all(word.casefold() in _EVERYWHERE for word in found):
        return False
    if sum(map(_weight, "".join(found)[:_LEAST_WEIGHT])) < _LEAST_WEIGHT:
        return False
    if len(said) > _SHORT or not said.isascii() or said not in whole:
        return True
    whole_word = rf"(?<!\w){re.escape(said)}|{re.escape(said)}(?!\w)"
    return re.search(whole_word, whole) is not None


def _weight(character: str) -> int:
    """Digits, and the letters of scripts without an alphabet, say more than a letter does."""
    return 2 if character.isdigit() or character >= "\u2e80" else 1


def _at(text: str, part: str, begin: int) -> int:
    """Where a part stands in a text without cutting a number, from `begin` on; -1 when nowhere."""
    at = text.find(part, begin)
    while at >= 0 and _cuts_number(text, at, at + len(part)):
        at = text.find(part, at + 1)
    return at


def _cuts_number(text: str, begin: int, end: int) -> bool:
    return _splits(text, begin) or _splits(text, end)


def _splits(text: str, at: int) -> bool:
    """Whether a position lies within a number: between two digits, at a separator between two, or behind its sign."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isdigit():
        return after.isdigit() or (_IN_NUMBER.match(text, at) is not None)
    if not after.isdigit():
        return False
    signed = before in _MINUS and (at == 1 or not text[at - 2].isalnum())  # `10-12` is a range
    return signed or _IN_NUMBER.match(text, at - 1) is not None
