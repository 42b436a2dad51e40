"""A heading of a markdown page and the blocks right below it, before it is known what they mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from outcomes.formats.block import LISTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.formats.block import Block


@dataclass(slots=True)
class Part:
    """A heading, what stands right below it, and the headings below that."""

    heading: Block | None = None
    level: int = 0
    blocks: list[Block] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The heading's own words, as written."""
        return self.heading.content if self.heading else ""

    @property
    def line(self) -> int:
        """Where it begins."""
        first = self.heading or next(iter(self.blocks), None)
        return first.line if first is not None else 1

    def everything(self) -> Iterator[Part]:
        """This part and all below it."""
        yield self
        for part in self.parts:
            yield from part.everything()

    @property
    def is_prose(self) -> bool:
        """Whether it holds a paragraph and no criteria of its own: a list in it follows a colon."""
        before: Block | None = None
        paragraphs = False
        for block in self.blocks:
            if block.kind in LISTS:
                if before is None or not before.children[0].content.rstrip("*_ ").endswith(":"):
                    return False
            elif block.kind == "table" or is_html_table(block):
                return False
            paragraphs = paragraphs or block.kind == "paragraph"
            before = block if block.kind == "paragraph" else None
        return paragraphs and not self.parts


def is_html_table(block: Block) -> bool:
    """Whether a block is HTML with a table in it."""
    return block.kind == "html_block" and "<table" in block.content.lower()
