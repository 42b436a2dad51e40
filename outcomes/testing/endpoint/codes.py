"""The code that a prompt asks to have repeated, where an endpoint cannot be held to a schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from outcomes.testing.endpoint.call import Call

_ASKED: Final = re.compile(r'\b(\w+)"?(?::| is)\s*"([0-9a-f]{8,64})"')


class Code(NamedTuple):
    """`"reply_code": "0f3a..."`, or `reply_code is "0f3a..."`."""

    field: str
    digits: str


def code_of(call: Call) -> Code | None:
    """The last one that the last message names; hex digits of at least eight places, in quotes."""
    for text in reversed(call.last):
        found = _ASKED.findall(text)
        if found:
            return Code(*found[-1])
    return None
