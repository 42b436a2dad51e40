"""What a heading says beyond a name: `Either:`, `At least two of:`, `If the deck has charts:`, `Must have`."""

from __future__ import annotations

import re
from typing import Any

from outcomes.text import squash

_COUNTS = {word: number for number, word in enumerate(("one", "two", "three", "four", "five", "six", "seven"), start=1)}
_NUMBER = rf"(?:\d+|{'|'.join(_COUNTS)})"
_WHICH = r"(?:\s+(?:the\s+)?(?:following|these|those|them|criteria|items|below))*"
_EITHER = re.compile(
    rf"(?:either(?:\s+of)?|(?:any|at\s+least|a\s+minimum\s+of)\s+(?P<some>{_NUMBER})(?:\s+of)?|any(?:\s+of)?"
    rf"|(?P<exact>{_NUMBER})\s+(?:or\s+more\s+)?of){_WHICH}"
    r"(?:\s+(?:must|should|has\s+to|have\s+to)?\s*(?:hold|pass|apply|be\s+(?:met|true))s?)?",
    re.IGNORECASE,
)
_FAULTS = re.compile(
    rf"(?:it\s+)?(?:automatic(?:ally)?\s+)?(?:fails?|reject(?:ed)?|failure)\s+(?:if|when)\s+(?:any|one)(?:\s+of)?{_WHICH}"
    r"(?:\s+(?:is|are|holds?|appl(?:y|ies)|occurs?|happens?)(?:\s+true)?)?|must\s+not(?:\s+have)?"
    r"|(?:deal[ -]?breakers?|red flags)",
    re.IGNORECASE,
)
_IF = re.compile(r"(?:only\s+)?(?:if|when|where)\s+(?P<condition>\S.*)", re.IGNORECASE)
_MUST = re.compile(r"(?:must(?:[ -]haves?)?|required(?: criteria)?|mandatory)", re.IGNORECASE)
_SHOULD = re.compile(r"(?:(?:should|could|nice to)(?:[ -]haves?)?|optional(?: criteria)?)", re.IGNORECASE)
_EXPLAINS = re.compile(
    r"what\s+this\s+\w+\s+is(?:\s+not)?(?:\s+(?:for|about))?|how\s+to\s+(?:use|grade|score|read)\b.*"
    r"|(?:instructions?|notes?|guidance)\s+(?:for|to)\s+(?:the\s+)?(?:graders?|judges?|reviewers?|evaluators?)"
    r"|feedback(?:\s+policy)?|(?:grading|rating|scoring|score|point)\s+(?:scale|key|guide(?:lines)?|legend)"
    r"|example\s+outputs?|(?:reference|model|expected)\s+(?:answers?|solutions?)|(?:table\s+of\s+)?contents|change\s?log",
    re.IGNORECASE,
)


def meaning(title: str) -> dict[str, Any]:
    """Fields of a section that its title states: `at_least`, `required`, and `defaults` for what stands below it."""
    words = squash(title).strip("*_: ").rstrip(":")
    either = _EITHER.fullmatch(words)
    if either:
        number = either.group("some") or either.group("exact")
        return {"at_least": _COUNTS.get((number or "one").lower()) or int(number or 1)}
    if _FAULTS.fullmatch(words):
        return {"required": True, "defaults": {"fault": True}}
    condition = _IF.fullmatch(words)
    if condition:
        return {"defaults": {"applies_when": condition.group("condition")}}
    if _MUST.fullmatch(words):
        return {"required": True}
    return {"required": False} if _SHOULD.fullmatch(words) else {}


def explains(title: str) -> bool:
    """Whether a section is about the list and not part of it: `What this list is not`, `Grading scale`."""
    return _EXPLAINS.fullmatch(squash(title).strip("*_: ")) is not None
