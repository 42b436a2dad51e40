"""What is known and what has been found while one Word document is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.docx.anchors import Anchors
from outcomes.artifacts.docx.numbering import Numbering
from outcomes.artifacts.docx.styles import Styles
from outcomes.artifacts.ooxml.markup import unreadable
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.artifact import Block, Flag
    from outcomes.artifacts.ooxml.package import Package
    from outcomes.reader import Limits


class Reading:
    """One document being read: its shared parts, how many blocks may still be made, and what was noticed."""

    def __init__(self, package: Package, limits: Limits) -> None:
        """Load styles and numbering; a damaged one is flagged and done without."""
        self.package = package
        self.limits = limits
        self.flags: list[Flag] = []
        self.damaged: list[Block] = []
        """Blocks that stand for parts that could not be read."""
        self.anchors = Anchors()
        self.drawn: set[str] = set()
        """Charts and diagrams that were read."""
        self.tracked_changes = 0
        self._room = limits.blocks
        self._given: dict[str, int] = {}
        self.settings = self._shared("settings")
        self.styles = Styles(self._shared("styles"))
        self.numbering = Numbering(self._shared("numbering"), self.styles)

    @property
    def full(self) -> bool:
        """Whether the limit on blocks has been reached."""
        return self._room <= 0

    def spend(self, blocks: int) -> None:
        """Count blocks that were made."""
        self._room -= blocks

    def unique(self, locator: str) -> str:
        """The locator, with ` #2` and so on where it was given before."""
        times = self._given[locator] = self._given.get(locator, 0) + 1
        return locator if times == 1 else f"{locator} #{times}"

    def damage(self, locator: str, error: ArtifactError) -> Block:
        """Flag a piece that cannot be read; the block stands in its place."""
        block, flag = unreadable(self.unique(locator), error)
        self.flags.append(flag)
        return block

    def part(self, name: str, locator: str) -> etree._Element | None:
        """Parse a part that the document can do without; `None`, a block and a flag when it is damaged."""
        try:
            return self.package.xml(name)
        except ArtifactError as error:
            self.damaged.append(self.damage(locator, error))
            return None

    def _shared(self, kind: str) -> etree._Element | None:
        names = self.package.related(self.package.main, kind)
        return self.part(names[0], kind) if names else None
