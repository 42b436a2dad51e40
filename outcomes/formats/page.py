"""A markdown file as a tree of blocks that know their lines, and errors that name the line and column."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from outcomes.errors import RubricError

if TYPE_CHECKING:
    from collections.abc import Callable

_MAX_NESTING = 64
_MAX_LEVELS = 30
"""Nested lists: each nests two levels of blocks, and the last few are never reached, so that nothing is dropped."""


class Page:
    """The blocks of one file; inline markup is left as it is written."""

    def __init__(self, text: str, source: str) -> None:
        """Parse CommonMark with tables; `RubricError` when lists or quotes are nested too deeply to be read whole."""
        self.source = source
        self.lines = text.split("\n")
        tokens = _parser().parse(text)
        deep = next((token for token in tokens if token.level > 2 * _MAX_LEVELS + 1), None)
        if deep is not None:
            line = deep.map[0] + 1 if deep.map else None
            msg = f"nested deeper than {_MAX_LEVELS} levels; flatten the lists or quotes"
            raise RubricError(msg, source=source, line=line)
        self.blocks = SyntaxTreeNode(tokens).children

    def at(self, node: SyntaxTreeNode) -> Callable[[str, int], RubricError]:
        """Make errors from a message and an offset in the node's content."""

        def fail(message: str, offset: int) -> RubricError:
            before = node.content[:offset]
            row = before.count("\n")
            line = line_of(node) + row
            written = node.content.split("\n")[row]
            begin = self.lines[line - 1].find(written)
            column = begin + len(before) - (before.rfind("\n") + 1) + 1 if begin >= 0 else None
            return RubricError(message, source=self.source, line=line, column=column)

        return fail


def line_of(node: SyntaxTreeNode) -> int:
    """The line, from 1, on which a block begins."""
    return node.map[0] + 1 if node.map else 1


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    parser.disable("reference")  # `- [Sources]: required` is an item, not a link's address
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser
