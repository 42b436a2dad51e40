"""What is known and what has been found while one Word document is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from outcomes.artifacts.docx.anchors import Anchors
from outcomes.artifacts.docx.cascade import Cascade, surrounded
from outcomes.artifacts.docx.forms import Forms
from outcomes.artifacts.docx.gaps import Gaps
from outcomes.artifacts.docx.look import PAPER
from outcomes.artifacts.docx.numbering import Numbering
from outcomes.artifacts.docx.place import Place
from outcomes.artifacts.docx.styles import Styles
from outcomes.artifacts.docx.tablelook import TableLooks
from outcomes.artifacts.docx.theme import Theme
from outcomes.artifacts.ooxml.markup import unreadable
from outcomes.artifacts.ooxml.pictures import Pictures
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.artifact import Block, Flag, Visibility
    from outcomes.artifacts.ooxml.package import Package
    from outcomes.reader import Limits


@dataclass(slots=True)
class Imported:
    """What has been read of content of other formats."""

    count: int = 0
    size: int = 0
    """Bytes in all."""
    parts: dict[str, str] = field(default_factory=dict)
    """Parts that were read in their place, and what they were read as."""


class Reading:
    """One document being read: its shared parts, how many blocks may still be made, and what was noticed."""

    def __init__(self, package: Package, limits: Limits, *, nested: bool = False) -> None:
        """Load styles and numbering; a damaged one is flagged and done without.

        `nested` when the document is imported by another one.
        """
        self.nested = nested
        self.package = package
        self.limits = limits
        self.flags: list[Flag] = []
        self.damaged: list[Block] = []
        """Blocks that stand for parts that could not be read."""
        self.anchors = Anchors()
        self.drawn: set[str] = set()
        """Charts and diagrams that were read."""
        self.tracked_changes = 0
        self.room = limits.blocks
        """How many blocks may still be made."""
        self._given: dict[str, int] = {}
        self.gaps = Gaps()
        self.bookmarks: dict[str, str] = {}
        """Names that links can lead to, and the locator of each."""
        self.imported = Imported()
        self.paper = PAPER
        """The colour of the page."""
        self.settings = self._shared("settings")
        self.theme = Theme(lambda: self._shared("theme"), self.settings)
        self.styles = Styles(self._shared("styles"), self.theme)
        self.numbering = Numbering(self._shared("numbering"), self.styles)
        self.cascade = Cascade(self.styles)
        self.forms = Forms(self.cascade, self.numbering, self.spend)
        self.table_looks = TableLooks(self)
        self.pictures = Pictures(package)

    def close(self) -> None:
        """Let go of all of it at once: what refers to one another would stay until the cycle collector comes by."""
        self.forms.forget()
        self.__dict__.clear()

    @property
    def full(self) -> bool:
        """Whether the limit on blocks has been reached."""
        return self.room <= 0

    def spend(self, blocks: int) -> None:
        """Count blocks that were made, or what costs as much."""
        self.room -= blocks

    def place(
        self,
        prefix: str = "",
        background: str = PAPER,
        visibility: Visibility = "visible",
        reason: str | None = None,
        *,
        folds: bool = False,
    ) -> Place:
        """Where a run of paragraphs begins: the body, a header, a note."""
        around = surrounded(background)
        return Place(prefix, around, self.forms.within(around), visibility, reason, folds=folds)

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
