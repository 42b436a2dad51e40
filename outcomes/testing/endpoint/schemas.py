"""Which JSON Schemas the API can hold a model to, checked as it checks them: its documented subset and limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from outcomes.testing.endpoint.fields import wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_OPTIONAL: Final = 24
MOST_UNIONS: Final = 16
MOST_STRICT_TOOLS: Final = 20
FORMATS: Final = {"date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"}

_EVERYWHERE: Final = {"type", "title", "description", "default", "enum", "const", "anyOf", "allOf", "$ref"}
_AT_ROOT: Final = {"$schema", "$id", "$defs", "definitions", "$comment"}
_BY_TYPE: Final[dict[str, set[str]]] = {
    "object": {"properties", "required", "additionalProperties"},
    "array": {"items", "minItems"},
    "string": {"format", "pattern"},
    "integer": set(),
    "number": set(),
    "boolean": set(),
    "null": set(),
}
_UNSUPPORTED_PATTERN: Final = re.compile(r"\(\?[=!<]|\\[1-9bB]|\\k<")
"""Look-arounds, back references and word boundaries."""

Schema = "Mapping[str, Any]"


@dataclass(slots=True)
class _Count:
    """What is limited over all schemas of one request."""

    optional: int = 0
    unions: int = 0


def check_schemas(schemas: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """All schemas that a request wants to be enforced, each with its place in the request."""
    total = _Count()
    for where, schema in schemas:
        if schema.get("type") != "object" and "$ref" not in schema and "anyOf" not in schema:
            raise wrong(where, "the root of a schema must be of type 'object'")
        _check_recursion(schema, where)
        for node in _nodes(schema, where):
            _check_node(node, where, total, root=node is schema)
    if total.optional > MOST_OPTIONAL:
        raise wrong(
            "",
            f"Schemas contains too many optional parameters ({total.optional}), which would make grammar compilation "
            f"inefficient. Reduce the number of optional parameters in your schemas (limit: {MOST_OPTIONAL}).",
        )
    if total.unions > MOST_UNIONS:
        raise wrong(
            "",
            f"Schemas contains too many parameters with union types ({total.unions} parameters with type arrays or "
            f"anyOf). Reduce the number of nullable or union-typed parameters (limit: {MOST_UNIONS}).",
        )


def _nodes(schema: Mapping[str, Any], where: str) -> Iterator[Mapping[str, Any]]:
    """The schema and every schema inside it."""
    yield schema
    for child in _children(schema, where):
        yield from _nodes(child, where)


def _children(schema: Mapping[str, Any], where: str) -> Iterator[Mapping[str, Any]]:
    found: list[object] = []
    for name in ("properties", "$defs", "definitions"):
        if name in schema:
            found.extend(_dictionary(schema[name], f"{where}.{name}").values())
    for name in ("anyOf", "allOf"):
        found.extend(schema.get(name, ()))
    if "items" in schema:
        found.append(schema["items"])
    for child in found:
        yield _dictionary(child, where)


def _dictionary(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise wrong(where, "a schema is an object")
    return value


def _check_node(schema: Mapping[str, Any], where: str, total: _Count, *, root: bool) -> None:
    types = schema.get("type", [])
    names = [types] if isinstance(types, str) else types
    unknown = [name for name in names if name not in _BY_TYPE]
    if unknown:
        raise wrong(where, f"{unknown[0]!r} is not a type")
    if not names and not schema.keys() & {"enum", "const", "anyOf", "allOf", "$ref"}:
        raise wrong(where, "a schema must say its type")
    allowed = _EVERYWHERE.union(*(_BY_TYPE[name] for name in names), _AT_ROOT if root else ())
    extra = sorted(name for name in schema if name not in allowed)
    if extra:
        kind = f"'{names[0]}' type" if names else "a schema without a type"
        raise wrong(where, f"For {kind}, properties {', '.join(extra)} are not supported")
    total.unions += isinstance(types, list) or "anyOf" in schema
    if "object" in names:
        _check_object(schema, where, total)
    _check_values(schema, where)


def _check_object(schema: Mapping[str, Any], where: str, total: _Count) -> None:
    if schema.get("additionalProperties") is not False:
        raise wrong(where, "For 'object' type, 'additionalProperties' must be explicitly set to false")
    required, properties = schema.get("required", []), schema.get("properties", {})
    stranger = next((name for name in required if name not in properties), None)
    if stranger is not None:
        raise wrong(where, f"For 'object' type, the required property {stranger!r} is not among its properties")
    total.optional += len(properties) - len(set(required))


def _check_values(schema: Mapping[str, Any], where: str) -> None:
    if schema.get("minItems", 0) not in {0, 1}:
        raise wrong(where, "For 'array' type, 'minItems' values other than 0 or 1 are not supported")
    if schema.get("format", "uuid") not in FORMATS:
        raise wrong(where, f"For 'string' type, the format {schema['format']!r} is not supported")
    if _UNSUPPORTED_PATTERN.search(schema.get("pattern", "")):
        raise wrong(where, f"For 'string' type, the pattern {schema['pattern']!r} is not supported")
    if any(isinstance(value, (dict, list)) for value in schema.get("enum", ())):
        raise wrong(where, "Enum values must be strings, numbers, booleans or null")


def _check_recursion(schema: Mapping[str, Any], where: str) -> None:
    """No definition may lead back to itself, and references stay inside the schema."""
    definitions = {
        f"#/{group}/{name}": part for group in ("$defs", "definitions") for name, part in schema.get(group, {}).items()
    }
    leads = {name: _references(part, where) for name, part in definitions.items()}
    leads["#"] = {target for target in _references(schema, where) if target == "#"}
    for target in set().union(*leads.values(), _references(schema, where)):
        if target not in leads:
            raise wrong(
                where, f"The reference {target!r} is not a definition of this schema; external ones are not supported"
            )
    for name in leads:
        if _reaches(leads, name):
            raise wrong(where, f"Recursive schemas are not supported: {name} leads back to itself")


def _references(schema: object, where: str) -> set[str]:
    return {node["$ref"] for node in _nodes(_dictionary(schema, where), where) if isinstance(node.get("$ref"), str)}


def _reaches(leads: Mapping[str, set[str]], start: str) -> bool:
    seen: set[str] = set()
    ahead = set(leads[start])
    while ahead:
        name = ahead.pop()
        if name == start:
            return True
        seen.add(name)
        ahead |= leads[name] - seen
    return False
