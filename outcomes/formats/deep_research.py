"""Dimensions and weights as in DeepResearch Bench: `{dimension_weight: {...}, criterions: {name: [{criterion, ...}]}}`.

A criterion weighs its share of its dimension, and a dimension its share of the whole.
"""

from __future__ import annotations

from outcomes.formats.foreign import Import
from outcomes.formats.nodes import Listing, Mapping, Scalar


def read(root: Listing | Mapping, source: str) -> Import | None:
    """The dimensions in a file, or `None`."""
    if not isinstance(root, Mapping) or not {"dimension_weight", "criterions"} <= root.fields.keys():
        return None
    found = Import(source, "dimensions")
    weights = found.mapping(root.fields["dimension_weight"], "dimension_weight")
    dimensions = found.mapping(root.fields["criterions"], "criterions")
    for name, node in dimensions.fields.items():
        if name not in weights.fields:
            found.refuse(node, f"the dimension {name!r} has no weight in dimension_weight")
        section = found.section(found.root, name.replace("_", " "), node, found.number(weights, name))
        if not isinstance(node, Listing):
            found.refuse(node, "a dimension is a list of criteria")
        for entry in node.items:
            criterion = found.mapping(entry, "a criterion")
            explanation = criterion.fields.get("explanation")
            why = [explanation.text] if isinstance(explanation, Scalar) and explanation.text else []
            text = ": ".join([found.text(criterion, "criterion"), *why])
            found.item(criterion, text, section, points=found.number(criterion, "weight", 1.0))
            found.left_out(criterion, ("criterion", "explanation", "weight"))
    found.left_out(root, ("dimension_weight", "criterions", "id"))
    return found
