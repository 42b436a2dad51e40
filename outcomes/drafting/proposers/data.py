"""Criteria about data files: the columns of a table, the keys of a document."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from outcomes.drafting.names import clear, quoted
from outcomes.drafting.proposal import DATA, Proposal, proposes, something_for, standard
from outcomes.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from outcomes.drafting.example import Example

MOST_NAMES: Final = 60
"""Columns or keys that one criterion names."""
_SHOWN: Final = 12
_KINDS: Final = {
    "number": "a number",
    "text": "a text",
    "boolean": "true or false",
    "list": "a list",
    "object": "an object",
    "": "a value",
}
_KIND_OF: Final = {bool: "boolean", int: "number", float: "number", str: "text", list: "list", dict: "object"}
_DEEPEST: Final = 3
"""Keys inside keys that are named."""


@proposes("csv.columns", DATA, 10)
def _columns(example: Example) -> Iterable[Proposal]:
    """The names in the first row, and which of the columns are never empty."""
    cells = example.seen("cell")
    names = [clear(cell.text) for cell in cells if cell.row == 1]
    named = list(dict.fromkeys(name for name in names if name))[:MOST_NAMES]
    if not named:
        return
    rows = max(cell.row or 1 for cell in cells) - 1
    filled_cells = Counter(cell.column for cell in cells if cell.row != 1 and fold(cell.text))
    filled = [name for name in named if filled_cells[names.index(name) + 1] == rows]
    only = len(named) == len(names)
    text = f"The table has {'exactly ' if only else ''}the column{'s' if len(named) > 1 else ''} {_listed(named)}"
    text += ", in this order" if len(named) > 1 else ""
    text += ", none of them empty in any row" if filled == named else ""
    some = f"never empty: {_listed(filled)}" if filled else "each of them is empty in some row"
    args = {"names": named, "in_order": True, "only": only} | ({"filled": filled} if filled else {})
    yield Proposal(text, args, "" if filled == named else some)


@proposes("json.keys", DATA, 10)
def _keys(example: Example) -> Iterable[Proposal]:
    """Keys that lead to a value everywhere, by the kind of that value where it is one kind."""
    contents = example.artifact.contents
    if example.kind != "json" or contents is None:
        return
    try:
        by_kind = _by_kind(json.loads(contents.read(example.artifact.files[0].path).decode("utf-8-sig")))
    except (ValueError, RecursionError):  # no JSON, or nested without end, which the check cannot follow either
        return
    for kind, each in _KINDS.items():
        paths = by_kind.get(kind, [])
        if paths:
            yield Proposal(f"{_keys_named(paths)} {each}", {"paths": paths} | ({"type": kind} if kind else {}))


def _by_kind(document: object) -> dict[str, list[str]]:
    """Keys by what their values are; under `""` those of several kinds; left out where one is missing."""
    found: dict[str, list[str]] = {}
    for path in list(dict.fromkeys(_paths(document)))[:MOST_NAMES]:
        kinds = {_KIND_OF.get(type(value), "") for value in _values(document, path.split("."))}
        if "" not in kinds:
            found.setdefault(kinds.pop() if len(kinds) == 1 else "", []).append(path)
    return found


def _paths(value: Any, above: str = "", depth: int = 0) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Keys from the root, joined by dots, as the check takes them; those with a dot of their own left out."""
    for item in value if isinstance(value, list) else [value]:
        for key, inside in item.items() if isinstance(item, dict) and depth < _DEEPEST else ():
            if key and "." not in key and clear(key) == key:
                yield above + key
                yield from _paths(inside, f"{above}{key}.", depth + 1)


def _values(value: Any, path: list[str]) -> Iterator[Any]:  # noqa: ANN401 - JSON
    """What stands at the end of a path; `None` wherever it leads nowhere."""
    if isinstance(value, list) and path:
        for item in value or [None]:
            yield from _values(item, path)
    elif path:
        yield from _values(value.get(path[0]) if isinstance(value, dict) else None, path[1:])
    else:
        yield value


def _keys_named(paths: list[str]) -> str:
    return f"The key{'' if len(paths) == 1 else 's'} {_listed(paths)} {'has' if len(paths) == 1 else 'each have'}"


def _listed(names: list[str]) -> str:
    more = len(names) - _SHOWN
    listed = ", ".join(quoted(name) for name in names[:_SHOWN])
    return f"{listed} and {more:,} more" if more > 0 else listed


PROPOSERS: Final = (
    _columns,
    _keys,
    standard("csv.types", DATA, 13, "Each column holds values of one kind", where=something_for("csv.types")),
)
