"""A table whose header row names what its columns say, one criterion a row; or one that spells out a scale."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from outcomes.errors import RubricError
from outcomes.formats.cells import Cell, folded, plain, stated, words
from outcomes.formats.levels import ORDER, Scale, level_line, of_lines
from outcomes.formats.marks import read_marks
from outcomes.formats.outline import Item, section_name
from outcomes.text import clip, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    "cap": ("cap",),
    "": ("", "#", "no", "no.", "note", "notes", "comment", "comments", "why", "rationale"),
}
_ROLES = {name: role for role, names in _COLUMNS.items() for name in names}
_SCALE = frozenset({"score", "level", "grade", "rating", "points", "point", "pts", "mark", "band"})
_MEANING = frozenset({"description", "meaning", "descriptor", "criteria", "definition", "criterion", "what it means"})
_NEAR = 0.75


@dataclass(slots=True)
class Table:
    """Rows of cells; the first one names the columns."""

    source: str
    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    role: str


@dataclass(slots=True)
class Found:
    """What a table holds: criteria, or a scale, or neither; and what its author should know."""

    items: list[Item] = field(default_factory=list)
    scale: Scale | None = None
    remarks: list[tuple[int, str]] = field(default_factory=list)
    """Line and words."""
    left_out: list[tuple[int, str]] = field(default_factory=list)
    """Line and words."""


def read_table(table: Table) -> Found:
    """The criteria of a table; none when it has no column of criteria, which makes it an explanation."""
    if not table.rows:
        return Found()
    head, *rows = table.rows
    found = Found(scale=_scale(head, rows))
    columns = _columns(head, table.source) if found.scale is None else []
    if not columns:
        return found
    for place, column in enumerate(columns):
        if column.role == "unknown":
            found.left_out.append(
                (head[place].line, f"the column {clip(column.name, 40)!r} is not carried over; {_known()}")
            )
    levels = [place for place, column in enumerate(columns) if column.role == "level"]
    for row in rows:
        item = _item(columns, row, table.source)
        if item is None:
            continue
        if levels:
            _with_levels(item, [(head[at], row[at]) for at in levels if at < len(row)], found)
        found.items.append(item)
    return found


def _scale(head: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> Scale | None:
    """The levels of a table of two columns, a number and what it means."""
    names = [folded(cell.content) for cell in head]
    if len(names) != 2 or names[0] not in _SCALE or names[1] not in _MEANING:
        return None
    lines = [level_line(f"{plain(row[0])}: {plain(row[1])}") for row in rows if len(row) == 2]
    known = [line for line in lines if line is not None]
    return of_lines(known, below=True) if len(known) == len(rows) > 1 else None


def _columns(head: Sequence[Cell], source: str) -> list[_Column]:
    names = [folded(cell.content) for cell in head]
    roles = [_ROLES.get(name) for name in names]
    if "text" not in roles:
        if {"points", "check", "required"}.isdisjoint(roles) or names[0] in _SCALE:
            return []
        msg = "the table has no column of criteria; name one `Criterion`"
        raise RubricError(msg, source=source, line=head[0].line)
    unknown = [place for place, role in enumerate(roles) if role is None]
    if len(unknown) > 1 and _credits([plain(head[place]) for place in unknown]):
        for place in unknown:
            roles[place] = "level"
    for place, name in enumerate(names):
        role = roles[place]
        if role is None and not get_close_matches(name, _ROLES, n=1, cutoff=_NEAR):
            continue
        if role is None:
            msg = f"unknown column {clip(name, 40)!r}.{did_you_mean(name, _ROLES)} {_known()}"
            raise head[place].fail(msg, 0)
        if role not in (None, "", "text", "level") and role in roles[:place]:
            msg = f"two columns say {role!r}; keep one"
            raise head[place].fail(msg, 0)
    return [_Column(name, role if role is not None else "unknown") for name, role in zip(names, roles, strict=True)]


def _credits(names: Sequence[str]) -> tuple[list[float], float | None] | None:
    """What each level of a table's header earns, and the points of the highest where points are stated.

    By their numbers (`Good (3)`, `9-10`, `2 pts`), else by the words that everybody knows, in equal steps.
    """
    lines = [level_line(f"{name}:") for name in names]
    scale = of_lines([line for line in lines if line is not None], below=True) if all(lines) else None
    if scale is not None:
        return [float(str(level["credit"])) for level in scale.levels], scale.points
    ranks = [ORDER.get(folded(name)) for name in names]
    known = [rank for rank in ranks if rank is not None]
    if len(known) < len(ranks) or len(set(known)) < len(known):
        return None
    steps = sorted(known)
    return [steps.index(rank) / (len(steps) - 1) for rank in known], None


def _with_levels(item: Item, cells: Sequence[tuple[Cell, Cell]], found: Found) -> None:
    """Give a criterion the levels of its row; one without a single descriptor keeps none."""
    if not any(cell.content for _, cell in cells):
        found.remarks.append(
            (item.line, "the row has no words in any of its levels, so it is a criterion without levels")
        )
        return
    earned = _credits([plain(name) for name, _ in cells])
    shares, points = earned or ([], None)
    item.fields.setdefault("levels", [
        {"label": plain(name), "text": plain(cell), "credit": credit}
        for (name, cell), credit in zip(cells, shares, strict=True)
    ])  # fmt: skip
    if points is not None:
        item.fields.setdefault("points", points)
    empty = [plain(name) for name, cell in cells if not cell.content]
    if empty:
        found.remarks.append((item.line, f"no words say what is {' or '.join(map(repr, empty))} here"))


def _known() -> str:
    return f"Columns: {', '.join(names[0] for names in _COLUMNS.values() if names[0])}, notes"


def _item(columns: Sequence[_Column], row: Sequence[Cell], source: str) -> Item | None:
    texts: list[str] = []
    section: tuple[str, ...] = ()
    fields: dict[str, Any] = {}
    for column, cell in zip(columns, row, strict=False):
        if column.role == "text":
            marked = read_marks(cell.content, cell.fail)
            texts += [marked.text] if marked.text else []
            says = marked.fields
        elif column.role == "section":
            says, name = {}, section_name(words(cell))
            section = (name,) if name else ()
        elif column.role in ("level", "unknown"):
            says = {}
        else:
            says = stated(column.role, cell, source)
        _merge(fields, says, cell)
    line = row[0].line if row else 1
    if not texts:
        if fields:
            msg = "a row without a criterion; write what must hold, or delete the row"
            raise RubricError(msg, source=source, line=line)
        return None
    if folded(texts[0]) in ("total", "sum"):
        return None
    first = next(cell for column, cell in zip(columns, row, strict=False) if column.role == "text")
    return Item(
        ": ".join(texts),
        fields,
        line,
        lambda message, _: RubricError(message, source=source, line=line),
        section,
        first.fail("", 0).column,
    )


def _merge(fields: dict[str, Any], says: dict[str, Any], cell: Cell) -> None:
    for name, value in says.items():
        if fields.get(name, value) != value:
            msg = f"the row says {name.replace('_', ' ')!r} twice, and differently; keep one"
            raise cell.fail(msg, 0)
    fields.update(says)
