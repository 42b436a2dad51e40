"""Level scales that are spread over a part of a page: over headings, over paragraphs, or over paragraphs with lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from outcomes.formats.block import LISTS
from outcomes.formats.inline import Inline
from outcomes.formats.levels import level_line, of_lines, scale
from outcomes.text import squash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from outcomes.formats.block import Block
    from outcomes.formats.levels import Scale
    from outcomes.formats.part import Part

_WORTH = r"\((\d+(?:\.\d+)?)\s*(?:points?|pts?)\)"
_PARTIAL = re.compile(rf"(?<![^.()])(?P<full>[^.()]+){_WORTH},?\s+or\s+(?P<part>[^.()]+){_WORTH}", re.IGNORECASE)
_WHEN = re.compile(r"(?: (?:when|if|where))?(?: any| all)?(?: of)?(?: the following| these)?:$", re.IGNORECASE)


class Spread(NamedTuple):
    """A scale, and which blocks of its part spell it out: the first and the last one."""

    scale: Scale
    first: int
    last: int


def heading_scale(part: Part, is_plain: Callable[[Block], bool]) -> Scale | None:
    """Headings that are levels, with what stands below each: `### Score 0.5 - Refusal only`.

    `is_plain` says of a heading that it is a name and nothing more.
    """
    if len(part.parts) < 2:
        return None
    lines = []
    for below in part.parts:
        line = level_line(Inline.read(below.words).plain())
        if line is None or (below.heading and is_plain(below.heading)):
            return None
        rest = " ".join(filter(None, (squash(piece.content) for block in below.blocks for piece in block.written())))
        lines.append(line._replace(text=": ".join(filter(None, (line.text, rest)))))
    meant = all(line.sure or line.unit for line in lines) or any(line.worth == 0 for line in lines)
    return of_lines(lines) if meant else None  # headings are numbered for other reasons too


def spread_scale(part: Part) -> Spread | None:
    """Paragraphs that are levels, or that each name one above a list of what it means."""
    return _paragraph_scale(part) or _list_scale(part)


def _paragraph_scale(part: Part) -> Spread | None:
    texts = [block.children[0].content if block.kind == "paragraph" else "" for block in part.blocks]
    lines = [level_line(text) for text in texts]
    places = [place for place, line in enumerate(lines) if line is not None and line.text]
    if len(places) < 2 or places != list(range(places[0], places[-1] + 1)):
        return None
    found = scale([texts[place] for place in places])
    return Spread(found, places[0], places[-1]) if found else None


def _list_scale(part: Part) -> Spread | None:
    """`Score 0 (fail) when:` above a list, `Score 1 (pass) when:` above another."""
    pairs = list(_led_lists(part))
    lines = [
        line._replace(text=": ".join(filter(None, (line.text, "; ".join(words)))))
        for _, lead, words in pairs
        if (line := level_line(_WHEN.sub(":", lead))) is not None and line.sure and words
    ]
    found = of_lines(lines) if len(lines) == len(pairs) else None
    return Spread(found, pairs[0][0], pairs[-1][0] + 1) if found is not None else None


def _led_lists(part: Part) -> Iterator[tuple[int, str, list[str]]]:
    """Each list below a paragraph that ends with a colon: where that is, its words, and the items'."""
    for place, (lead, below) in enumerate(zip(part.blocks, part.blocks[1:], strict=False)):
        if lead.kind == "paragraph" and below.kind in LISTS:
            text = Inline.read(lead.children[0].content).plain()
            if text.endswith(":"):
                yield place, text, [squash(piece.content) for piece in below.written() if piece.content.strip()]


def partial_scale(text: str) -> tuple[str, list[dict[str, object]]] | None:
    """`nine drinks (2pts) or eight drinks (1pt)`: those words, and all of the credit, some of it, or none."""
    found = _PARTIAL.search(text)
    if found is None:
        return None
    most, some = float(found.group(2)), float(found.group(4))
    top = max(most, some)
    if top <= 0:
        return None
    named = [
        ("neither", "none of these", 0.0),
        ("part", found.group("part"), some / top),
        ("full", found.group("full"), most / top),
    ]
    return found.group(), [{"label": label, "text": squash(text), "credit": credit} for label, text, credit in named]
