"""What a verdict stands on, and whether the engine finds it in the artifact."""

from __future__ import annotations

from dataclasses import dataclass
from operator import is_
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from outcomes.search import NOT_FOUND, QuoteCheck

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact, Block
    from outcomes.rubric import Criterion
    from outcomes.search import Found
    from outcomes.verdict import Verdict


class _Found(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class Quote(_Found):
    """Words of the artifact or of a reference, and whether the engine found them there.

    `check` and `seen` are the engine's, never the grader's.
    """

    kind: Literal["quote"] = "quote"
    locator: str
    """Where it stands; empty when it is nowhere, and no such place exists either."""
    text: str
    source: str = ""
    """The name of the reference that it is from; empty: the artifact itself."""
    check: QuoteCheck | None = None
    seen: bool = True
    """Whether it stands in a part that the grader was shown."""

    @property
    def holds(self) -> bool:
        """Whether the words are there, where the grader could read them."""
        return self.seen and self.check not in (None, "not_found")


class Measure(_Found):
    """What a check counted, and where."""

    kind: Literal["measure"] = "measure"
    measured: str
    locators: tuple[str, ...] = ()


class Region(_Found):
    """A part of a page image: unit locator and fractions of width and height (left, top, right, bottom).

    `shown` is the engine's: a picture of this page was given to the grader.
    """

    kind: Literal["region"] = "region"
    locator: str
    box: tuple[float, float, float, float]
    shown: bool | None = None


class Absence(_Found):
    """Something that is not there cannot be quoted: what was looked for, and in which scope (empty: everywhere).

    `confirmed` is the engine's: the scope exists in the artifact and the whole of it was given to the grader.
    """

    kind: Literal["absence"] = "absence"
    searched: str = Field(min_length=1)
    scope: tuple[str, ...] = ()
    confirmed: bool | None = None


AnyEvidence = Quote | Measure | Region | Absence
Evidence = Annotated[AnyEvidence, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Given:
    """What the engine knows to have put before a grader, as locators of the artifact."""

    unseen: frozenset[str] = frozenset()
    """Units and blocks that were not shown in full."""
    glimpsed: frozenset[str] = frozenset()
    """Blocks among them of which enough was shown to be quoted."""
    pages: frozenset[str] = frozenset()
    """Pages of which a picture was shown."""
    references: tuple[Artifact, ...] = ()
    """What it was compared with."""


_WITHOUT: Final = "without evidence that can be checked"
EVERYTHING: Final = Given()
"""The whole text, no picture, no reference: what a grader that is handed an artifact has."""


def check_evidence(verdict: Verdict, criterion: Criterion, artifact: Artifact, given: Given = EVERYTHING) -> Verdict:
    """Look every quote up in the artifact. A pass that then has nothing to stand on becomes `cannot_judge`.

    The level of a fail that has nothing to stand on earns nothing: points are a pass in part.
    Quotes from hidden text count only for criteria about hidden things, and quotes from parts that the grader was not
    shown count for nothing. A quote found elsewhere than stated gets its locator corrected (`moved`). Quotes from
    references are looked up there, and stand beside what the artifact says, never instead of it.
    """
    evidence = tuple(_checked(item, artifact, given, hidden=criterion.about == "hidden") for item in verdict.evidence)
    update: dict[str, Any] = {"evidence": evidence}
    if verdict.verdict == "pass" and not _supported(evidence, criterion):
        update["verdict"] = "cannot_judge"
        update["level"] = None
        update["rationale"] = _unsupported(evidence, verdict.rationale)
    elif _earns(verdict, criterion) and not _supported(evidence, criterion):
        update["level"] = None
        update["rationale"] = f"level {verdict.level!r} earns nothing {_WITHOUT}. {verdict.rationale}".strip()
    elif all(map(is_, evidence, verdict.evidence)):
        return verdict
    return verdict.model_copy(update=update)


def _earns(verdict: Verdict, criterion: Criterion) -> bool:
    """Whether a fail comes with points for the level that it reached."""
    reached = [level.credit for level in criterion.levels if level.label == verdict.level]
    return verdict.verdict == "fail" and any(credit > 0 for credit in reached)


def _checked(item: AnyEvidence, artifact: Artifact, given: Given, *, hidden: bool) -> AnyEvidence:
    """The evidence with what the engine says of it; itself where that is said already."""
    if isinstance(item, Quote):
        return _looked_up(item, artifact, given, hidden=hidden)
    if isinstance(item, Absence):
        confirmed = _covered(item.scope, artifact, given)
        if item.confirmed is confirmed and _is_ours(item, Absence):
            return item
        return Absence(searched=item.searched, scope=item.scope, confirmed=confirmed)
    if isinstance(item, Region):
        shown = any(_lies_on(item.locator, page) for page in given.pages)
        if item.shown is shown and _is_ours(item, Region):
            return item
        return Region(locator=item.locator, box=item.box, shown=shown)
    return item


def _is_ours(item: AnyEvidence, kind: type[AnyEvidence]) -> bool:
    """Whether it is just what we make: somebody else's grader may give more, or a kind that answers otherwise."""
    return type(item) is kind and not item.model_extra


def _lies_on(place: str, page: str) -> bool:
    """Whether a place is a page, or something on it: `slide 3 / shape "Title 1"` lies on `slide 3`."""
    return place == page or place.startswith((f"{page} / ", f"{page}!"))


def look_up(text: str, locator: str, artifact: Artifact, *, hidden: bool = False) -> Found:
    """Where words stand in an artifact that are to prove something; words that prove nothing are not found."""
    found = artifact.find(text, locator, hidden=hidden)
    return found if found.telling else NOT_FOUND


def _looked_up(item: Quote, artifact: Artifact, given: Given, *, hidden: bool) -> Quote:
    """The quote with what the engine says of it; a place that does not exist is not repeated."""
    seen = True
    if item.source:
        found, place = _in_references(item, given.references)
        check = found.check
    else:
        found = look_up(item.text, item.locator, artifact, hidden=hidden)
        place = found.locator or (item.locator if artifact.unit_of(item.locator) is not None else "")
        seen = place not in given.unseen or place in given.glimpsed
        # corrected already, when it was looked up before
        check = "moved" if item.check == "moved" and found.check in ("exact", "normalised") else found.check
    if (item.locator, item.check, item.seen) == (place, check, seen) and _is_ours(item, Quote):
        return item
    return Quote(locator=place, text=item.text, source=item.source, check=check, seen=seen)


def _in_references(item: Quote, references: Sequence[Artifact]) -> tuple[Found, str]:
    """Where the words stand in the reference of this name; there is no such place where there is no such reference."""
    for reference in references:
        if reference.name == item.source:
            found = look_up(item.text, item.locator, reference)
            known = reference.unit_of(item.locator) is not None
            return found, found.locator or (item.locator if known else "")
    return NOT_FOUND, ""


def _covered(scope: Sequence[str], artifact: Artifact, given: Given) -> bool:
    """Whether the places exist, and everything in them was read and shown."""
    if not scope:
        cut = any(flag.code == "truncated" for flag in artifact.flags)
        return not cut and not given.unseen and not any(map(_unread, artifact.blocks))
    return all(_covers(place, artifact, given) for place in scope)


def _covers(place: str, artifact: Artifact, given: Given) -> bool:
    block, unit = artifact.block(place), artifact.unit_of(place)
    if unit is None:
        return False
    whole = block is None or place == unit.locator
    inside = tuple(unit.walk() if whole or block is None else block.walk())
    if any(map(_unread, inside)) or (whole and unit.locator in given.unseen):
        return False
    return given.unseen.isdisjoint(part.locator for part in inside)


def _unread(block: Block) -> bool:
    """Whether it stands for something that could not be read, of which nobody knows what is in it."""
    return block.kind == "unreadable"


def _supported(evidence: Sequence[AnyEvidence], criterion: Criterion) -> bool:
    """Whether a pass has something to stand on.

    An absence does not make up for quoted words that are not there. A region supports a criterion about looks, once
    a picture of its page was shown; nothing in it can be looked up, so that it supports no other.
    """
    quotes = [item for item in evidence if isinstance(item, Quote) and not item.source]
    if any(item.holds for item in quotes):
        return True
    if criterion.about == "looks" and any(isinstance(item, Region) and item.shown for item in evidence):
        return True
    return not quotes and any(isinstance(item, Absence) and item.confirmed for item in evidence)


def _unsupported(evidence: Sequence[AnyEvidence], rationale: str) -> str:
    quotes = [item for item in evidence if isinstance(item, Quote) and not item.source]
    unseen = next((item for item in quotes if not item.seen), None)
    if unseen is not None:
        reason = f"judged a pass on {unseen.locator}, which the grader was not shown in full"
    elif quotes:
        reason = f"judged a pass, but the quoted words are not in the visible artifact: {quotes[0].text!r}"
    elif any(isinstance(item, Absence) for item in evidence):
        reason = "judged a pass because something is absent, but not all of where it could be was shown"
    elif any(isinstance(item, Region) for item in evidence):
        reason = "judged a pass on a picture, which supports only criteria about looks whose page was shown"
    else:
        reason = f"judged a pass {_WITHOUT}"
    return f"{reason}. {rationale}".strip()
