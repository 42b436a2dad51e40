"""Blocks as the lines that a model reads: place, kind and text, what is seen apart from what is not.

No text of a document can pass for a line of ours: control and invisible characters are shown as escapes, and further
lines of a block are set off.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.text import clip, count, shown, squash

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.appearance import Font
    from outcomes.artifact import Artifact, Block, Unit

LONGEST_BLOCK: Final = 24_000
"""Characters of one block that are shown; the rest is named, with its length."""

_QUIET_KINDS: Final = frozenset({"paragraph", "list_item", "span", "cell"})
"""Kinds that go without saying; a list item shows its label."""
_DEEPEST: Final = 20
"""Levels that are shown by their indent; a damaged file may name any."""
_LEVELLED: Final = frozenset({"list_item", "paragraph"})
_STRUCTURE: Final = frozenset({"table", "picture", "chart", "diagram", "object", "unreadable", "group"})


class Lines(NamedTuple):
    """Neighbouring blocks of a unit, laid out."""

    visible: list[str]
    hidden: list[str]
    locators: list[str]


def lay_out(block: Block, into: Lines, depth: int, looks: Looks | None) -> None:
    """A block and all that is inside it, indented by `depth`; what is not seen goes to the hidden lines."""
    into.locators.append(block.locator)
    if not block.visible:
        if block.text or block.change == "deleted":
            into.hidden.extend(_lines(block, 0, "", reason=block.reason or block.visibility))
    elif block.kind == "table":
        _lay_out_table(block, into, depth, looks)
        return
    elif block.text or block.target or block.kind in _STRUCTURE:
        into.visible.extend(_lines(block, depth, looks.of(block) if looks is not None else ""))
        depth += 1
    for child in block.children:
        lay_out(child, into, depth, looks)


def lay_out_row(unit: Unit, cells: Sequence[Block], into: Lines, looks: Looks | None) -> None:
    """The cells of a sheet's row on one line, each after its place."""
    row: list[str] = []
    for cell in cells:
        into.locators.append(cell.locator)
        if cell.visible and cell.text:
            place = cell.locator if not row else cell.locator.removeprefix(f"{unit.locator}!")
            row.append(f"[{shown(place)}] {_cell(cell)}{looks.of(cell) if looks is not None else ''}")
        elif cell.text:
            lay_out(cell._replace(children=()), into, 0, looks)
        for child in cell.children:
            lay_out(child, into, 0, looks)
    if row:
        into.visible.append(" | ".join(row))


def _lay_out_table(table: Block, into: Lines, depth: int, looks: Looks | None) -> None:
    """A row a line; what lies inside a cell beside its text follows the table."""
    cells = [child for child in table.children if child.kind == "cell"]
    rows = len({cell.row for cell in cells})
    columns = len({cell.column for cell in cells})
    size = f"{count(rows, 'row')}, {count(columns, 'column')}"
    into.visible.append(f"{'  ' * depth}[{shown(squash(table.locator))}] table, {size}")
    for row, run in groupby(cells, lambda cell: cell.row):
        listed = list(run)
        head = " header" if all(cell.header for cell in listed) else ""
        texts = " | ".join(_cell(cell) for cell in listed)
        into.visible.append(f"{'  ' * (depth + 1)}R{row}{head}: {texts}")
    for child in table.children:
        into.locators.append(child.locator)
        if child.kind != "cell" or not child.visible:
            lay_out(child, into, depth + 1, looks)
        else:
            for inner in child.children:
                lay_out(inner, into, depth + 1, looks)


def _cell(cell: Block) -> str:
    """Its text on one line; where it does not follow its neighbour, or spans, its place too."""
    if not cell.visible:
        return "(not visible)" if cell.text else ""
    spans = [f"{cell.row_span} rows"] * (cell.row_span > 1) + [f"{cell.column_span} columns"] * (cell.column_span > 1)
    return shown(squash(_cut(cell.text))) + (f" (spans {' and '.join(spans)})" if spans else "")


def _lines(block: Block, depth: int, look: str, *, reason: str = "") -> Iterator[str]:
    """A line for a block; further lines of its text are set off, so that no text can pass for a line of ours."""
    first, *more = shown(_cut(block.text)).split("\n")
    text = f"{shown(squash(block.label))} {first}" if block.label else first
    if not text and block.name and (block.target or block.change):
        text = shown(clip(block.name))
    target = f" -> {shown(clip(block.target, 300))}" if block.target else ""
    lead = "  " * (depth + (min(block.level or 0, _DEEPEST) if block.kind in _LEVELLED and not reason else 0))
    plain = block.kind in _QUIET_KINDS and not (reason or block.change or block.author)
    what = "" if plain else ", ".join(_what(block, reason))
    said = f"{' ' + what if what else ''}{':' if what and text else ''} {text}{look}{target}".rstrip()
    yield f"{lead}[{shown(squash(block.locator))}]{said}"
    for line in more:
        yield f"{lead}  | {line}"


def _what(block: Block, reason: str) -> Iterator[str]:
    """What is said of a block before its text."""
    if reason:
        yield reason
    if block.kind == "heading":
        yield f"heading {block.level or 1}"
    elif block.kind not in _QUIET_KINDS and block.kind.replace("_", "-") != reason:
        yield block.kind.replace("_", " ")
    if block.change is not None and block.change != reason:
        yield block.change
    if block.kind in {"picture", "chart", "diagram"}:
        yield "no alternative text" if block.alt is None else "has alternative text" if block.alt else "decorative"
    if block.author:
        yield f"by {shown(clip(block.author))}"
    if block.kind == "metadata" and block.name:
        yield shown(clip(block.name))


def _cut(text: str) -> str:
    if len(text) <= LONGEST_BLOCK:
        return text
    return f"{text[:LONGEST_BLOCK]} [{len(text) - LONGEST_BLOCK:,} more characters of this piece are not shown]"


class Looks:
    """Which look is the ordinary one, and how others differ from it."""

    def __init__(self, artifact: Artifact) -> None:
        letters = letters_by_font(artifact)
        self._ordinary = letters.most_common(1)[0][0] if letters else None

    def of(self, block: Block) -> str:
        """` {Calibri 28 pt bold 1F3864}`, or nothing for text that looks like most of it."""
        told = [" ".join(_described(font)) for font in block.fonts if font != self._ordinary]
        return f" {{{'; '.join(told)}}}" if told else ""


def _described(font: Font) -> Iterator[str]:
    yield from font_name(font)
    if font.bold:
        yield "bold"
    if font.italic:
        yield "italic"
    if font.colour is not None:
        yield font.colour
    if font.background not in {None, "FFFFFF"}:
        yield f"on {font.background}"


def letters_by_font(artifact: Artifact) -> Counter[Font]:
    """How many visible letters have each look, in order of appearance."""
    letters: Counter[Font] = Counter()
    for block in artifact.blocks:
        if block.runs and block.visible:
            for run in block.runs:
                letters[run.font] += run.end - run.start
    return letters


def font_name(font: Font) -> tuple[str, str]:
    """Typeface and size in words, safe to print."""
    family = shown(clip(font.family)) if font.family is not None else "unknown typeface"
    return family, "of unknown size" if font.size_pt is None else f"{font.size_pt:g} pt"
