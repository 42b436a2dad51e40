"""Flags for text that is in a file but was made unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifact import Flag
from outcomes.text import clip, count, invisible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outcomes.artifact import Block

_MOST_FLAGS = 50
_LONGEST_QUOTE = 60
# Soft hyphens, joiners and emoji variation selectors are ordinary in honest text.
_ORDINARY = frozenset("\u00ad\u200c\u200d\ufe0e\ufe0f")


def hidden_text_flags(blocks: Iterable[Block]) -> list[Flag]:
    """One `hidden-text` flag for each concealed block and each text with invisible characters, up to a limit."""
    flags: list[Flag] = []
    more = 0
    for block in blocks:
        if block.reason is None and block.text.isascii():
            continue
        detail = _detail(block)
        if detail is None:
            continue
        if len(flags) < _MOST_FLAGS:
            flags.append(Flag("hidden-text", detail, locator=block.locator))
        else:
            more += 1
    if more:
        flags.append(Flag("hidden-text", f"and {count(more, 'more place')}"))
    return flags


def _detail(block: Block) -> str | None:
    if not block.text:
        return None
    if block.concealed:
        return f"{block.reason}: {clip(block.text, _LONGEST_QUOTE)!r}"
    signs = invisible(block.text) - _ORDINARY
    if not signs:
        return None
    return f"invisible characters: {', '.join(f'U+{ord(sign):04X}' for sign in sorted(signs)[:5])}"
