"""Asks once more for quotes: the verdict is settled, and only what it stands on is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.evidence import Quote, Region
from outcomes.graders.model.pieces import Unusable, evidence_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.artifact import Artifact
    from outcomes.evidence import AnyEvidence
    from outcomes.rubric import Criterion
    from outcomes.verdict import Verdict


def needs_repair(verdict: Verdict, checked: Verdict, criterion: Criterion) -> bool:
    """Whether a pass, once it was `checked`, has nothing to stand on that other words could mend.

    What is absent cannot be quoted, nor can the looks of a page: such a pass is either supported or open. A picture
    for a criterion about words may be mended by words.
    """
    if verdict.verdict != "pass" or checked.verdict == "pass":
        return False
    mendable = (Quote,) if criterion.about == "looks" else (Quote, Region)
    return not verdict.evidence or any(isinstance(item, mendable) for item in verdict.evidence)


def not_found(verdict: Verdict) -> list[str]:
    """The words that were quoted."""
    return [item.text for item in verdict.evidence if isinstance(item, Quote) and not item.source]


def repaired(verdict: Verdict, reply: Mapping[str, Any] | None, criterion: Criterion, artifact: Artifact) -> Verdict:
    """The same verdict on the evidence of a repair; what was there before stays where the reply has none.

    Nothing else of the reply is read: no verdict, no rationale, no other criterion.
    """
    fresh = _evidence(reply or {}, criterion, artifact)
    kept = tuple(item for item in verdict.evidence if not isinstance(item, Quote) or item.source) if fresh else ()
    evidence = (*fresh, *kept) if fresh else verdict.evidence
    return verdict.model_copy(update={"evidence": evidence, "repaired": True})


def _evidence(reply: Mapping[str, Any], criterion: Criterion, artifact: Artifact) -> tuple[AnyEvidence, ...]:
    entries = reply.get("verdicts")
    mine = [
        entry
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, dict) and entry.get("criterion_id") == criterion.id
    ]
    if len(mine) != 1:
        return ()
    try:
        found = evidence_of(mine[0], artifact, hidden=criterion.about == "hidden")
    except Unusable:
        return ()
    return tuple(item for item in found if isinstance(item, Quote) and not item.source)
