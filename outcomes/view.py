"""What a grader is given to read of an artifact: facts, an outline with locators, and apart from it what is not seen.

Everything is there or said to be left out: when the whole does not fit a number of tokens, whole parts are left out by
a rule that the text itself states, with their places, so that they can be asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.outline import Lines, Looks, font_name, lay_out, lay_out_row, letters_by_font
from outcomes.prompts import render
from outcomes.text import clip, count, shown, squash, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.artifact import Artifact, Block, BlockKind, Flag, Unit

PART_TOKENS: Final = 4_000
"""A unit longer than this is shown in parts, so that a budget can take some of it."""

_MOST_FLAGS: Final = 60
_MOST_PLACES: Final = 60
_MOST_FONTS: Final = 6
_LONGEST_TITLE: Final = 80
_LONGEST_NAME: Final = 200
_RANGE: Final = re.compile(r"(.*?)(\d+)\s*(?:-|–|to)\s*(?:\1)?(\d+)")  # noqa: RUF001 - people write ranges with either dash
_WIDEST_RANGE: Final = 10_000
_COUNTED: Final[tuple[BlockKind, ...]] = (
    "heading",
    "table",
    "picture",
    "chart",
    "note",
    "comment",
    "footnote",
    "endnote",
)


@dataclass(frozen=True, slots=True)
class View:
    """What a grader is shown. `tokens` is an estimate: about 3.4 ASCII characters or one other character a token."""

    text: str
    tokens: int
    shown: tuple[str, ...]
    """Places of the parts that are there in full, in document order: `slide 3`, `section 2 part 1`."""
    left_out: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    """What was asked for and is nowhere in the artifact."""
    hidden: bool = False
    """Whether the artifact holds anything that is not seen in the normal view, shown here or not."""

    @property
    def complete(self) -> bool:
        """Whether nothing was left out."""
        return not self.left_out


class Part(NamedTuple):
    """A unit, or a run of blocks of a long one."""

    place: str
    head: str
    visible: tuple[str, ...]
    hidden: tuple[str, ...]
    locators: frozenset[str]
    tokens: int


class _Draft(NamedTuple):
    """What the template is filled with."""

    name: str
    kind: str
    facts: tuple[str, ...]
    flags: tuple[str, ...]
    parts: tuple[Part, ...]
    unknown: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    tokens_in_all: str = ""
    most_tokens: str = ""

    @property
    def hidden_parts(self) -> tuple[Part, ...]:
        """Those with something to say of what is not seen."""
        return tuple(part for part in self.parts if part.hidden)


def view(
    artifact: Artifact, *, most_tokens: int | None = None, wanted: Sequence[str] = (), looks: bool = False
) -> View:
    """Lay an artifact out for a grader: a pure function of its arguments.

    Args:
        artifact: what to show.
        most_tokens: about how long it may be; the facts and the list of what is left out are always there, even
            where they alone are longer. `None`: everything.
        wanted: places to show first: a unit (`slide 7`), a part, a block (`¶12`), or a range (`¶100-160`).
        looks: whether blocks that do not look like most of the text say their font.
    """
    parts = _parts(artifact, Looks(artifact) if looks else None)
    asked, unknown = _asked(artifact, parts, wanted)
    sheet = _Draft(
        name=shown(clip(artifact.name, _LONGEST_NAME)),
        kind=artifact.kind,
        facts=tuple(_facts(artifact)),
        flags=tuple(_flags(artifact.flags)),
        parts=tuple(parts),
        unknown=tuple(shown(clip(place)) for place in unknown),
    )
    text = render("artifact.md.j2", view=sheet)
    cost = whole = tokens((text,))
    room = sum(part.tokens for part in parts)
    while most_tokens is not None and cost > most_tokens and sheet.parts:
        room = min(room, sum(part.tokens for part in sheet.parts)) - (cost - most_tokens)
        kept = _kept(parts, asked, room)
        sheet = sheet._replace(
            parts=tuple(part for part in parts if part.place in kept),
            left_out=tuple(_places(parts, kept)),
            tokens_in_all=f"{whole:,}",
            most_tokens=f"{most_tokens:,}",
        )
        text = render("artifact.md.j2", view=sheet)
        cost = tokens((text,))
    there = tuple(part.place for part in sheet.parts)
    left_out = tuple(part.place for part in parts if part.place not in there)
    return View(text, cost, there, left_out, tuple(unknown), any(part.hidden for part in parts))


def parts_of(artifact: Artifact, *, looks: bool = False) -> tuple[Part, ...]:
    """All parts of an artifact, laid out, in document order."""
    return tuple(_parts(artifact, Looks(artifact) if looks else None))


def excerpt(artifact: Artifact, parts: Sequence[Part], place: str, *, most_tokens: int) -> View:
    """The parts that hold a place (as in `wanted` of `view`), and nothing else: as many as fit, each whole or not."""
    asked, unknown = _asked(artifact, parts, (place,))
    kept = _kept(asked, asked, most_tokens)
    there = tuple(part for part in asked if part.place in kept)
    gone = tuple(part.place for part in asked if part.place not in kept)
    text = render("excerpt.md.j2", parts=there, left_out=gone, unknown=[shown(clip(name)) for name in unknown])
    return View(text, tokens((text,)), tuple(part.place for part in there), gone, tuple(unknown))


# -- what goes in


def _kept(parts: Sequence[Part], asked: Sequence[Part], room: int) -> frozenset[str]:
    """The places of the parts that are shown: those asked for, then every one that still fits, in document order."""
    first = {part.place for part in asked}
    kept = set()
    for part in (*asked, *(part for part in parts if part.place not in first)):
        if part.tokens <= room:
            kept.add(part.place)
            room -= part.tokens
    return frozenset(kept)


def _places(parts: Sequence[Part], kept: frozenset[str]) -> Iterator[str]:
    """The parts that are left out, one a line, or one run of neighbours a line when there are many."""
    missing = [part for part in parts if part.place not in kept]
    if len(missing) <= _MOST_PLACES:
        for part in missing:
            yield f"{part.head} (about {count(part.tokens, 'token')})"
        return
    for gone, run in groupby(parts, lambda part: part.place not in kept):
        if gone:
            listed = list(run)
            size = sum(part.tokens for part in listed)
            last = f" to {listed[-1].place}" if len(listed) > 1 else ""
            yield f"{listed[0].place}{last} ({count(len(listed), 'part')}, about {count(size, 'token')})"


def _asked(artifact: Artifact, parts: Sequence[Part], wanted: Sequence[str]) -> tuple[list[Part], list[str]]:
    found: dict[str, Part] = {}
    unknown = []
    for place in wanted:
        hits = [part for part in parts if _holds(artifact, part, place)]
        found.update((part.place, part) for part in hits)
        if not hits:
            unknown.append(place)
    return list(found.values()), unknown


def _holds(artifact: Artifact, part: Part, place: str) -> bool:
    if place == part.place or place in part.locators:
        return True
    block = artifact.block(place)
    if block is not None:
        return block.locator in part.locators
    several = _RANGE.fullmatch(place)
    if several is None:
        return False
    lead, first, last = several[1], int(several[2]), int(several[3])
    return any(f"{lead}{number}" in part.locators for number in range(first, min(last, first + _WIDEST_RANGE) + 1))


def _parts(artifact: Artifact, looks: Looks | None) -> list[Part]:
    parts: list[Part] = []
    for unit in artifact.units:
        groups = list(_groups(unit, looks))
        for number, group in enumerate(groups, 1):
            parts.append(_part(unit, group, number if len(groups) > 1 else 0))
    return parts


def _groups(unit: Unit, looks: Looks | None) -> Iterator[Lines]:
    """The blocks of a unit in groups of at most so many tokens; one group for a unit without blocks."""
    group, size = Lines([], [], []), 0
    for run in _rows(unit.blocks):
        visible, hidden, locators = len(group.visible), len(group.hidden), len(group.locators)
        if len(run) > 1:
            lay_out_row(unit, run, group, looks)
        else:
            lay_out(run[0], group, 0, looks)
        cost = tokens(group.visible[visible:]) + tokens(group.hidden[hidden:])
        if size and size + cost > PART_TOKENS:
            over = Lines(group.visible[visible:], group.hidden[hidden:], group.locators[locators:])
            yield Lines(group.visible[:visible], group.hidden[:hidden], group.locators[:locators])
            group, size = over, 0
        size += cost
    yield group


def _rows(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """The cells of a sheet's row together, every other block by itself."""
    for is_cell, run in groupby(blocks, _is_cell):
        if is_cell:
            yield from (tuple(cells) for _, cells in groupby(run, attrgetter("row")))
        else:
            yield from ((block,) for block in run)


def _is_cell(block: Block) -> bool:
    return block.kind == "cell"


def _part(unit: Unit, group: Lines, number: int) -> Part:
    name = shown(squash(unit.locator))
    place = f"{name} part {number}" if number else name
    notes = [note for note in (unit.layout and f"layout {unit.layout}", unit.hidden and "hidden") if note]
    span = f"{group.locators[0]} to {group.locators[-1]}" if number and group.locators else ""
    title = "" if unit.hidden else clip(unit.title, _LONGEST_TITLE)
    head = place + (f": {shown(title)}" if title else "")
    told = ", ".join([*([span] if span else []), *notes])
    head += f" ({shown(squash(told))})" if told else ""
    locators = frozenset((unit.locator, *group.locators))
    size = tokens((head, *group.visible)) + tokens(group.hidden)
    return Part(place, head, tuple(group.visible), tuple(group.hidden), locators, size)


# -- facts


def _facts(artifact: Artifact) -> Iterator[str]:
    units = Counter(unit.kind for unit in artifact.units if unit.kind != "margin")
    hidden = Counter(unit.kind for unit in artifact.units if unit.hidden)
    sizes = [
        count(number, kind) + (f" ({hidden[kind]:,} hidden)" if hidden[kind] else "") for kind, number in units.items()
    ]
    yield f"Size: {', '.join([*sizes, count(artifact.word_count, 'visible word')])}"
    kinds = Counter(block.kind for block in artifact.blocks)
    told = [count(kinds[kind], kind) for kind in _COUNTED if kinds[kind]]
    if told:
        yield f"Holds: {', '.join(told)}"
    fonts = list(_fonts(artifact))
    if fonts:
        yield f"Fonts, by share of the visible letters: {'; '.join(fonts)}"
    if artifact.facts.get("language"):
        yield f"Language: {shown(clip(str(artifact.facts['language'])))}"


def _fonts(artifact: Artifact) -> Iterator[str]:
    letters: Counter[tuple[str, str]] = Counter()
    for font, number in letters_by_font(artifact).items():
        letters[font_name(font)] += number
    for (family, size), number in letters.most_common(_MOST_FONTS):
        yield f"{family} {size} {number / letters.total():.0%}"


def _flags(flags: Sequence[Flag]) -> Iterator[str]:
    for flag in flags[:_MOST_FLAGS]:
        where = f" at {shown(squash(flag.locator))}" if flag.locator else ""
        yield f"{flag.code}{where}: {shown(clip(flag.detail, 240))}"
    if len(flags) > _MOST_FLAGS:
        codes = Counter(flag.code for flag in flags[_MOST_FLAGS:])
        more = ", ".join(f"{number:,} {code}" for code, number in codes.items())
        yield f"and {len(flags) - _MOST_FLAGS:,} more: {more}"
