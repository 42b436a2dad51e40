"""Finds the one answer in a text around it: an object that opens with the reply code, and no other object."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from outcomes.models.strict import strict_json, strict_object_at

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE: Final = "reply_code"
"""The field that an answer repeats the question's nonce in, where an endpoint cannot be held to a schema."""
MOST_TRIES: Final = 8
"""Places that are looked at: each costs at most one reading of the text, so that the whole stays linear."""


def find_answer(text: str, nonce: str) -> dict[str, Any]:
    """The object with the right code, without it.

    A text copied out of an artifact cannot hold the code, since nobody who wrote one knew it.

    Raises:
        ValueError: there is none, or there are several that differ; the message can be told to the model.
    """
    found = [value for value in _objects(text, nonce) if value.get(CODE) == nonce]
    if not found:
        msg = f"there is no JSON object in it that begins with {json.dumps(CODE)}: {json.dumps(nonce)} and is whole"
        raise ValueError(msg)
    if any(value != found[0] for value in found[1:]):
        raise ValueError("it holds several answers that differ")
    return without_code(found[0])


def without_code(value: dict[str, Any]) -> dict[str, Any]:
    """The answer alone."""
    return {name: part for name, part in value.items() if name != CODE}


def _objects(text: str, nonce: str) -> Iterator[dict[str, Any]]:
    """The whole text where it is one object, or those that begin with the code; a broken one is no object."""
    whole = text.strip()
    if whole.startswith("{") and whole.endswith("}"):
        try:
            value = strict_json(whole)
        except ValueError:
            pass
        else:
            if isinstance(value, dict):
                yield value
                return
    start = re.compile(rf'\{{\s*"{CODE}"\s*:\s*"{re.escape(nonce)}"')
    for tried, match in enumerate(start.finditer(text)):
        if tried == MOST_TRIES:
            raise ValueError("it holds the reply code again and again")
        try:
            yield strict_object_at(text, match.start())
        except ValueError:
            continue
