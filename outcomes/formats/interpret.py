"""What the blocks of a markdown file mean: which are criteria, which are levels, and which explain."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from outcomes.formats.html_tables import html_tables
from outcomes.formats.inline import Inline
from outcomes.formats.items import Items, flat, joined, own_pieces
from outcomes.formats.levels import level_line, of_lines, scale
from outcomes.formats.outline import Header, Item, Section, section_name
from outcomes.formats.page import LISTS
from outcomes.formats.tables import Cell, Table, read_table
from outcomes.formats.titles import explains, meaning
from outcomes.text import clip, squash

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.formats.levels import Scale
    from outcomes.formats.page import Block, Page

_BOXES = ("[ ] ", "[x] ", "[X] ")
_PERCENT = re.compile(r"[(\[]\s*(\d+(?:\.\d+)?)\s*%\s*[)\]]\.?\s*$")
_LINK = re.compile(r"\s*\[[^\]]*\]\(#[^)]*\)\s*")
_HEADING_FIELDS = ("points", "required", "at_least", "floor")
_SECTION_FIELDS = ("applies_when", "withheld", "about", "needs", "fault")


_WORTH = r"\((\d+(?:\.\d+)?)\s*(?:points?|pts?)\)"
_PARTIAL = re.compile(rf"(?P<full>[^.()]+?)\s*{_WORTH},?\s+or\s+(?P<part>[^.()]+?)\s*{_WORTH}", re.IGNORECASE)


@dataclass(slots=True)
class Part:
    """A heading and the blocks right below it, before it is known what they are."""

    heading: Block | None = None
    level: int = 0
    blocks: list[Block] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The heading's own words, as written."""
        return self.heading.content if self.heading else ""

    def everything(self) -> Iterator[Part]:
        """This part and all below it."""
        yield self
        for part in self.parts:
            yield from part.everything()


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

    def read(self) -> Section:
        """The outline of the page; the header gets its title and what prose says about the whole."""
        root = self._parts()
        parts = list(root.everything())
        self.headings = bool(self.header.title) or len(parts) > 1
        weighted = [part for part in parts if self._has_weight(part)]
        lists = any(block.kind in LISTS and self._has_words(block) for part in parts for block in part.blocks)
        tables = any(block.kind == "table" or _is_html_table(block) for part in parts for block in part.blocks)
        self.as_checkpoints = any(_is_prose(part) for part in weighted)
        self.as_prompt = not weighted and any(map(self._is_scale, parts)) and not self._has_marked_items(parts)
        self.as_prose = not weighted and not lists and not tables and not self.as_prompt
        section = self._section_of(root)
        if self.as_prose and any(isinstance(m, Item) for m in flat(section)):
            self._note("read_as", "there is no list and no table here, so each paragraph is a criterion", None)
        self._tie_alternatives(section)
        return section

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _parts(self) -> Part:
        root = Part()
        stack = [root]
        titled = False
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
        return self._heading_scale(part) is not None or self._paragraph_scale(part) is not None

    def _heading_scale(self, part: Part) -> Scale | None:
        """Headings that are levels, with what stands below each: `### Score 0.5 - Refusal only`."""
        if len(part.parts) < 2:
            return None
        lines = []
        for below in part.parts:
            line = level_line(Inline.read(below.words).plain())
            if line is None or (below.heading and "plain" in self._marks(below.heading, heading=True).fields):
                return None
            rest = " ".join(
                filter(None, (squash(piece.content) for block in below.blocks for piece in block.written()))
            )
            lines.append(line._replace(text=": ".join(filter(None, (line.text, rest)))))
        meant = all(line.sure or line.unit for line in lines) or any(line.worth == 0 for line in lines)
        return of_lines(lines) if meant else None  # headings are numbered for other reasons too

    def _paragraph_scale(self, part: Part) -> tuple[Scale, int, int] | None:
        """Paragraphs that are levels, and which blocks of the part they are."""
        texts = [block.children[0].content if block.kind == "paragraph" else "" for block in part.blocks]
        lines = [level_line(text) for text in texts]
        places = [place for place, line in enumerate(lines) if line is not None and line.text]
        if len(places) < 2 or places != list(range(places[0], places[-1] + 1)):
            return None
        found = scale([texts[place] for place in places])
        return (found, places[0], places[-1]) if found else None

    # -- sections ------------------------------------------------------------------------------------------------------

    def _section_of(self, part: Part) -> Section:
        section = self._section(part.heading) if part.heading else Section()
        found = self._heading_scale(part)
        if found is not None:
            section.members.append(self._heading_criterion(part, section, found))
            return section
        plain = part.heading is not None and "plain" in self._marks(part.heading, heading=True).fields
        if section.title and not plain and explains(section.title) and not self._has_marked_items([part]):
            self._explains(part, f"the section {section.title!r} is about the list and not part of it")
        elif section.weight is not None and self.as_checkpoints and _is_prose(part):
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
        line = part.heading.line if part.heading else (part.blocks[0].line if part.blocks else 1)
        return self._scaled(found, ": ".join(filter(None, (own, " ".join(texts)))).rstrip(": "), line)

    def _explains(self, part: Part, why: str) -> None:
        if any(block.kind in LISTS or block.kind == "table" for block in part.blocks):
            line = part.heading.line if part.heading else part.blocks[0].line
            self._note("read_as", f"{why}; its lines are not graded", line)
        for block in part.blocks:
            if block.kind == "paragraph":
                self._prose(block)

    def _checkpoint(self, part: Part, section: Section) -> None:
        """A section with a weight that is one criterion in prose."""
        nodes = [piece for block in part.blocks if block.kind == "paragraph" for piece in block.written()]
        whole = " ".join(Inline.read(node.content).plain() for node in nodes)
        partial = _PARTIAL.search(whole)
        text, fields = (whole, {}) if partial else self._marked(nodes)
        if not (text or fields):
            return
        line, column = self.page.place(nodes[0])
        if partial:
            self._note("read_as", f"{clip(partial.group(), 60)!r} is read as levels of credit", line, column)
            fields = {"levels": _partial_levels(partial)}
        details = [d for block in part.blocks if block.kind in LISTS for d in self._details(block)]
        if details:
            self._note("read_as", f"the list below {clip(text, 40)!r} is part of that criterion", line, column)
        section.members.append(self._item(joined(text, details), fields, line, column))

    def _blocks(self, part: Part, section: Section) -> None:
        """The criteria among the blocks of a part, in order."""
        ranged = self._paragraph_scale(part)
        if ranged is not None:
            self._paragraph_criterion(part, section, *ranged)
            return
        lead: Block | None = None
        for block in part.blocks:
            if block.kind in LISTS:
                self._list_block(block, section, lead)
            elif block.kind == "table":
                self._table(_pipe_table(block, self.page), section, block.line)
            elif _is_html_table(block):
                for table in html_tables(block.content, self.page.source, block.line):
                    self._table(table, section, block.line)
            elif block.kind == "paragraph":
                self._paragraph(block, section)
            lead = block if block.kind == "paragraph" else None

    def _paragraph_criterion(self, part: Part, section: Section, found: Scale, first: int, last: int) -> None:
        before = [b for b in part.blocks[:first] if b.kind == "paragraph"]
        text = " ".join(squash(b.children[0].content) for b in before) or section.title or self.header.title
        line = before[0].line if before else part.blocks[first].line
        section.members.append(self._scaled(found, text.rstrip(": ") or "The work reaches a level", line))
        rest = part.blocks[last + 1 :]
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


def _partial_levels(found: re.Match[str]) -> list[dict[str, object]]:
    """`nine drinks (2pts) or eight drinks (1pt)`: all of the credit, some of it, or none."""
    most, some = float(found.group(2)), float(found.group(4))
    top = max(most, some)
    named = [
        ("neither", "none of these", 0.0),
        ("part", found.group("part"), some / top),
        ("full", found.group("full"), most / top),
    ]
    return [{"label": label, "text": squash(text), "credit": credit} for label, text, credit in named]


def _is_prose(part: Part) -> bool:
    """Whether a part holds a paragraph and no criteria of its own: a list in it follows a colon and has no marks."""
    before: Block | None = None
    paragraphs = False
    for block in part.blocks:
        if block.kind in LISTS:
            if before is None or not before.children[0].content.rstrip("*_ ").endswith(":"):
                return False
        elif block.kind == "table" or _is_html_table(block):
            return False
        paragraphs = paragraphs or block.kind == "paragraph"
        before = block if block.kind == "paragraph" else None
    return paragraphs and not part.parts


def _is_html_table(block: Block) -> bool:
    return block.kind == "html_block" and "<table" in block.content.lower()


def _pipe_table(block: Block, page: Page) -> Table:
    rows = [row for part in block.children for row in part.children]
    cells = [[Cell(c.children[0].content, row.line, page.at(_at_row(c, row))) for c in row.children] for row in rows]
    return Table(page.source, cells)


def _at_row(cell: Block, row: Block) -> Block:
    """A cell's text knows its row's line."""
    cell.children[0].line = row.line
    return cell.children[0]
