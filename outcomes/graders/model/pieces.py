"""The pieces of a verdict in a reply, as the engine keeps them.

Quotes as they stand in the artifact, places that exist, texts of a bounded length.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from outcomes.evidence import Absence, AnyEvidence, Quote, Region
from outcomes.graders.model.schema import GAP_KINDS, KINDS, SEVERITIES
from outcomes.text import clip, fold, squash, storable
from outcomes.verdict import Gap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.artifact import Artifact
    from outcomes.verdict import GapKind, Severity

LONGEST_QUOTE: Final = 240
LONGEST_GAP: Final = 400
LONGEST_PLACE: Final = 200
MOST_EVIDENCE: Final = 6
MOST_PLACES: Final = 8

_WHOLE_PAGE: Final = (0.0, 0.0, 1.0, 1.0)
_EVERYWHERE: Final = frozenset({"", "whole artifact", "the whole artifact", "artifact", "everywhere", "whole document"})
_ESCAPE: Final = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})")


class Unusable(Exception):  # noqa: N818 - it is what a verdict is, and it never leaves this package
    """A verdict that cannot be used, with the reason."""


def line(text: object, most: int) -> str:
    """A text on one line of at most so many characters; the empty string for what is no text."""
    return clip(storable(text), most) if isinstance(text, str) else ""


def evidence_of(entry: Mapping[str, Any], artifact: Artifact, *, hidden: bool) -> tuple[AnyEvidence, ...]:
    """What a verdict in a reply stands on; nothing of it is looked up yet."""
    given = entry.get("evidence")
    if not isinstance(given, list):
        raise Unusable("its evidence is no list")
    searched = line(entry.get("searched"), LONGEST_GAP)
    found = [_piece(item, searched, artifact, hidden=hidden) for item in given[:MOST_EVIDENCE]]
    return tuple(item for item in found if item is not None)


def _piece(item: object, searched: str, artifact: Artifact, *, hidden: bool) -> AnyEvidence | None:
    if not isinstance(item, dict) or not isinstance(item.get("kind"), str):
        raise Unusable("a piece of its evidence has no kind")
    kind = item["kind"].strip().casefold()
    if kind not in KINDS:
        msg = f"{clip(repr(item['kind']), 40)} is no kind of evidence"
        raise Unusable(msg)
    text, place = item.get("quote"), as_place(item.get("locator"))
    if kind == "absence":
        what = line(text, LONGEST_GAP) or searched
        return Absence(searched=what, scope=_scope(place, artifact)) if what else None
    if kind == "image":
        return Region(locator=place, box=_WHOLE_PAGE) if place else None
    if not isinstance(text, str) or not text.strip():
        return None
    source = line(item.get("source"), LONGEST_PLACE)
    if source and source != artifact.name:
        return Quote(locator=place, text=_capped(storable(text)), source=source)
    return Quote(locator=place, text=quote_text(text, place, artifact, hidden=hidden))


def as_place(given: object) -> str:
    """A locator as it may be looked up, without the brackets in which it was shown."""
    place = squash(storable(given))[: LONGEST_PLACE * 2] if isinstance(given, str) else ""
    return _unescaped(place[1:-1] if place.startswith("[") and place.endswith("]") else place)


def _scope(place: str, artifact: Artifact) -> tuple[str, ...]:
    """Where something is absent. A place that does not exist is void: the claim is then about everything."""
    if fold(place).casefold() in _EVERYWHERE:
        return ()
    if artifact.unit_of(place) is not None:
        return (place,)
    several = tuple(part.strip() for part in re.split(r"[,;]", place))
    return several if all(artifact.unit_of(part) is not None for part in several) else ()


def quote_text(text: str, place: str, artifact: Artifact, *, hidden: bool) -> str:
    """The quoted words, capped; characters that were shown as escapes are themselves again where that finds them."""
    said = _capped(storable(text))
    if "\\" not in said or artifact.find(said, place, hidden=hidden).check != "not_found":
        return said
    meant = _unescaped(said)
    return meant if artifact.find(meant, place, hidden=hidden).check != "not_found" else said


def _unescaped(text: str) -> str:
    return storable(_ESCAPE.sub(_character, text)) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    point = int(next(digits for digits in match.groups() if digits), 16)
    return chr(point) if point <= 0x10FFFF else match.group()


def _capped(text: str) -> str:
    """At most `LONGEST_QUOTE` characters, cut between words, so that what is left still stands in the artifact."""
    words = squash(text)
    if len(words) <= LONGEST_QUOTE:
        return words
    head = words[: LONGEST_QUOTE + 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > 0 else words[:LONGEST_QUOTE]).rstrip()


def gap_of(entry: Mapping[str, Any], artifact: Artifact) -> Gap:
    """What a fail says is missing; one that does not say it is no usable fail."""
    given = entry.get("gap")
    if not isinstance(given, dict):
        raise Unusable("it fails without a gap")
    missing = line(given.get("missing"), LONGEST_GAP)
    if not missing:
        raise Unusable("it fails without saying what is missing")
    kind = given.get("kind")
    if not isinstance(kind, str) or kind.strip().casefold() not in GAP_KINDS:
        msg = f"{clip(repr(kind), 40)} is no kind of gap"
        raise Unusable(msg)
    severity = entry.get("severity")
    named = severity.strip().casefold() if isinstance(severity, str) else ""
    return Gap(
        missing=missing,
        where=_places(given.get("where"), artifact),
        smallest_fix=line(given.get("smallest_fix"), LONGEST_GAP),
        done_when=line(given.get("done_when"), LONGEST_GAP),
        kind=cast("GapKind", kind.strip().casefold()),
        severity=cast("Severity", named) if named in SEVERITIES and named != "none" else "major",
    )


def _places(given: object, artifact: Artifact) -> tuple[str, ...]:
    """The locators among them that exist, each once."""
    named = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    places = (as_place(item) for item in named[:MOST_PLACES])
    return tuple(dict.fromkeys(place for place in places if artifact.unit_of(place) is not None))
