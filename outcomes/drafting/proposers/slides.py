"""Criteria about the slides of a deck: how many, how full, titled, with notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.drafting.proposal import SLIDES, Proposal, always, proposes, standard
from outcomes.drafting.ranges import ABOVE, AROUND, BELOW, above, around, half

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outcomes.drafting.example import Example

_MOST_WORDS: Final = 120
"""Words of a slide that nobody asks for: a slide with more is a page. Design guides stop at half of it."""
_MOST_BULLETS: Final = 12
_LEAST_WORDS: Final = 20
_LEAST_BULLETS: Final = 4
"""Limits below which none is set: a deck of nearly empty slides says nothing about full ones."""
_LEAST_NOTES: Final = 5
"""Words of notes that are worth asking for by number."""
_LIMIT: Final = 5_000


@proposes("pptx.slides", SLIDES, 10)
def _slides(example: Example) -> Iterable[Proposal]:
    number = example.tightest("pptx.slides", "max", range(1, _LIMIT))
    if number is not None and example.kind == "pptx":
        low, high = around(number)
        yield Proposal(f"The deck has {low:,} to {high:,} slides", {"min": low, "max": high}, AROUND)


@proposes("pptx.words_per_slide", SLIDES, 15)
def _words_per_slide(example: Example) -> Iterable[Proposal]:
    """Above what any slide should hold, the limit is that of good practice, and the example may not keep it."""
    fullest = example.tightest("pptx.words_per_slide", "max", range(1, _LIMIT))
    if fullest is None:
        return
    most = max(above(fullest), _LEAST_WORDS)
    if fullest <= _MOST_WORDS:
        yield Proposal(f"No slide has more than {most:,} words", {"max": most}, _why(most, _LEAST_WORDS))
    else:
        yield Proposal(f"No slide has more than {_MOST_WORDS:,} words", {"max": _MOST_WORDS})


@proposes("pptx.bullets_per_slide", SLIDES, 31)
def _bullets_per_slide(example: Example) -> Iterable[Proposal]:
    """Two bullets at least, or there is no list to limit."""
    fullest = example.tightest("pptx.bullets_per_slide", "max", range(1, _LIMIT))
    if fullest is None or fullest < 2:
        return
    most = max(above(fullest), _LEAST_BULLETS)
    if fullest <= _MOST_BULLETS:
        yield Proposal(f"No slide has more than {most:,} bullets", {"max": most}, _why(most, _LEAST_BULLETS))
    else:
        yield Proposal(f"No slide has more than {_MOST_BULLETS:,} bullets", {"max": _MOST_BULLETS})


def _why(most: int, least: int) -> str:
    return ABOVE if most > least else f"no draft asks for fewer than {least}"


@proposes("pptx.notes", SLIDES, 14)
def _notes(example: Example) -> Iterable[Proposal]:
    """Where most slides have notes, the others should; a deck with few has none on purpose."""
    slides = example.units
    noted = sum(any(block.kind == "note" and block.full_text.strip() for block in slide.blocks) for slide in slides)
    if not slides or noted * 2 < len(slides):
        return
    shortest = example.tightest("pptx.notes", "min_words", range(_LIMIT, 0, -1)) or 0
    least = half(shortest)
    if least >= _LEAST_NOTES:
        why = f"the shortest have {shortest:,} words; {BELOW}"
        yield Proposal(f"Every slide has speaker notes of at least {least:,} words", {"min_words": least}, why)
    else:
        yield Proposal("Every slide has speaker notes")


def _several(example: Example) -> bool:
    return len(example.units) > 1


def _titles_to_compare(example: Example) -> bool:
    layouts = [unit.layout for unit in example.units if unit.title]
    return len(set(layouts)) < len(layouts)


PROPOSERS: Final = (
    _slides,
    standard("pptx.titles", SLIDES, 12, "Every slide has a title", where=always),
    standard("pptx.unique_titles", SLIDES, 13, "No two slides share a title", where=_several),
    _words_per_slide,
    _bullets_per_slide,
    _notes,
    standard("pptx.on_slide", SLIDES, 25, "Nothing hangs over the edge of a slide", where=always),
    standard("text_overflow", SLIDES, 27, "No text runs over its box", where=always),
    standard("pptx.no_overlap", SLIDES, 28, "No text, table or picture lies on another", where=always),
    standard("pptx.reading_order", SLIDES, 36, "What is read out first stands first on the slide", where=always),
    standard(
        "pptx.consistent_titles",
        SLIDES,
        33,
        "Titles stand in the same place and size on all slides of one layout",
        where=_titles_to_compare,
    ),
)
