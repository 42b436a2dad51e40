"""Level descriptors in YAML and JSON: `levels: [{label, text, credit}]`, or with points instead of a credit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.formats.nodes import Listing, Mapping, Scalar, describe, refuse, refuse_unknown_keys
from outcomes.text import squash

if TYPE_CHECKING:
    from outcomes.formats.nodes import Node

LEVEL = ("label", "text", "credit", "points")


def read_levels(node: Node, source: str, stated: dict[str, Any]) -> list[dict[str, object]]:
    """Levels with their credit; where they have points instead, the most of them is what the criterion is worth."""
    if not isinstance(node, Listing):
        refuse(node, f"levels is a list of label, text and credit, found {describe(node)}", source)
    levels = [_level(item, source) for item in node.items]
    with_points = [level for level in levels if "points" in level]
    if not with_points:
        return levels
    top = max(float(str(level["points"])) for level in with_points)
    if len(with_points) < len(levels) or any("credit" in level for level in levels) or top <= 0:
        refuse(node, "levels have a credit each, or points each, the most of them above 0", source)
    stated.setdefault("points", top)
    return [
        {key: value for key, value in level.items() if key != "points"}
        | {"credit": max(0.0, float(str(level["points"])) / top)}
        for level in levels
    ]


def read_levels_by_id(node: Node, source: str) -> dict[str, list[dict[str, object]]]:
    """Levels of several criteria by their ids."""
    if not isinstance(node, Mapping):
        refuse(node, f"levels is a mapping of criterion ids and lists, found {describe(node)}", source)
    return {name: read_levels(value, source, {}) for name, value in node.fields.items()}


def _level(node: Node, source: str) -> dict[str, object]:
    if not isinstance(node, Mapping):
        refuse(node, f"a level has a label, a text and a credit from 0 to 1, found {describe(node)}", source)
    refuse_unknown_keys(node, LEVEL, "a level", source)
    fields: dict[str, object] = {}
    for key, value in node.fields.items():
        if key in ("label", "text"):
            if not isinstance(value, Scalar):
                refuse(value, f"{key} is text, found {describe(value)}", source)
            fields[key] = squash(value.text)
        else:
            worth = value.value if isinstance(value, Scalar) else None
            if isinstance(worth, bool) or not isinstance(worth, int | float):
                refuse(value, f"{key} is a number, found {describe(value)}", source)
            fields[key] = worth
    return fields
