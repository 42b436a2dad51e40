"""Level descriptors as people write them: `- **0**: no source`, `5 points (excellent): ...`, `Score 1.0 - Correct`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from outcomes.text import squash

if TYPE_CHECKING:
    from collections.abc import Sequence

ORDER = {
    word: rank
    for rank, group in enumerate(
        [
            (
                "none",
                "missing",
                "absent",
                "unacceptable",
                "not evident",
                "no evidence",
                "fail",
                "failing",
                "incorrect",
                "wrong",
            ),
            (
                "poor",
                "inadequate",
                "unsatisfactory",
                "beginning",
                "weak",
                "below expectations",
                "needs improvement",
                "novice",
            ),
            (
                "limited",
                "developing",
                "partial",
                "incomplete",
                "emerging",
                "marginal",
                "approaching",
                "partially met",
                "basic",
            ),
            (
                "fair",
                "average",
                "adequate",
                "acceptable",
                "satisfactory",
                "sufficient",
                "moderate",
                "competent",
                "pass",
            ),
            (
                "good",
                "proficient",
                "meets expectations",
                "meets",
                "met",
                "accomplished",
                "strong",
                "complete",
                "full",
                "correct",
            ),
            ("very good", "advanced", "exceeds", "exceeds expectations"),
            ("excellent", "exemplary", "outstanding", "mastery", "distinguished", "exceptional", "perfect"),
        ]
    )
    for word in group
}
"""Names of levels, from worst to best."""

_NUM = r"\d+(?:\.\d+)?"
_NUMBERED = re.compile(
    rf"""(?:\*\*|__)?\s*
    (?:\[?(?P<word>level|score|rating|grade|band|[A-Z]\w+(?=:\s*{_NUM}\]))\s*:?\s*)?
    (?P<low>{_NUM})\s*(?:[-\u2013\u2014]\s*(?P<high>{_NUM}))?\s*(?P<unit>points?|pts?\.?|%)?\]?
    \s*(?:\((?P<name>[^()]*)\)|=\s*(?P<equal>[\w ]+?)(?=\s*[:*]))?\s*
    (?:\*\*|__)?\s*(?:[:=\u2013\u2014-]\s*|\n|$)(?:\*\*|__)?\s*(?P<text>.*)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_NAMED = re.compile(
    rf"""(?P<bold>\*\*|__)?(?P<name>[^\W\d][^()*:\n]{{0,60}}?)\s*(?:\*\*|__)?\s*
    \((?:(?P<low>{_NUM})\s*(?:[-\u2013\u2014]\s*(?P<high>{_NUM}))?\s*(?P<unit>points?|pts?\.?|%)?
    |credit:\s*(?P<credit>{_NUM}(?:e-?\d+)?))\)
    \s*(?:\*\*|__)?\s*(?:[:.\u2013\u2014-]\s*|\n|$)(?P<text>.*)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_LONGEST_NAME = 80
"""Characters within which a named level says what it is worth."""
_EXPLICIT = re.compile(
    rf"\*\*(?P<name>.+?)\*\*\s*\(credit:\s*(?P<credit>{_NUM}(?:e-?\d+)?)\)\s*(?::\s*(?P<text>.*))?", re.DOTALL
)


class Line(NamedTuple):
    """One descriptor: what it is called, what it is worth, and its words."""

    label: str
    worth: float
    """The number as written; a band counts as its upper end."""
    unit: str
    """`points`, `%`, `credit`, or nothing for a bare number."""
    text: str
    low: float
    """The lower end of a band; the number itself where there is one only."""
    sure: bool = False
    """It says itself that it is a level: `Score 3`, `Excellent (4)`."""


class Scale(NamedTuple):
    """The levels of one criterion, as fields of a criterion, and the points that the highest is worth, if stated."""

    levels: list[dict[str, object]]
    points: float | None
    read_as: str
    """What was understood, for a note."""
    exact: bool = False
    """Every credit is stated as such."""


def level_line(text: str) -> Line | None:
    """The descriptor that a text is, or `None`."""
    explicit = _EXPLICIT.fullmatch(text)
    if explicit:
        worth = float(explicit.group("credit"))
        return Line(
            squash(explicit.group("name")), worth, "credit", squash(explicit.group("text") or ""), worth, sure=True
        )
    found = _NUMBERED.match(text)
    if found:
        low, high = found.group("low"), found.group("high")
        label = f"{low}-{high}" if high else low
        name = squash(found.group("name") or found.group("equal") or "")
        words = [part for part in (name, squash(found.group("text"))) if part]
        unit = _unit(found.group("unit"))
        sure = bool(found.group("word")) or name.lower() in ORDER
        return Line(label, float(high or low), unit, ": ".join(words), float(low), sure)
    found = _NAMED.match(text) if "(" in text[:_LONGEST_NAME] else None
    if found is None:
        return None
    name, credit, low = squash(found.group("name")), found.group("credit"), found.group("low")
    worth = float(credit or found.group("high") or low)
    unit = "credit" if credit else _unit(found.group("unit"))
    sure = bool(credit) or name.lower() in ORDER
    if not (sure or unit or found.group("bold")):
        return None
    return Line(name, worth, unit, squash(found.group("text")), float(low or worth), sure)


def _unit(written: str | None) -> str:
    if not written:
        return ""
    return "%" if written == "%" else "points"


def scale(texts: Sequence[str], *, below: bool = False) -> Scale | None:
    """The scale that several texts make together; `None` when they are anything else.

    At least two, all of them descriptors in one unit, in a strictly rising or falling order. Unless they say that they
    are levels, or stand `below` a criterion, they have to begin or end with 0 or 1: a list of years, or of criteria
    with their points, is no scale.
    """
    lines: list[Line] = []
    for text in texts:
        line = level_line(text)
        if line is None:
            return None
        lines.append(line)
    return of_lines(lines, below=below)


def of_lines(lines: Sequence[Line], *, below: bool = False) -> Scale | None:
    """The scale that descriptors make together, if they make one."""
    if len(lines) < 2 or not all(line.label for line in lines):
        return None
    worths = [line.worth for line in lines]
    ordered = worths in (sorted(worths), sorted(worths, reverse=True)) or all(line.sure for line in lines)
    one_unit = len({line.unit for line in lines}) == 1
    distinct = len({line.label for line in lines}) == len(lines)
    distinct = distinct and (len(set(worths)) == len(lines) or all(line.unit == "credit" for line in lines))
    numbered = all(line.label[0].isdigit() for line in lines) and min(line.low for line in lines) in (0, 1)
    counts = below or numbered or all(line.sure for line in lines)
    if not (ordered and one_unit and distinct and counts and max(worths) > 0):
        return None
    unit = lines[0].unit
    top = {"%": max(100.0, *worths), "credit": 1.0}.get(unit, max(worths))
    if max(worths) != top:
        return None
    levels: list[dict[str, object]] = [
        {"label": line.label, "text": line.text, "credit": line.worth / top} for line in lines
    ]
    words = ", ".join(f"{line.label} is {line.worth / top:.0%}" for line in lines)
    return Scale(
        levels,
        top if unit == "points" else None,
        f"a scale of {len(lines)} levels, of the credit: {words}",
        unit == "credit",
    )
