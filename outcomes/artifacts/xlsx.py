"""Excel workbooks (xlsx, xlsm, xltx, xltm): every stored cell by its address, and what lies behind the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifact import Block, Flag, Unit
from outcomes.artifacts.hidden_text import hidden_text_flags
from outcomes.artifacts.ooxml import R, unreadable
from outcomes.artifacts.package import Package
from outcomes.artifacts.properties import read_properties
from outcomes.artifacts.single import one_file, truncation
from outcomes.artifacts.xlsx_extras import read_drawing, read_notes, read_people, read_threads
from outcomes.artifacts.xlsx_markup import X, quoted, reaches_outside, rich_text
from outcomes.artifacts.xlsx_sheet import Allowance, Sheet, Workbook, read_sheet
from outcomes.artifacts.xlsx_styles import concealing_styles
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact
    from outcomes.reader import Limits


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
        self._people = self._part("person", read_people, {})
        strings = self._part("sharedStrings", lambda root: [rich_text(node) for node in root.iterfind(f"{X}si")], [])
        concealing = self._part("styles", concealing_styles, {})
        self._workbook = Workbook(strings, concealing, Allowance(limits.blocks, limits.part_bytes))
        self._read_parts: set[str] = set()
        self._uncalculated = 0
