"""From pieces to lines, from lines to the order in which a person reads them, from that to paragraphs.

Pieces that follow each other on one height are a line; a gap wider than two letters parts them. Where most of a region
keeps clear of an upright strip, and lines of prose stand on both sides of it, the strip parts two columns, and the left
one is read before the right one; what crosses the strip is read between what is above and below it. Everything else is
read row by row, and what stands beside each other in a row (the cells of a table, say) is one line joined by tabs.
Columns of figures or single words are therefore rows of a table, not columns of text.

Where the file is tagged, its structure tree decides instead: it says what belongs together, and in which order.

A line begins a paragraph when it is set in, set apart, looks different or has a label, and when its first word would
have fitted on the line before it: whoever broke there did so on purpose.
"""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.pdf.scene import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from outcomes.artifacts.pdf.tags import Tag
    from outcomes.artifacts.pdf.unseen import Seen

_SAME_LINE = 0.5
"""Share of the smaller height that two pieces of a line have in common."""
_WIDEST_GAP = 1.3
"""Heights; a wider gap parts a line."""
_LEAST_PROSE_LINES = 4
_LEAST_PROSE_SIGNS = 18
_MOST_CROSSING = 0.3
_DEEPEST = 6
_BINS = 120
_MOST_FOR_COLUMNS = 4_000
_LABEL = re.compile(
    r"(?:[\u2022\u25cf\u25aa\u25e6\u2023\u2043\u00b7\u25a0\u25cb\u2013\u2014\uf0b7\uf0a7\uf0d8*-]"
    r"|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|(?:\d{1,3}|[A-Z])(?:\.\d{1,3}){1,5}\.?)\s+\S"
)
_LEADER = re.compile(r"[.\u2026\u00b7_]{4,}\s*\w{0,6}$")
_LEAST_TAGGED = 0.8
_WIDE_SCRIPT = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]")
SOFT_HYPHEN = "\u00ad"


class Line(NamedTuple):
    """Pieces on one height, from left to right; `tabbed` when it is a row of several, or a further cell of a row."""

    pieces: tuple[Seen, ...]
    place: Place
    tabbed: bool = False

    @property
    def text(self) -> str:
        """Its letters."""
        return "".join(seen.piece.text for seen in self.pieces).strip()


class Paragraph(NamedTuple):
    """Lines that belong together, in reading order."""

    lines: tuple[Line, ...]
    tag: Tag | None

    @property
    def place(self) -> Place:
        """Around all of its lines."""
        return around([line.place for line in self.lines])


def around(places: Iterable[Place]) -> Place:
    """The upright rectangle around several."""
    lefts, tops, rights, bottoms = zip(*places, strict=True)
    return Place(min(lefts), min(tops), max(rights), max(bottoms))


def lines_of(pieces: Sequence[Seen]) -> list[Line]:
    """Join pieces that follow each other on one height; turned ones stand alone."""
    lines: list[list[Seen]] = []
    for seen in pieces:
        if lines and _goes_on(lines[-1], seen):
            lines[-1].append(seen)
        else:
            lines.append([seen])
    return [Line(tuple(line), around([seen.piece.place for seen in line])) for line in lines]


def _goes_on(line: list[Seen], seen: Seen) -> bool:
    last, piece = line[-1].piece, seen.piece
    if last.turn or piece.turn:
        return last.turn == piece.turn and not last.breaks
    height = min(last.place.height, piece.place.height)
    common = min(last.place.bottom, piece.place.bottom) - max(last.place.top, piece.place.top)
    gap = piece.place.left - last.place.right
    return common >= _SAME_LINE * height and -_WIDEST_GAP * height < gap < _WIDEST_GAP * max(height, 1.0)


def in_reading_order(lines: Sequence[Line], depth: int = 0) -> list[Line]:
    """The lines as a person reads them; see the module's docstring."""
    strip = _strip(lines) if depth < _DEEPEST and len(lines) <= _MOST_FOR_COLUMNS else None
    if strip is None:
        return _rows(lines)
    crossing = sorted((line for line in lines if _crosses(line, strip)), key=lambda line: line.place.top)
    others = [line for line in lines if not _crosses(line, strip)]
    found: list[Line] = []
    for crosser in (*crossing, None):
        above = [line for line in others if crosser is None or _middle(line) < _middle(crosser)]
        others = [line for line in others if line not in above] if crosser is not None else []
        for side in (True, False):
            column = [line for line in above if (line.place.right <= strip) == side]
            found += in_reading_order(column, depth + 1)
        if crosser is not None:
            found.append(crosser)
    return found


def _middle(line: Line) -> float:
    return (line.place.top + line.place.bottom) / 2


def _crosses(line: Line, strip: float) -> bool:
    return line.place.left < strip < line.place.right


def _strip(lines: Sequence[Line]) -> float | None:
    """Where a strip parts two columns of prose, in points from the left; `None` where nothing does."""
    if len(lines) < 2 * _LEAST_PROSE_LINES:
        return None
    left, right = min(line.place.left for line in lines), max(line.place.right for line in lines)
    if right - left < 1:
        return None
    candidates = [left + (right - left) * i / _BINS for i in range(_BINS // 5, _BINS - _BINS // 5 + 1)]
    crossed = [(sum(_crosses(line, x) for line in lines), abs(x - (left + right) / 2), x) for x in candidates]
    count, _, strip = min(crossed)
    if count > _MOST_CROSSING * len(lines):
        return None
    sides = [line for line in lines if line.place.right <= strip], [line for line in lines if line.place.left >= strip]
    return strip if all(map(_is_prose, sides)) else None


def _is_prose(lines: list[Line]) -> bool:
    if len(lines) < _LEAST_PROSE_LINES:
        return False
    return median(len(line.text) for line in lines) >= _LEAST_PROSE_SIGNS


def _rows(lines: Sequence[Line]) -> list[Line]:
    """From top to bottom; what stands beside each other is joined by tabs."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (_middle(line), line.place.left)):
        if rows and _same_row(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_joined(sorted(row, key=lambda line: line.place.left)) for row in rows]


def _same_row(first: Line, line: Line) -> bool:
    if first.pieces[0].piece.turn or line.pieces[0].piece.turn:
        return False
    height = min(first.place.height, line.place.height)
    common = min(first.place.bottom, line.place.bottom) - max(first.place.top, line.place.top)
    return common >= _SAME_LINE * height


def _joined(row: list[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    pieces: list[Seen] = []
    for line in row:
        if pieces:
            last = pieces[-1]
            pieces[-1] = last._replace(piece=last.piece._replace(text=last.piece.text.rstrip() + "\t"))
        pieces += line.pieces
    return Line(tuple(pieces), around([line.place for line in row]), tabbed=True)


def paragraphs_of(lines: Sequence[Line]) -> list[Paragraph]:
    """Join lines that go on, in the order in which they come."""
    found: list[list[Line]] = []
    for stretch in _stretches(lines):
        edge = max(line.place.right for line in stretch)
        begun = False
        for line in stretch:
            if begun and not _begins(found[-1], line, edge):
                found[-1].append(line)
            else:
                found.append([line])
            begun = True
    return [Paragraph(tuple(group), None) for group in found]


def _stretches(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines of one look that stand close under each other."""
    found: list[list[Line]] = []
    for line in lines:
        if found and _is_close(found[-1][-1], line):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _is_close(last: Line, line: Line) -> bool:
    if last.tabbed or line.tabbed or last.pieces[0].piece.turn or line.pieces[0].piece.turn:
        return False
    if _looks(last) != _looks(line):
        return False
    height = max(1.0, min(last.place.height, line.place.height))
    gap = line.place.top - last.place.bottom
    return -0.8 * height < gap < 0.7 * height and line.place.left < last.place.right


def _begins(group: list[Line], line: Line, edge: float) -> bool:
    """Whether a line begins a paragraph of its own, close as it is to the one before."""
    last = group[-1]
    height = max(1.0, line.place.height)
    if _LABEL.match(line.text) or _LEADER.search(last.text):
        return True
    if line.place.left > last.place.left + height and not _LABEL.match(group[0].text):
        return True
    text = line.text
    first_word = line.place.width * len(text.split(maxsplit=1)[0]) / max(1, len(text)) if text else 0.0
    return last.place.right + 0.8 * height + first_word < edge


def by_tags(pieces: Sequence[Seen], roles: dict[int, Tag]) -> list[Paragraph] | None:
    """The paragraphs of a tagged page, in the order of its structure tree; `None` when most of it has no tags.

    What has none (page numbers, running heads) comes first where it stands above all else, otherwise last.
    """
    rows = _plain_rows(pieces, roles)
    tagged: dict[int, list[Seen]] = {}
    others: list[Seen] = []
    for seen in pieces:
        tag = roles.get(seen.piece.mcid)
        if tag is None:
            others.append(seen)
        else:
            tagged.setdefault(tag.row if tag.row in rows else tag.element, []).append(seen)
    letters = sum(len(seen.piece.text) for seen in pieces)
    if not tagged or sum(len(seen.piece.text) for seen in others) > (1 - _LEAST_TAGGED) * letters:
        return None
    found = [_of_element(tagged[element], roles) for element in sorted(tagged)]
    top = min(paragraph.place.top for paragraph in found)
    around_it = paragraphs_of(in_reading_order(lines_of(others)))
    heads = [paragraph for paragraph in around_it if paragraph.place.bottom <= top]
    return [*heads, *found, *(paragraph for paragraph in around_it if paragraph not in heads)]


def _plain_rows(pieces: Sequence[Seen], roles: dict[int, Tag]) -> set[int]:
    """The rows of tables whose cells hold one paragraph at most; the cells of others are read one after the other."""
    inside: dict[int, set[tuple[int, int]]] = {}
    for seen in pieces:
        tag = roles.get(seen.piece.mcid)
        if tag is not None and tag.row:
            inside.setdefault(tag.row, set()).add((tag.cell, tag.element))
    return {row for row, found in inside.items() if len({cell for cell, _ in found}) == len(found)}


def _of_element(pieces: list[Seen], roles: dict[int, Tag]) -> Paragraph:
    """One element; the cells of a row one after the other, each with its lines."""
    cells: dict[int, list[Seen]] = {}
    for seen in pieces:
        cells.setdefault(roles[seen.piece.mcid].cell, []).append(seen)
    lines: list[Line] = []
    for cell in sorted(cells):
        for i, line in enumerate(lines_of(cells[cell])):
            lines.append(line._replace(tabbed=bool(lines) and i == 0))
    tag = roles[pieces[0].piece.mcid]
    return Paragraph(tuple(lines), tag if len(cells) == 1 else tag._replace(heading=None))


def _looks(line: Line) -> tuple[float | None, bool | None]:
    """Size and weight of most of a line's letters."""
    longest = max(line.pieces, key=lambda seen: len(seen.piece.text))
    return longest.piece.look.size, longest.piece.look.bold


def joint(before: str, after: str) -> str:
    """What stands between the end of one line and the beginning of the next."""
    if before.endswith(SOFT_HYPHEN) or not before or not after:
        return ""
    return "" if _WIDE_SCRIPT.match(before[-1]) and _WIDE_SCRIPT.match(after[0]) else " "
