"""Excel workbooks (xlsx, xlsm, xltx, xltm): every stored cell by its address, and what lies behind the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from outcomes.artifact import Block, Flag, Unit
from outcomes.artifacts.hidden_text import hidden_text_flags
from outcomes.artifacts.ooxml.markup import R, unreadable
from outcomes.artifacts.ooxml.package import Package
from outcomes.artifacts.ooxml.properties import read_properties
from outcomes.artifacts.single import one_file, truncation
from outcomes.artifacts.xlsx.extras import read_drawing, read_notes, read_people, read_threads
from outcomes.artifacts.xlsx.markup import X, quoted, reaches_outside, rich_text
from outcomes.artifacts.xlsx.sheet import Allowance, Sheet, Workbook, read_sheet
from outcomes.artifacts.xlsx.styles import concealing_styles
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS
from outcomes.text import clip, count, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from outcomes.artifact import Artifact
    from outcomes.reader import Limits

T = TypeVar("T")


class _Entry(NamedTuple):
    """A sheet as the workbook lists it."""

    number: int
    name: str
    hidden: bool
    part: str


def read_xlsx(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Artifact:
    """Read a workbook: one unit a sheet, cells located as `Sheet1!B7`, formulas as hidden children of their cells.

    A cell's text is the stored value: numbers and dates as stored, a formula's result as last calculated.

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
    return one_file("xlsx", data, name, units, flags, reading.facts, package.content_sha256())


class _Reading:
    """One workbook being read."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self.flags: list[Flag] = []
        self.facts: dict[str, str | int] = {}
        self._package = package
        self._limits = limits
        self._root = package.xml(package.main)
        self._damaged: list[Block] = []
        self._people: dict[str, str] = self._part("person", read_people, {})
        strings: list[str] = self._part("sharedStrings", _strings, [])
        concealing: dict[int, str] = self._part("styles", concealing_styles, {})
        self._workbook = Workbook(strings, concealing, Allowance(limits.blocks, limits.part_bytes))
        self._read_parts: set[str] = set()
        self._formulas = 0
        self._uncalculated = 0

    def units(self) -> list[Unit]:
        """The sheets in tab order, then the margins of the workbook: names, properties, damage."""
        units = [self._unit(entry) for entry in self._entries()]
        names = list(self._defined_names())
        self.flags += self._dynamic_links()
        metadata, stated, damage = read_properties(self._package)
        self.flags += damage
        self._summarise(units, stated)
        units.append(Unit("margin", len(units) + 1, "workbook", "", (*self._damaged, *names, *metadata)))
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
        blocks = (*sheet.blocks, *self._extras(entry.part, at))
        return Unit("sheet", entry.number, at, entry.name, blocks, hidden=entry.hidden)

    def _sheet(self, entry: _Entry) -> Sheet:
        if entry.part in self._read_parts:
            raise ArtifactError("duplicate-part", f"the sheet {entry.name!r} is the same part as an earlier sheet.")
        self._read_parts.add(entry.part)
        links = {rel.id: rel.target for rel in self._package.rels(entry.part).values() if rel.type == "hyperlink"}
        sheet = read_sheet(self._package.xml(entry.part), entry.name, self._workbook, links, hidden=entry.hidden)
        self._package.forget(entry.part)
        self._formulas += sheet.formulas
        self._uncalculated += sheet.uncalculated
        return sheet

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
                for block, flags in read_drawing(self._package, drawing, at):
                    self.flags += flags
                    yield from self._allowed([block])
            except ArtifactError as error:
                yield self._unreadable(f"{at} / drawing", error)

    def _allowed(self, blocks: list[Block]) -> Iterator[Block]:
        return (block for block in blocks if self._workbook.allowance.take(block.text))

    def _defined_names(self) -> Iterator[Block]:
        for node in self._root.iterfind(f"{X}definedNames/{X}definedName"):
            name, formula = node.get("name") or "?", (node.text or "").strip()
            if not self._workbook.allowance.take(formula):
                return
            at = f"defined name / {name}"
            if reaches_outside(formula):
                self.flags.append(Flag("external-link", "a defined name that reaches out of the workbook", locator=at))
            yield Block("metadata", at, formula, visibility="hidden", reason="metadata", name=name)

    def _dynamic_links(self) -> Iterator[Flag]:
        """Links to other programs, which a spreadsheet program would start."""
        for part in self._package.related(self._package.main, "externalLink"):
            try:
                links = list(self._package.xml(part).iter(f"{X}ddeLink"))
            except ArtifactError as error:
                self._damaged.append(self._unreadable(part, error))
                continue
            for link in links:
                detail = f"exchanges data with the program {clip(link.get('ddeService') or '?')!r}; it was not started"
                yield Flag("external-link", detail, locator=part)

    def _summarise(self, units: list[Unit], stated: dict[str, str | int]) -> None:
        cells = sum(block.kind == "cell" for unit in units for block in unit.blocks)
        self.facts = {"sheets": len(units), "cells": cells, "formulas": self._formulas, **stated}
        if self._uncalculated:
            detail = f"{count(self._uncalculated, 'formula')} without a stored result: the file was never calculated"
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
        block, flag = unreadable(locator, error)
        self.flags.append(flag)
        return block


def _strings(root: etree._Element) -> list[str]:
    return [rich_text(node) for node in root.iterfind(f"{X}si")]
