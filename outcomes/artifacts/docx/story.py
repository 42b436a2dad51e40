"""A run of paragraphs and tables: the body, a header, a note, a cell, a text box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifact import Block, Flag
from outcomes.artifacts.docx.contents import Contents
from outcomes.artifacts.docx.fields import Fields
from outcomes.artifacts.docx.imports import read_import
from outcomes.artifacts.docx.markup import ID, VAL, WP, W, contents, parent_tag
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
_FIELD_MARK, _GALLERY = f"{W}fldChar", f"{W}docPartGallery"
_SECTION, _REPLACED = f"{W}sectPr", f"{W}sectPrChange"
_FLOATING = frozenset({f"{WP}anchor", f"{VML}group"})
_CONTENTS_GALLERY = "Table of Contents"
_PARAGRAPH = f"{W}p"
_TABLE = f"{W}tbl"
_IMPORT = f"{W}altChunk"
_COMMENT_BEGINS = f"{W}commentRangeStart"
_COMMENT_ENDS = f"{W}commentRangeEnd"
_BOOKMARK = f"{W}bookmarkStart"
_CONTENT = frozenset({_PARAGRAPH, _TABLE, _IMPORT, _COMMENT_BEGINS, _COMMENT_ENDS, _BOOKMARK})


class Story:
    """The text of one part, read in document order."""

    def __init__(self, reading: Reading, part: str, root: etree._Element) -> None:
        """`root` is the part's root; `blocks` may then be asked for any container in it, in document order."""
        self.reading = reading
        self.part = part
        marks: list[etree._Element] = []
        floating = 0
        self.listed: set[etree._Element] = set()
        """Paragraphs inside a content control that holds a table of contents."""
        self.sections: list[etree._Element] = []
        """The properties of sections, in order; not those that a tracked change replaced."""
        for node in root.iter(_FIELD_MARK, _GALLERY, _SECTION, *_FLOATING, *_CHANGES):
            tag = node.tag
            if tag == _FIELD_MARK:
                marks.append(node)
            elif tag == _SECTION:
                if parent_tag(node) != _REPLACED:
                    self.sections.append(node)
            elif tag in _FLOATING:
                floating += 1
            elif tag == _GALLERY:
                self._gallery(node)
            else:
                reading.tracked_changes += 1
        self.fields = Fields(marks)
        if self.listed:
            self.fields.contents.append(Contents(""))
        self.layered = floating > 1
        """Whether drawings float in it that may lie behind one another."""

    def relationship(self, node: etree._Element, attribute: str = "id") -> Relationship | None:
        """The relationship that an `r:id` (or `r:embed` ...) names."""
        return self.reading.package.rels(self.part).get(node.get(f"{R}{attribute}") or "")

    def blocks(self, container: etree._Element, place: Place) -> list[Block]:
        """Everything with text or pictures in a container; empty paragraphs are counted but leave no block."""
        found: list[Block] = []
        paragraphs = tables = 0
        lead = place.lead
        reading = self.reading
        gaps = None if lead else reading.gaps
        for node in contents(container, _CONTENT):
            if reading.room <= 0:
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
                found += read_import(self, node, place)
            elif tag == _BOOKMARK:
                self.bookmark(node, f"{lead}¶{paragraphs + 1}", place)
            else:
                self.comment_range(node, f"{lead}¶{paragraphs + 1}")
            if block is not None:
                found.append(block)
                if gaps is not None and gaps.row:
                    gaps.end()
        return found

    def empty(self, locator: str, place: Place, *, breaks: bool) -> None:
        """A paragraph with nothing in it; `breaks` when it is there for a page, column or section to end."""
        if not place.prefix:
            self.reading.gaps.add(locator, breaks=breaks)

    def bookmark(self, node: etree._Element, locator: str, place: Place) -> None:
        """A name that links can lead to, and where it stands."""
        name = node.get(f"{W}name")
        if name:
            self.reading.bookmarks.setdefault(name, place.prefix if place.folds else locator)

    def lists(self, node: etree._Element) -> bool:
        """Whether a paragraph lies in a content control for a table of contents that no field fills."""
        return node in self.listed

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

    def _gallery(self, node: etree._Element) -> None:
        """A content control out of the gallery of tables of contents; its field, if it has one, says the rest."""
        control = next(node.iterancestors(f"{W}sdt"), None)
        if control is None or node.get(VAL) != _CONTENTS_GALLERY:
            return
        if not any("TOC" in (code.text or "").upper() for code in control.iter(f"{W}instrText")):
            self.listed.update(control.iter(_PARAGRAPH))
