"""The blocks of plain markdown (headings, paragraphs, lists, lists in them and tables), found line by line.

Most rubrics hold nothing else, and the general parser takes ten times as long. A section is read here only where every
line says for itself what it is; any other is left to that parser, which would find the same blocks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from outcomes.formats.block import Block
from outcomes.formats.plain_tables import plain_table

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECTION = re.compile(r"^#{1,6}(?:[ \t]|$)", re.MULTILINE)
_OPENS = re.compile(r"^(?:(?P<comment><!--)|(?:[ \t>*+-]|\d{1,9}[.)])*(?:```|~~~|<))", re.MULTILINE)
"""A line that begins a comment, or may begin code or HTML, in which a heading is no heading."""
_WORDS = r"(?:[^\s\d#>*+_`~<|:=-]|\*\*?[^\s*]|_[^\s_]|`(?!``)|\d+(?:(?![\d.)])|[.)](?=\S))).*"
"""Text that begins no block: a word, a bracket, emphasis, code, a number that does not count."""
_LINE = re.compile(
    rf"(?P<indent>[ ]*)(?:(?P<marker>[-*+]|\d{{1,9}}[.)])[ ])?(?P<words>{_WORDS})"
    r"|(?P<blank>[ \t]*)|(?P<heading>#{1,6})[ ]+(?P<title>\S.*)"
)
_DEEPEST = 8
"""Lists in lists that are read here."""


class Chunk(NamedTuple):
    """A heading with what follows it, or what stands before the first heading."""

    text: str
    line: int
    """Its first line, from 1."""


def chunks(text: str) -> Iterator[Chunk]:
    """The text, cut before every heading that is one for certain."""
    begin, line = 0, 1
    for start, end in _certain(text):
        for heading in _SECTION.finditer(text, start, end):
            at = heading.start()
            if at > begin:
                yield Chunk(text[begin:at], line)
                line += text.count("\n", begin, at)
                begin = at
    yield Chunk(text[begin:], line)


def between(text: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    """Where each stretch from one mark to the next other one begins and ends; one that is never closed is none."""
    start = text.find(opening)
    while start >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            return
        yield start, end + len(closing)
        start = text.find(opening, end + len(closing))


def _certain(text: str) -> Iterator[tuple[int, int]]:
    """The stretches outside comments, up to the first line that may begin code or HTML."""
    start = 0
    while (opens := _OPENS.search(text, start)) is not None and opens.group("comment"):
        yield start, opens.start()
        end = text.find("-->", opens.end())
        start = text.find("\n", end) if end >= 0 else -1
        if start < 0:
            return
    yield start, opens.start() if opens is not None else len(text)


def plain_blocks(chunk: Chunk) -> list[Block] | None:
    """The blocks of a section; `None` where any line could be something else."""
    reader = _Reader()
    lines = chunk.text.split("\n")
    at = 0
    while at < len(lines):
        text, line = lines[at], chunk.line + at
        if text.startswith("|"):
            table = plain_table(lines, at, line) if reader.text is None else None
            if table is None:
                return None
            at = reader.take_table(*table)
            continue
        found = _LINE.fullmatch(text)
        if found is None or not reader.take(found, line, text):
            return None
        at += 1
    reader.end_text()
    return reader.blocks


class _Open(NamedTuple):
    """A list that the next item may belong to."""

    indent: int
    """Where its markers stand."""
    depth: int
    """Where the words of its last item stand, and the markers of a list in that item."""
    style: str
    """The last character of its markers."""
    block: Block


class _Reader:
    """Takes one line after the other."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.lists: list[_Open] = []
        """The open ones, outermost first."""
        self.text: Block | None = None
        """The text that the next line may go on with."""
        self.lines: list[str] = []
        """The lines it has so far."""

    def end_text(self) -> None:
        """Nothing goes on with the text that is open."""
        if self.text is not None and len(self.lines) > 1:
            self.text.content = "\n".join(self.lines).strip()
        self.text = None

    def take(self, found: re.Match[str], line: int, text: str) -> bool:
        """Whether it is certain what the line is."""
        kind = found.lastgroup
        if kind == "words":
            if found.group("marker") is not None:
                return self._item(found, line)
            return self._continued(found, text) if self.text is not None else self._paragraph(found, line)
        self.end_text()
        return kind == "blank" or self._heading(found, line)

    def take_table(self, table: Block, end: int) -> int:
        """A table at the top, which closes every list; where it ends."""
        self.blocks.append(table)
        self.lists.clear()
        return end

    def _heading(self, found: re.Match[str], line: int) -> bool:
        title = found.group("title").strip()
        block = Block("heading", line, "", len(found.group("heading")), [Block("inline", line, title)])
        self.blocks.append(block)
        self.lists.clear()
        return not title.endswith("#")

    def _item(self, found: re.Match[str], line: int) -> bool:
        """An item of an open list, or the first one of a list at the top or in an item."""
        marker, words = found.group("marker", "words")
        indent, style, lists = len(found.group("indent")), marker[-1], self.lists
        while lists and lists[-1].indent > indent:
            lists.pop()
        beside = lists.pop() if lists and lists[-1].indent == indent else None
        if beside is None and not self._begins(indent, marker):
            return False
        self.end_text()
        block = beside.block if beside is not None and beside.style == style else self._list(style, line)
        lists.append(_Open(indent, indent + len(marker) + 1, style, block))
        block.children.append(Block("list_item", line, "", 0, [self._text(words, line)]))
        return True

    def _begins(self, indent: int, marker: str) -> bool:
        """Whether a list begins here: right below words of the item it is in; no number in the middle of a text."""
        right = indent == (self.lists[-1].depth if self.lists else 0)
        return right and len(self.lists) < _DEEPEST and (self.text is None or not marker[0].isdigit())

    def _list(self, style: str, line: int) -> Block:
        """A new list, at the top or in the item that is open."""
        block = Block("ordered_list" if style in ".)" else "bullet_list", line)
        (self.lists[-1].block.children[-1].children if self.lists else self.blocks).append(block)
        return block

    def _paragraph(self, found: re.Match[str], line: int) -> bool:
        self.blocks.append(self._text(found.group("words"), line))
        self.lists.clear()
        return not found.group("indent")

    def _text(self, words: str, line: int) -> Block:
        """A paragraph that the next line may go on with."""
        self.text = Block("inline", line, words.strip())
        self.lines = [words]
        return Block("paragraph", line, "", 0, [self.text])

    def _continued(self, found: re.Match[str], text: str) -> bool:
        """One more line of a paragraph or of an item's."""
        depth = self.lists[-1].depth if self.lists else 0
        if len(found.group("indent")) < depth:
            return False
        self.lines.append(text[depth:])
        return True
