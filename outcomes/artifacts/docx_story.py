"""A run of paragraphs and tables: the body, a header, a note, a cell, a text box."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifact import Block
from outcomes.artifacts.docx_fields import Fields
from outcomes.artifacts.docx_look import PAPER
from outcomes.artifacts.docx_markup import ID, WP, W
from outcomes.artifacts.docx_paragraph import read_paragraph
from outcomes.artifacts.docx_tables import read_table
from outcomes.artifacts.ooxml import MC, R, VML
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from outcomes.artifact import Visibility
    from outcomes.artifacts.docx_reading import Reading
    from outcomes.artifacts.relationships import Relationship

_PARAGRAPH = f"{W}p"
_TABLE = f"{W}tbl"
_CONTROL = f"{W}sdt"
_IMPORT = f"{W}altChunk"
_CHOICE = f"{MC}AlternateContent"
_WRAPPERS = frozenset(f"{W}{name}" for name in ("sdtContent", "customXml", "ins", "moveTo", "del", "moveFrom"))
_SHOWN = frozenset(
    {_PARAGRAPH, _TABLE, _CONTROL, _IMPORT, _CHOICE, f"{W}commentRangeStart", f"{W}commentRangeEnd", *_WRAPPERS}
)


class Place(NamedTuple):
    """Where a story stands and what it takes over from there."""

    prefix: str = ""
    """What its locators begin with; nothing for the body."""
    background: str = PAPER
    visibility: Visibility = "visible"
    reason: str | None = None
    depth: int = 0
    """How many tables, text boxes and content controls it lies in."""


class Story:
    """The text of one part, read in document order."""

    def __init__(self, reading: Reading, part: str, root: etree._Element) -> None:
        """`root` is the part's root; `blocks` may then be asked for any container in it."""
        self.reading = reading
        self.part = part
        self.fields = Fields(root)
        self.layered = sum(1 for _ in root.iter(f"{WP}anchor", f"{VML}group")) > 1
        """Whether drawings float in it that may lie behind one another."""

    def relationship(self, node: etree._Element, attribute: str = "id") -> Relationship | None:
        """The relationship that an `r:id` (or `r:embed` ...) names."""
        return self.reading.package.rels(self.part).get(node.get(f"{R}{attribute}") or "")

    def blocks(self, container: etree._Element, place: Place) -> list[Block]:
        """Everything with text or pictures in a container; empty paragraphs count but leave no block."""
        lead = f"{place.prefix} / " if place.prefix else ""
        found: list[Block] = []
        paragraphs = tables = 0
        for node in self._flat(container, place):
            if self.reading.full:
                break
            block: Block | None
            if node.tag == _PARAGRAPH:
                paragraphs += 1
                block = read_paragraph(self, node, f"{lead}¶{paragraphs}", place)
            elif node.tag == _TABLE:
                tables += 1
                block = read_table(self, node, f"{lead}Table {tables}", place)
            else:
                block = self._imported(node, lead)
            if block is not None:
                found.append(block)
        return found

    def _flat(self, container: etree._Element, place: Place) -> Iterator[etree._Element]:
        """Paragraphs, tables and imports in order, out of content controls and other wrappers."""
        depth = self.reading.limits.depth - place.depth
        pending = [iter(container)]
        while pending:
            node = next(pending[-1], None)
            if node is None:
                pending.pop()
            elif node.tag not in _SHOWN:
                continue
            elif node.tag in {_PARAGRAPH, _TABLE, _IMPORT}:
                yield node
            elif node.tag.startswith(f"{W}comment"):
                self._comment_range(node, place)
            elif len(pending) > depth:
                self._too_deep(place)
            else:
                pending.append(iter(_inside(node)))
