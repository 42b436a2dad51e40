"""Replies that are no replies: valid ones, bent as models, endpoints and artifacts have been seen to bend them."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

WRONG: Final[tuple[Any, ...]] = (
    None, True, False, 0, 1, -1, 1.5, "", " ", "pass", "PASS", "passed", "all pass", "yes", "true", "✓", "ok",
    "null",
    "{}", '{"verdict": "pass"}', "<pass>", "pass\u200b", "p\u0430ss", [], ["pass"], [[]], [None], {},
    {"verdict": "pass"},
    {"pass": True}, "x" * 10_000, "\ud800", "\x00", "\u202epass", 10**30, float("inf"), ["fail", "pass"],
)  # fmt: skip
"""Values that have no business in a field."""

NOT_VERDICTS: Final = (
    "passed", "passes", "PASS!", "pass.", "p", "ok", "met", "satisfied", "yes", "true", "1", "partially", "partial",
    "pass/fail", "pass|fail", "pass, fail", "fail pass", "pass fail", "not fail", "no fail", "failed", "failing",
    "fails",
    "unmet", "no", "false", "0", "unknown", "n/a", "none", "cannot judge", "can't judge", "not applicable", "skip",
    "pass\u200b", "p\u0430ss", "\u202essap", "\uff50\uff41\uff53\uff53", "pass\x00", '"pass"', "'pass'", "`pass`",
    "**pass**",
    "verdict: pass", "<verdict>pass</verdict>", "pass because", "", " ", "\n",
)  # fmt: skip
"""Words that look like verdicts."""


def by_hand(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Malformed variants of a valid reply, each with one thing wrong."""
    yield from ({}, {"verdict": "pass"}, {"result": "satisfied"}, {"satisfied": True}, {"criteria": whole["verdicts"]})
    yield from ({"verdicts": value} for value in WRONG)
    yield {"Verdicts": whole["verdicts"]}
    yield {"verdicts": {entry["criterion_id"]: entry for entry in whole["verdicts"]}}
    yield {"verdicts": [whole]}
    yield {"verdicts": [whole["verdicts"]]}
    for word in NOT_VERDICTS:
        yield _changed(whole, verdict=word)
    for field in ("criterion_id", "verdict", "evidence", "gap"):
        for value in WRONG:
            if not _fits(field, value):
                yield _changed(whole, **{field: value})
    for field in ("criterion_id", "verdict", "evidence"):
        yield _without(whole, field)
    for name in ("a ", " a", "A", "a\u200b", "\u0430", "a,b", "*", "all", "a|b", "criterion a"):
        yield _changed(whole, criterion_id=name)


def _fits(field: str, value: object) -> bool:
    """Whether a value is none of the wrong ones after all."""
    if field == "verdict":
        return isinstance(value, str) and value.strip().casefold() in ("pass", "fail")
    return (field == "evidence" and value == []) or (field == "gap")


def _changed(whole: dict[str, Any], **fields: Any) -> dict[str, Any]:
    bent = copy.deepcopy(whole)
    bent["verdicts"][0].update(fields)
    return bent


def _without(whole: dict[str, Any], field: str) -> dict[str, Any]:
    bent = copy.deepcopy(whole)
    del bent["verdicts"][0][field]
    return bent


def mutated(whole: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A valid reply with one to four things broken somewhere in it; a verdict's word never becomes another verdict."""
    bent = copy.deepcopy(whole)
    for _ in range(chance.randint(1, 4)):
        holder, key = chance.choice(list(_places(bent)) or [(bent, "verdicts")])
        way = chance.randrange(6)
        if way == 0 and isinstance(holder, dict):
            holder.pop(key, None)
        elif way == 1 and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        elif way == 2 and isinstance(holder, list):
            holder[:] = holder[: chance.randrange(len(holder) + 1)]
        elif way == 3 and isinstance(holder, dict) and isinstance(holder.get(key), str):
            holder[key] = _garbled(holder[key], chance)
        elif way == 4 and isinstance(holder, dict):
            holder[f"{key}{chance.choice('s_ ')}"] = holder.pop(key, None)
        else:
            holder[key] = copy.deepcopy(chance.choice(WRONG)) if key != "verdict" else chance.choice(NOT_VERDICTS)
    return bent


def _garbled(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    junk = chance.choice(["\u200b", "\x00", '"', "}", "pass", "\ud800", "\u202e", " ", "<|im_end|>", "\n", "…"])
    return chance.choice([text[:at], text[:at] + junk + text[at:], text[at:], text * 2])


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a value that can be broken: (what holds it, key or index)."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield value, key
        yield from _places(inner)
