"""A check in words and as data: what it is about, what it takes, and where its rule comes from."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from outcomes.check import GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from outcomes.check import Checks, CheckSpec

REQUIRED = "required"
_TYPES = {"integer": "whole number", "number": "number", "boolean": "true or false", "string": "text"}


class Argument(NamedTuple):
    """One argument of a check, for people."""

    name: str
    type: str
    """`whole number`, `list of text`, `one of "a", "b"`."""
    default: str
    """As a rubric writes it; `required` without one, empty when it may be left out."""
    description: str


def arguments(spec: CheckSpec[Any]) -> list[Argument]:
    """What a check takes, in the order in which it says so."""
    schema = spec.args.model_json_schema()
    needed = schema.get("required", ())
    return [
        Argument(name, _type(field), _default(field, needed=name in needed), field.get("description", ""))
        for name, field in schema.get("properties", {}).items()
    ]


def grouped(checks: Iterable[CheckSpec[Any]]) -> list[tuple[str, list[CheckSpec[Any]]]]:
    """The checks under the heading of their group, in the order of `GROUPS`; other packages' groups come last."""
    order = {name: number for number, name in enumerate(GROUPS)}
    ranked = sorted(
        checks, key=lambda spec: (order.get(spec.group, len(order)), "" if spec.group in order else spec.group)
    )
    return [(GROUPS.get(name, name), list(specs)) for name, specs in groupby(ranked, key=lambda spec: spec.group)]


def kinds(spec: CheckSpec[Any]) -> str:
    """`docx, pptx`, or `any kind of file`."""
    return ", ".join(spec.kinds) or "any kind of file"


def data(spec: CheckSpec[Any]) -> dict[str, object]:
    """All of it for a program."""
    return {
        "name": spec.name,
        "group": spec.group,
        "summary": spec.summary,
        "meaning": spec.meaning,
        "source": spec.source,
        "false_positives": spec.false_positives,
        "example": spec.example,
        "kinds": list(spec.kinds),
        "runs_code": spec.runs_code,
        "limit_seconds": spec.limit_seconds,
        "owner": spec.owner or None,
        "arguments": spec.args.model_json_schema(),
    }


def page(checks: Checks) -> str:
    """The page about all checks, as markdown."""
    lines = [
        "# Checks",
        "",
        "What code can decide, with no model and no key: the same file always gets the same verdict. A criterion calls",
        "a check in backticks, as in each example. A check that cannot tell says so, and the criterion is",
        "`cannot_judge`.",
        "",
        "This page is written by `outcomes checks --markdown`; `outcomes checks NAME` prints one of them.",
        "",
    ]
    for title, specs in grouped(checks.values()):
        lines += [f"- **{title}**: " + ", ".join(f"[`{spec.name}`](#{_anchor(spec.name)})" for spec in specs)]
    for title, specs in grouped(checks.values()):
        lines += ["", f"## {title}"]
        for spec in specs:
            lines += ["", *_entry(spec)]
    return "\n".join(lines) + "\n"


def _entry(spec: CheckSpec[Any]) -> list[str]:
    runs = ["It runs a command, so it needs `--allow-commands`.", ""] if spec.runs_code else []
    table = [
        f"| `{one.name}` | {_cell(one.type)} | {_cell(one.default)} | {_cell(one.description)} |"
        for one in arguments(spec)
    ]
    head = ["| argument | type | default | |", "|---|---|---|---|"]
    return [
        f"### {spec.name}",
        "",
        f"{spec.summary}.",
        "",
        f"`` `{spec.example}` ``",
        "",
        *runs,
        *([*head, *table, ""] if table else []),
        f"- looks at: {kinds(spec)}",
        f"- meaning: {spec.meaning}",
        f"- source: {spec.source}",
        f"- wrong when: {spec.false_positives}",
    ]


def _anchor(name: str) -> str:
    """As the sites that show markdown make it of a heading."""
    return name.replace(".", "").lower()


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _type(field: Mapping[str, Any]) -> str:
    options = [option for option in field.get("anyOf", ()) if option.get("type") != "null"]
    if options:
        return " or ".join(dict.fromkeys(_type(option) for option in options))
    if "enum" in field:
        return "one of " + ", ".join(json.dumps(value) for value in field["enum"])
    if field.get("type") == "array":
        return f"list of {_type(field.get('items', {}))}"
    return _TYPES.get(str(field.get("type")), "text")


def _default(field: Mapping[str, Any], *, needed: bool) -> str:
    if needed:
        return REQUIRED
    default = field.get("default")
    return "" if default is None else json.dumps(default, ensure_ascii=False)
