"""Where a run of text stands, and how its blocks fold into the block that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.docx.look import PAPER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Block, Visibility


class Place(NamedTuple):
    """Where paragraphs stand and what they take over from there."""

    prefix: str = ""
    """What their locators begin with; nothing for the body."""
    background: str = PAPER
    visibility: Visibility = "visible"
    reason: str | None = None
    depth: int = 0
    """How many tables and text boxes they lie in."""

    @property
    def lead(self) -> str:
        """The prefix with what separates it from the rest of a locator."""
        return f"{self.prefix} / " if self.prefix else ""


def fold_in(blocks: Sequence[Block], place: Place) -> tuple[str, tuple[Block, ...]]:
    """The own text and the children of a cell, note or text box.

    Plain paragraphs at the beginning become its text, one line each, so that `Table 2 R3C1` can be quoted as it is;
    from the first list item, table or tracked change on, blocks stay blocks.
    """
    lines: list[str] = []
    children: list[Block] = []
    for at, block in enumerate(blocks):
        if not _plain(block, place):
            return "\n".join(lines), (*children, *blocks[at:])
        if block.text:
            lines.append(block.text)
        children.extend(block.children)
    return "\n".join(lines), tuple(children)


def _plain(block: Block, place: Place) -> bool:
    return (
        block.kind == "paragraph"
        and block.visibility == place.visibility
        and block.reason == place.reason
        and block.change is None
        and block.target is None
    )
