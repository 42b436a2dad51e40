"""One cell of a table, and the field of a criterion that it states by the column it stands in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from outcomes.errors import RubricError
from outcomes.formats.checks import check_prefix, read_check
from outcomes.formats.inline import Inline
from outcomes.text import clip, squash

if TYPE_CHECKING:
    from collections.abc import Callable

_YES = frozenset({"yes", "y", "true", "x", "\u2713", "\u2714", "must", "required", "must have"})
_NO = frozenset({"no", "n", "false", "-", "\u2013", "should", "nice", "nice to have", "optional", "could"})
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(?:%|points?|pts?)?", re.IGNORECASE)
_CODE = re.compile(r"(`+)(.*)\1")


class Cell(NamedTuple):
    """A cell's source, its line, and how to make an error from a message and an offset in it."""

    content: str
    line: int
    fail: Callable[[str, int], RubricError]


def folded(text: str) -> str:
    """A name as it is compared: one spelling, lower case, no marks around it."""
    return squash(text.strip("*_` ").rstrip("?:")).lower().replace("_", " ").replace("-", " ")


def words(cell: Cell) -> str:
    """A cell's words, emphasis as written."""
    return Inline.read(cell.content).plain()


def plain(cell: Cell) -> str:
    """A cell's words, without emphasis around the whole."""
    return words(cell).strip("*_")


def stated(role: str, cell: Cell, source: str) -> dict[str, Any]:
    """The field that a cell states; an empty cell, and a column that explains, state nothing."""
    content = cell.content
    if not content or not role:
        if role == "required":
            msg = "say `yes` or `no` in every row of this column"
            raise RubricError(msg, source=source, line=cell.line)
        return {}
    if role == "check":
        return _check(content, cell)
    value = words(cell)
    if role == "points":
        return {"points": _points(value, cell)}
    if role == "cap":
        return {"cap": _cap(value, cell)}
    if role in ("required", "withheld"):
        return {role: _yes(value, cell)}
    return {role: value.strip("`") if role == "id" else value}


def _points(value: str, cell: Cell) -> float:
    number = _NUMBER.fullmatch(value)
    if number is None:
        msg = f"expected a number of points, found {clip(value, 40)!r}"
        raise cell.fail(msg, 0)
    return float(number.group(1))


def _cap(value: str, cell: Cell) -> float:
    number = _NUMBER.fullmatch(value)
    share = float(number.group(1)) / (100 if "%" in value else 1) if number else -1.0
    if not 0 <= share < 1:
        msg = f"expected a share of the total such as `20 %`, found {clip(value, 40)!r}"
        raise cell.fail(msg, 0)
    return share


def _yes(value: str, cell: Cell) -> bool:
    word = value if value in _NO else folded(value)
    if word not in _YES | _NO:
        msg = f"expected `yes` or `no`, found {clip(value, 40)!r}"
        raise cell.fail(msg, 0)
    return word in _YES


def _check(content: str, cell: Cell) -> dict[str, Any]:
    """A check stands in code or bare, with or without `check:`."""
    code = _CODE.fullmatch(content)
    offset = code.start(2) if code else 0
    call = code.group(2) if code else content
    begin = check_prefix(call, cell.fail, offset) or 0
    return {"check": read_check(call[begin:], cell.fail, offset + begin)}
