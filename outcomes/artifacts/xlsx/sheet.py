"""One worksheet: the cells that are stored, never the range that is said to be used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifact import Block, Flag
from outcomes.artifacts.ooxml.markup import R, integer, truth
from outcomes.artifacts.xlsx.markup import (
    LAST_COLUMN,
    Reference,
    X,
    quoted,
    reaches_outside,
    read_range,
    read_reference,
    rich_text,
)
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml import etree

_WIDEST_SPAN = 1_000
_TRUTH = {"0": "FALSE", "1": "TRUE"}
_MOST_FLAGS = 20


@dataclass(slots=True)
class Allowance:
    """How many cells, and how many characters in them, may still be read from the workbook."""

    cells: int
    characters: int
    exhausted: bool = False

    def take(self, text: str) -> bool:
        """Use up one cell; `False` when nothing is left."""
        self.cells -= 1
        self.characters -= len(text)
        self.exhausted = self.exhausted or self.cells < 0 or self.characters < 0
        return not self.exhausted


class Workbook(NamedTuple):
    """What the cells of every sheet refer to."""

    strings: Sequence[str]
    concealing: Mapping[int, str]
    """Why a cell style conceals, by its index."""
    allowance: Allowance


class Cell(NamedTuple):
    """A stored cell with something in it."""

    at: Reference
    text: str
    formula: str | None
    style: int
    hidden_row: bool


@dataclass(slots=True)
class Sheet:
    """The blocks of a sheet, and what is to be said about it."""

    blocks: list[Block] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    formulas: int = 0
    uncalculated: int = 0


def read_sheet(root: etree._Element, name: str, workbook: Workbook, links: Mapping[str, str], *, hidden: bool) -> Sheet:
    """Read a worksheet's cells in stored order; `links` are its relationships' targets by id."""
    sheet = Sheet()
    prefix = quoted(name)
    columns = _hidden_columns(root)
    spans = _merged(root)
    targets = _targets(root, links)
    unseen = 0
    for cell in _cells(root, workbook.strings):
        if not workbook.allowance.take(cell.text):
            break
        reason = _reason(cell, columns, workbook.concealing, sheet_hidden=hidden)
        unseen += reason in {"hidden-row", "hidden-column"}
        block = _block(cell, f"{prefix}!{cell.at}", reason, spans.get(cell.at, (1, 1)), targets.get(cell.at))
        sheet.blocks.append(block)
        _note_formula(sheet, cell, block)
    if unseen:
        detail = f"{count(unseen, 'cell')} of {prefix} in hidden rows or columns"
        sheet.flags.append(Flag("hidden-text", detail, locator=prefix))
    return sheet


def _cells(root: etree._Element, strings: Sequence[str]) -> Iterator[Cell]:
    """Every cell that holds a value or a formula. References may be missing: then cells and rows follow each other."""
    row_number = 0
    for row in root.iterfind(f"{X}sheetData/{X}row"):
        row_number = integer(row.get("r"), row_number + 1)
        hidden = _is_hidden(row, "ht")
        column = 0
        for node in row.iterchildren(f"{X}c"):
            at = read_reference(node.get("r")) or Reference(row_number, column + 1)
            column = at.column
            text, formula = _content(node, strings)
            if text or formula is not None:
                yield Cell(at, text, formula, integer(node.get("s")), hidden)


def _content(node: etree._Element, strings: Sequence[str]) -> tuple[str, str | None]:
    """A cell's text as stored, and its formula; numbers, dates among them, are not formatted."""
    value = formula = None
    text = ""
    for child in node:
        if child.tag == f"{X}v":
            value = (child.text or "").strip() if node.get("t") != "str" else child.text
        elif child.tag == f"{X}f":
            formula = child.text or f"(shared formula {child.get('si') or '?'})"
        elif child.tag == f"{X}is":
            text = rich_text(child)
    kind = node.get("t")
    if kind == "s":
        index = integer(value, -1)
        return (strings[index] if 0 <= index < len(strings) else ""), formula
    if kind == "b":
        return _TRUTH.get(value or "", value or ""), formula
    return text or value or "", formula


def _reason(cell: Cell, columns: frozenset[int], concealing: Mapping[int, str], *, sheet_hidden: bool) -> str | None:
    if sheet_hidden:
        return "hidden-sheet"
    if cell.hidden_row:
        return "hidden-row"
    return "hidden-column" if cell.at.column in columns else concealing.get(cell.style)


def _block(cell: Cell, locator: str, reason: str | None, spans: tuple[int, int], target: str | None) -> Block:
    return Block(
        "cell",
        locator,
        cell.text,
        visibility="visible" if reason is None else "hidden",
        reason=reason,
        target=target,
        row=cell.at.row,
        column=cell.at.column,
        row_span=spans[0],
        column_span=spans[1],
        children=() if cell.formula is None else (_formula(cell.formula, locator),),
    )


def _formula(formula: str, locator: str) -> Block:
    at = f"{locator} / formula"
    return Block("metadata", at, f"={formula}", visibility="hidden", reason="formula", name="formula")


def _note_formula(sheet: Sheet, cell: Cell, block: Block) -> None:
    if cell.formula is None:
        return
    sheet.formulas += 1
    sheet.uncalculated += not cell.text
    if len(sheet.flags) < _MOST_FLAGS and reaches_outside(cell.formula):
        detail = "a formula that reaches out of the workbook; nothing was fetched"
        sheet.flags.append(Flag("external-link", detail, locator=block.locator))


def _hidden_columns(root: etree._Element) -> frozenset[int]:
    hidden: set[int] = set()
    for node in root.iterfind(f"{X}cols/{X}col"):
        if _is_hidden(node, "width"):
            first = max(1, integer(node.get("min")))
            hidden.update(range(first, min(LAST_COLUMN, integer(node.get("max"))) + 1))
    return frozenset(hidden)


def _is_hidden(node: etree._Element, size: str) -> bool:
    return truth(node.get("hidden"), default=False) or (node.get(size) or "1").strip() in {"0", "0.0"}


def _merged(root: etree._Element) -> dict[Reference, tuple[int, int]]:
    """How many rows and columns the first cell of each merged range spans."""
    spans = {}
    for node in root.iterfind(f"{X}mergeCells/{X}mergeCell"):
        corners = read_range(node.get("ref"))
        if corners is not None:
            first, last = corners
            spans[first] = _span(last.row - first.row), _span(last.column - first.column)
    return spans


def _span(distance: int) -> int:
    return min(_WIDEST_SPAN, max(1, distance + 1))


def _targets(root: etree._Element, links: Mapping[str, str]) -> dict[Reference, str]:
    """Where the hyperlink of a cell leads, a place in the workbook as `#Sheet2!A1`."""
    targets = {}
    for node in root.iterfind(f"{X}hyperlinks/{X}hyperlink"):
        corners = read_range(node.get("ref"))
        place = node.get("location")
        target = links.get(node.get(f"{R}id") or "", "") + (f"#{place}" if place else "")
        if corners is not None and target:
            targets[corners[0]] = target
    return targets
