"""Items with points, some of them negative, as in HealthBench: `{rubrics: [{criterion, points, tags}, ...]}`.

The score is the points of what is met over the sum of the positive ones, clipped to 0..1 (Arora et al., 2025,
https://github.com/openai/simple-evals). Bare lists of `{requirement, weight}` and `{criterion, score}` are read alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.formats.foreign import Import, mappings, own_id
from outcomes.formats.nodes import Listing, Mapping, Scalar

if TYPE_CHECKING:
    from outcomes.formats.nodes import Node

_TEXTS = ("criterion", "requirement")
_POINTS = ("points", "weight", "score")
_LISTS = ("rubrics", "rubric", "rubric_json", "rubric_items")


def read(root: Listing | Mapping, source: str) -> Import | None:
    """The items in a file, or `None`."""
    listed = _listed(root)
    entries = mappings(listed) if listed is not None else []
    if not entries or not all(_key(entry, _TEXTS) and _key(entry, _POINTS) for entry in entries):
        return None
    found = Import(source, "point items")
    for entry in entries:
        _item(found, entry)
    if isinstance(root, Mapping):
        found.left_out(root, _LISTS)
    return found


def _listed(root: Listing | Mapping) -> Listing | None:
    if isinstance(root, Listing):
        return root
    nodes = [root.fields[key] for key in _LISTS if key in root.fields]
    return next((node for node in nodes if isinstance(node, Listing)), None)


def _key(entry: Mapping, names: tuple[str, ...]) -> str:
    return next((name for name in names if isinstance(entry.fields.get(name), Scalar)), "")


def _item(found: Import, entry: Mapping) -> None:
    text, points = _key(entry, _TEXTS), _key(entry, _POINTS)
    axis, others = _axis(entry.fields.get("tags"))
    given = entry.fields.get("rubric_item_id") or entry.fields.get("id")
    own: dict[str, Any] = own_id(given)
    path = (axis,) if axis else ()
    found.item(entry, found.text(entry, text), found.root, path=path, points=found.number(entry, points), **own)
    if others:
        found.note("not_carried_over", f"tags: {', '.join(others)}", entry.fields["tags"])
    found.left_out(entry, (text, points, "tags", "rubric_item_id", "id"))


def _axis(tags: Node | None) -> tuple[str, list[str]]:
    """The axis among the tags, which is a section's name, and the others."""
    names = [tag.text for tag in tags.items if isinstance(tag, Scalar)] if isinstance(tags, Listing) else []
    axis = next((name.removeprefix("axis:") for name in names if name.startswith("axis:")), "")
    kept = ("axis:", "level:example")
    return axis.replace("_", " "), [name for name in names if not name.startswith(kept)]
