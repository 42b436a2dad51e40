"""What the blocks of a markdown file mean: which are criteria, which are levels, and which explain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.formats.block import LISTS
from outcomes.formats.inline import Inline
from outcomes.formats.items import Items, joined, own_pieces
from outcomes.formats.outline import Header, Item, Section, section_name
from outcomes.formats.page_tables import tables_of
from outcomes.formats.part import Part, is_html_table
from outcomes.formats.scales import heading_scale, partial_scale, spread_scale
from outcomes.formats.tables import Table, read_table
from outcomes.formats.titles import explains, meaning
from outcomes.text import clip, squash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.formats.block import Block
    from outcomes.formats.levels import Scale
    from outcomes.formats.page import Page
    from outcomes.formats.scales import Spread

_LINK = re.compile(r"\s*\[[^\]]*\]\(#[^)]*\)\s*")


class Interpreter(Items):
    """Reads one page into sections and items, and notes what it leaves out."""

    def __init__(self, page: Page, header: Header) -> None:
        """`header`: what the file's front matter says; what prose says is added to it."""
        super().__init__(page, header)
        self.headings = False
        self.as_prose = False
        """No list and no table here: paragraphs are criteria."""
        self.as_checkpoints = False
        """Sections with weights are written as prose: each is one criterion, lists in it included."""
        self.as_prompt = False
        """A rating scale among instructions: other lists explain."""
        self.has_marks = False
        """Something says what it is worth or whether it is required, so that it is a rubric whatever else it is."""

    def read(self) -> Section:
        """The outline of the page; the header gets its title and what prose says about the whole."""
        root = self._parts()
        parts = list(root.everything())
        self.headings = bool(self.header.title) or len(parts) > 1
        weighted = [part for part in parts if self._has_weight(part)]
        lists = any(block.kind in LISTS and self._has_words(block) for part in parts for block in part.blocks)
        tables = any(block.kind == "table" or is_html_table(block) for part in parts for block in part.blocks)
        self.as_checkpoints = any(part.is_prose for part in weighted)
        self.has_marks = bool(weighted) or self._has_marked_items(parts)
        self.as_prompt = not self.has_marks and any(map(self._is_scale, parts))
        self.as_prose = not weighted and not lists and not tables and not self.as_prompt
        section = self._section_of(root)
        if self.as_prose and section.has_items:
            self._note("read_as", "there is no list and no table here, so each paragraph is a criterion", None)
        self._tie_alternatives(section)
        return section

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _parts(self) -> Part:
        root = Part()
        stack = [root]
        tops = sum(block.kind == "heading" and block.level == 1 for block in self.page.blocks)
        titled = bool(self.header.title) and tops > 1  # the title stands on top, so that each of these is a section
        for block in self.page.blocks:
            if block.kind != "heading":
                stack[-1].blocks.append(block)
                continue
            content = block.children[0]
            if block.level == 1 and not titled:
                titled = True
                self.headings = True
                self.header.title = self.header.title or Inline.read(content.content).plain()
                stack = [root]
                continue
            while stack[-1].level >= block.level:
                stack.pop()
            part = Part(content, block.level)
            if section_name(self._marks(content, heading=True).text):
                stack[-1].parts.append(part)
                stack.append(part)
            else:  # an empty heading ends the section: what follows stands beside it
                anonymous = Part(None, block.level)
                stack[-1].parts.append(anonymous)
                stack.append(anonymous)
        return root

    def _has_weight(self, part: Part) -> bool:
        return part.heading is not None and "points" in self._marks(part.heading, heading=True).fields

    def _has_words(self, block: Block) -> bool:
        return any(Inline.read(piece.content).plain() for piece in block.written())

    def _has_marked_items(self, parts: Sequence[Part]) -> bool:
        """Whether any list item carries a mark, so that this is a rubric whatever else it is."""
        for part in parts:
            for block in part.blocks:
                if block.kind in LISTS and self._levels_of(block) is None:
                    for entry in block.children:
                        if any(self._marks(piece).fields for piece in own_pieces(entry) if piece.kind == "inline"):
                            return True
        return False

    # -- scales --------------------------------------------------------------------------------------------------------

    def _is_scale(self, part: Part) -> bool:
        return heading_scale(part, self._is_plain) is not None or spread_scale(part) is not None

    def _is_plain(self, heading: Block) -> bool:
        return "plain" in self._marks(heading, heading=True).fields

    # -- sections ------------------------------------------------------------------------------------------------------

    def _section_of(self, part: Part) -> Section:
        section = self._section(part.heading) if part.heading else Section()
        found = heading_scale(part, self._is_plain)
        if found is not None:
            section.members.append(self._heading_criterion(part, section, found))
            return section
        plain = part.heading is not None and self._is_plain(part.heading)
        if section.title and not plain and explains(section.title) and not self._has_marked_items([part]):
            self._explains(part, f"the section {section.title!r} is about the list and not part of it")
        elif section.weight is not None and self.as_checkpoints and part.is_prose:
            self._checkpoint(part, section)
        else:
            self._blocks(part, section)
        for below in part.parts:
            inner = self._section_of(below)
            section.members.append(inner)
        return section

    def _heading_criterion(self, part: Part, section: Section, found: Scale) -> Item:
        texts = [squash(piece.content) for block in part.blocks for piece in block.written()]
        own = section.title
        if not texts and (explains(own) or own.lower() in ("ratings", "rating", "scoring", "levels")):
            own = self.header.title or own
        if not part.heading:
            texts = texts[:1] or [self.header.title]
        return self._scaled(found, ": ".join(filter(None, (own, " ".join(texts)))).rstrip(": "), part.line)

    def _explains(self, part: Part, why: str) -> None:
        if any(block.kind in LISTS or block.kind == "table" for block in part.blocks):
            self._note("read_as", f"{why}; its lines are not graded", part.line)
        for block in part.blocks:
            if block.kind == "paragraph":
                self._prose(block)

    def _checkpoint(self, part: Part, section: Section) -> None:
        """A section with a weight that is one criterion in prose."""
        nodes = [piece for block in part.blocks if block.kind == "paragraph" for piece in block.written()]
        whole = " ".join(Inline.read(node.content).plain() for node in nodes)
        partial = partial_scale(whole)
        text, fields = (whole, {}) if partial else self._marked(nodes)
        if not (text or fields):
            return
        line, column = self.page.place(nodes[0])
        if partial:
            self._note("read_as", f"{clip(partial[0], 60)!r} is read as levels of credit", line, column)
            fields = {"levels": partial[1]}
        details = [d for block in part.blocks if block.kind in LISTS for d in self._details(block)]
        if details:
            self._note("read_as", f"the list below {clip(text, 40)!r} is part of that criterion", line, column)
        section.members.append(self._item(joined(text, details), fields, line, column))

    def _blocks(self, part: Part, section: Section) -> None:
        """The criteria among the blocks of a part, in order."""
        spread = spread_scale(part)
        if spread is not None:
            self._spread_criterion(part, section, spread)
            return
        lead: Block | None = None
        for block in part.blocks:
            if block.kind in LISTS:
                self._list_block(block, section, lead)
            elif block.kind == "table" or is_html_table(block):
                for table in tables_of(block, self.page):
                    self._table(table, section, block.line)
            elif block.kind == "paragraph":
                self._paragraph(block, section)
            elif block.kind == "blockquote":
                self._quote(block)
            lead = block if block.kind == "paragraph" else None

    def _spread_criterion(self, part: Part, section: Section, spread: Spread) -> None:
        """The one criterion that levels in several blocks belong to."""
        before = [block for block in part.blocks[: spread.first] if block.kind == "paragraph"]
        text = " ".join(squash(block.children[0].content) for block in before) or section.title or self.header.title
        line = before[0].line if before else part.line
        section.members.append(self._scaled(spread.scale, text.rstrip(": ") or "The work reaches a level", line))
        rest = part.blocks[spread.last + 1 :]
        if rest:
            message = "what follows the levels is a prompt's own text and is not carried over"
            self._note("not_carried_over", message, rest[0].line)

    def _paragraph(self, block: Block, section: Section) -> None:
        rules = self._prose(block)
        if rules and rules.read:
            return
        if self.as_prose:
            text, fields = self._marked(list(block.written()))
            if text or fields:
                section.members.append(self._item(text, fields, block.line, self._column(block.children[0])))

    def _quote(self, block: Block) -> None:
        """A quote explains; what it says about the whole counts."""
        for child in block.children:
            if child.kind == "paragraph":
                content = child.children[0]
                if content.content.startswith("="):  # `>= 10/12` at the start of a line is no quote
                    content.content = f">{content.content}"
                self._prose(child)
            elif child.kind in LISTS or child.kind == "table":
                self._note("not_carried_over", "a list in a quote explains; it is not graded", child.line)

    def _list_block(self, block: Block, section: Section, lead: Block | None) -> None:
        found = self._levels_of(block)
        if found is not None and (section.title or lead is not None) and not self.as_prose:
            text = squash(lead.children[0].content).rstrip(": ") if lead is not None else section.title
            line = lead.line if lead is not None else section.line
            section.members.append(self._scaled(found, text, line))
        elif self.as_prompt:
            self._note("not_carried_over", "a list beside a rating scale explains; it is not graded", block.line)
        elif all(_LINK.fullmatch("".join(p.content for p in e.written()) or " ") for e in block.children):
            self._note("read_as", "a list of links to sections is a table of contents", block.line)
        elif lead is not None and section.title == "" and not self.as_prose and self._lead_says(lead):
            below = Section(section_name(Inline.read(lead.children[0].content).plain()), line=lead.line)
            self._say(below, meaning(below.title))
            section.members.append(below)
            self._entries(block, below)
        else:
            target = self._led(lead, section)
            self._entries(block, target)

    def _lead_says(self, lead: Block) -> bool:
        text = Inline.read(lead.children[0].content).plain()
        return text.endswith(":") and bool(meaning(text))

    def _led(self, lead: Block | None, section: Section) -> Section:
        """The section that a sentence above the list opens: `At least two of the following:`; else the one it is in."""
        if lead is None or not self._lead_says(lead):
            return section
        title = section_name(Inline.read(lead.children[0].content).plain())
        below = Section(title, line=lead.line, column=self._column(lead.children[0]))
        self._say(below, meaning(title))
        section.members.append(below)
        return below

    def _table(self, table: Table, section: Section, line: int) -> None:
        found = read_table(table)
        if found.scale is not None:
            if section.members or not section.title:
                self._note("read_as", "this table spells out a scale; it is not graded", line)
            else:
                section.members.append(self._scaled(found.scale, section.title, line))
            return
        if not found.items:
            self._note("read_as", "this table has no column of criteria, so it explains", line)
        section.members += found.items
        for at, words in found.left_out:
            self._note("not_carried_over", words, at)
        for at, words in found.remarks:
            self._note("not_understood", words, at)
