"""Question trees as in HBQ-RS modules: `tree: [{type: group, weight, children: [{type: question, text, ...}]}]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.formats.foreign import Import, own_id
from outcomes.formats.nodes import Listing, Mapping, Scalar

if TYPE_CHECKING:
    from outcomes.formats.nodes import Node
    from outcomes.formats.outline import Section

_TOP = ("$schema", "module_id", "version", "title", "tree")
_GROUP = ("id", "type", "title", "score_mode", "weight", "children", "tags")
_QUESTION = (
    "id", "type", "criterion_key", "text", "pass_answer", "weight", "question_type", "applies_when", "tags", "severity",
)  # fmt: skip


def read(root: Listing | Mapping, source: str) -> Import | None:
    """The module in a file, or `None`."""
    if not isinstance(root, Mapping) or not {"tree", "module_id"} <= root.fields.keys():
        return None
    found = Import(source, "question tree")
    title = root.fields.get("title")
    found.header.title = title.text if isinstance(title, Scalar) else ""
    _children(found, found.listed(root, "tree"), found.root)
    found.left_out(root, _TOP)
    return found


def _children(found: Import, nodes: list[Node], section: Section) -> None:
    for node in nodes:
        entry = found.mapping(node, "an entry of the tree")
        if found.text(entry, "type") == "group":
            _group(found, entry, section)
        else:
            _question(found, entry, section)


def _group(found: Import, entry: Mapping, section: Section) -> None:
    mode = entry.fields.get("score_mode")
    if isinstance(mode, Scalar) and mode.text not in ("weighted_mean", "mean"):
        found.note("not_understood", f"score_mode {mode.text!r} is read as a weighted mean", mode)
    below = found.section(section, found.text(entry, "title"), entry, found.number(entry, "weight", 1.0))
    _children(found, found.listed(entry, "children"), below)
    found.left_out(entry, _GROUP)


def _question(found: Import, entry: Mapping, section: Section) -> None:
    answer, when = entry.fields.get("pass_answer"), entry.fields.get("applies_when")
    given = entry.fields.get("id")
    fields: dict[str, Any] = {"points": found.number(entry, "weight", 1.0)}
    if isinstance(answer, Scalar) and answer.text.upper() == "NO":
        fields["fault"] = True
    if isinstance(when, Scalar) and when.text:
        fields["applies_when"] = when.text
    fields |= own_id(given)
    kind = entry.fields.get("question_type")
    if isinstance(kind, Scalar) and kind.text == "gate":
        fields["required"] = True
    found.item(entry, found.text(entry, "text"), section, **fields)
    found.left_out(entry, _QUESTION)
