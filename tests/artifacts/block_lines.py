"""What was read as short lines, so that a whole document can be asserted at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact, Block

_SHORT = {"ph": "placeholder"}


def block_lines(artifact: Artifact, told: Sequence[str]) -> list[str]:
    """One line a block: kind, locator, what is special about it (the fields `told`), text; children are indented."""
    return [line for unit in artifact.units for block in unit.blocks for line in _lines(block, told, 0)]


def _lines(block: Block, told: Sequence[str], depth: int) -> list[str]:
    about = [] if block.visible else [block.reason or block.visibility]
    about += [f"{name}={value}" for name in told if (value := _value(block, name)) is not None]
    line = f"{'  ' * depth}{block.kind} {block.locator}{' [' + ' '.join(about) + ']' if about else ''}"
    return [
        f"{line}: {block.text}" if block.text else line,
        *(line for child in block.children for line in _lines(child, told, depth + 1)),
    ]


def _value(block: Block, name: str) -> object:
    if name == "spans":
        spans = (block.row_span, block.column_span)
        return f"{spans[0]}x{spans[1]}" if spans != (1, 1) else None
    if name == "header":
        return block.header or None
    found: object = getattr(block, _SHORT.get(name, name))
    return found
