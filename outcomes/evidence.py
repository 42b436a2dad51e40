"""What a verdict stands on, and whether the engine finds it in the artifact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from outcomes.search import QuoteCheck

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact
    from outcomes.rubric import Criterion
    from outcomes.verdict import Verdict


class _Found(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class Quote(_Found):
    """Words of the artifact, and whether the engine found them there. `check` is the engine's, never the grader's."""

    kind: Literal["quote"] = "quote"
    locator: str
    text: str
    check: QuoteCheck | None = None

    @property
    def holds(self) -> bool:
        """Whether the words are in the artifact."""
        return self.check not in (None, "not_found")


class Measure(_Found):
    """What a check counted, and where."""

    kind: Literal["measure"] = "measure"
    measured: str
    locators: tuple[str, ...] = ()


class Region(_Found):
    """A part of a page image: unit locator and fractions of width and height (left, top, right, bottom)."""

    kind: Literal["region"] = "region"
    locator: str
    box: tuple[float, float, float, float]


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


def check_evidence(verdict: Verdict, criterion: Criterion, artifact: Artifact) -> Verdict:
    """Look every quote up in the artifact. A pass that then has nothing to stand on becomes `cannot_judge`.

    Quotes from hidden text count only for criteria about hidden things. A quote found elsewhere than stated gets its
    locator corrected (`moved`).
    """
    evidence = tuple(_checked(item, artifact, hidden=criterion.about == "hidden") for item in verdict.evidence)
    update: dict[str, Any] = {"evidence": evidence}
    if verdict.verdict == "pass" and not _supported(evidence):
        update["verdict"] = "cannot_judge"
        update["rationale"] = _unsupported(evidence, verdict.rationale)
    elif evidence == verdict.evidence:
        return verdict
    return verdict.model_copy(update=update)


def _checked(
    item: Quote | Measure | Region | Absence, artifact: Artifact, *, hidden: bool
) -> Quote | Measure | Region | Absence:
    if isinstance(item, Quote):
        found = artifact.find(item.text, item.locator, hidden=hidden)
        return Quote(locator=found.locator or item.locator, text=item.text, check=found.check)
    if isinstance(item, Absence):
        known = all(artifact.unit_of(place) is not None for place in item.scope)
        return Absence(searched=item.searched, scope=item.scope, confirmed=known)
    return item


def _supported(evidence: Sequence[AnyEvidence]) -> bool:
    """Whether a pass has something to stand on.

    An absence does not make up for quoted words that are not there. A region alone is nothing: graders are not given
    page images, so there is none that it could be a part of.
    """
    quotes = [item for item in evidence if isinstance(item, Quote)]
    if any(item.holds for item in quotes):
        return True
    return not quotes and any(isinstance(item, Absence) and item.confirmed for item in evidence)


def _unsupported(evidence: Sequence[AnyEvidence], rationale: str) -> str:
    quotes = [item.text for item in evidence if isinstance(item, Quote)]
    if quotes:
        reason = f"judged a pass, but the quoted words are not in the visible artifact: {quotes[0]!r}"
    else:
        reason = "judged a pass without evidence that can be checked"
    return f"{reason}. {rationale}".strip()
