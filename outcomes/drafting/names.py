"""What an example calls things, as the sentences of a draft hold it."""

from __future__ import annotations

from typing import Final

from outcomes.text import clip, invisible, squash

_LONGEST_NAME: Final = 60


def clear(text: str) -> str:
    """A name out of the example on one line, without the characters that nobody sees; checks do not see them either."""
    unseen = invisible(text)
    return squash("".join(char for char in text if char.isspace() or (char.isprintable() and char not in unseen)))


def quoted(name: str) -> str:
    """A name in a sentence."""
    return f"“{clip(name, _LONGEST_NAME)}”"


def plain_number(number: float) -> float:
    """`9` for `9.0`, as an author writes it."""
    return int(number) if number == int(number) else number
