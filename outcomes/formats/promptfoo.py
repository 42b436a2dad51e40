"""Test configs of promptfoo: the `llm-rubric` asserts, and those of its other asserts that a check of ours decides.

`{tests: [{vars, assert: [{type: llm-rubric, value, weight, threshold}], threshold}], defaultTest}` or a bare list of
tests (https://www.promptfoo.dev/docs/configuration/expected-outputs/). Code is never run and not carried over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.formats.foreign import Import
from outcomes.formats.nodes import Listing, Mapping, Scalar
from outcomes.rubric import CheckCall
from outcomes.text import squash

if TYPE_CHECKING:
    from outcomes.formats.nodes import Node
    from outcomes.formats.outline import Section
    from outcomes.formats.template import Template

_JUDGED = frozenset({"llm-rubric", "model-graded-closedqa", "g-eval", "search-rubric", "agent-rubric"})
_CONTAINS = {
    "contains": (False, "contains"),
    "icontains": (True, "contains"),
    "contains-all": (False, "contains"),
    "icontains-all": (True, "contains"),
    "contains-any": (False, "contains"),
    "icontains-any": (True, "contains"),
}
_CODE = frozenset({"python", "javascript", "ruby", "webhook"})
_ASSERT = ("type", "value", "weight", "metric", "assert", "threshold")


def read(root: Listing | Mapping, template: Template) -> Import | None:
    """The asserts in a config, or `None`; a test's `vars` are the defaults of the variables in their words."""
    tests = _tests(root)
    if not tests:
        return None
    config = _Config(Import(template.source, "promptfoo"), template, several=len(tests) > 1)
    for test in tests:
        config.test(test)
    found = config.found
    if not found.root.members:
        found.refuse(
            root, "no assert can be carried over: there is no `llm-rubric` and no `contains`; write its criteria as one"
        )
    if isinstance(root, Mapping):
        description = root.fields.get("description")
        found.header.title = squash(description.text) if isinstance(description, Scalar) else ""
        found.left_out(root, ("description", "tests", "defaultTest", "assert"))
    return found


def _tests(root: Listing | Mapping) -> list[Mapping]:
    """Everything in a config that has asserts."""
    if isinstance(root, Mapping):
        listed = root.fields.get("tests")
        nodes: list[Node] = [root] if "assert" in root.fields else []
        nodes += [root.fields["defaultTest"]] if "defaultTest" in root.fields else []
        nodes += listed.items if isinstance(listed, Listing) else []
    else:
        nodes = root.items
    return [node for node in nodes if isinstance(node, Mapping) and isinstance(node.fields.get("assert"), Listing)]


class _Config:
    def __init__(self, found: Import, template: Template, *, several: bool) -> None:
        self.found = found
        self.template = template
        self.several = several
        self.told: set[str] = set()

    def test(self, test: Mapping) -> None:
        found = self.found
        self._variables(test)
        threshold = found.number(test, "threshold") if "threshold" in test.fields else None
        if threshold is not None and 0 < threshold <= 1 and not self.several:
            found.header.threshold = threshold
        elif threshold is not None:
            found.note(
                "not_carried_over", f"the threshold {threshold:g} of one test among several", test.fields["threshold"]
            )
        for node in found.listed(test, "assert"):
            entry = found.mapping(node, "an assert")
            self._assert(entry, found.root, required=threshold is None)

    def _variables(self, test: Mapping) -> None:
        variables = test.fields.get("vars")
        for name, node in variables.fields.items() if isinstance(variables, Mapping) else ():
            if not isinstance(node, Scalar) or node.text.startswith("file://"):
                continue
            if self.template.defaults.setdefault(name, node.text) != node.text:
                self._once(f"vars: {name} differs from test to test; the first value is its default", node)

    def _assert(self, entry: Mapping, section: Section, *, required: bool) -> None:
        found = self.found
        kind = found.text(entry, "type")
        negated = kind.startswith("not-")
        kind = kind.removeprefix("not-")
        fields: dict[str, Any] = {"points": found.number(entry, "weight", 1.0), "required": required}
        if kind == "assert-set":
            self._set(entry, section, fields["points"])
        elif kind in _JUDGED:
            self._judged(entry, section, fields | ({"fault": True} if negated else {}))
        elif kind in _CONTAINS:
            self._contains(entry, section, kind, fields, negated=negated)
        else:
            why = "code is never run" if kind in _CODE else "no check of ours decides it"
            self._once(f"asserts of type {kind!r}: {why}", entry)
        if kind in _JUDGED and "threshold" in entry.fields:
            found.note(
                "not_carried_over", "the threshold of an assert: a criterion passes or fails", entry.fields["threshold"]
            )
        found.left_out(entry, _ASSERT)

    def _set(self, entry: Mapping, section: Section, weight: float) -> None:
        """Asserts of which a share is enough, or that all have to pass."""
        below = self.found.section(section, "assert-set", entry, weight)
        share = self.found.number(entry, "threshold") if "threshold" in entry.fields else None
        below.floor = share if share is not None and 0 < share <= 1 else None
        for node in self.found.listed(entry, "assert"):
            self._assert(self.found.mapping(node, "an assert"), below, required=share is None)

    def _judged(self, entry: Mapping, section: Section, fields: dict[str, Any]) -> None:
        value = entry.fields.get("value")
        texts = value.items if isinstance(value, Listing) else [value] if value is not None else []
        for node in texts:
            if not isinstance(node, Scalar) or node.text.startswith("file://"):
                self.found.note("not_carried_over", "a criterion in a file of its own; write its words here", node)
                continue
            metric = entry.fields.get("metric")
            path = (metric.text,) if isinstance(metric, Scalar) and metric.text else ()
            self.found.item(node, node.text, section, path=path, **fields)

    def _contains(self, entry: Mapping, section: Section, kind: str, fields: dict[str, Any], *, negated: bool) -> None:
        ignore_case, _ = _CONTAINS[kind]
        value = entry.fields.get("value")
        nodes = value.items if isinstance(value, Listing) else [value] if value is not None else []
        words = [node for node in nodes if isinstance(node, Scalar) and node.text]
        if kind.endswith("-any") and len(words) > 1 and not negated:
            section = self.found.section(section, "any of these words", entry, fields.pop("points"))
            section.at_least, section.required = 1, fields.pop("required")
        for node in words:
            name = "not_contains" if negated else "contains"
            args: dict[str, Any] = {"text": node.text} | ({} if ignore_case else {"ignore_case": False})
            verb = "does not contain" if negated else "contains"
            self.found.item(
                node, f'The text {verb} "{node.text}"', section, check=CheckCall(name=name, args=args), **fields
            )

    def _once(self, message: str, node: Node) -> None:
        if message not in self.told:
            self.told.add(message)
            self.found.note("not_carried_over", message, node)
