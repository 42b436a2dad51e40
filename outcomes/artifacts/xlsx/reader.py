"""Excel workbooks (xlsx, xlsm, xltx, xltm): every stored cell by its address, and what lies behind the cells."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from outcomes.artifact import Block, Flag, Unit
from outcomes.artifacts.apart import told_apart
from outcomes.artifacts.hidden_text import hidden_text_flags
from outcomes.artifacts.ooxml.markup import R, integer, truth, unreadable
from outcomes.artifacts.ooxml.package import Package
from outcomes.artifacts.ooxml.pictures import Pictures
from outcomes.artifacts.ooxml.properties import read_properties
from outcomes.artifacts.single import one_file, truncation
from outcomes.artifacts.xlsx.colours import NO_THEME, theme_colours
from outcomes.artifacts.xlsx.extras import read_drawing, read_notes, read_people, read_threads
from outcomes.artifacts.xlsx.markup import X, quoted, reaches_outside
from outcomes.artifacts.xlsx.places import bookmarks
from outcomes.artifacts.xlsx.sheet import Allowance, Sheet, Workbook, read_sheet
from outcomes.artifacts.xlsx.strings import read_strings
from outcomes.artifacts.xlsx.styles import NO_STYLES, read_styles
from outcomes.artifacts.xlsx.tables import read_table
from outcomes.artifacts.xlsx.values import Values
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS
from outcomes.text import clip, count, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from outcomes.artifact import Artifact
    from outcomes.artifacts.xlsx.strings import Text
    from outcomes.artifacts.xlsx.styles import Styles
    from outcomes.artifacts.xlsx.tables import Table
    from outcomes.reader import Limits

T = TypeVar("T")
_MOST_FLAGS = 20


class _Entry(NamedTuple):
    """A sheet as the workbook lists it."""

    number: int
    name: str
    hidden: bool
    part: str


def read_xlsx(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Artifact:
    """Read a workbook: one unit a sheet, cells located as `Sheet1!B7`, formulas as hidden children of their cells.

    A cell's text is what a spreadsheet program shows: the stored value, or a formula's result as last calculated, in
    its number format. What is stored, the formula and the format are in `Block.cell`. Where a format is not understood,
    the text is the stored value.

    Raises:
        ArtifactError: what `Package.open` raises, `not-ooxml` for another kind of office file, and what `Package.xml`
            raises for the workbook itself. A damaged sheet is an `unreadable` block and a flag.
    """
    package = Package.open(data, name, limits)
    if package.kind != "xlsx":
        msg = f"{name!r} is a {package.kind} file, not an Excel workbook."
        raise ArtifactError("not-ooxml", msg, fix=f"Give it the extension .{package.kind}, or deliver the workbook.")
    reading = _Reading(package, limits)
    units = reading.units()
    flags = [*package.flags(), *reading.flags]
    flags += hidden_text_flags(block for unit in units for block in unit.walk())
    return one_file(
        "xlsx", data, name, units, flags, reading.facts, package.content_sha256(), bookmarks=reading.bookmarks
    )


class _Reading:
    """One workbook being read."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self.flags: list[Flag] = []
        self.facts: dict[str, str | int] = {}
        self.bookmarks: dict[str, str] = {}
        self._package = package
        self._limits = limits
        self._root = package.xml(package.main)
        self._damaged: list[Block] = []
        self._people: dict[str, str] = self._part("person", read_people, {})
        self._workbook = self._read_workbook()
        self._pictures = Pictures(package)
        self._read_parts: set[str] = set()
        self._names: dict[str, str] = {}
        self._links: list[str] = []
        self._sheets: list[str] = []
        self._counts: Counter[str] = Counter()

    def _read_workbook(self) -> Workbook:
        theme: tuple[str | None, ...] = self._part("theme", theme_colours, NO_THEME)
        styles: Styles = self._part("styles", lambda root: read_styles(root, theme), NO_STYLES)
        strings: list[Text] = self._part("sharedStrings", lambda root: read_strings(root, styles), [])
        properties = self._root.find(f"{X}workbookPr")
        epoch_1904 = properties is not None and truth(properties.get("date1904"), default=False)
        values = Values(strings, styles, epoch_1904=epoch_1904)
        return Workbook(values, styles, Allowance(self._limits.blocks, self._limits.part_bytes))

    def units(self) -> list[Unit]:
        """The sheets in tab order, then the margins of the workbook: names, properties, damage."""
        units = [self._unit(entry) for entry in self._entries()]
        names = list(self._defined_names())
        self.flags += islice(self._dynamic_links(), _MOST_FLAGS)
        metadata, stated, damage = read_properties(self._package)
        self.flags += damage
        self._summarise(units, stated)
        margin = told_apart([*self._damaged, *names, *metadata])
        units.append(Unit("margin", len(units) + 1, "workbook", "", tuple(margin)))
        return units

    def _entries(self) -> Iterator[_Entry]:
        rels = self._package.rels(self._package.main)
        nodes = self._root.findall(f"{X}sheets/{X}sheet")
        taken: set[str] = set()
        for number, node in enumerate(nodes[: self._limits.slides], 1):
            rel = rels.get(node.get(f"{R}id") or "")
            hidden = (node.get("state") or "visible") != "visible"
            name = node.get("name") or f"sheet {number}"
            if fold(name) in taken:  # no spreadsheet program writes this, but cells have to be told apart
                name = f"{name} #{number}"
            taken.add(fold(name))
            self._sheets.append(name)
            yield _Entry(number, name, hidden, "" if rel is None else rel.target)
        if len(nodes) > self._limits.slides:
            self._cut(f"the first {count(self._limits.slides, 'sheet')}")

    def _unit(self, entry: _Entry) -> Unit:
        at = quoted(entry.name)
        try:
            sheet = self._sheet(entry)
        except ArtifactError as error:
            block, flag = unreadable(at, error)
            self.flags.append(flag)
            return Unit("sheet", entry.number, at, entry.name, (block,), hidden=entry.hidden)
        self.flags += sheet.flags
        if entry.hidden:
            self.flags.append(Flag("hidden-text", f"the sheet {at} is hidden", locator=at))
        blocks = (*sheet.blocks, *told_apart(self._extras(entry.part, at)))
        return Unit("sheet", entry.number, at, entry.name, blocks, hidden=entry.hidden)

    def _sheet(self, entry: _Entry) -> Sheet:
        if entry.part in self._read_parts:
            raise ArtifactError("duplicate-part", f"the sheet {entry.name!r} is the same part as an earlier sheet.")
        self._read_parts.add(entry.part)
        links = {rel.id: rel.target for rel in self._package.rels(entry.part).values() if rel.type == "hyperlink"}
        root, tables = self._package.xml(entry.part), self._tables(entry)
        sheet = read_sheet(root, entry.name, self._workbook, links, tables, hidden=entry.hidden)
        self._package.forget(entry.part)
        self._links += sheet.links
        self._counts += Counter(
            formulas=sheet.formulas,
            uncalculated=sheet.uncalculated,
            data_validations=sheet.validations,
            conditional_formats=sheet.conditional_formats,
        )
        return sheet

    def _tables(self, entry: _Entry) -> list[Table]:
        found = []
        for part in self._package.related(entry.part, "table"):
            try:
                table = read_table(self._package.xml(part))
            except ArtifactError as error:
                self._damaged.append(self._unreadable(part, error))
                continue
            if table is not None:
                found.append(table)
                self._counts["tables"] += 1
                self._names[table.name] = f"{quoted(entry.name)}!{table.first}:{table.last}"
        return found

    def _extras(self, part: str, at: str) -> Iterator[Block]:
        """Comments, charts, pictures and text boxes of a sheet; a thread replaces the classic copy of itself."""
        related = self._package.related
        threads, notes = related(part, "threadedComment"), related(part, "comments")
        for comments in threads or notes:
            try:
                root = self._package.xml(comments)
                found = read_threads(root, at, self._people) if threads else read_notes(root, at)
            except ArtifactError as error:
                found = [self._unreadable(f"{at} / comments", error)]
            yield from self._allowed(found)
        for drawing in related(part, "drawing"):
            try:
                for block, flags in read_drawing(self._package, drawing, at, self._pictures):
                    self.flags += flags
                    yield from self._allowed([block])
            except ArtifactError as error:
                yield self._unreadable(f"{at} / drawing", error)

    def _allowed(self, blocks: list[Block]) -> Iterator[Block]:
        return (block for block in blocks if self._workbook.allowance.take(block.text))

    def _defined_names(self) -> Iterator[Block]:
        outside = 0
        for node in self._root.iterfind(f"{X}definedNames/{X}definedName"):
            name, formula = node.get("name") or "?", (node.text or "").strip()
            self._names.setdefault(name, formula)
            if not self._workbook.allowance.take(formula):
                return
            at = f"defined name / {name}" + self._scope(node)
            if outside < _MOST_FLAGS and reaches_outside(formula):
                outside += 1
                self.flags.append(Flag("external-link", "a defined name that reaches out of the workbook", locator=at))
            yield Block("metadata", at, formula, visibility="hidden", reason="metadata", name=name)

    def _scope(self, node: etree._Element) -> str:
        """Which sheet a name belongs to, where it does not belong to the whole workbook."""
        number = integer(node.get("localSheetId"), -1)
        return f" ({quoted(self._sheets[number])})" if 0 <= number < len(self._sheets) else ""

    def _dynamic_links(self) -> Iterator[Flag]:
        """Links to other programs, which a spreadsheet program would start."""
        for part in self._package.related(self._package.main, "externalLink"):
            try:
                links = list(self._package.xml(part).iter(f"{X}ddeLink"))
            except ArtifactError as error:
                self._damaged.append(self._unreadable(part, error))
                continue
            for program in dict.fromkeys(clip(link.get("ddeService") or "?") for link in links):
                detail = f"exchanges data with the program {program!r}; it was not started"
                yield Flag("external-link", detail, locator=part)

    def _summarise(self, units: list[Unit], stated: dict[str, str | int]) -> None:
        cells = sum(block.kind == "cell" for unit in units for block in unit.blocks)
        uncalculated = self._counts.pop("uncalculated", 0)
        formulas = self._counts.pop("formulas", 0)
        self.facts = {"sheets": len(units), "cells": cells, "formulas": formulas, **self._counts, **stated}
        self.bookmarks = bookmarks(self._names, self._links, self._sheets)
        if uncalculated:
            detail = f"{count(uncalculated, 'formula')} without a stored result: the file was never calculated"
            self.flags.append(Flag("uncalculated", detail, severity="info"))
        if self._workbook.allowance.exhausted:
            self._cut(f"the first {count(cells, 'cell')}")

    def _cut(self, kept: str) -> None:
        block, flag = truncation(kept, "workbook")
        self._damaged.append(block)
        self.flags.append(flag)

    def _part(self, kind: str, parse: Callable[[etree._Element], T], otherwise: T) -> T:
        """Read the one part of a kind that the workbook refers to, if it has it."""
        for part in self._package.related(self._package.main, kind):
            try:
                return parse(self._package.xml(part))
            except ArtifactError as error:
                self._damaged.append(self._unreadable(part, error))
        return otherwise

    def _unreadable(self, locator: str, error: ArtifactError) -> Block:
        block, flag = unreadable(locator or "a part without a name", error)
        self.flags.append(flag)
        return block
