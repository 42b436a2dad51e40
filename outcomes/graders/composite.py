"""The grader that every run has: objective criteria to the checks, judged ones to the judge, evidence looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.errors import GraderError, OutcomesError
from outcomes.evidence import check_evidence
from outcomes.grader import for_run
from outcomes.text import said
from outcomes.verdict import Grade, LookInfo, Verdict, merge, own_grade

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.grader import Grader, RunScope
    from outcomes.rubric import Rubric
    from outcomes.verdict import Look

NO_REFERENCE = "the criterion needs a reference to compare with, and none was given"


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

    def for_run(self, scope: RunScope) -> CompositeGrader:
        """The same, with a judge made for the run."""
        return CompositeGrader(self._objective, for_run(self._judge, scope))

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """The verdicts of both, in rubric order.

        Raises:
            GraderError: one of them broke, or what it gave is no fresh grade of this artifact under this rubric.
        """
        asked = [rubric[name] for name in look.criterion_ids]
        objective = tuple(criterion.id for criterion in asked if criterion.objective)
        judged = tuple(criterion.id for criterion in asked if not criterion.objective and criterion.needs is None)
        idle = tuple(criterion.id for criterion in asked if not criterion.objective and criterion.needs is not None)
        shares: list[Grade] = []
        if objective:
            shares.append(await _share(self._objective, rubric, artifact, look, objective))
        if judged:
            shares.append(_supported(await _share(self._judge, rubric, artifact, look, judged), rubric, artifact))
        if idle:
            shares.append(_without_reference(rubric, artifact, idle))
        return merge(shares)


async def _share(grader: Grader, rubric: Rubric, artifact: Artifact, look: Look, ids: tuple[str, ...]) -> Grade:
    """One grader's verdicts, exactly one for each criterion that it was asked about."""
    share = look if ids == look.criterion_ids else look.model_copy(update={"criterion_ids": ids})
    try:
        given: object = await grader.grade(rubric, artifact, share)
    except OutcomesError:
        raise
    except Exception as error:
        raise GraderError(said(error)) from error
    grade = own_grade(given, rubric, artifact, share)
    return grade if grade.looks else grade.model_copy(update={"looks": (_unsaid(grader, look),)})


def _unsaid(grader: Grader, look: Look) -> LookInfo:
    """The look of a grader that did not say how it looked: nor does anybody know what it used."""
    return LookInfo(index=look.index, seed=look.seed, grader=grader.fingerprint, usage=None)


def _supported(grade: Grade, rubric: Rubric, artifact: Artifact) -> Grade:
    """The judge's grade, with every quote looked up in the artifact."""
    return grade.with_verdicts(
        tuple(check_evidence(verdict, rubric[verdict.criterion_id], artifact) for verdict in grade.verdicts)
    )


def _without_reference(rubric: Rubric, artifact: Artifact, ids: tuple[str, ...]) -> Grade:
    verdicts = tuple(
        Verdict(criterion_id=name, rationale=NO_REFERENCE, verdict="cannot_judge") for name in rubric.ids if name in ids
    )
    return Grade(artifact_sha256=artifact.sha256, bar=rubric.bar, verdicts=verdicts)
