"""Stretches of text that look alike, and how they are set out as the text and the runs of a block."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.appearance import TextRun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from outcomes.appearance import Font
    from outcomes.artifacts.pptx.inks import Ink


class Piece(NamedTuple):
    """A stretch of text that looks the same all through."""

    text: str
    ink: Ink | None = None
    """`None` for a line break, which looks like what stands before it."""
    reason: str | None = None
    """Why it cannot be seen; `None` when it can."""
    target: str | None = None
    """Where a click on it leads."""
    formula: bool = False


class Stretch(NamedTuple):
    """Neighbouring pieces that have something in common, such as their target."""

    key: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """What they say, trimmed."""
        return "".join([piece.text for piece in self.pieces]).strip()


def set_out(pieces: Sequence[Piece]) -> tuple[str, tuple[TextRun, ...]]:
    """The trimmed text of some pieces, and its runs: in order, without gaps, neighbours alike joined."""
    if len(pieces) == 1 and pieces[0].ink is not None:
        text = pieces[0].text.strip()
        if text.isascii():
            return text, (TextRun(0, len(text), pieces[0].ink.font),) if text else ()
    whole = "".join([piece.text for piece in pieces])
    text = whole.strip()
    first = whole.find(text) if text else 0
    runs: list[TextRun] = []
    at = 0
    for length, font in _fonts(pieces):
        start, end = max(at - first, 0), min(at + length - first, len(text))
        at += length
        if start >= end:
            continue
        if runs and runs[-1].font is font:
            runs[-1] = TextRun(runs[-1].start, end, font)
        else:
            runs.append(TextRun(start, end, font))
    return text, tuple(runs)


def stretches(pieces: Iterable[Piece], key: Callable[[Piece], str | None]) -> list[Stretch]:
    """The stretches with a key, in order; white space between two of one key belongs to both."""
    found: list[tuple[str, list[Piece]]] = []
    before: str | None = None
    gap: list[Piece] = []
    for piece in pieces:
        own = key(piece)
        if own is None and piece.text.isspace():
            gap.append(piece)
            continue
        if own is not None and own == before:
            found[-1][1].extend([*gap, piece])
        elif own is not None:
            found.append((own, [piece]))
        before, gap = own, []
    return [Stretch(shared, tuple(alike)) for shared, alike in found]


def _fonts(pieces: Sequence[Piece]) -> list[tuple[int, Font]]:
    """Length and font of each stretch of one script; breaks look like what stands before them, or else after."""
    font = next((piece.ink.font for piece in pieces if piece.ink is not None), None)
    found: list[tuple[int, Font]] = []
    for piece in pieces:
        if piece.ink is not None:
            for text, font in piece.ink.fonts(piece.text):
                found.append((len(text), font))
        elif font is not None:
            found.append((len(piece.text), font))
    return found
