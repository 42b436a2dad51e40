"""Occupation rubrics for GDPval tasks, as in ClawWork: dimensions with weights, criteria and automatic low scores.

`{evaluation_rubric: {completeness: {weight, criteria, scoring_guidance}, ...}, scoring_guidelines:
{automatic_low_score_triggers: [...]}}`. A trigger is a fault without points that caps the total.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.formats.foreign import Import
from outcomes.formats.nodes import Listing, Mapping, Scalar

if TYPE_CHECKING:
    from outcomes.formats.nodes import Node

_TOP = ("category", "evaluation_rubric", "scoring_guidelines", "metadata")
_LOW = re.compile(r"\b0\s*[-\u2013\u2014]\s*(\d+(?:\.\d+)?)")
_TRIGGERS = "automatic_low_score_triggers"


def read(root: Listing | Mapping, source: str) -> Import | None:
    """The rubric in a file, or `None`."""
    if not isinstance(root, Mapping) or "evaluation_rubric" not in root.fields:
        return None
    found = Import(source, "occupation rubric")
    category = root.fields.get("category")
    found.header.title = category.text if isinstance(category, Scalar) else ""
    for name, node in found.mapping(root.fields["evaluation_rubric"], "evaluation_rubric").fields.items():
        _dimension(found, name, found.mapping(node, "a dimension"))
    _low_scores(found, root)
    found.left_out(root, _TOP)
    return found


def _dimension(found: Import, name: str, node: Mapping) -> None:
    section = found.section(found.root, name.replace("_", " "), node, found.number(node, "weight", 1.0))
    for entry in found.listed(node, "criteria"):
        if not isinstance(entry, Scalar):
            found.refuse(entry, "a criterion is text")
        found.item(entry, entry.text, section)
    found.left_out(node, ("weight", "description", "criteria"), ": each criterion passes or fails, and counts alike")


def _low_scores(found: Import, root: Mapping) -> None:
    """Every trigger caps the total; at how much, the guidelines say in words."""
    node = root.fields.get("scoring_guidelines")
    guidelines = found.mapping(node, "scoring_guidelines") if node is not None else None
    triggers = found.listed(guidelines, _TRIGGERS) if guidelines is not None else []
    if guidelines is None or not triggers:
        return
    top, low = (
        _number(guidelines.fields.get("score_scale"), 10.0),
        _number(guidelines.fields.get("overall_approach"), None),
    )
    if low is None or top is None or not 0 <= low < top:
        low, top = 2.0, 10.0
        found.note("read_as", "no cap is stated for the automatic low scores; 2 of 10 is taken", guidelines)
    section = found.section(found.root, "automatic low score", guidelines.fields[_TRIGGERS])
    for trigger in triggers:
        if isinstance(trigger, Scalar):
            found.item(trigger, trigger.text, section, points=0.0, fault=True, cap=low / top, required=False)
    message = f"each of {len(triggers)} automatic low scores caps the total at {low / top:.0%}"
    found.note("read_as", message, guidelines.fields[_TRIGGERS])
    found.left_out(guidelines, (_TRIGGERS, "overall_approach", "score_scale"))


def _number(node: Node | None, unstated: float | None) -> float | None:
    """The upper end of the last range from 0 that comes first in a text: `0-10 where 0-2=...` is 10."""
    found = _LOW.search(node.text) if isinstance(node, Scalar) else None
    return float(found.group(1)) if found else unstated
