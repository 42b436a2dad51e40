"""What is known and what has been found while one presentation is read."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from outcomes.appearance import Box
from outcomes.artifact import Flag
from outcomes.artifacts.ooxml.markup import R, integer, unreadable
from outcomes.artifacts.ooxml.pictures import Pictures
from outcomes.artifacts.pptx.colours import Palette
from outcomes.artifacts.pptx.comments import read_authors
from outcomes.artifacts.pptx.frames import Frames
from outcomes.artifacts.pptx.layouts import Layouts
from outcomes.artifacts.pptx.lids import Lids
from outcomes.artifacts.pptx.links import Links
from outcomes.artifacts.pptx.markup import P14, P
from outcomes.artifacts.pptx.notes import Notes
from outcomes.artifacts.pptx.paint import Paints
from outcomes.artifacts.pptx.table_styles import TableStyles
from outcomes.artifacts.pptx.text import TextReader
from outcomes.artifacts.pptx.text_styles import TextStyles
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from outcomes.artifact import Block
    from outcomes.artifacts.ooxml.charts import Chart
    from outcomes.artifacts.ooxml.package import Package
    from outcomes.artifacts.ooxml.relationships import Relationship
    from outcomes.reader import Limits

_STANDARD_SIZE = (9_144_000, 6_858_000)
_FATAL = frozenset({"dtd", "too-large"})
"""Signs of an attack on whoever reads the file: nothing more of it is read."""


class SlideEntry(NamedTuple):
    """One line of the slide list."""

    number: int
    part: str
    """Empty when the list names a relationship that does not exist."""
    ref: str


class Reading:
    """One presentation being read: its shared parts, how much may still be made, and what was noticed."""

    def __init__(self, package: Package, limits: Limits) -> None:
        """Read the slide list; slides and layouts are read when they are asked for.

        Raises:
            ArtifactError: `too-many-slides`, or whatever is wrong with the main part.
        """
        self.package = package
        self.limits = limits
        self.flags: list[Flag] = []
        self._room = limits.blocks
        self._parts_read: set[str] = set()
        self._read_again = 0
        root = package.xml(package.main)
        self.slides = _slides(package, root, limits)
        self.numbers = {entry.part: entry.number for entry in reversed(self.slides)}
        """Slide number by part, for links between slides."""
        self.size = _size(root)
        self.authors = self._authors()
        self.layouts = Layouts(package, self.note)
        self.pictures = Pictures(package)
        self.charts: dict[str, Chart] = {}
        """What the chart parts say; one that is shown again says the same."""
        self.lids = Lids(package)
        self.frames = Frames()
        self.paints = Paints()
        self.styles = TextStyles(root.find(f"{P}defaultTextStyle"), self.take)
        self.notes = Notes(package.main, self.layouts, self.styles)
        self.no_palette = Palette()
        """Of sheets whose master cannot be read."""
        self.languages: dict[str, int] = {}
        """Characters of text by the language that its runs state."""
        self.notes_texts = TextReader(Links({}, {}, {}, 0, 0), self.take, self.languages)
        self.sections = [node.get("name") or "" for node in root.iter(f"{P14}section")]
        self.shows = _shows(root, package.rels(package.main), self.numbers)
        """Custom shows: id -> name and the locator of its first slide."""

    def close(self) -> None:
        """Let go of all of it at once: what refers to one another would stay until the cycle collector comes by."""
        self.__dict__.clear()

    @cached_property
    def tables(self) -> TableStyles:
        """The table styles, read when the first table is met."""
        return TableStyles(self._optional("tableStyles"))

    def is_full(self) -> bool:
        """Whether the limit on blocks has been reached and more was asked for."""
        return self._room < 0

    def take(self, blocks: int = 1) -> bool:
        """Ask to make blocks, or what costs as much; once refused, always refused."""
        self._room -= blocks
        return self._room >= 0

    def part(self, name: str) -> etree._Element:
        """Parse a part. Parts named again and again count each time, as if the file held that many copies.

        Raises:
            ArtifactError: what `Package.xml` raises.
        """
        if name in self._parts_read:
            self._read_again += len(self.package.bytes(name))
            if self._read_again > self.limits.total_bytes:
                raise ArtifactError("too-large", f"{self.package.name!r} shows the part {name!r} again and again.")
        self._parts_read.add(name)
        return self.package.xml(name)

    def forget(self, name: str) -> None:
        """Let go of a part that has been read, unless it is also a layout, which stays in use."""
        if not self.layouts.holds(name):
            self.package.forget(name)

    def damage(self, locator: str, error: ArtifactError) -> Block:
        """Flag a piece that cannot be read; the block stands in its place.

        Raises:
            ArtifactError: the same one, when the file is better not read any further.
        """
        self.note(locator, error)
        return unreadable(locator, error)[0]

    def note(self, locator: str, error: ArtifactError) -> None:
        """Flag something damaged that the presentation can do without; raises like `damage`."""
        if error.code in _FATAL:
            raise error
        code = "too-deep" if error.code == "too-deep" else "unreadable"
        self.flags.append(Flag(code, error.message, locator=locator))

    def _optional(self, kind: str) -> etree._Element | None:
        """The root of a part that the main part points to, if it is there and sound."""
        for name in self.package.related(self.package.main, kind)[:1]:
            if not self.package.has(name):
                continue
            try:
                return self.package.xml(name)
            except ArtifactError as error:
                self.note(name, error)
        return None

    def _authors(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for kind in ("commentAuthors", "authors"):
            for part in self.package.related(self.package.main, kind):
                try:
                    names.update(read_authors(self.package.xml(part)))
                except ArtifactError as error:
                    self.note("comment authors", error)
        return names


def _slides(package: Package, root: etree._Element, limits: Limits) -> tuple[SlideEntry, ...]:
    listed = root.findall(f"{P}sldIdLst/{P}sldId")
    if len(listed) > limits.slides:
        msg = f"{package.name!r} lists {len(listed):,} slides; the limit is {limits.slides:,}."
        raise ArtifactError("too-many-slides", msg, fix="Deliver the slides that matter.")
    rels = package.rels(package.main)
    entries = []
    for number, node in enumerate(listed, 1):
        ref = node.get(f"{R}id") or ""
        entries.append(SlideEntry(number, rels[ref].target if ref in rels else "", ref))
    return tuple(entries)


class Show(NamedTuple):
    """A custom show: some of the slides in an order of its own."""

    name: str
    first: str
    """The locator of its first slide; empty when it has none."""


def _shows(root: etree._Element, rels: Mapping[str, Relationship], numbers: Mapping[str, int]) -> dict[str, Show]:
    found = {}
    for node in root.iterfind(f"{P}custShowLst/{P}custShow"):
        refs = [slide.get(f"{R}id") or "" for slide in node.iter(f"{P}sld")]
        parts = [rels[ref].target for ref in refs if ref in rels]
        first = next((f"slide {numbers[part]}" for part in parts if part in numbers), "")
        found[node.get("id") or ""] = Show(node.get("name") or "", first)
    return found


def _size(root: etree._Element) -> Box:
    node = root.find(f"{P}sldSz")
    width = integer(node.get("cx")) if node is not None else 0
    height = integer(node.get("cy")) if node is not None else 0
    return Box(0, 0, width if width > 0 else _STANDARD_SIZE[0], height if height > 0 else _STANDARD_SIZE[1])
