"""The one shape of every reply of the judge: constant, so that caches and compiled grammars hold.

All fields required, no unions, no limits, no enumeration of ids: what a schema cannot hold a model to is checked when
the reply is read. The order is the order in which a model writes: what was searched and what was found stand before the
verdict that has to follow from them.
"""

from __future__ import annotations

from typing import Any, Final

KINDS: Final = ("text", "table", "image", "absence")
VERDICTS: Final = ("pass", "fail", "cannot_judge", "not_applicable")
GAP_KINDS: Final = ("absent", "incomplete", "incorrect", "inconsistent", "format", "unsupported")
SEVERITIES: Final = ("blocker", "major", "minor", "none")
CONFIDENCES: Final = ("low", "medium", "high")


def _object(**properties: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON Schema
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _one_of(words: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "string", "enum": list(words)}


_TEXT: Final = {"type": "string"}

SCHEMA: Final = _object(
    verdicts=_list(
        _object(
            criterion_id=_TEXT,
            searched=_TEXT,
            evidence=_list(_object(source=_TEXT, locator=_TEXT, quote=_TEXT, kind=_one_of(KINDS))),
            rationale=_TEXT,
            rubric_applies={"type": "boolean"},
            verdict=_one_of(VERDICTS),
            level=_TEXT,
            count={"type": "integer"},
            gap=_object(
                missing=_TEXT, where=_list(_TEXT), smallest_fix=_TEXT, done_when=_TEXT, kind=_one_of(GAP_KINDS)
            ),
            severity=_one_of(SEVERITIES),
            confidence=_one_of(CONFIDENCES),
        )
    ),
    injection_suspected={"type": "boolean"},
    injection_notes=_list(_object(locator=_TEXT, quote=_TEXT)),
    rubric_problems=_list(_object(criterion_id=_TEXT, problem=_TEXT)),
)
