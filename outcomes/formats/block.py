"""A block of a markdown file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LISTS = frozenset({"bullet_list", "ordered_list"})
CODE = frozenset({"fence", "code_block"})


@dataclass(slots=True)
class Block:
    """A block: its kind (`paragraph`, `list_item`, `inline` ...), first line from 1, and what is in it."""

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
