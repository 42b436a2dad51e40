"""A pipe table whose header row names what its columns say, one criterion a row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from outcomes.errors import RubricError
from outcomes.formats.checks import check_prefix, read_check
from outcomes.formats.inline import Inline
from outcomes.formats.marks import read_marks
from outcomes.formats.outline import Item, section_name
from outcomes.formats.page import line_of
from outcomes.text import clip, did_you_mean, squash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.tree import SyntaxTreeNode

    from outcomes.formats.page import Page

_COLUMNS = {
    "text": ("criterion", "criteria", "requirement", "requirements", "text", "description", "statement", "question"),
    "points": ("points", "point", "pts", "weight", "max points"),
    "required": ("required", "must", "mandatory", "priority"),
    "check": ("check",),
    "id": ("id",),
    "section": ("section", "category", "area", "dimension"),
    "applies_when": ("applies when",),
    "withheld": ("withheld",),
    "about": ("about",),
    "needs": ("needs",),
    "": ("", "#", "no", "no.", "note", "notes", "comment", "comments", "why", "rationale"),
}
_ROLES = {name: role for role, names in _COLUMNS.items() for name in names}
_YES = frozenset({"yes", "y", "true", "x", "\u2713", "\u2714", "must", "required", "must have"})
_NO = frozenset({"no", "n", "false", "-", "\u2013", "should", "nice", "nice to have", "optional", "could"})
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(?:%|points?|pts?)?", re.IGNORECASE)
_CODE = re.compile(r"(`+)(.*)\1")


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    role: str


def read_table(table: SyntaxTreeNode, page: Page) -> list[Item]:
    """The criteria of a table; none when it has no column of criteria, which makes it an explanation."""
    head, *bodies = table.children
    columns = _columns(head.children[0], page)
    rows = [row for body in bodies for row in body.children]
    return [item for row in rows if (item := _item(columns, row, page)) is not None] if columns else []


def _columns(head: SyntaxTreeNode, page: Page) -> list[_Column]:
    names = [_folded(cell.children[0].content) for cell in head.children]
    roles = [_ROLES.get(name) for name in names]
    if "text" not in roles:
        if {"points", "check", "required"}.isdisjoint(roles):
            return []
        msg = "the table has no column of criteria; name one `Criterion`"
        raise RubricError(msg, source=page.source, line=line_of(head))
    for place, name in enumerate(names):
        role = roles[place]
        if role is None:
            msg = f"unknown column {clip(name, 40)!r}.{did_you_mean(name, _ROLES)} {_known()}"
            raise page.at(head.children[place].children[0])(msg, 0)
        if role not in ("", "text") and role in roles[:place]:
            msg = f"two columns say {role!r}; keep one"
            raise page.at(head.children[place].children[0])(msg, 0)
    return [_Column(name, role or "") for name, role in zip(names, roles, strict=True)]


def _known() -> str:
    return f"Columns: {', '.join(names[0] for names in _COLUMNS.values() if names[0])}, notes"


def _folded(text: str) -> str:
    return squash(text.strip("*_` ").rstrip("?:")).lower().replace("_", " ").replace("-", " ")


def _item(columns: Sequence[_Column], row: SyntaxTreeNode, page: Page) -> Item | None:
    cells = [cell.children[0] for cell in row.children]
    texts: list[str] = []
    section: tuple[str, ...] = ()
    fields: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column.role == "text":
            marked = read_marks(cell.content, page.at(cell))
            texts += [marked.text] if marked.text else []
            stated = marked.fields
        elif column.role == "section":
            stated, name = {}, section_name(Inline.read(cell.content).plain())
            section = (name,) if name else ()
        else:
            stated = _stated(column, cell, page)
        _merge(fields, stated, cell, page)
    if not texts:
        _refuse_marks_alone(fields, row, page)
        return None
    if _folded(texts[0]) in ("total", "sum"):
        return None
    line = line_of(row)
    return Item(": ".join(texts), fields, line, lambda message, _: _error(page, message, line), section)


def _merge(fields: dict[str, Any], stated: dict[str, Any], cell: SyntaxTreeNode, page: Page) -> None:
    for name, value in stated.items():
        if fields.get(name, value) != value:
            msg = f"the row says {name.replace('_', ' ')!r} twice, and differently; keep one"
            raise page.at(cell)(msg, 0)
    fields.update(stated)


def _refuse_marks_alone(fields: dict[str, Any], row: SyntaxTreeNode, page: Page) -> None:
    if fields:
        msg = "a row without a criterion; write what must hold, or delete the row"
        raise _error(page, msg, line_of(row))


def _error(page: Page, message: str, line: int) -> RubricError:
    return RubricError(message, source=page.source, line=line)


def _stated(column: _Column, cell: SyntaxTreeNode, page: Page) -> dict[str, Any]:
    """The field that a cell states; an empty cell states nothing."""
    content = cell.content
    if not content or not column.role:
        if column.role == "required":
            msg = "say `yes` or `no` in every row of this column"
            raise _error(page, msg, line_of(cell))
        return {}
    if column.role == "check":
        return _check(content, cell, page)
    value = Inline.read(content).plain()
    if column.role == "points":
        return {"points": _points(value, cell, page)}
    if column.role in ("required", "withheld"):
        return {column.role: _yes(value, cell, page)}
    return {column.role: value.strip("`") if column.role == "id" else value}


def _points(value: str, cell: SyntaxTreeNode, page: Page) -> float:
    number = _NUMBER.fullmatch(value)
    if number is None:
        msg = f"expected a number of points, found {clip(value, 40)!r}"
        raise page.at(cell)(msg, 0)
    return float(number.group(1))


def _yes(value: str, cell: SyntaxTreeNode, page: Page) -> bool:
    word = value if value in _NO else _folded(value)
    if word not in _YES | _NO:
        msg = f"expected `yes` or `no`, found {clip(value, 40)!r}"
        raise page.at(cell)(msg, 0)
    return word in _YES


def _check(content: str, cell: SyntaxTreeNode, page: Page) -> dict[str, Any]:
    """A check stands in code or bare, with or without `check:`."""
    fail = page.at(cell)
    code = _CODE.fullmatch(content)
    offset = code.start(2) if code else 0
    call = code.group(2) if code else content
    begin = check_prefix(call, fail, offset) or 0
    return {"check": read_check(call[begin:], fail, offset + begin)}
