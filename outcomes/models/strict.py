"""JSON as it was meant: no key twice, no NaN, no number beyond all numbers, no depth that breaks the reader."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any, NoReturn


def strict_json(text: str | bytes) -> Any:  # noqa: ANN401 - whatever JSON may be
    """The value; `ValueError` says what is wrong with the text."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def strict_object_at(text: str, start: int) -> dict[str, Any]:
    """The object that begins at `start`, whatever stands behind it; `ValueError` when there is none."""
    try:
        value, _ = _DECODER.raw_decode(text, start)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(value, dict):
        raise ValueError("it is no object")  # noqa: TRY004 - one kind of error for text that is not what it should be
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _finite(digits: str) -> float:
    number = float(digits)
    return number if isfinite(number) else _no_number(digits)


def _no_number(name: str) -> NoReturn:
    msg = f"{name} is no JSON"
    raise ValueError(msg)


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)
