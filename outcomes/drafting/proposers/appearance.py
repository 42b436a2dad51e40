"""Criteria about a common look: typefaces, sizes, colours, headings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from outcomes.drafting.names import clear
from outcomes.drafting.proposal import LOOK, Proposal, proposes, something_for, standard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from outcomes.drafting.example import Example

MOST_FAMILIES: Final = 3
"""Typefaces of a design that was made on purpose, by the practice of design guides."""
MOST_SIZES: Final = 4
MOST_COLOURS: Final = 12
"""Colours beyond greys in a palette; more are no palette."""
_TRIED: Final = 40
_HEX_DIGITS: Final = 6


@proposes("fonts", LOOK, 32)
def _fonts(example: Example) -> Iterable[Proposal]:
    """By name where there are few; where there are many, that there should be fewer."""
    if not example.looks_at("fonts", max=1):
        return
    letters = Counter[str]()
    for block in example.artifact.shown:
        for run in block.runs:
            letters[run.font.family or ""] += run.end - run.start
    names = [clear(name) for name, _ in letters.most_common() if name]
    only = _needed(names, lambda kept: example.passes("fonts", only=kept))
    if only and len(only) <= MOST_FAMILIES:
        yield Proposal(f"All text is set in {' or '.join(only)}", {"only": only})
    else:
        yield Proposal(f"Text is set in at most {MOST_FAMILIES} typefaces", {"max": MOST_FAMILIES})


@proposes("font_sizes", LOOK, 43)
def _font_sizes(example: Example) -> Iterable[Proposal]:
    """As many as it has."""
    number = example.tightest("font_sizes", "max", range(1, 50))
    if number is not None and example.looks_at("font_sizes", max=number):
        most = min(number, MOST_SIZES)
        text = "All running text has one size" if most == 1 else f"Running text has at most {most} sizes"
        yield Proposal(text, {"max": most})


@proposes("palette", LOOK, 44)
def _palette(example: Example) -> Iterable[Proposal]:
    """The fewest of its colours that cover it; greys are always allowed."""
    colours = Counter[str]()
    for block in example.artifact.shown:
        colours.update(run.font.colour or "" for run in block.runs)
        colours[block.shape.fill or "" if block.shape is not None else ""] += 1
    found = [name for name, _ in colours.most_common() if len(name) == _HEX_DIGITS and _is_hex(name)]
    if len(found) > _TRIED or not found or not example.looks_at("palette", colours=found):
        return
    kept = _needed(found, lambda some: example.passes("palette", colours=some)) or []
    if kept and example.passes("palette", colours=["000000"]):
        yield Proposal("Text and shapes are black, white or grey", {"colours": ["000000"]})
    elif kept and len(kept) <= MOST_COLOURS:
        listed = ", ".join(f"#{colour}" for colour in kept)
        yield Proposal(f"Text and shapes have the colours {listed}, or greys", {"colours": kept})


def _needed(names: list[str], holds: Callable[[list[str]], bool]) -> list[str] | None:
    """The names without those that are not needed, the rarest left out first; `None` where all do not hold."""
    if not names or len(names) > _TRIED or not holds(names):
        return None
    kept = list(names)
    for name in reversed(names):
        fewer = [other for other in kept if other != name]
        if fewer and holds(fewer):
            kept = fewer
    return kept


def _is_hex(name: str) -> bool:
    return all(digit in "0123456789ABCDEFabcdef" for digit in name)


PROPOSERS: Final = (
    _fonts,
    _font_sizes,
    _palette,
    standard(
        "docx.heading_style_consistent",
        LOOK,
        34,
        "Headings of one level look alike",
        where=something_for("docx.heading_style_consistent"),
    ),
)
