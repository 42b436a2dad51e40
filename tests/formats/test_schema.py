"""The published JSON Schema says what the reader reads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from outcomes import wiring
from outcomes.errors import RubricError
from outcomes.formats import header, level_nodes, trees, yaml
from outcomes.formats.nodes import plain
from outcomes.formats.yaml_nodes import compose
from outcomes.formats.yaml_writer import write_yaml
from outcomes.rubric import Criterion, Rubric
from tests.formats.strategies import rubrics

SCHEMA: dict[str, Any] = json.loads(wiring.rubric_schema())
FOLDER = Path(__file__).parents[2] / "rubrics"
SHIPPED = sorted(FOLDER.glob("*.yaml"))
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict, "array": list, "string": str, "number": (int, float), "integer": int, "boolean": bool,
    "null": type(None),
}  # fmt: skip


def problems(value: object, schema: dict[str, Any], at: str = "$") -> list[str]:
    """What a value does wrong, by the keywords of draft-07 that the schema uses; an unknown keyword fails the test."""
    found: list[str] = []
    for key, wanted in schema.items():
        if key in ("description", "title", "$schema", "$id", "definitions"):
            continue
        found += _problem(key, wanted, value, schema, at)
    return found


def _problem(key: str, wanted: Any, value: Any, schema: dict[str, Any], at: str) -> list[str]:  # noqa: PLR0911 - one return for each keyword
    if key == "$ref":
        return problems(value, SCHEMA["definitions"][wanted.removeprefix("#/definitions/")], at)
    if key == "type":
        names = [wanted] if isinstance(wanted, str) else wanted
        right = any(isinstance(value, TYPES[name]) and (name == "boolean") is isinstance(value, bool) for name in names)
        return [] if right else [f"{at} is no {wanted}: {value!r}"]
    if key in ("oneOf", "anyOf"):
        ways = [problems(value, each, at) for each in wanted]
        fitting = sum(not way for way in ways)
        return [] if fitting == 1 or (fitting and key == "anyOf") else [f"{at} fits {fitting} of {key}: {ways}"]
    if key == "const":
        return [] if value == wanted else [f"{at} is not {wanted}"]
    if key == "enum":
        return [] if value in wanted else [f"{at} is not one of {wanted}"]
    if isinstance(value, dict) and key in ("properties", "required", "additionalProperties", "propertyNames"):
        return _in_mapping(key, wanted, value, schema, at)
    if isinstance(value, list) and key in ("items", "minItems"):
        return (
            [p for n, each in enumerate(value) for p in problems(each, wanted, f"{at}[{n}]")] if key == "items" else []
        )
    if isinstance(value, str) and key in ("minLength", "maxLength", "pattern"):
        right = {"minLength": lambda: len(value) >= wanted, "maxLength": lambda: len(value) <= wanted}.get(
            key, lambda: re.search(wanted, value) is not None
        )()
        return [] if right else [f"{at}: {key} {wanted}: {value!r}"]
    if isinstance(value, int | float) and key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        right = {
            "minimum": value >= wanted, "maximum": value <= wanted,
            "exclusiveMinimum": value > wanted, "exclusiveMaximum": value < wanted,
        }[key]  # fmt: skip
        return [] if right else [f"{at}: {key} {wanted}: {value!r}"]
    known = {
        "properties", "required", "additionalProperties", "propertyNames", "items", "minItems", "minLength",
        "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    }  # fmt: skip
    return [] if key in known else [f"unknown keyword {key}"]


def _in_mapping(key: str, wanted: Any, value: dict[str, Any], schema: dict[str, Any], at: str) -> list[str]:
    if key == "required":
        return [f"{at} has no {name}" for name in wanted if name not in value]
    if key == "properties":
        return [
            p for name, each in wanted.items() if name in value for p in problems(value[name], each, f"{at}.{name}")
        ]
    if key == "propertyNames":
        return [p for name in value for p in problems(name, wanted, f"{at}.{name}")]
    others = [name for name in value if name not in schema.get("properties", {})]
    if wanted is False:
        return [f"{at} has {name}" for name in others]
    return [p for name in others for p in problems(value[name], wanted, f"{at}.{name}")]


def test_the_schema_is_draft_07_and_names_itself() -> None:
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert SCHEMA["$id"] == "urn:outcome-engine:rubric:1"


def test_the_schema_knows_every_key_that_the_reader_knows_and_no_other() -> None:
    definitions = SCHEMA["definitions"]
    known = {name: set(definitions[name]["properties"]) for name in ("rubric", "section", "level", "group", "floor")}
    assert known == {
        "rubric": set(yaml.TOP),
        "section": set(yaml.SECTION),
        "level": set(level_nodes.LEVEL),
        "group": set(trees.ROOT),
        "floor": set(trees.FLOOR),
    }
    criterion = definitions["criterion"]["oneOf"][1]["properties"]
    assert set(criterion) == set(yaml.CRITERION) == set(Criterion.model_fields) - {"line", "column"}
    assert set(definitions["rubric"]["properties"]["defaults"]["properties"]) == set(header.DEFAULTS)
    assert definitions["kind"]["enum"] == list(header.KINDS)


@settings(max_examples=60, deadline=None)
@given(rubrics())
def test_every_file_that_is_written_fits_the_schema(rubric: Rubric) -> None:
    node = compose(write_yaml(rubric), "r.yaml")
    assert node is not None
    assert problems(plain(node), SCHEMA) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_file_fits_and_names_the_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    line = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert line is not None
    assert json.loads((path.parent / line.group(1)).read_text(encoding="utf-8")) == SCHEMA
    node = compose(text, path.name)
    assert node is not None
    assert problems(plain(node), SCHEMA) == []


@pytest.mark.parametrize(
    "text",
    [
        "title: x",
        "criterias: [a]",
        "criteria: [{points: 2}]",
        "criteria: [{text: a, points: x}]",
        "criteria: [{text: a, about: secret}]",
        "criteria: [{text: a, id: a b}]",
        "criteria: [{text: a, levels: [{label: x}]}]",
        "criteria: [{text: a, cap: 1}]",
        "criteria: [a]\nthreshold: 80",
        "criteria: [a]\nthreshold: lots",
        "criteria: [a]\napplies_to: [dcox]",
        "criteria: [a]\nfloors: [{criteria: [a]}]",
        "sections: [{criteria: [a]}]",
        "sections: [{title: A, weight: 0, criteria: [a]}]",
        "criteria: [a]\nvariables: {a b: c}",
        "criteria: [a]\nschema_version: 2",
    ],
)
def test_what_the_schema_refuses_the_reader_refuses_too(text: str) -> None:
    node = compose(text, "r.yaml")
    assert node is not None
    assert problems(plain(node), SCHEMA) != []
    with pytest.raises(RubricError):
        yaml.read_yaml(text, "r.yaml")
