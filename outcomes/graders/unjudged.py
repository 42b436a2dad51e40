"""The judge of those who have none: every judged criterion is `cannot_judge`, with what to set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.verdict import Grade, LookInfo, Verdict

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.grader import RunScope
    from outcomes.rubric import Rubric
    from outcomes.verdict import Look

HOW = (
    "no judge is configured: pass grader=... to the call, or name one on the command line (--model NAME, --grader "
    "human, --grader-command CMD, --grader MODULE:NAME) or in OUTCOMES_GRADER; --only objective leaves judged "
    "criteria out"
)


BROKE = "the judge did not get to its end"
"""Why criteria are open that a judge was asked about who broke."""


class UnjudgedGrader:
    """Never guesses."""

    fingerprint = "no-judge"

    def __init__(self, why: str = HOW) -> None:
        """`why` is what is said of every criterion."""
        self._why = why

    def for_run(self, _scope: RunScope) -> UnjudgedGrader:
        """Itself; with references it would not judge either."""
        return self

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """`cannot_judge` for everything that is asked."""
        asked = set(look.criterion_ids)
        verdicts = tuple(
            Verdict(criterion_id=name, rationale=self._why, verdict="cannot_judge")
            for name in rubric.ids
            if name in asked
        )
        info = LookInfo(index=look.index, seed=look.seed, grader=self.fingerprint)
        return Grade(artifact_sha256=artifact.sha256, bar=rubric.bar, verdicts=verdicts, looks=(info,))
