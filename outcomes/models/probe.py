"""Finds out whether an endpoint holds a model to a schema, by an answer that nobody gives by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.model import Question, Turn, Words
from outcomes.models.ways import LADDER
from outcomes.prompts import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.model import Model, Way
    from outcomes.usage import Usage

SHOWN: Final = {"shade": "vermilion-7", "weight": "three stone"}
"""What only the schema says. An endpoint that drops it has its model say hello, as it was asked to."""
_SCHEMA: Final = {
    "type": "object",
    "properties": {name: {"type": "string", "enum": [value]} for name, value in SHOWN.items()},
    "required": list(SHOWN),
    "additionalProperties": False,
}


def probe() -> Question:
    """The question; always the same, with nothing of anybody's in it."""
    turn = Turn("user", (Words(render("probe.md.j2")),))
    return Question("", (turn,), _SCHEMA, max_output_tokens=2_048, nonce="5f0e3c2a9b7d4186")


def most_for_probing(ways: Mapping[Way, Model]) -> Usage:
    """The most that all the asking can use."""
    first, *others = [ways[way].most(probe()) for way in LADDER[:-1]]
    for usage in others:
        first += usage
    return first
