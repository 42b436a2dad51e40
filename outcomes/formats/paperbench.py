"""Weighted trees as in PaperBench: `{id, requirements, weight, sub_tasks: [...], task_category}`.

Weights are relative to siblings, leaves pass or fail, and the score is the weighted mean up the tree
(Starace et al., 2025, https://github.com/openai/frontier-evals, `project/paperbench`).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from outcomes.formats.foreign import Import, own_id
from outcomes.formats.nodes import Listing, Mapping, Scalar
from outcomes.text import count, squash

if TYPE_CHECKING:
    from outcomes.formats.outline import Section

_KEYS = frozenset({"id", "requirements", "weight", "sub_tasks", "task_category", "finegrained_task_category"})


def read(root: Listing | Mapping, source: str) -> Import | None:
    """The tree in a file, or `None`."""
    if not isinstance(root, Mapping) or not {"requirements", "sub_tasks"} <= root.fields.keys():
        return None
    return _Tree(source).read(root)


class _Tree:
    def __init__(self, source: str) -> None:
        self.found = Import(source, "weighted tree")
        self.categories: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()

    def read(self, root: Mapping) -> Import:
        self._count(root)
        found = self.found
        title = squash(found.text(root, "requirements"))
        children = found.listed(root, "sub_tasks")
        if children:
            found.header.title = title
            self._children(root, found.root)
        else:
            self._leaf(root, found.root, 1.0)
        if self.categories:
            kinds = ", ".join(f"{name} ({times})" for name, times in self.categories.most_common())
            found.note(
                "not_carried_over",
                f"task_category of {count(self.categories.total(), 'leaf', 'leaves')}: {kinds}",
                root,
            )
        return found

    def _count(self, node: Mapping) -> None:
        """How often each id occurs: one that occurs twice names nothing."""
        identifier = node.fields.get("id")
        if isinstance(identifier, Scalar):
            self.ids[identifier.text] += 1
        listed = node.fields.get("sub_tasks")
        for child in listed.items if isinstance(listed, Listing) else ():
            if isinstance(child, Mapping):
                self._count(child)

    def _children(self, node: Mapping, section: Section) -> None:
        for each in self.found.listed(node, "sub_tasks"):
            child = self.found.mapping(each, "a sub-task")
            weight = self.found.number(child, "weight", 1.0)
            if weight < 0:
                self.found.refuse(child.fields["weight"], f"a weight is 0 or more, found {weight:g}")
            if self.found.listed(child, "sub_tasks"):
                below = self.found.section(section, self.found.text(child, "requirements"), child, weight)
                self._children(child, below)
            else:
                self._leaf(child, section, weight)
            self.found.left_out(child, _KEYS)

    def _leaf(self, node: Mapping, section: Section, weight: float) -> None:
        category = node.fields.get("task_category")
        if isinstance(category, Scalar) and isinstance(category.value, str):
            self.categories[category.value] += 1
        identifier = node.fields.get("id")
        unique = isinstance(identifier, Scalar) and self.ids[identifier.text] == 1
        given: dict[str, Any] = {"points": weight} | (own_id(identifier) if unique else {})
        self.found.item(node, self.found.text(node, "requirements"), section, **given)
