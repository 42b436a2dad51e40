"""What is known and what has been found while one presentation is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.appearance import Box
from outcomes.artifact import Flag
from outcomes.artifacts.ooxml.markup import R, integer, unreadable
from outcomes.artifacts.pptx.comments import read_authors
from outcomes.artifacts.pptx.layouts import Layouts
from outcomes.artifacts.pptx.markup import P
from outcomes.artifacts.pptx.pictures import Pictures
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.artifact import Block
    from outcomes.artifacts.ooxml.package import Package
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

    def is_full(self) -> bool:
        """Whether the limit on blocks has been reached and more was asked for."""
        return self._room < 0

    def take(self, blocks: int = 1) -> bool:
        """Ask to make blocks; once refused, always refused."""
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


def _size(root: etree._Element) -> Box:
    node = root.find(f"{P}sldSz")
    width = integer(node.get("cx")) if node is not None else 0
    height = integer(node.get("cy")) if node is not None else 0
    return Box(0, 0, width if width > 0 else _STANDARD_SIZE[0], height if height > 0 else _STANDARD_SIZE[1])
