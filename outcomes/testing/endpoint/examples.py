"""A valid object for any schema that the API takes: the smallest, and always the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORMATS: Final = {
    "date-time": "2026-01-01T00:00:00Z",
    "time": "00:00:00Z",
    "date": "2026-01-01",
    "duration": "P1D",
    "email": "someone@example.com",
    "hostname": "example.com",
    "uri": "https://example.com/",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


def example(schema: Mapping[str, Any]) -> dict[str, Any]:
    """An object that fits."""
    value = _value(schema, schema)
    if not isinstance(value, dict):
        msg = "only objects are answered with"
        raise TypeError(msg)
    return value


def _value(schema: Mapping[str, Any], root: Mapping[str, Any]) -> object:
    if "$ref" in schema:
        _, group, name = schema["$ref"].split("/")
        return _value(root[group][name], root)
    for word in ("const", "default"):
        if word in schema:
            return schema[word]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return _value(schema["anyOf"][0], root)
    if "allOf" in schema:
        merged = {key: value for part in schema["allOf"] for key, value in part.items()}
        return _value({**merged, **{key: value for key, value in schema.items() if key != "allOf"}}, root)
    kind = schema.get("type")
    return _of_type(kind[0] if isinstance(kind, list) else kind, schema, root)


def _of_type(kind: object, schema: Mapping[str, Any], root: Mapping[str, Any]) -> object:
    match kind:
        case "object":
            properties = schema.get("properties", {})
            return {name: _value(properties[name], root) for name in properties if name in schema.get("required", ())}
        case "array":
            return [_value(schema["items"], root)] * schema.get("minItems", 0) if "items" in schema else []
        case "string":
            return _FORMATS.get(schema.get("format", ""), "some text")
        case "integer" | "number":
            return 1
        case "boolean":
            return False
        case _:
            return None
