"""A markdown file as a tree of blocks that know their lines, and errors that name the line and column."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from outcomes.errors import RubricError
from outcomes.formats.block import Block
from outcomes.formats.plain import Chunk, chunks, plain_blocks
from outcomes.formats.tidy import tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it.token import Token

_MAX_NESTING = 64
_MAX_LEVELS = 30
"""Nested lists: each nests two levels of blocks, and the last few are never reached, so that nothing is dropped."""


class Page:
    """The blocks of one file; inline markup is left as it is written."""

    def __init__(self, text: str, source: str) -> None:
        """Parse CommonMark with tables; `RubricError` when lists or quotes are nested too deeply to be read whole."""
        self.source = source
        text = tidy(text)
        self.lines = text.split("\n")
        self.blocks = list(_blocks(text, source))

    def at(self, block: Block) -> Callable[[str, int], RubricError]:
        """Make errors from a message and an offset in the block's content."""

        def fail(message: str, offset: int) -> RubricError:
            line, column = self.place(block, offset)
            return RubricError(message, source=self.source, line=line, column=column)

        return fail

    def place(self, block: Block, offset: int = 0) -> tuple[int, int | None]:
        """Line and column, from 1, of an offset in the block's content."""
        content = block.content
        begin = content.rfind("\n", 0, offset) + 1
        end = content.find("\n", offset)
        line = block.line + (content.count("\n", 0, begin) if begin else 0)
        at = _where(content[begin : end if end >= 0 else None], self.lines[line - 1]) if line <= len(self.lines) else -1
        return line, at + offset - begin + 1 if at >= 0 else None


def _where(written: str, line: str) -> int:
    """Where the text begins in its line, at the end of which it mostly stands."""
    bare = line.rstrip()
    return len(bare) - len(written) if bare.endswith(written) else line.find(written)


def _blocks(text: str, source: str) -> Iterator[Block]:
    for chunk in chunks(text):
        found = plain_blocks(chunk)
        yield from found if found is not None else tree(chunk, source)


def tree(chunk: Chunk, source: str) -> list[Block]:
    """The blocks of any markdown, as the general parser finds them."""
    return _nested(_parser().parse(chunk.text), source, chunk.line)


def _nested(tokens: Sequence[Token], source: str, first: int) -> list[Block]:
    root: list[Block] = []
    stack = [root]
    line = first
    for token in tokens:
        if token.map:
            line = token.map[0] + first
        if token.level > 2 * _MAX_LEVELS + 1:
            msg = f"nested deeper than {_MAX_LEVELS} levels; flatten the lists or quotes"
            raise RubricError(msg, source=source, line=line)
        if token.nesting < 0:
            stack.pop()
            continue
        kind = token.type.removesuffix("_open")
        content = token.content.strip() if kind == "inline" else token.content
        block = Block(kind, line, content, int(token.tag[1:]) if kind == "heading" else 0)
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
