"""What people write that CommonMark does not know, made into what it knows, every character in its place.

Lettered and roman items (`a.`, `(b)`, `iv)`), also with a forgotten dot; tables in HTML with empty lines in them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKER = re.compile(r"^([ >]*)(\(?)([a-z]|[A-Z]|[ivxlc]{2,7}|[IVXLC]{2,7})([.)])(?=[ \t]+\S)", re.MULTILINE)
_FORGOTTEN = re.compile(r"^( {0,6})([a-z])(?= [A-Z])", re.MULTILINE)
_FENCE = re.compile(r"^ {0,12}(```+|~~~+)", re.MULTILINE)
_TABLE = re.compile(r"^ {0,3}<table\b", re.MULTILINE | re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_EMPTY = re.compile(r"(?<=\n)(?=\n)")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class _Mark(NamedTuple):
    start: int
    end: int
    indent: str
    style: str
    ranks: tuple[int, ...]
    """What the letters may count: `i` is the ninth letter, and one."""


def tidy(text: str) -> str:
    """The same text, as long and with the same lines, with markers that CommonMark reads as those of lists."""
    marks = _marks(text)
    if marks:
        fences = _fenced(text)
        for mark in reversed(_in_sequence([mark for mark in marks if not _inside(mark.start, fences)])):
            text = text[: mark.start] + _number(mark) + text[mark.end :]
    if "<table" in text or "<TABLE" in text:
        text = "".join(_filled_tables(text))
    return text


def _filled_tables(text: str) -> Iterator[str]:
    """The text in pieces, a comment in every empty line of a table, which would end it."""
    at = 0
    while (table := _TABLE.search(text, at)) is not None:
        end = _TABLE_END.search(text, table.end())
        if end is None:
            break
        yield text[at : table.start()]
        yield _EMPTY.sub("<!---->", text[table.start() : end.end()])
        at = end.end()
    yield text[at:]


def _marks(text: str) -> list[_Mark]:
    found = [
        _Mark(m.start(2), m.end(4), m.group(1), m.group(2) + m.group(4) + _case(m.group(3)), _ranks(m.group(3)))
        for m in _MARKER.finditer(text)
        if not m.group(2) or m.group(4) == ")"
    ]
    found += [
        _Mark(m.start(2), m.end(2), m.group(1), "forgotten", _ranks(m.group(2))) for m in _FORGOTTEN.finditer(text)
    ]
    return sorted(found)


def _case(letters: str) -> str:
    return "a" if letters.islower() else "A"


def _ranks(letters: str) -> tuple[int, ...]:
    lower = letters.lower()
    ranks = [ord(lower) - ord("a") + 1] if len(lower) == 1 else []
    if set(lower) <= set(_ROMAN):
        values = [_ROMAN[letter] for letter in lower]
        ranks.append(sum(-v if any(v < w for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values)))
    return tuple(dict.fromkeys(ranks))


def _in_sequence(marks: list[_Mark]) -> list[_Mark]:
    """Marks that stand in a row of at least two that counts from one; `A. Smith wrote` alone is a sentence."""
    rows: list[list[tuple[_Mark, int]]] = []
    open_rows: dict[str, list[tuple[_Mark, int]]] = {}
    for mark in marks:
        row = open_rows.get(mark.indent)
        if row is not None and row[-1][1] + 1 in mark.ranks and _alike(row[-1][0], mark):
            row.append((mark, row[-1][1] + 1))
        elif 1 in mark.ranks:
            open_rows[mark.indent] = [(mark, 1)]
            rows.append(open_rows[mark.indent])
    accepted = [row for row in rows if len(row) > 1 and any(mark.style != "forgotten" for mark, _ in row)]
    return sorted(mark for row in accepted for mark, _ in row)


def _alike(one: _Mark, other: _Mark) -> bool:
    return one.style == other.style or "forgotten" in (one.style, other.style)


def _number(mark: _Mark) -> str:
    """A marker of the same width; one counts as one, so that it may stand right below a paragraph."""
    if mark.style == "forgotten":
        return "-"
    opening, closing = mark.style[0] == "(", mark.style[-2]
    digits = mark.end - mark.start - 1 - opening
    return " " * opening + "1".zfill(digits) + closing


def _fenced(text: str) -> list[tuple[int, int]]:
    """Where code between fences begins and ends."""
    found: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for fence in _FENCE.finditer(text):
        if opened is None:
            opened = (fence.start(), fence.group(1))
        elif fence.group(1).startswith(opened[1]):
            found.append((opened[0], fence.end()))
            opened = None
    return [*found, (opened[0], len(text))] if opened else found


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)
