"""One worksheet: the cells that are stored, never the range that is said to be used."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifact import Block, Flag
from outcomes.artifacts.apart import told_apart
from outcomes.artifacts.ooxml.markup import R, integer, truth
from outcomes.artifacts.xlsx.formulas import Formulas
from outcomes.artifacts.xlsx.markup import (
    LAST_COLUMN,
    LAST_ROW,
    Reference,
    X,
    quoted,
    reaches_outside,
    read_range,
    read_reference,
)
from outcomes.artifacts.xlsx.merges import Merges
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml import etree

    from outcomes.artifacts.xlsx.styles import Styles
    from outcomes.artifacts.xlsx.tables import Table
    from outcomes.artifacts.xlsx.values import Shown, Values

_MOST_FLAGS = 20
_VALUE, _FORMULA, _INLINE, _CELL = f"{X}v", f"{X}f", f"{X}is", f"{X}c"


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

    values: Values
    styles: Styles
    allowance: Allowance


@dataclass(slots=True)
class Sheet:
    """The blocks of a sheet, and what is to be said about it."""

    blocks: list[Block] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    """Places in the workbook that its links lead to."""
    formulas: int = 0
    uncalculated: int = 0
    validations: int = 0
    conditional_formats: int = 0


def read_sheet(
    root: etree._Element,
    name: str,
    workbook: Workbook,
    links: Mapping[str, str],
    tables: Sequence[Table] = (),
    *,
    hidden: bool,
) -> Sheet:
    """Read a worksheet's cells in stored order; `links` are its relationships' targets by id."""
    return _Reading(root, name, workbook, links, tables, hidden=hidden).sheet()


class _Reading:
    """One worksheet being read. What most cells have is done without a call: there may be two million of them."""

    def __init__(
        self,
        root: etree._Element,
        name: str,
        workbook: Workbook,
        links: Mapping[str, str],
        tables: Sequence[Table],
        *,
        hidden: bool,
    ) -> None:
        self._root = root
        self._prefix = quoted(name)
        self._workbook = workbook
        self._tables = tables
        self._hidden = hidden
        self._columns = _hidden_columns(root)
        self._merges = Merges(root)
        self._targets = _targets(root, links)
        self._formulas = Formulas()
        self._unseen = 0
        self._furthest = 0
        """The last row so far; addresses that do not ascend may come twice."""
        self._disordered = False
        self._plainly = not (self._columns or self._merges or self._targets or tables or hidden)
        """Whether nothing but its own style can change what is seen of a cell."""
        self._sheet = Sheet(
            links=[target[1:] for target in self._targets.values() if target.startswith("#")],
            validations=len(root.findall(f"{X}dataValidations/{X}dataValidation")),
            conditional_formats=len(root.findall(f"{X}conditionalFormatting")),
        )

    def sheet(self) -> Sheet:
        """Read row after row, until the workbook's allowance is used up."""
        number = 0
        for row in self._root.iterfind(f"{X}sheetData/{X}row"):
            number = _row_number(row.get("r"), number + 1)
            self._disordered = self._disordered or number <= self._furthest
            self._furthest = max(number, self._furthest)
            if not self._row(row, number):
                break
        if self._disordered:
            self._sheet.blocks = told_apart(self._sheet.blocks)
        if self._unseen:
            detail = f"{count(self._unseen, 'cell')} of {self._prefix} in hidden rows or columns"
            self._sheet.flags.append(Flag("hidden-text", detail, locator=self._prefix))
        return self._sheet

    def _row(self, row: etree._Element, number: int) -> bool:
        """The cells of a row that hold anything. References may be missing: then cells follow each other."""
        known, plain = self._workbook.values.known, self._workbook.values.plain
        allowance = self._workbook.allowance
        hidden = _is_hidden(row, "ht")
        plainly = self._plainly and not hidden
        add, prefix, suffix = self._sheet.blocks.append, f"{self._prefix}!", str(number)
        column = 0
        for node in row.iterchildren(_CELL):
            column += 1
            ref, at = node.get("r"), None
            if ref != _letters(column) + suffix:
                at = read_reference(ref) or Reference(number, column)
                self._disordered = self._disordered or at.column < column or at.row != number
                column, ref = at.column, str(at)
            if len(node) == 1 and (child := node[0]).tag == _VALUE and not self._formulas.has_arrays:
                key = (node.get("t"), child.text, node.get("s"))
                shown = known.get(key) or plain(*key)
            else:
                shown = self._shown(node, at or Reference(number, column))
            value = shown.value
            if not shown.text and value.formula is None and value.value in _NOTHING:
                continue
            allowance.cells -= 1
            allowance.characters -= len(shown.text)
            if allowance.cells < 0 or allowance.characters < 0:
                allowance.exhausted = True
                return False
            if plainly and value.formula is None and not shown.unseen:
                add(_plain_block(prefix + ref, shown, at.row if at else number, column))
            else:
                self._add(shown, at or Reference(number, column), hidden_row=hidden)
        return True

    def _shown(self, node: etree._Element, at: Reference) -> Shown:
        """A cell with a formula, a text of its own, or nothing at all."""
        stored, formula, inline = _stored(node)
        written = self._formulas.read(formula, at) if formula is not None else self._formulas.around(at)
        moved = formula is not None and not formula.text
        self._workbook.allowance.characters -= len(written or "") * (_MOVING if moved else 1)
        style = self._workbook.styles.cell(integer(node.get("s")))
        return self._workbook.values.read(node.get("t"), stored, inline, style, written)

    def _add(self, shown: Shown, at: Reference, *, hidden_row: bool) -> None:
        reason = self._reason(shown, at, hidden_row=hidden_row)
        self._unseen += reason in {"hidden-row", "hidden-column"}
        locator = f"{self._prefix}!{at}"
        children: tuple[Block, ...] = ()
        if shown.value.formula is not None:
            children = (_formula(shown.value.formula, locator),)
            self._note_formula(shown, locator)
        if shown.unseen:
            children += tuple(_unseen(locator, i, *words) for i, words in enumerate(shown.unseen, 1))
        rows, columns = self._merges.span(at)
        block = Block(
            "cell",
            locator,
            shown.text,
            "visible" if reason is None else "hidden",
            reason,
            target=self._targets.get(at),
            row=at.row,
            column=at.column,
            row_span=rows,
            column_span=columns,
            header=any(table.is_header(at) for table in self._tables),
            children=children,
            runs=shown.runs,
            cell=shown.value,
        )
        self._sheet.blocks.append(block)

    def _reason(self, shown: Shown, at: Reference, *, hidden_row: bool) -> str | None:
        if self._hidden:
            return "hidden-sheet"
        if hidden_row:
            return "hidden-row"
        if at.column in self._columns:
            return "hidden-column"
        return "covered" if self._merges.covers(at) else shown.reason

    def _note_formula(self, shown: Shown, locator: str) -> None:
        sheet, formula = self._sheet, shown.value.formula or ""
        sheet.formulas += 1
        sheet.uncalculated += shown.value.type is None
        if len(sheet.flags) < _MOST_FLAGS and reaches_outside(formula):
            detail = "a formula that reaches out of the workbook; nothing was fetched"
            sheet.flags.append(Flag("external-link", detail, locator=locator))


_MOVING = 4
"""How much dearer it is to move a shared formula along than to read one."""
_NOTHING = (None, "")
_TEMPLATE = list(Block("cell", ""))
_LOCATOR, _TEXT, _VISIBILITY, _REASON, _ROW, _COLUMN, _RUNS, _CELL_VALUE = (
    Block._fields.index(name) for name in ("locator", "text", "visibility", "reason", "row", "column", "runs", "cell")
)


def _plain_block(locator: str, shown: Shown, row: int, column: int) -> Block:
    """A cell with nothing but a value; a copied list is made into a block in half the time of a call by keyword."""
    fields = _TEMPLATE.copy()
    fields[_LOCATOR] = locator
    fields[_TEXT], fields[_CELL_VALUE], fields[_RUNS] = shown.text, shown.value, shown.runs
    if shown.reason is not None:
        fields[_VISIBILITY], fields[_REASON] = "hidden", shown.reason
    fields[_ROW], fields[_COLUMN] = row, column
    return Block._make(fields)


@lru_cache(maxsize=LAST_COLUMN)
def _letters(column: int) -> str:
    return str(Reference(1, column))[:-1]


def _row_number(text: str | None, following: int) -> int:
    """The number of a row; that which follows the row before where it has none that a sheet can have."""
    number = integer(text, following)
    return number if 1 <= number <= LAST_ROW else following


def _stored(node: etree._Element) -> tuple[str | None, etree._Element | None, etree._Element | None]:
    """The value, the formula and the inline text of a cell."""
    value = formula = inline = None
    for child in node:
        tag = child.tag
        if tag == _VALUE:
            value = child.text
        elif tag == _FORMULA:
            formula = child
        elif tag == _INLINE:
            inline = child
    return value, formula, inline


def _formula(formula: str, locator: str) -> Block:
    at = f"{locator} / formula"
    return Block("metadata", at, f"={formula}", visibility="hidden", reason="formula", name="formula")


def _unseen(locator: str, number: int, reason: str, text: str) -> Block:
    return Block("span", f"{locator} / hidden {number}", text, visibility="hidden", reason=reason)


def _hidden_columns(root: etree._Element) -> frozenset[int]:
    hidden: set[int] = set()
    for node in root.iterfind(f"{X}cols/{X}col"):
        if _is_hidden(node, "width"):
            first = max(1, integer(node.get("min")))
            hidden.update(range(first, min(LAST_COLUMN, integer(node.get("max"))) + 1))
    return frozenset(hidden)


def _is_hidden(node: etree._Element, size: str) -> bool:
    return truth(node.get("hidden"), default=False) or (node.get(size) or "1").strip() in {"0", "0.0"}


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
