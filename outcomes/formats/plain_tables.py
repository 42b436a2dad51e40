"""Pipe tables of plain markdown, row by row: those in which every row begins and ends with a pipe."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from outcomes.formats.block import Block

if TYPE_CHECKING:
    from collections.abc import Sequence

_RULE: Final = re.compile(r"\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*")
_ROW: Final = re.compile(r"\|[^\\]*\|[ \t]*")
"""A row without a backslash, which could make a pipe a part of a cell."""
_MOST_CELLS: Final = 60_000
"""The general parser fills up no more than that many."""


def plain_table(lines: Sequence[str], at: int, line: int) -> tuple[Block, int] | None:
    """A table whose head is `lines[at]`, which is line `line` of the file, and the place of the line behind it.

    `None` where it is not certain that this is a table, or where it ends.
    """
    if at + 1 >= len(lines) or _RULE.fullmatch(lines[at + 1]) is None or _ROW.fullmatch(lines[at]) is None:
        return None
    width = len(_cells(lines[at + 1]))
    if len(_cells(lines[at])) != width:
        return None
    end = at + 2
    while end < len(lines) and lines[end].startswith("|"):
        if _ROW.fullmatch(lines[end]) is None:
            return None
        end += 1
    if (end < len(lines) and lines[end].strip(" \t")) or (end - at) * width > _MOST_CELLS:
        return None
    table = Block("table", line)
    table.children.append(Block("thead", line, "", 0, [_row(lines[at], "th", width, line)]))
    if end > at + 2:
        rows = [_row(lines[number], "td", width, line + number - at) for number in range(at + 2, end)]
        table.children.append(Block("tbody", line + 2, "", 0, rows))
    return table, end


def _cells(row: str) -> list[str]:
    return row.strip(" \t")[1:-1].split("|")


def _row(text: str, kind: str, width: int, line: int) -> Block:
    """As many cells as the head has: what is beyond is no cell, and what is missing is empty."""
    said = [cell.strip() for cell in _cells(text)[:width]]
    said += [""] * (width - len(said))
    return Block("tr", line, "", 0, [Block(kind, line, "", 0, [Block("inline", line, cell)]) for cell in said])
