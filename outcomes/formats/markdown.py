"""Markdown -> `Rubric`: headings are sections; list items, table rows or, without any, paragraphs are criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.errors import RubricError
from outcomes.format import clean
from outcomes.formats.header import front_matter
from outcomes.formats.inline import Inline
from outcomes.formats.marks import Marked, read_marks
from outcomes.formats.outline import Header, Item, Section, build, section_name
from outcomes.formats.page import Page, line_of
from outcomes.formats.tables import read_table
from outcomes.text import clip, squash

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.tree import SyntaxTreeNode

    from outcomes.rubric import Rubric

_LISTS = ("bullet_list", "ordered_list")
_CODE = ("fence", "code_block")
_BOXES = ("[ ] ", "[x] ", "[X] ")


def read_markdown(text: str, source: str) -> Rubric:
    """Read a rubric as people write one; `source` is the file's name, for messages.

    The first top heading is the title; headings are sections; list items and table rows are criteria, and prose
    beside them explains. A file without any list or table has one criterion a paragraph. Raise `RubricError`.
    """
    text = clean(text, source)
    header, body = front_matter(text, source)
    outline, title = read_outline(body, source)
    if not _has_items(outline):
        found = "only headings" if outline.members or title else "nothing to grade"
        msg = f"{found} here, no criteria; write one statement a line, for example `- Every figure has a source`"
        raise RubricError(msg, source=source)
    return build(outline, Header(header.title or title, header.threshold, header.applies_to), source)


def read_outline(text: str, source: str) -> tuple[Section, str]:
    """The sections and items of markdown without front matter, and the title, empty when there is none."""
    outline = _Outline(Page(text, source))
    outline.read()
    return outline.root, outline.title or ""


class _Outline:
    """Walks the blocks once and sorts them into sections; paragraphs wait until it is known what they are."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.title: str | None = None
        self.root = Section()
        self.stack: list[tuple[int, Section]] = [(0, self.root)]
        self.prose: dict[int, list[SyntaxTreeNode]] = {}
        """Paragraphs by the `id` of the section that they stand in."""

    def read(self) -> None:
        for block in self.page.blocks:
            section = self.stack[-1][1]
            if block.type == "heading":
                self._heading(block)
            elif block.type in _LISTS:
                self._list(block, section)
            elif block.type == "table":
                section.members += read_table(block, self.page)
            elif block.type == "paragraph":
                self.prose.setdefault(id(section), []).append(block)
        self._settle(self.root, graded=not (_has_weights(self.root) or _has_items(self.root)))

    def _heading(self, block: SyntaxTreeNode) -> None:
        level = int(block.tag[1:])
        content = block.children[0]
        if level == 1 and self.title is None:
            self.title = Inline.read(content.content).plain()
            self.stack = self.stack[:1]
            return
        while self.stack[-1][0] >= level:
            self.stack.pop()
        section = self._section(content)
        if section.title:
            self.stack[-1][1].members.append(section)
            self.stack.append((level, section))

    def _leads(self, node: SyntaxTreeNode) -> bool:
        """Whether the text ends with a colon, before or after its marks."""
        bare = Inline.read(node.content).plain()
        return any(text.rstrip("*_ ").endswith(":") for text in (bare, self._marks(node, heading=True).text))

    def _marks(self, node: SyntaxTreeNode, *, heading: bool = False) -> Marked:
        """Words and marks of one piece of text, without its checkbox."""
        content = node.content
        if content.startswith(_BOXES):
            content = content.replace(content[:3], "   ", 1)
        return read_marks(content, self.page.at(node), heading=heading)

    def _section(self, content: SyntaxTreeNode) -> Section:
        """The section that a heading, or an item that ends with a colon, opens."""
        fail = self.page.at(content)
        marked = self._marks(content, heading=True)
        fields = dict(marked.fields)
        weight, required = fields.pop("points", None), fields.pop("required", None)
        if fields:
            other = next(iter(fields)).replace("_", " ")
            msg = f"a heading takes a weight, `(required)` or `(optional)`, not {other!r}; mark the items below it"
            raise fail(msg, 0)
        if weight is not None and weight <= 0:
            msg = f"a section's weight must be above 0, found {weight:g}"
            raise fail(msg, 0)
        return Section(section_name(marked.text), weight, required, line_of(content))

    def _list(self, block: SyntaxTreeNode, section: Section) -> None:
        for entry in block.children:
            self._entry(entry, section)

    def _entry(self, entry: SyntaxTreeNode, section: Section) -> None:
        """A list item: a criterion with what hangs below it, or the lead-in to criteria of their own."""
        lists = [child for child in entry.children if child.type in _LISTS]
        own = [node for child in entry.children if child.type not in _LISTS for node in _written(child)]
        if lists and own and own[-1].type == "inline" and self._leads(own[-1]):
            below = self._section(own[-1])
            section.members.append(below)
            section = below
            own = []
        if own:
            text, fields = self._marked(own)
            if text or fields:
                section.members.append(self._item(text, fields, entry, lists))
                return
        for block in lists:
            self._list(block, section)

    def _marked(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[str, dict[str, Any]]:
        """Words and marks of an item's paragraphs together."""
        texts: list[str] = []
        fields: dict[str, Any] = {}
        for node in nodes:
            if node.type != "inline":
                texts.append(squash(node.content))
                continue
            marked = self._marks(node)
            texts.append(marked.text)
            for name, value in marked.fields.items():
                if fields.setdefault(name, value) != value:
                    msg = f"two marks disagree about {name.replace('_', ' ')!r}; keep one"
                    raise self.page.at(node)(msg, 0)
        return " ".join(text for text in texts if text), fields

    def _item(
        self, text: str, fields: dict[str, Any], block: SyntaxTreeNode, lists: Sequence[SyntaxTreeNode] = ()
    ) -> Item:
        line = line_of(block)
        if not text:
            msg = "an item of marks alone; say in words what must hold"
            raise RubricError(msg, source=self.page.source, line=line)
        details = [detail for block in lists for detail in self._details(block)]
        joint = " " if text[-1] in ".:;,!?" else ": "
        full = joint.join([text, "; ".join(details)]) if details else text
        return Item(full, fields, line, lambda msg, _: RubricError(msg, source=self.page.source, line=line))

    def _details(self, block: SyntaxTreeNode) -> Iterator[str]:
        """The items below a criterion, which are part of its text and cannot count on their own."""
        for node in _written(block):
            text, fields = self._marked([node])
            if not {"points", "check"}.isdisjoint(fields):
                msg = (
                    f"{clip(text, 40)!r} is part of the criterion above it and cannot be graded on its own; "
                    "end the line above with `:` to make the items below it criteria"
                )
                raise RubricError(msg, source=self.page.source, line=line_of(node))
            words = Inline.read(node.content).plain() if fields else text
            if words:
                yield words

    def _settle(self, section: Section, *, graded: bool) -> None:
        """Make criteria of paragraphs where nothing else can be.

        That is in a weighted section without items, and in a file with neither items nor weighted sections.
        """
        graded = graded or (section.weight is not None and not _has_items(section))
        found: list[Item | Section] = []
        for block in self.prose.get(id(section), ()) if graded else ():
            text, fields = self._marked(list(_written(block)))
            if text or fields:
                found.append(self._item(text, fields, block))
        for member in section.members:
            if isinstance(member, Section):
                self._settle(member, graded=graded)
        section.members[:0] = found


def _has_items(section: Section) -> bool:
    return any(isinstance(member, Item) or _has_items(member) for member in section.members)


def _has_weights(section: Section) -> bool:
    below = [member for member in section.members if isinstance(member, Section)]
    return section.weight is not None or any(map(_has_weights, below))


def _written(node: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    """The pieces of text below a node, in order."""
    return (part for part in node.walk() if part.type == "inline" or part.type in _CODE)
