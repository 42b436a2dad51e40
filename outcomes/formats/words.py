"""The vocabulary of marks: what the words between two brackets say about a criterion."""

from __future__ import annotations

import math
import re
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from outcomes.text import clip, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

Fields = dict[str, Any]

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_POINTS = re.compile(rf"({_NUMBER})\s*(?:points?|pts?\.?)(\s+each(?:\s+time)?|\s+per\s+occurrence)?", re.IGNORECASE)
_WEIGHT = re.compile(rf"weight\s*[:=]?\s*({_NUMBER})\s*%?", re.IGNORECASE)
_PERCENT = re.compile(rf"({_NUMBER})\s*%")
_ODD_POINTS = re.compile(r"[+-]?(?:\d\S*|nan|inf\w*)\s*(?:points?|pts?)|weight\s*[:=].*", re.IGNORECASE)
_PAIR = re.compile(r"([A-Za-z]+(?:[ _-][A-Za-z]+)?)\s*:\s*(\S.*)")
_CAP = re.compile(rf"caps?(?:\s+(?:the\s+)?(?:score|total))?\s*(?:[:=]|at)?\s*({_NUMBER})\s*(%)?", re.IGNORECASE)
_GROUP = re.compile(r"(?:any|either|at least)(?:\s+(?:of|one)|\s+(\d+))?", re.IGNORECASE)
_FLOOR = re.compile(rf"at least\s+({_NUMBER})\s*%", re.IGNORECASE)
_NEAR_WORD, _NEAR_KEY = 0.85, 0.75
_SHORT = 60
"""Characters of a bracket that is remembered: `(2 points)` stands behind a thousand items."""
_KEYS: dict[str, tuple[str, ...]] = {
    "applies when": (),
    "about": ("hidden", "looks", "visible"),
    "needs": ("reference",),
    "id": (),
}
WORDS: dict[str, Fields] = {
    "required": {"required": True},
    "must": {"required": True},
    "optional": {"required": False},
    "should": {"required": False},
    "nice": {"required": False},
    "nice to have": {"required": False},
    "withheld": {"withheld": True},
    "fault": {"fault": True},
    "if applicable": {"applies_when": "it is applicable"},
    "skippable": {"applies_when": "it is applicable"},
    "per occurrence": {"per_occurrence": True},
}
"""Marks of words alone."""


class MarkError(Exception):
    """What is almost a mark: a slip of the pen must not turn a weight into prose."""


def read_words(body: str, *, heading: bool = False) -> Mapping[str, Any] | None:
    """The fields that a bracket states, `None` when it holds ordinary text; several marks are parted by commas.

    Raise `MarkError` for what is almost a mark.
    """
    return (_remembered if len(body) <= _SHORT else _fields)(body, heading=heading)


def _fields(body: str, *, heading: bool) -> Fields | None:
    whole = _mark(body, heading=heading)
    if whole is not None:
        return whole
    parts = [part.strip() for part in re.split(r"[,;]", body)]
    found = [_mark(part, heading=heading) for part in parts] if len(parts) > 1 else []
    merged: Fields = {}
    for part, fields in zip(parts, found, strict=False):
        if fields is None and any(found):
            msg = f"{clip(part, 40)!r} is not a mark; keep marks and other words in brackets of their own."
            raise MarkError(msg)
        merged.update(fields or {})
    return merged or None


_remembered = lru_cache(maxsize=1024)(_fields)


def _mark(body: str, *, heading: bool) -> Fields | None:
    points = _POINTS.fullmatch(body)
    number = points or _WEIGHT.fullmatch(body) or (_PERCENT.fullmatch(body) if heading else None)
    if number is not None and math.isfinite(float(number.group(1))):
        each = {"per_occurrence": True} if points and points.group(2) else {}
        return {"points": float(number.group(1)), **each}
    if number is not None or _ODD_POINTS.fullmatch(body):
        msg = f"expected one finite number, found {clip(body, 40)!r}."
        raise MarkError(msg)
    cap = _CAP.fullmatch(body)
    if cap is not None:
        return {"cap": _share(cap.group(1), cap.group(2), body)}
    group = _section_mark(body) if heading else None
    if group is not None:
        return group
    word = body.lower().replace("-", " ")
    if word in WORDS:
        return WORDS[word]
    pair = _PAIR.fullmatch(body)
    if pair is not None:
        return _pair(pair.group(1), pair.group(2))
    if _near(word):
        msg = f"unknown mark {body!r}.{did_you_mean(word, WORDS)}"
        raise MarkError(msg)
    return None


def _near(word: str) -> bool:
    """Whether a word is almost one of ours."""
    return len(word) <= _SHORT and bool(get_close_matches(word, WORDS, n=1, cutoff=_NEAR_WORD))


def _near_key(key: str) -> str:
    """The key of ours that a word almost is, or nothing."""
    return next(iter(get_close_matches(key, [*_KEYS, "weight", "cap"], n=1, cutoff=_NEAR_KEY)), "")


def _section_mark(body: str) -> Fields | None:
    """What only a section can say: how many of its criteria are enough, and what share it must reach."""
    floor = _FLOOR.fullmatch(body)
    if floor is not None:
        return {"floor": _share(floor.group(1), "%", body, whole=True)}
    if body.lower() == "plain":
        return {"plain": True}
    group = _GROUP.fullmatch(body)
    return {"at_least": int(group.group(1) or 1)} if group is not None else None


def _share(number: str, percent: str | None, body: str, *, whole: bool = False) -> float:
    share = float(number) / 100 if percent else float(number)
    if not (0 <= share < 1 or (whole and share == 1)):
        msg = f"expected a share of the total such as `20 %` or `0.2`, found {clip(body, 40)!r}."
        raise MarkError(msg)
    return share


def _pair(name: str, value: str) -> Fields | None:
    key = name.lower().replace("_", " ").replace("-", " ")
    allowed = _KEYS.get(key)
    if allowed is None:
        near = _near_key(key)
        if near and _plausible(near, value):
            msg = f"unknown mark {name!r}. Did you mean {near!r}?"
            raise MarkError(msg)
        return None
    if allowed and value not in allowed:
        expected = " or ".join(repr(word) for word in allowed)
        msg = f"`{key}:` takes {expected}, found {clip(value, 40)!r}.{did_you_mean(value, allowed)}"
        raise MarkError(msg)
    return {key.replace(" ", "_"): value}


def _plausible(key: str, value: str) -> bool:
    """Whether the value would do for the key; only then is a similar word taken for a slip of the pen."""
    if key in ("weight", "cap"):
        return re.fullmatch(_NUMBER, value.rstrip("% ")) is not None
    return key == "applies when" or value in _KEYS[key]
