"""Looks quotes and locators up in what was read: the evidence rule, on an index that is made once for each artifact.

A quote is looked for where it is said to be, then everywhere; literally, then with the differences folded that a
reader does not see, then with the marks around words that belong to how they were shown, then approximately (see
`likeness`). Neither numbers nor words are cut, nor is a "not" left behind (see `cuts`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING, Literal, NamedTuple

from outcomes.cuts import ELLIPSIS, find_in_order
from outcomes.likeness import Likeness
from outcomes.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from outcomes.artifact import Block, Unit

QuoteCheck = Literal["exact", "normalised", "approximate", "moved", "not_found"]

_JOIN = " "
_SHARED_WORDS = 0.6
_MOST_CANDIDATES = 400
_LEAST_WEIGHT = 4
_LEAST_APART = 3
_FUNCTION_WORDS = (
    "a an and are as at be been but by for from had has have i if in into is it its no not of on or our so than that "
    "the their them then there these they this those to was we were what when which who will with would you your "
    "aus das dem den der des die ein eine einen einer eines es für hat im ist mit nicht sich sie sind und von werden "
    "wird zu zum zur au aux avec ce cette dans de du elle en est et il la le les leur mais ne ou par pas plus pour que "
    "qui sont sur un une al como con del el esta este las los más para pero por se son su sus una"
)
_EVERYWHERE = frozenset(_FUNCTION_WORDS.split())
"""Words of which none proves anything, alone or together."""
_HASHED = re.compile(r"(.*)~([0-9a-f]{8})", re.DOTALL)


_BAR = " | "
_ROW = re.compile(r"^\s*R\d+(?: header)?:\s*")
_PLACE = re.compile(r"^\[[^\[\]]{1,200}\]\s*")
_HEADING = re.compile(r"^\s*#{1,6} +")
_EMPHASIS = (
    re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"),
    re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_]+?)(?<=[^\s])\1(?![\w*_])"),
)
LONGEST_APPROXIMATE = 2_000
"""Characters of the longest quote that is looked for with marks around it or approximately; a grader's have 240."""
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
    """The folded text of some blocks, and whose it is."""

    def __init__(self, blocks: Iterable[Block], unit: Unit | None = None) -> None:
        self.unit = unit
        self.pieces: list[_Piece] = []
        texts: list[str] = []
        start = 0
        for block in blocks:
            folded = self._fold(block)
            if folded:
                join = self._between(self.pieces[-1].block, block) if self.pieces else ""
                start += len(join)
                self.pieces.append(_Piece(start, folded, block))
                texts += (join, folded)
                start += len(folded)
        self.text = "".join(texts)
        self._starts = [piece.start for piece in self.pieces]
        self._begins = frozenset(self._starts)

    def _fold(self, block: Block) -> str:
        return fold(block.text)

    def _between(self, _before: Block, _block: Block) -> str:
        return _JOIN

    def find(self, parts: Sequence[str]) -> Block | None:
        """The block in which the parts of a quote begin, if they stand here in order and leave no row half read."""
        found = find_in_order(parts, self.text, self._begins)
        if found is None or any(self._mixes_rows(at, at + len(part)) for at, part in zip(found, parts, strict=True)):
            return None
        return self.pieces[self._number(found[0])].block

    def _number(self, offset: int) -> int:
        """Of the piece in which a position of the text lies."""
        return bisect_right(self._starts, offset) - 1

    def _mixes_rows(self, begin: int, end: int) -> bool:
        """Whether a stretch goes on from the middle of one row of a table to the next: `12 % South` is nobody's."""
        first, last = self._number(begin), self._number(end - 1)
        block = self.pieces[first].block
        if first == last or not _same_row(self.pieces[first - 1].block if first else None, block):
            return False
        return any(it.block.kind == "cell" and it.block.row != block.row for it in self.pieces[first + 1 : last + 1])


class _Shown(_Text):
    """The same as a grader is shown it: lines, and cells of a row, parted by bars; list items with their labels."""

    def _fold(self, block: Block) -> str:
        lines = _BAR.join(filter(None, map(fold, block.text.split("\n"))))
        return f"{fold(block.label)} {lines}" if block.label and lines else lines

    def _between(self, before: Block, block: Block) -> str:
        return _BAR if _same_row(before, block) else _JOIN


def _same_row(before: Block | None, block: Block) -> bool:
    """Whether two neighbours are cells of one row."""
    return before is not None and before.kind == block.kind == "cell" and before.row == block.row


class Index:
    """Blocks by locator, and folded text by unit, made when they are first needed."""

    def __init__(self, units: Sequence[Unit]) -> None:
        """Nothing is walked yet."""
        self._units = units
        self._made: dict[tuple[type[_Text], bool], list[_Text]] = {}
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
        parts = _parts(quote)
        if not parts:
            return NOT_FOUND
        place = self.block(locator)
        said = _Said(bool(fold(locator)), self.unit_of(locator), place)
        return (
            _inside(place, quote, parts, hidden=hidden)
            or self._anywhere(said, quote, parts, hidden=hidden)
            or self._as_shown(said, quote, hidden=hidden)
            or self._approximate(_JOIN.join(parts), place, hidden=hidden)
        )

    def _anywhere(self, said: _Said, quote: str, parts: Sequence[str], *, hidden: bool) -> Found | None:
        for text in _near_first(self._texts(_Text, hidden=hidden), said.unit):
            block = text.find(parts)
            if block is not None:
                if said.agrees(text.unit, block):
                    return Found("exact" if quote in block.text else "normalised", block.locator, 1.0)
                return Found("moved", block.locator, 1.0)
        return None

    def _as_shown(self, said: _Said, quote: str, *, hidden: bool) -> Found | None:
        """What was copied with the marks that stand around words where they are shown or written, and none of the text.

        Bars between cells, their places, labels of list items; emphasis, headings and entities of markup.
        """
        parts = _parts(_unmarked(quote)) if len(quote) <= LONGEST_APPROXIMATE else []
        for text in _near_first(self._texts(_Shown, hidden=hidden), said.unit) if parts else ():
            block = text.find(parts)
            if block is not None:
                return Found("normalised" if said.agrees(text.unit, block) else "moved", block.locator, 1.0)
        return None

    def _texts(self, kind: type[_Text], *, hidden: bool) -> list[_Text]:
        """One for each unit, made when it is first needed."""
        texts = self._made.get((kind, hidden))
        if texts is None:
            texts = self._made[kind, hidden] = [kind(_quotables(unit, hidden=hidden), unit) for unit in self._units]
        return texts

    def _approximate(self, quote: str, place: Block | None, *, hidden: bool) -> Found:
        if len(quote) > LONGEST_APPROXIMATE:
            return NOT_FOUND
        near = self._near.get(hidden)
        if near is None:
            near = self._near[hidden] = _Neighbours(self._texts(_Text, hidden=hidden))
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

    def agrees(self, unit: Unit | None, block: Block) -> bool:
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


def _near_first(texts: Sequence[_Text], stated: Unit | None) -> Iterator[_Text]:
    yield from (text for text in texts if text.unit is stated)
    yield from (text for text in texts if text.unit is not stated)


def _unmarked(quote: str) -> str:
    """Without what is no part of the words: entities, marks of emphasis and headings, places of cells, outer bars."""
    text = unescape(quote).replace('\\"', '"')
    text = _HEADING.sub("", text)
    for emphasis in _EMPHASIS:
        text = emphasis.sub(r"\2", text)
    cells = (_PLACE.sub("", cell.strip()) for cell in _ROW.sub("", text).split("|"))
    return _BAR.join(cell for cell in cells if cell)


def _quotables(unit: Unit, *, hidden: bool) -> Iterator[Block]:
    return (block for block in unit.walk() if block.text and _quotable(block, hidden=hidden))


def _quotable(block: Block, *, hidden: bool) -> bool:
    """What a document says: visible, or hidden where that is wanted, and never our own words about a piece of it."""
    return (hidden or block.visible) and block.kind != "unreadable"


def _inside(place: Block | None, quote: str, parts: Sequence[str], *, hidden: bool) -> Found | None:
    if place is None:
        return None
    text = _Text([block for block in place.walk() if block.text and _quotable(block, hidden=hidden)])
    if text.find(parts) is None:
        return None
    literal = quote in "\n".join(piece.block.text for piece in text.pieces)
    return Found("exact" if literal else "normalised", place.locator, 1.0)


def _tells(quote: str, piece: str) -> bool:
    """Whether a quote says enough to stand for anything; `piece` is the text of the block that it begins in.

    A letter, a part of a word or "and" stands in every text. What is the whole of its piece, as in a cell, always
    counts; so do stretches around `...` of three words or more, and shorter ones that stand in the piece together.
    """
    whole = fold(piece)
    said = fold(quote)
    if said == whole:
        return True
    stretches = _parts(quote)
    if len(stretches) > 1 and find_in_order(stretches, whole) is None:
        return all(len(words(stretch)) >= _LEAST_APART for stretch in stretches)
    found = words(said)
    if all(word.casefold() in _EVERYWHERE for word in found):
        return False
    return sum(map(_weight, "".join(found)[:_LEAST_WEIGHT])) >= _LEAST_WEIGHT


def _parts(quote: str) -> list[str]:
    """The stretches of a quote, folded."""
    return [part for part in map(fold, ELLIPSIS.split(quote)) if part]


def _weight(character: str) -> int:
    """Digits, and the letters of scripts without an alphabet, say more than a letter does."""
    return 2 if character.isdigit() or character >= "\u2e80" else 1
