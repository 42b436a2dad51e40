"""The criteria of lists and the sections of headings: the pieces that a markdown page is read into."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from outcomes.errors import RubricError
from outcomes.formats.block import LISTS
from outcomes.formats.inline import Inline
from outcomes.formats.levels import level_line, of_lines
from outcomes.formats.marks import Marked, read_marks
from outcomes.formats.outline import Header, Item, Section, section_name
from outcomes.formats.page_rules import PageRules
from outcomes.formats.prose import is_rule, read_rules
from outcomes.formats.titles import meaning
from outcomes.text import clip, squash

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.formats.block import Block
    from outcomes.formats.levels import Scale
    from outcomes.formats.page import Page

_BOXES = ("[ ] ", "[x] ", "[X] ")
_PERCENT = re.compile(r"[(\[]\s*(\d+(?:\.\d+)?)\s*%\s*[)\]]\.?\s*$")
_HEADING_FIELDS = ("points", "required", "at_least", "floor")
_SECTION_FIELDS = ("applies_when", "withheld", "about", "needs", "fault")


class Items(PageRules):
    """Reads headings and list items of one page, and notes what it leaves out."""

    def __init__(self, page: Page, header: Header) -> None:
        """`header`: what the file says about the whole; what prose says is added to it."""
        super().__init__(page, header)
        self.known: dict[tuple[int, bool], Marked] = {}
        """Marks that were read before, by the `id` of their block."""

    def _section(self, content: Block) -> Section:
        """The section that a heading, or an item that ends with a colon, opens."""
        fail = self.page.at(content)
        marked = self._marks(content, heading=True)
        fields = dict(marked.fields)
        plain = fields.pop("plain", False)
        stated = {name: fields.pop(name) for name in _HEADING_FIELDS if name in fields}
        defaults = {name: fields.pop(name) for name in _SECTION_FIELDS if name in fields}
        if fields:
            other = next(iter(fields)).replace("_", " ")
            known = "a weight, `(required)`, `(optional)` or a condition"
            msg = f"a heading takes {known}, not {other!r}; mark the items below it"
            raise fail(msg, 0)
        weight = stated.get("points")
        if weight is not None and weight <= 0:
            msg = f"a section's weight must be above 0, found {weight:g}"
            raise fail(msg, 0)
        section = Section(
            section_name(marked.text), weight, stated.get("required"), content.line, column=self._column(content)
        )
        section.at_least, section.floor, section.defaults = stated.get("at_least"), stated.get("floor"), defaults
        if not plain:
            self._say(section, meaning(section.title))
        return section

    def _say(self, section: Section, said: dict[str, Any]) -> None:
        """Add what a title means to what its marks say; the marks win."""
        section.at_least = section.at_least if section.at_least is not None else said.get("at_least")
        section.required = section.required if section.required is not None else said.get("required")
        section.defaults = {**said.get("defaults", {}), **section.defaults}
        if said:
            enough = said.get("at_least")
            how = {
                "at_least": f"{enough} of its criteria {'is' if enough == 1 else 'are'} enough",
                "required": "its criteria are required" if said.get("required") else "its criteria are optional",
                "defaults": "they are faults"
                if "fault" in said.get("defaults", {})
                else "its criteria apply only then",
            }
            told = " and ".join(how[key] for key in said)
            self._note("read_as", f"{section.title!r} says that {told}", section.line)

    def _leads(self, node: Block) -> bool:
        """Whether the text ends with a colon, before or after its marks."""
        if ":" not in node.content:
            return False
        bare = Inline.read(node.content).plain()
        return any(text.rstrip("*_ ").endswith(":") for text in (bare, self._marks(node, heading=True).text))

    def _marks(self, node: Block, *, heading: bool = False) -> Marked:
        """Words and marks of one piece of text, without its checkbox."""
        known = self.known.get((id(node), heading))
        if known is None:
            content = node.content
            if content.startswith(_BOXES):
                content = content.replace(content[:3], "   ", 1)
            known = self.known[id(node), heading] = read_marks(content, self.page.at(node), heading=heading)
        return known

    def _entries(self, block: Block, section: Section) -> None:
        percent = self._shares(block)
        for entry in block.children:
            self._entry(entry, section, percent=percent)

    def _shares(self, block: Block) -> bool:
        """Whether every item ends in a percentage and they make 100 together: then these are weights."""
        numbers = []
        for entry in block.children:
            first = next(iter(own_pieces(entry)), None)
            share = (
                _PERCENT.search(Inline.read(first.content).bare) if first is not None and "%" in first.content else None
            )
            if share is None:
                return False
            numbers.append(float(share.group(1)))
        return len(numbers) > 1 and abs(sum(numbers) - 100) < 1.01

    def _entry(self, entry: Block, section: Section, *, percent: bool = False) -> None:
        """A list item: a criterion with what hangs below it, or the lead-in to criteria of their own."""
        lists = [child for child in entry.children if child.kind in LISTS]
        own = own_pieces(entry)
        found = self._levels_of(lists[0], below=True) if len(lists) == 1 and own else None
        if lists and own and found is None and own[-1].kind == "inline" and self._leads(own[-1]):
            below = self._section(own[-1])
            section.members.append(below)
            section = below
            own = []
        if own:
            text, fields = self._marked(own, heading=percent)
            if text and not lists and not fields and is_rule(text) and not Inline.read(own[0].content).escaped:
                self._apply(read_rules(text), own[0])
                return
            if text or fields:
                column = self._column(own[0])
                if found is not None:
                    line = own[0].line
                    text = text.rstrip(": ") if Inline.read(own[-1].content).bare.rstrip().endswith(":") else text
                    section.members.append(self._scaled(found, text, line, fields, column))
                else:
                    section.members.append(self._item(text, fields, entry.line, column, lists))
                return
        for block in lists:
            self._entries(block, section)

    def _marked(self, nodes: Sequence[Block], *, heading: bool = False) -> Marked:
        """Words and marks of an item's paragraphs together."""
        if len(nodes) == 1 and nodes[0].kind == "inline":
            return self._marks(nodes[0], heading=heading)
        texts: list[str] = []
        fields: dict[str, Any] = {}
        for node in nodes:
            if node.kind != "inline":
                texts.append(squash(node.content))
                continue
            marked = self._marks(node, heading=heading)
            texts.append(marked.text)
            for name, value in marked.fields.items():
                if fields.setdefault(name, value) != value:
                    msg = f"two marks disagree about {name.replace('_', ' ')!r}; keep one"
                    raise self.page.at(node)(msg, 0)
        return Marked(" ".join(text for text in texts if text), fields)

    def _item(
        self, text: str, fields: dict[str, Any], line: int, column: int | None, lists: Sequence[Block] = ()
    ) -> Item:
        if not text:
            msg = "an item of marks alone; say in words what must hold"
            raise RubricError(msg, source=self.page.source, line=line)
        if lists:
            text = joined(text, [detail for block in lists for detail in self._details(block)])
        source = self.page.source
        return Item(
            text,
            fields,
            line,
            lambda msg, _: RubricError(msg, source=source, line=line),
            column=column,
        )

    def _details(self, block: Block) -> Iterator[str]:
        """The items below a criterion, which are part of its text and cannot count on their own."""
        for node in block.written():
            text, fields = self._marked([node])
            if not {"points", "check"}.isdisjoint(fields):
                msg = (
                    f"{clip(text, 40)!r} is part of the criterion above it and cannot be graded on its own; "
                    "end the line above with `:` to make the items below it criteria"
                )
                raise RubricError(msg, source=self.page.source, line=node.line)
            words = Inline.read(node.content).plain() if fields else text
            if words:
                yield words

    def _scaled(
        self, found: Scale, text: str, line: int, fields: dict[str, Any] | None = None, column: int | None = None
    ) -> Item:
        """A criterion with levels."""
        stated = dict(fields or {})
        stated["levels"] = found.levels
        if found.points is not None:
            stated.setdefault("points", found.points)
        if not found.exact:
            self._note("read_as", f"{clip(text, 40)!r} has {found.read_as}", line)
        return self._item(text, stated, line, column)

    def _levels_of(self, block: Block, *, below: bool = False) -> Scale | None:
        """The scale that a list spells out, one level an item."""
        lines = []
        for entry in block.children:
            pieces = [Inline.read(piece.content) for piece in entry.written()]
            line = level_line(" ".join(piece.plain() for piece in pieces))
            meant = line is not None and (line.unit == "credit" or (line.text and not any(p.escaped for p in pieces)))
            if line is None or not meant:
                return None
            lines.append(line)
        return of_lines(lines, below=below)

    def _column(self, node: Block) -> int | None:
        return self.page.place(node)[1]


def own_pieces(entry: Block) -> list[Block]:
    """The pieces of text of a list item, without the lists in it."""
    children = entry.children
    if len(children) == 1 and children[0].kind == "paragraph":
        return children[0].children
    return [piece for child in children if child.kind not in LISTS for piece in child.written()]


def joined(text: str, details: Sequence[str]) -> str:
    """A criterion's words with those that hang below it."""
    if not details:
        return text
    joint = " " if text[-1] in ".:;,!?" else ": "
    return joint.join([text, "; ".join(details)])
