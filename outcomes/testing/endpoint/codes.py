"""The code that a prompt asks to have repeated, where an endpoint cannot be held to a schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGITS: Final = re.compile(r'"([0-9a-f]{8,64})"')
_NAMED: Final = re.compile(r'\b(\w+)"?(?::| is)\s*\Z')
_LONGEST_NAME: Final = 100


class Code(NamedTuple):
    """`"reply_code": "0f3a..."`, or `reply_code is "0f3a..."`."""

    field: str
    digits: str


def find_code(texts: Sequence[str]) -> Code | None:
    """The last one that the texts name; hex digits of at least eight places, in quotes."""
    for text in reversed(texts):
        for digits in reversed(list(_DIGITS.finditer(text))):
            name = _NAMED.search(text[max(digits.start() - _LONGEST_NAME, 0) : digits.start()])
            if name:
                return Code(name[1], digits[1])
    return None
