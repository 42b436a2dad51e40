"""The verb `calibrate`: labelled artifacts are graded, several times if wanted, and the verdicts held against them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes import api, wiring
from outcomes.calibration.assess import assess, labelled_without_judge, spent_on
from outcomes.calibration.labels import Labelled, read_labels
from outcomes.calibration.measure import Seen
from outcomes.calibration.report import LeftOut
from outcomes.errors import ArtifactError, BudgetReached, OutcomesError, UsageError
from outcomes.grader import Remaining, RunScope, for_run
from outcomes.interrupt import Interrupt, Interrupted
from outcomes.rubric import Rubric
from outcomes.verdict import Look, total_usage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from outcomes.artifact import Artifact
    from outcomes.calibration.report import Calibration, Ending
    from outcomes.grader import Grader
    from outcomes.usage import Usage
    from outcomes.verdict import Grade

BROKEN_IN_A_ROW: Final = 3
"""Looks that may break one after another before the grader is taken for broken."""


class LookTaken(NamedTuple):
    """One finished look at one artifact, as it is reported while others go on."""

    labelled: Labelled
    grade: Grade
    look: int
    """From 0."""
    done: int
    total: int
    """Looks finished so far, and all that are to be taken."""
    spent: Usage | None
    """By all looks so far; `None`: somebody did not say."""


async def calibrate(
    rubric: str | Path | Rubric,
    labels: str | Path | Sequence[Given],
    *,
    grader: Grader | None = None,
    repeat: int = 3,
    unlabelled: Sequence[str | Path] = (),
    references: Sequence[str | Path | Artifact] = (),
    max_cost_usd: float | None = None,
    at_once: int = 1,
    allow_commands: bool = False,
    convert: bool = False,
    interrupt: Interrupt | None = None,
    on_look: Callable[[LookTaken], None] | None = None,
) -> Calibration:
    """Measure how far a grader can be trusted with a rubric, on artifacts that people have labelled.

    Every ending is returned, with what was measured until then: look at `ended`. Graders see neither labels nor the
    names of files.

    Args:
        rubric: a path, or what `load_rubric` gave.
        labels: a file of labels (JSON lines or CSV; `outcomes.calibration.labels`); its paths are beside it. Or what
            `read_given` gave, which then holds `unlabelled` and `references` too.
        grader: judges the criteria that carry no check.
        repeat: fresh looks at each artifact. Two show how often verdicts flip; three also measure the rule that
            confirms a pass.
        unlabelled: more artifacts, whose pass rate is estimated from the judge's and corrected for its errors.
        references: files to compare every artifact with, beside those that the rubric names and those that the labels
            name for one artifact.
        max_cost_usd: no look is begun once so much is spent.
        at_once: artifacts that are graded at the same time.
        allow_commands: whether checks that run commands may do so; a rubric with commands is code.
        convert: whether older and open kinds of files are converted and read; see `read_artifact`.
        interrupt: a way to stop from outside.
        on_look: is told of every finished look.

    Raises:
        UsageError: the labels cannot be used (the error names file, line and column), an artifact or a reference is
            not there, or judged criteria are labelled and there is no grader.
        RubricError: the rubric cannot be used.
        RenderError: there is something to convert, and LibreOffice is not installed.
    """
    rubric = rubric if isinstance(rubric, Rubric) else api.load_rubric(rubric)
    wiring.check_rubric(rubric)
    if repeat < 1 or at_once < 1:
        msg = f"repeat and at_once are 1 or more, not {min(repeat, at_once)}"
        raise UsageError(msg)
    given = read_given(rubric, Path(labels), unlabelled, references) if isinstance(labels, str | Path) else list(labels)
    refuse_unjudged(rubric, given, grader)
    session = _Session(
        rubric,
        total=len(given) * repeat,
        repeat=repeat,
        max_cost_usd=max_cost_usd,
        interrupt=interrupt if interrupt is not None else Interrupt(),
        on_look=on_look,
    )
    whole = wiring.make_grader(grader, allow_commands=allow_commands)
    conversion = wiring.converter(wanted=convert, at_once=True)
    room = asyncio.Semaphore(at_once)

    async def take(one: Given) -> Seen:
        async with room:
            if session.over:
                return Seen(one.labelled, ())
            made = for_run(whole, session.scope(one.references))
            return await session.look_at(
                one.labelled, lambda: wiring.read_path(one.path, convert=conversion, neutral=True), made
            )

    seen = await asyncio.gather(*map(take, given))
    session.settle()
    return assess(
        rubric,
        seen,
        grader=whole.fingerprint,
        repeat=repeat,
        ended=session.ended,
        reason=session.reason,
        left_out=session.left_out,
        spent=total_usage((spent_on(seen), *session.in_vain)),
    )


calibrate_sync = api.in_sync_form(calibrate)


def refuse_unjudged(rubric: Rubric, given: Sequence[Given], grader: Grader | None) -> None:
    """Nothing is measured of criteria that nobody judges.

    Raises:
        UsageError: there is no grader, and some of the labels are about such criteria.
    """
    if grader is None and (needy := labelled_without_judge(rubric, [one.labelled for one in given])):
        named = ", ".join(needy[:3])
        msg = f"the labels are about criteria that need a judge ({named} ...); name the grader that is to be measured"
        raise UsageError(msg)


class Given(NamedTuple):
    """An artifact to look at, and what it is held against."""

    labelled: Labelled
    path: Path
    references: tuple[Artifact, ...]


def read_given(
    rubric: Rubric, labels: Path, unlabelled: Sequence[str | Path], references: Sequence[str | Path | Artifact]
) -> list[Given]:
    """Every artifact that is to be looked at, before anything is paid for; arguments as `calibrate` has them.

    Raises:
        UsageError: the labels cannot be used, or an artifact or a reference is not there.
    """
    common = wiring.read_references(rubric, references)
    found = []
    for one in read_labels(_text(labels), str(labels), rubric):
        path = labels.parent / one.path
        if not path.exists():
            msg = f"{labels}:{one.line}:1: there is no artifact {one.path!r}; paths are relative to the labels file"
            raise UsageError(msg)
        found.append(Given(one, path, (*common, *_own_references(one, labels))))
    for given in unlabelled:
        path = Path(given)
        if not path.exists():
            msg = f"there is no artifact {str(given)!r}"
            raise UsageError(msg)
        found.append(Given(Labelled(path.as_posix(), 0), path, common))
    return found


def _own_references(one: Labelled, labels: Path) -> list[Artifact]:
    try:
        return [api.read_artifact(labels.parent / name) for name in one.references]
    except ArtifactError as error:
        msg = f"{labels}:{one.line}:1: a reference of {one.path!r} cannot be read: {error}"
        raise UsageError(msg) from None


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{path}: the labels are not UTF-8 text (byte {error.start}); save them as UTF-8"
        raise UsageError(msg) from None
    except OSError as error:
        msg = f"the labels {str(path)!r} cannot be read: {error.strerror}"
        raise UsageError(msg) from None


@dataclass
class _Session:
    """What is spent and whether to go on, while artifacts are graded."""

    rubric: Rubric
    total: int
    repeat: int
    max_cost_usd: float | None
    interrupt: Interrupt
    on_look: Callable[[LookTaken], None] | None
    ended: Ending = "complete"
    reason: str = ""
    left_out: list[LeftOut] = field(default_factory=list)
    in_vain: list[Usage | None] = field(default_factory=list)
    """What looks used that broke."""
    grades: list[Grade] = field(default_factory=list)
    broken: int = 0
    """Looks that broke since one did not."""

    def scope(self, references: tuple[Artifact, ...]) -> RunScope:
        """What a grader may know: each artifact is a run of its own, and the money is shared."""
        secret = bytes.fromhex(wiring.new_secret())
        return RunScope(secret, remaining=lambda: Remaining(cost_usd=self._left()), references=references)

    @property
    def over(self) -> bool:
        """Whether nothing more is to be begun."""
        return self.ended != "complete"

    @property
    def spent(self) -> Usage | None:
        """By all looks, finished or broken; `None`: somebody did not say."""
        return total_usage((*(look.usage for grade in self.grades for look in grade.looks), *self.in_vain))

    def _left(self) -> float | None:
        spent = self.spent
        if self.max_cost_usd is None or spent is None or spent.cost_usd is None:
            return self.max_cost_usd
        return max(self.max_cost_usd - spent.cost_usd, 0.0)

    async def look_at(self, labelled: Labelled, read: Callable[[], Artifact], grader: Grader) -> Seen:
        """All looks at one artifact, one after another, as far as they get."""
        looks: list[Grade] = []
        try:
            artifact = await asyncio.to_thread(read)
            wiring.refuse_other_kinds(artifact, self.rubric)
        except ArtifactError as error:
            self.left_out.append(LeftOut(artifact=labelled.path, reason=str(error)))
            return Seen(labelled, ())
        for index in range(self.repeat):
            grade = await self._look(labelled, artifact, index, grader)
            if grade is None:
                break
            looks.append(grade)
        return Seen(labelled, tuple(looks))

    async def _look(self, labelled: Labelled, artifact: Artifact, index: int, grader: Grader) -> Grade | None:
        """One look; `None` when it was not begun, or broke."""
        self._mind_the_budget()
        if self.over:
            return None
        look = Look(index=index, seed=index, criterion_ids=self.rubric.ids)
        try:
            grade = await self.interrupt.guard(lambda: grader.grade(self.rubric, artifact, look))
        except Interrupted:
            self._end("interrupted", "it was asked to stop; what looks in flight have cost is not counted")
        except BudgetReached as error:
            self.in_vain += filter(None, [error.usage])
            self._end("budget_reached", str(error))
        except OutcomesError as error:
            self._broke(labelled, index, error)
        else:
            self.broken = 0
            self.grades.append(grade)
            if self.on_look is not None:
                self.on_look(LookTaken(labelled, grade, index, len(self.grades), self.total, self.spent))
            return grade
        return None

    def _mind_the_budget(self) -> None:
        spent = self.spent
        if self.over or self.max_cost_usd is None:
            return
        if spent is None or spent.cost_usd is None:
            self._end("budget_reached", "a grader did not say what it cost, so the limit cannot be kept")
        elif spent.cost_usd >= self.max_cost_usd:
            self._end("budget_reached", f"${spent.cost_usd:.2f} spent, the limit is ${self.max_cost_usd:.2f}")

    def _broke(self, labelled: Labelled, index: int, error: OutcomesError) -> None:
        self.in_vain.append(getattr(error, "usage", None))  # one that does not say may have cost something
        self.left_out.append(LeftOut(artifact=labelled.path, reason=f"look {index} broke: {error}"))
        self.broken += 1
        if self.broken >= BROKEN_IN_A_ROW:
            self._end("grader_error", str(error))

    def settle(self) -> None:
        """All is done that could be; if that was nothing because every look broke, the grader is broken."""
        if self.broken and not self.grades:
            self._end("grader_error", self.left_out[-1].reason)

    def _end(self, ended: Ending, reason: str) -> None:
        if not self.over:
            self.ended, self.reason = ended, reason
