"""What must hold for data files: the columns of a table, the keys of a JSON document, the files in a folder."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from pydantic import Field, model_validator

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import WHOLE, judged, listing, places, quoted, undecided
from outcomes.checks.grid import Grid, whole_rows
from outcomes.text import count, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact
    from outcomes.blobs import Files

_MOST_NAMED: Final = 20
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "text": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "list": (list,),
    "object": (dict,),
}


class Columns(NoArgs):
    """Columns that must be there."""

    names: list[str] = Field(min_length=1, max_length=1_000, description="The names in the first row.")
    in_order: bool = Field(default=False, description="Whether they have to stand in this order.")
    only: bool = Field(default=False, description="Whether there may be no others.")
    filled: list[str] = Field(
        default=[], max_length=1_000, description="Names of columns in which no row may be empty."
    )
    unique: list[str] = Field(
        default=[], max_length=1_000, description="Names of columns in which no value may stand twice."
    )


class Keys(NoArgs):
    """Keys that must be there."""

    paths: list[str] = Field(
        min_length=1,
        max_length=500,
        description="Keys from the root, joined by dots (`items.price`); of a list, each element is looked into.",
    )
    type: Literal["text", "number", "boolean", "list", "object"] | None = Field(
        default=None, description="What each of their values has to be; without it, anything."
    )


class Paths(NoArgs):
    """Files that must be there, and files that must not."""

    has: list[str] = Field(
        default=[],
        max_length=200,
        description="Paths inside the delivery, or patterns with `*` and `?`; each has to fit at least one file.",
    )
    lacks: list[str] = Field(
        default=[], max_length=200, description="Paths or patterns that may fit no file, such as `*.tmp`."
    )

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.has and not self.lacks:
            msg = "give has, lacks or both."
            raise ValueError(msg)
        return self


@check(
    "csv.columns",
    summary="The table has the columns `names`",
    example='check: csv.columns names=["id", "name", "price"] only=true filled=["id"]',
    args=Columns,
    kinds=("csv",),
    group="data",
    meaning=(
        "The first row holds the names; white space at their ends makes no difference, capitals do. Each row has as "
        "many cells as the first, none in a column of `filled` is empty, no value in a column of `unique` stands "
        "twice (capitals make a difference, empty cells are left alone), and no name is there twice. Rows are not "
        "counted. Of a file that is too large to be read in full, only what is wrong in what was read is told."
    ),
    source="RFC 4180, section 2; W3C, Model for Tabular Data, 8",
    false_positives="A file with lines above its header row, or without one.",
)
def columns(artifact: Artifact, args: Columns, _files: Files) -> CheckResult:
    """The rows are those that the reader made of the file, whatever separates its cells."""
    table = next((block for block in artifact.shown if block.kind == "table"), None)
    if table is None:
        return judged("no table", [Finding(WHOLE, "there is no table")], f"Write a row with {listing(args.names)}.")
    grid = Grid(table)
    top = grid.rows[0]
    names = [grid.text(top, column) for column in grid.columns if (top, column) in grid.cells]
    wanted = [fold(name) for name in args.names]
    findings = [Finding(WHOLE, f"no column {quoted(name)}") for name in wanted if name not in names]
    findings += [Finding(WHOLE, f"two columns {quoted(name)}") for name in wanted if names.count(name) > 1]
    there = [name for name in wanted if name in names]
    if args.in_order and sorted(there, key=names.index) != there:
        findings.append(Finding(WHOLE, f"the columns stand in another order: {listing(names, _MOST_NAMED)}"))
    if args.only:
        findings += [
            Finding(WHOLE, f"a column {quoted(name)} that was not asked for") for name in names if name not in wanted
        ]
    rows, cut = whole_rows(artifact, grid)
    findings += _rows(grid, rows, len(names), [names.index(name) for name in map(fold, args.filled) if name in names])
    findings += _repeated(grid, rows, [names.index(name) + 1 for name in map(fold, args.unique) if name in names])
    asked = dict.fromkeys(map(fold, (*args.filled, *args.unique)))
    findings += [Finding(WHOLE, f"no column {quoted(name)}") for name in asked if name not in (*names, *wanted)]
    measured = f"{count(len(rows), 'row')} of {count(len(names), 'column')}: {listing(names, _MOST_NAMED)}"
    if cut and not findings:
        return undecided(f"{measured}; {cut}")
    fix = f"Write the columns {listing(args.names, _MOST_NAMED)}, each row with all of them."
    if all(finding.locator for finding in findings):
        fix = f"Mend {places(findings)}: each row has all columns, and every key stands once."
    return judged(measured, findings, fix)


@check(
    "json.keys",
    summary="The document has the keys `paths`, and their values are of the kind `type`",
    example='check: json.keys paths=["title", "items.price"] type="number"',
    args=Keys,
    kinds=("json",),
    group="data",
    meaning=(
        "Each path leads from the root to a value that is there and is not null; an element of a list on the way that "
        "lacks it is a finding, and so is an empty list. With `type`, each value at the end is of that kind; true and "
        "false are no numbers."
    ),
    source="RFC 8259; JSON Schema, required and type",
    false_positives="Keys that may be left out where they do not apply; keys with a dot in their name cannot be named.",
)
def keys(artifact: Artifact, args: Keys, files: Files) -> CheckResult:
    """The bytes as delivered, parsed once more."""
    try:
        document = json.loads(files.read(artifact.files[0].path).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        problem = f"not valid JSON: {error}"
        return judged("not valid JSON", [Finding(WHOLE, problem)], "Write the document as valid JSON.")
    findings = [
        Finding(WHOLE, problem)
        for path in args.paths
        for problem in _problems(document, path.split("."), "$", args.type)
    ]
    measured = f"{count(len(args.paths), 'path')} looked up, {count(len(findings), 'problem')}"
    return judged(measured, findings, f"Add or mend {listing((item.problem for item in findings), 3)}.")


@check(
    "files",
    summary="There is a file for each of `has`, and none for any of `lacks`",
    example='check: files has=["report.docx", "data/*.csv"] lacks=["*.tmp"]',
    args=Paths,
    group="file",
    meaning=(
        "Paths inside the delivery, with `/` between folders; `*` and `?` stand for any letters, `*` also across "
        "folders. A pattern without `/` is also tried on the file's own name, in any folder. Capitals "
        "make a difference."
    ),
    source="OfficeBench, evaluate_file_exist and evaluate_file_not_exist",
    false_positives="A file of another name with the right content.",
)
def files_there(artifact: Artifact, args: Paths, _files: Files) -> CheckResult:
    """The manifest alone is looked at: an empty file is there."""
    paths = [entry.path for entry in artifact.files]
    findings = [
        Finding(WHOLE, f"no file {quoted(one)}") for one in args.has if not any(_fits(path, one) for path in paths)
    ]
    unwanted = [(path, one) for path in paths for one in args.lacks if _fits(path, one)]
    findings += [Finding(path, f"a file like {quoted(one)}") for path, one in unwanted]
    fix = f"Deliver {listing(one for one in args.has if not any(_fits(path, one) for path in paths))}."
    if unwanted:
        fix = f"Take out {places(Finding(path, '') for path, _ in unwanted)}."
    return judged(f"{count(len(paths), 'file')}: {listing(paths, _MOST_NAMED)}", findings, fix)


CHECKS: Final = (files_there, columns, keys)


def _rows(grid: Grid, rows: list[int], width: int, filled: list[int]) -> Iterator[Finding]:
    widths: dict[int, int] = {}
    for row, column in grid.cells:
        widths[row] = max(widths.get(row, 0), column)
    for row in rows:
        first = grid.cells.get((row, 1))
        where = first.locator if first is not None else grid.table.locator
        if widths[row] != width:
            yield Finding(where, f"{count(widths[row], 'cell')} instead of {width:,}")
        for at in filled:
            cell = grid.cells.get((row, at + 1))
            if cell is None or not fold(cell.text):
                yield Finding(
                    where if cell is None else cell.locator, f"{quoted(grid.text(grid.rows[0], at + 1))} is empty"
                )


def _repeated(grid: Grid, rows: list[int], unique: list[int]) -> Iterator[Finding]:
    for column in unique:
        first: dict[str, str] = {}
        for row in rows:
            cell = grid.cells.get((row, column))
            value = fold(cell.text) if cell is not None else ""
            if cell is not None and value and first.setdefault(value, cell.locator) != cell.locator:
                yield Finding(cell.locator, f"{quoted(value)} stands in {first[value]} already")


def _problems(value: Any, path: list[str], where: str, wanted: str | None) -> Iterator[str]:  # noqa: ANN401 - JSON
    if isinstance(value, list) and path:
        if not value:
            yield f"{where} is an empty list"
        for number, item in enumerate(value):
            yield from _problems(item, path, f"{where}[{number}]", wanted)
    elif path:
        inside = value.get(path[0]) if isinstance(value, dict) else None
        if inside is None:
            yield f"{where}.{path[0]} is missing"
        else:
            yield from _problems(inside, path[1:], f"{where}.{path[0]}", wanted)
    elif wanted is not None and not _is(value, wanted):
        yield f"{where} is not of the kind {wanted}"


def _is(value: object, wanted: str) -> bool:
    return isinstance(value, _TYPES[wanted]) and (wanted == "boolean" or not isinstance(value, bool))


def _fits(path: str, pattern: str) -> bool:
    return fnmatchcase(path, pattern) or ("/" not in pattern and fnmatchcase(path.rpartition("/")[2], pattern))
