"""What the sentences that a check decides are made of: their nouns as patterns, and their arguments."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from outcomes.lint.words import NUMBER, number

Arguments = Callable[[re.Match[str]], "dict[str, Any] | None"]
"""The arguments of a check from a sentence; `None` where it may mean something else."""

DECK = r"(?:the\s+)?(?:deck|presentation|slide\s*deck|slides?how)"
TEXT = (
    r"(?:the\s+)?(?:\w+\s+)?(?:document|report|text|memo|paper|article|essay|letter|brief|file|readme|minutes|policy|"
    r"proposal|plan|page|it|response|answer|email|summary|post|body)"
)
ANY = rf"(?:{DECK}|{TEXT}|it)"
HAS = (
    "(?:has|have|is|are|contains?|uses?|runs? to|consists? of|must have|must be|should have|"
    "should be|stays? (?:within|under))"
)
PICTURE = r"(?:pictures?|images?|figures?|charts?|photos?|diagrams?|graphics?)"
ALL = r"(?:every|each|all(?:\s+(?:of\s+)?the)?|all)"
QUOTE = r"[\"\u201c'\u2018`](?P<quoted>[^\"\u201c\u201d'\u2018\u2019`]{1,200})[\"\u201d'\u2019`]"
EDGE = (
    r"(?:hangs?|runs?|goes|go|extends?|falls?|spills?|sticks?)\s+(?:out\s+)?(?:over|off|beyond|past|outside)(?:\s+of)?"
)
SLIDES = r"(?:a|any|the|its|their)\s+slides?(?:'s)?"
PT = r"\s*-?\s*(?:pt|points?)"
CALLED = r"(?:(?:called|named|titled|headed|entitled)\s+)?"


def limits(noun: str) -> str:
    """`at most 12 slides`, `5 to 12 slides`, `no more than twelve slides`."""
    some, other = NUMBER.replace("(?:", "(?P<low>", 1), NUMBER.replace("(?:", "(?P<high>", 1)
    return (
        "(?:(?P<how>at most|at least|no more than|not more than|no fewer than|no less than|not less "
        "than|up to|no longer than|"
        "not longer than|a maximum of|a minimum of|maximum|minimum|exactly|fewer than|less than|more "
        r"than|under|over|between)\s+)?"
        rf"{some}(?:\s*(?:to|and|-|\u2013)\s*{other})?\s+{noun}(?:\s+(?P<after>or (?:fewer|less|more)|"
        "at most|at least|maximum|minimum|long|in total|in length))?"
    )


_MOST = frozenset(
    {
        "at most",
        "no more than",
        "not more than",
        "up to",
        "no longer than",
        "not longer than",
        "a maximum of",
        "maximum",
    }
) | {"or fewer", "or less"}
_LEAST = frozenset({"at least", "no fewer than", "no less than", "not less than", "a minimum of", "minimum", "or more"})
_BELOW = frozenset({"fewer than", "less than", "under"})
_ABOVE = frozenset({"more than", "over"})


def limits_said(found: re.Match[str]) -> dict[str, Any] | None:
    """`min` and `max` of a sentence with limits; `None` where it says just a number and may mean either."""
    how = (found.group("how") or found.group("after") or "").lower()
    low = number(found.group("low"))
    if found.group("high"):
        return {"min": low, "max": number(found.group("high"))} if how in ("", "between", "long", "in length") else None
    limits: dict[str, Any] = {}
    if how in _LEAST or how == "exactly":
        limits["min"] = low
    if how in _MOST or how == "exactly":
        limits["max"] = low
    if how in _BELOW | _ABOVE and isinstance(low, int):
        limits["max" if how in _BELOW else "min"] = low - 1 if how in _BELOW else low + 1
    return limits or None


def most(found: re.Match[str]) -> dict[str, Any] | None:
    """`max` alone."""
    limits = limits_said(found)
    return limits if limits is not None and set(limits) == {"max"} else None


def none(_found: re.Match[str]) -> dict[str, Any]:
    """No arguments."""
    return {}


def value(name: str) -> Arguments:
    """The number of the sentence under a name."""
    return lambda found: {name: number(found.group("value"))}


def quoted(found: re.Match[str]) -> dict[str, Any]:
    """What stands in quotes, as text."""
    return {"text": found.group("quoted").strip()}


def listed(found: re.Match[str]) -> dict[str, Any] | None:
    """Names that follow on each other: `Summary, Risks and "Next steps"`, each with a capital or in quotes."""
    parts = [
        part.strip(" \"'\u201c\u201d\u2018\u2019`")
        for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", found.group("names"))
    ]
    names = [part for part in parts if part]
    if not names or any(not part[0].isupper() or len(part) > 60 for part in names):
        return None
    order = bool(found.groupdict().get("order"))
    return {"names": names} | ({} if order or len(names) == 1 else {"in_order": False})


WHERE_IT_IS_FIRST = (
    r"(?:where|when)\s+(?:it\s+is|it|they\s+are|they)?\s*first\s+(?:used|appears?|mentioned|"
    r"occurs?)|(?:at|on|upon)\s+(?:its\s+|their\s+)?first\s+(?:use|mention|occurrence|appearance)"
)
NAMES = r"(?P<names>[^.;:()]+?)"


def in_order(found: re.Match[str]) -> dict[str, Any] | None:
    """Names that have to follow on each other."""
    names = listed(found)
    return {"names": names["names"]} if names else None


def section_words(found: re.Match[str]) -> dict[str, Any] | None:
    """A section's name and its limits."""
    limits = limits_said(found)
    return {"names": [found.group("name")], **limits} if limits else None


def captions(found: re.Match[str]) -> dict[str, Any]:
    """What has captions: figures, tables or both."""
    of = found.group("of").lower()
    return {"of": "both" if "figure" in of and "table" in of else "figures" if "figure" in of else "tables"}


def cell(found: re.Match[str]) -> dict[str, Any]:
    """A cell and what it holds."""
    return {"at": found.group("at"), "equals": number(found.group("value"))}


def code(found: re.Match[str]) -> dict[str, Any]:
    """A language's code."""
    return {"code": found.group("code")}


def colours(found: re.Match[str]) -> dict[str, Any]:
    """Colours in hexadecimal digits."""
    return {"colours": re.findall(r"[0-9A-Fa-f]{6}", found.group("names"))}


def keys(found: re.Match[str]) -> dict[str, Any] | None:
    """Names of keys, with dots where they are inside others."""
    return {"paths": paths} if (paths := _names(found.group("names"), r"\w[\w.-]{0,40}")) else None


def columns(found: re.Match[str]) -> dict[str, Any] | None:
    """Names of columns, which may be in small letters."""
    return {"names": names} if (names := _names(found.group("names"), r"\w[\w -]{0,40}")) else None


def _names(written: str, allowed: str) -> list[str]:
    """Names parted by commas and `and`; none where one of them is no name."""
    names = [part.strip(" \"'`\u201c\u201d") for part in re.split(r",\s*(?:and\s+)?|\s+and\s+", written)]
    return names if all(re.fullmatch(allowed, name) for name in names) else []
