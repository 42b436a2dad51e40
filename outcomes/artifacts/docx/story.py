"""A run of paragraphs and tables: the body, a header, a note, a cell, a text box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifact import Block, Flag
from outcomes.artifacts.docx.fields import Fields
from outcomes.artifacts.docx.markup import ID, WP, W, contents
from outcomes.artifacts.docx.paragraph import read_paragraph
from outcomes.artifacts.docx.tables import read_table
from outcomes.artifacts.ooxml.markup import VML, R
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.artifacts.docx.place import Place
    from outcomes.artifacts.docx.reading import Reading
    from outcomes.artifacts.ooxml.relationships import Relationship

_CHANGES = tuple(
    f"{W}{name}"
    for name in (
        "ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "rPrChange", "pPrChange", "sectPrChange",
        "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange", "numberingChange",
    )
)  # fmt: skip
_PARAGRAPH = f"{W}p"
_TABLE = f"{W}tbl"
_IMPORT = f"{W}altChunk"
_COMMENT_BEGINS = f"{W}commentRangeStart"
_COMMENT_ENDS = f"{W}commentRangeEnd"
_CONTENT = frozenset({_PARAGRAPH, _TABLE, _IMPORT, _COMMENT_BEGINS, _COMMENT_ENDS})


class Story:
    """The text of one part, read in document order."""

    def __init__(self, reading: Reading, part: str, root: etree._Element) -> None:
        """`root` is the part's root; `blocks` may then be asked for any container in it, in document order."""
        self.reading = reading
        self.part = part
        self.fields = Fields(root)
        reading.tracked_changes += sum(1 for _ in root.iter(*_CHANGES))
        self.layered = sum(1 for _ in root.iter(f"{WP}anchor", f"{VML}group")) > 1
        """Whether drawings float in it that may lie behind one another."""

    def relationship(self, node: etree._Element, attribute: str = "id") -> Relationship | None:
        """The relationship that an `r:id` (or `r:embed` ...) names."""
        return self.reading.package.rels(self.part).get(node.get(f"{R}{attribute}") or "")

    def blocks(self, container: etree._Element, place: Place) -> list[Block]:
        """Everything with text or pictures in a container; empty paragraphs are counted but leave no block."""
        found: list[Block] = []
        paragraphs = tables = 0
        lead = place.lead
        for node in contents(container, _CONTENT):
            if self.reading.full:
                break
            tag = node.tag
            block: Block | None = None
            if tag == _PARAGRAPH:
                paragraphs += 1
                block = read_paragraph(self, node, f"{lead}¶{paragraphs}", place)
            elif tag == _TABLE:
                tables += 1
                block = self._table(node, f"{lead}Table {tables}", place)
            elif tag == _IMPORT:
                block = self._imported(node, place)
            else:
                self.comment_range(node, f"{lead}¶{paragraphs + 1}")
            if block is not None:
                found.append(block)
        return found

    def comment_range(self, node: etree._Element, locator: str) -> None:
        """Follow the beginning or end of what a comment is about."""
        if node.tag == _COMMENT_BEGINS:
            self.reading.anchors.begin(node.get(ID) or "", locator)
        else:
            self.reading.anchors.end(node.get(ID) or "")

    def too_deep(self, locator: str) -> Block:
        """Stand in for what lies deeper than the limit."""
        msg = f"{locator} lies more than {self.reading.limits.depth} levels deep and was not read."
        block = self.reading.damage(locator, ArtifactError("too-deep", msg))
        self.reading.flags.append(Flag("too-deep", msg, locator=locator))
        return block

    def _table(self, node: etree._Element, locator: str, place: Place) -> Block | None:
        if place.depth >= self.reading.limits.depth:
            return self.too_deep(locator)
        return read_table(self, node, locator, place)

    def _imported(self, node: etree._Element, place: Place) -> Block:
        """Content of another format that Word shows in this place, and this reader does not read."""
        rel = self.relationship(node)
        target = "another file" if rel is None else rel.target
        return self.reading.damage(
            f"{place.lead}imported content",
            ArtifactError("unsupported-kind", f"the content of {target} is imported here."),
        )
