"""`Rubric` -> YAML that reads back as the same rubric; also the values that a markdown file has on top."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from outcomes.formats.outline import section_name
from outcomes.formats.trees import write_floor, write_tree
from outcomes.rubric import criterion_id
from outcomes.text import squash

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from outcomes.rubric import Criterion, Rubric

SCHEMA_FILE = "rubric.schema.json"
"""Where an editor looks for the schema: beside the rubric, as `outcomes rubric schema > rubric.schema.json` puts it."""
_PLAIN = re.compile(r"[A-Za-z][\w'()/,-]*(?: [\w'()/,.%+-]+)*")
_VALUES = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufdd0-\ufdef\ufffe\uffff]")


def write_yaml(rubric: Rubric) -> str:
    """Write every field that is not as it would be anyway; texts come out on one line."""
    lines = [f"# yaml-language-server: $schema={SCHEMA_FILE}"]
    title = squash(rubric.title)
    lines += [f"title: {scalar(title)}"] if title else []
    lines += header_lines(rubric)
    lines.append("criteria:")
    for criterion in rubric.criteria:
        first, *rest = _criterion(criterion)
        lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    lines += tree_lines(rubric)
    return "\n".join([*lines, ""])


def header_lines(rubric: Rubric) -> list[str]:
    """Threshold, kinds and references."""
    return [
        *([] if rubric.threshold is None else [f"threshold: {rubric.threshold!r}"]),
        *([f"applies_to: {_flow(rubric.applies_to)}"] if rubric.applies_to else []),
        *([f"references: {_flow(rubric.references)}"] if rubric.references else []),
    ]


def tree_lines(rubric: Rubric, *, scoring: bool = True) -> list[str]:
    """The scoring tree and the floors, spelled out by ids."""
    points = {criterion.id: criterion.points for criterion in rubric.criteria}
    lines: list[str] = []
    if rubric.scoring is not None and scoring:
        lines += ["scoring:", *_block(write_tree(rubric.scoring, points), 1)]
    if rubric.floors:
        lines += ["floors:", *_items([write_floor(floor, points) for floor in rubric.floors], 1)]
    return lines


def level_lines(levels: Mapping[str, Sequence[Mapping[str, object]]]) -> list[str]:
    """Levels by the ids of their criteria."""
    lines = ["levels:"] if levels else []
    for name, values in levels.items():
        lines += [f"  {scalar(name)}:", *(f"    - {_flow(value)}" for value in values)]
    return lines


def scalar(value: object) -> str:
    """One value as YAML and JSON read it alike; text without quotes where nothing in it could be misread."""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if _PLAIN.fullmatch(value) and value.lower() not in _VALUES and len(value) < 2000:
        return value
    quoted = _ODD.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(value, ensure_ascii=False))
    return quoted.replace("{{", "\\u007b{")  # braces that are meant, and no variable


def _criterion(criterion: Criterion) -> list[str]:
    section = tuple(name for part in criterion.section if (name := section_name(part)))
    text = squash(criterion.text)
    only_points = criterion.points != 1
    flags = [name for name in ("per_occurrence", "fault", "withheld") if getattr(criterion, name)]
    said: dict[str, str] = {
        "text": scalar(text),
        "id": scalar(criterion.id) if criterion.id != criterion_id(section, text) else "",
        "section": (_flow(section) if len(section) > 1 else scalar(section[0])) if section else "",
        "points": repr(criterion.points).removesuffix(".0") if only_points else "",
        "required": scalar(criterion.required) if criterion.required is only_points else "",
        **dict.fromkeys(flags, "true"),
        "cap": repr(criterion.cap) if criterion.cap is not None else "",
        "applies_when": scalar(squash(criterion.applies_when)) if criterion.applies_when else "",
        "about": criterion.about if criterion.about != "visible" else "",
        "needs": criterion.needs or "",
    }
    lines = [f"{key}: {value}" for key, value in said.items() if value]
    return [*lines, *_check(criterion), *_levels(criterion)]


def _check(criterion: Criterion) -> Iterator[str]:
    if criterion.check is not None:
        yield "check:"
        yield f"  name: {scalar(criterion.check.name)}"
        if criterion.check.args:
            yield f"  args: {_flow(criterion.check.args)}"


def _levels(criterion: Criterion) -> Iterator[str]:
    if criterion.levels:
        yield "levels:"
    for level in criterion.levels:
        yield f"  - {_flow({'label': level.label, 'text': level.text, 'credit': level.credit})}"


def _flow(value: object) -> str:
    """A short list or mapping on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(key)}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _quoted(value)


def _quoted(value: object) -> str:
    """A value inside brackets, where commas end it."""
    text = scalar(value)
    return json.dumps(text, ensure_ascii=False) if not text.startswith('"') and set(text) & set(",[]{}") else text


def _block(mapping: Mapping[str, object], depth: int) -> list[str]:
    """A mapping, one key a line."""
    indent = "  " * depth
    lines: list[str] = []
    for key, value in mapping.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines += [f"{indent}{key}:", *_items(value, depth + 1)]
        else:
            lines.append(f"{indent}{key}: {_flow(value)}")
    return lines


def _items(values: Sequence[Mapping[str, object]], depth: int) -> list[str]:
    """A list of mappings."""
    lines: list[str] = []
    for value in values:
        first, *rest = _block(value, depth + 1)
        lines += ["  " * depth + "- " + first.lstrip(), *rest]
    return lines
