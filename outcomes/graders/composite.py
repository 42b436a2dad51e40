"""The grader that every run has: objective criteria to the checks, judged ones to the judge, evidence looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.verdict import Verdict, check_evidence, merge, reconcile

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.grader import Grader
    from outcomes.rubric import Rubric
    from outcomes.verdict import Grade, Look


class CompositeGrader:
    """Routes each criterion of a look, checks first, and verifies what the judge quotes, whoever the judge is."""

    def __init__(self, objective: Grader, judge: Grader) -> None:
        """`objective` decides criteria with a check, `judge` all others."""
        self._objective = objective
        self._judge = judge

    @property
    def fingerprint(self) -> str:
        """Both graders' fingerprints."""
        return f"{self._objective.fingerprint}+{self._judge.fingerprint}"

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """The verdicts of both, in rubric order."""
        judged = set(rubric.judged_ids)
        parts: list[Grade] = []
        for grader, ids in (
            (self._objective, tuple(name for name in look.criterion_ids if name not in judged)),
            (self._judge, tuple(name for name in look.criterion_ids if name in judged)),
        ):
            if ids:
                share = look.model_copy(update={"criterion_ids": ids})
                parts.append(await self._share(grader, rubric, artifact, share))
        return merge(parts)

    async def _share(self, grader: Grader, rubric: Rubric, artifact: Artifact, share: Look) -> Grade:
        grade = await grader.grade(rubric, artifact, share)
        verdicts = reconcile(rubric, share, grade.verdicts)
        if grader is self._judge:
            verdicts = tuple(_supported(verdict, rubric, artifact) for verdict in verdicts)
        return grade.with_verdicts(verdicts)


def _supported(verdict: Verdict, rubric: Rubric, artifact: Artifact) -> Verdict:
    return check_evidence(verdict, rubric[verdict.criterion_id], artifact)
