"""The grader that every run has: objective criteria to the checks, judged ones to the judge, evidence looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.errors import GraderError, OutcomesError
from outcomes.evidence import EVERYTHING, Given, check_evidence
from outcomes.grader import for_run, made_per_run
from outcomes.graders.screen import Screen
from outcomes.graders.seen import given_by_criterion, named_apart
from outcomes.text import said
from outcomes.verdict import Grade, LookInfo, Verdict, merge, own_grade

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.grader import Grader, RunScope
    from outcomes.rubric import Rubric
    from outcomes.verdict import Look

NO_REFERENCE = "the criterion needs a reference to compare with, and none was given"
NOT_SHOWN = "the criterion needs a reference, and this grader has no way to be given one (`for_run`)"


class CompositeGrader:
    """Routes each criterion of a look, checks first, and verifies what the judge quotes, whoever the judge is."""

    def __init__(self, objective: Grader, judge: Grader, scope: RunScope | None = None) -> None:
        """`objective` decides criteria with a check, `judge` all others; `scope` is that of the run, within one.

        A judge that is not made per run is never shown the run's references.
        """
        self._objective = objective
        self._judge = judge if scope is None else for_run(judge, scope)
        given = scope.references if scope is not None else ()
        self._references = given if made_per_run(judge) else ()
        self._missing = NOT_SHOWN if given and not self._references else NO_REFERENCE

    @property
    def fingerprint(self) -> str:
        """Both graders' fingerprints."""
        return f"{self._objective.fingerprint}+{self._judge.fingerprint}"

    def for_run(self, scope: RunScope) -> CompositeGrader:
        """The same for one run."""
        return CompositeGrader(self._objective, self._judge, scope)

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """The verdicts of both, in rubric order.

        Raises:
            GraderError: one of them broke, or what it gave is no fresh grade of this artifact under this rubric.
        """
        asked = [rubric[name] for name in look.criterion_ids]
        objective = tuple(item.id for item in asked if item.objective)
        judged = tuple(item.id for item in asked if not item.objective and (item.needs is None or self._references))
        idle = tuple(item.id for item in asked if item.id not in {*objective, *judged})
        shares: list[Grade] = []
        if objective:
            shares.append(await _share(self._objective, rubric, artifact, look, objective))
        if judged:
            grade = await _share(self._judge, rubric, artifact, look, judged)
            shares.append(_supported(grade, rubric, artifact, named_apart(self._references, artifact)))
        if idle:
            shares.append(_without_reference(rubric, artifact, idle, self._missing))
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


def _supported(grade: Grade, rubric: Rubric, artifact: Artifact, references: tuple[Artifact, ...]) -> Grade:
    """The judge's grade, with every quote looked up, and no order of the artifact in what a worker is told.

    A grader that says nothing of batches was handed the artifact, and is taken to have had all of its text.
    """
    shown = given_by_criterion(rubric, artifact, grade.looks, references)
    otherwise = Given(references=references) if references else EVERYTHING
    gaps = [verdict.gap for verdict in grade.verdicts if verdict.gap is not None]
    screen = Screen(artifact, [note.text for note in grade.injection_notes], gaps)
    return grade.with_verdicts(
        tuple(
            _screened(
                check_evidence(
                    verdict, rubric[verdict.criterion_id], artifact, shown.get(verdict.criterion_id, otherwise)
                ),
                screen,
            )
            for verdict in grade.verdicts
        )
    )


def _screened(verdict: Verdict, screen: Screen) -> Verdict:
    if verdict.gap is None:
        return verdict
    gap = screen.clean(verdict.gap)
    return verdict if gap is verdict.gap else verdict.model_copy(update={"gap": gap})


def _without_reference(rubric: Rubric, artifact: Artifact, ids: tuple[str, ...], why: str) -> Grade:
    verdicts = tuple(
        Verdict(criterion_id=name, rationale=why, verdict="cannot_judge") for name in rubric.ids if name in ids
    )
    return Grade(artifact_sha256=artifact.sha256, bar=rubric.bar, verdicts=verdicts)
