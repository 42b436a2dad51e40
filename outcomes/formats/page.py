"""A markdown file as a tree of blocks that know their lines, and errors that name the line and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from outcomes.errors import RubricError
from outcomes.formats.tidy import tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it.token import Token

LISTS = frozenset({"bullet_list", "ordered_list"})
CODE = frozenset({"fence", "code_block"})
_MAX_NESTING = 64
_MAX_LEVELS = 30
"""Nested lists: each nests two levels of blocks, and the last few are never reached, so that nothing is dropped."""


@dataclass(slots=True)
class Block:
    """A block of the file: its kind (`paragraph`, `list_item`, `inline` ...), first line from 1, and what is in it."""

    kind: str
    line: int
    content: str = ""
    """The source of an inline, a code or an HTML block."""
    level: int = 0
    """A heading's."""
    children: list[Block] = field(default_factory=list)

    def written(self) -> Iterator[Block]:
        """The pieces of text at and below this block, in order."""
        if self.kind == "inline" or self.kind in CODE:
            yield self
        for child in self.children:
            yield from child.written()


class Page:
    """The blocks of one file; inline markup is left as it is written."""

    def __init__(self, text: str, source: str) -> None:
        """Parse CommonMark with tables; `RubricError` when lists or quotes are nested too deeply to be read whole."""
        self.source = source
        text = tidy(text)
        self.lines = text.split("\n")
        self.blocks = _tree(_parser().parse(text), source)

    def at(self, block: Block) -> Callable[[str, int], RubricError]:
        """Make errors from a message and an offset in the block's content."""

        def fail(message: str, offset: int) -> RubricError:
            line, column = self.place(block, offset)
            return RubricError(message, source=self.source, line=line, column=column)

        return fail

    def place(self, block: Block, offset: int = 0) -> tuple[int, int | None]:
        """Line and column, from 1, of an offset in the block's content."""
        before = block.content[:offset]
        row = before.count("\n")
        line = block.line + row
        written = block.content.split("\n", row + 1)[row]
        begin = self.lines[line - 1].find(written) if line <= len(self.lines) else -1
        return line, begin + len(before) - (before.rfind("\n") + 1) + 1 if begin >= 0 else None


def _tree(tokens: Sequence[Token], source: str) -> list[Block]:
    root: list[Block] = []
    stack = [root]
    line = 1
    for token in tokens:
        if token.map:
            line = token.map[0] + 1
        if token.level > 2 * _MAX_LEVELS + 1:
            msg = f"nested deeper than {_MAX_LEVELS} levels; flatten the lists or quotes"
            raise RubricError(msg, source=source, line=line)
        if token.nesting < 0:
            stack.pop()
            continue
        kind = token.type.removesuffix("_open")
        block = Block(kind, line, token.content, int(token.tag[1:]) if kind == "heading" else 0)
        stack[-1].append(block)
        if token.nesting > 0:
            stack.append(block.children)
    return root


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    parser.disable("reference")  # `- [Sources]: required` is an item, not a link's address
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser
