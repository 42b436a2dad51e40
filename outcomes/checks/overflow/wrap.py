"""Words into lines: where a paragraph breaks in a given width, and how large the type of each line is."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.checks.overflow.faces import Ink

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.checks.overflow.faces import Face

_IDEOGRAPH: Final = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_BREAK: Final = re.compile(
    rf"(?<=[ \t])(?=[^ \t])|(?<=[^\W\d][-\u2010\u2013\u2014])(?=[^\W\d])|(?<=[{_IDEOGRAPH}])|(?=[{_IDEOGRAPH}])"
)
"""After blanks, after a hyphen or dash between letters, and around ideographs (Unicode UAX 14, the common cases)."""
_TAB_EM: Final = 2.0


class Stretch(NamedTuple):
    """Text in one face and size."""

    text: str
    face: Face
    size_pt: float

    @property
    def advance(self) -> float:
        """How far the pen moves, in points; a tab is taken for two em."""
        text, tabs = self.text, 0
        if "\t" in text:
            tabs = text.count("\t")
            text = text.replace("\t", "")
        return (self.face.width(text) + tabs * _TAB_EM) * self.size_pt


class Line(NamedTuple):
    """One line as set; lengths in points."""

    width: float
    """Without the blanks at its end."""
    size: float
    """Of its largest type."""
    stretches: tuple[Stretch, ...] = ()

    @property
    def painted(self) -> bool:
        """Whether anything in it can be seen."""
        return any(stretch.text.strip() for stretch in self.stretches)

    @property
    def ink(self) -> Ink:
        """How far its paint reaches above and below the baseline, in points."""
        inks = [(stretch.face.ink(stretch.text), stretch.size_pt) for stretch in self.stretches if stretch.text.strip()]
        return Ink(max(ink.above * size for ink, size in inks), max(ink.below * size for ink, size in inks))


class _Word(NamedTuple):
    """A word with the blanks behind it; `bare` is its width without them."""

    parts: tuple[Stretch, ...]
    advance: float
    bare: float


def set_lines(stretches: Sequence[Stretch], first_width: float, width: float) -> list[Line]:
    """The lines of one paragraph whose first line may be of another width; no width limits (`inf`) break nothing.

    A word that is longer than a line is broken between letters, as office programs do.
    """
    if not stretches:
        return []
    lines: list[list[_Word]] = [[]]
    at, room = 0.0, first_width
    for piece in _pieces(stretches):
        if piece is None:
            lines.append([])
            at, room = 0.0, width
            continue
        for word in _fitting(piece, width if lines[-1] else max(room, width)):
            if lines[-1] and at + word.bare > room:
                lines.append([])
                at, room = 0.0, width
            lines[-1].append(word)
            at += word.advance
    return [_line(words, stretches[-1]) for words in lines]


def _pieces(stretches: Sequence[Stretch]) -> Iterator[_Word | None]:
    """The words in order; `None` for a forced break."""
    text = "".join([stretch.text for stretch in stretches])
    ends = list(accumulate(len(stretch.text) for stretch in stretches))
    start = at = 0
    for number, line in enumerate(text.split("\n")):
        if number:
            yield None
            start += 1
        for word in filter(None, _BREAK.split(line)):
            end = start + len(word)
            parts = []
            while start < end:
                while ends[at] <= start:
                    at += 1
                upto = min(end, ends[at])
                parts.append(Stretch(text[start:upto], stretches[at].face, stretches[at].size_pt))
                start = upto
            yield _word(parts)


def _word(parts: Sequence[Stretch]) -> _Word:
    advance = sum([part.advance for part in parts])
    last = parts[-1]
    stripped = last.text.rstrip(" \t")
    blank = last.advance - last._replace(text=stripped).advance if stripped != last.text else 0.0
    return _Word(tuple(parts), advance, advance - blank)


def _fitting(word: _Word, width: float) -> Iterator[_Word]:
    """A word whole, or in parts that each fit into a line."""
    if word.bare <= width:
        yield word
        return
    part: list[Stretch] = []
    at = 0.0
    for stretch in word.parts:
        start = 0
        for end, letter in enumerate(stretch.text):
            advance = stretch.face.width(letter) * stretch.size_pt
            if at and at + advance > width and not letter.isspace():
                yield _word([*part, stretch._replace(text=stretch.text[start:end])])
                part, start, at = [], end, 0.0
            at += advance
        part.append(stretch._replace(text=stretch.text[start:]))
    yield _word(part)


def _line(words: Sequence[_Word], empty: Stretch) -> Line:
    """A line of these words; without any it is as high as the type of `empty`."""
    if not words:
        return Line(0.0, empty.size_pt)
    stretches = _joined([part for word in words for part in word.parts])
    width = sum([word.advance for word in words]) - words[-1].advance + words[-1].bare
    return Line(width, max(stretch.size_pt for stretch in stretches), stretches)


def _joined(parts: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Neighbours of one face and size as one."""
    texts: list[tuple[Stretch, list[str]]] = []
    for part in parts:
        if texts and texts[-1][0].face is part.face and texts[-1][0].size_pt == part.size_pt:
            texts[-1][1].append(part.text)
        else:
            texts.append((part, [part.text]))
    return tuple([stretch._replace(text="".join(pieces)) for stretch, pieces in texts])
