"""What a caller gets back: how the run ended, the best artifact with the grade of exactly those bytes, and the cost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, computed_field, model_validator

from outcomes.decide import Reason, Result
from outcomes.history import Delivery, Problem
from outcomes.text import clip, count, shown
from outcomes.usage import Usage
from outcomes.verdict import Grade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.history import History, Iteration
    from outcomes.outcome import Outcome
    from outcomes.records import RunEnded

EXIT_CODES: dict[Result, int] = {
    "satisfied": 0,
    "needs_revision": 1,
    "max_iterations_reached": 1,
    "stalled": 1,
    "failed": 1,
    "worker_error": 3,
    "grader_error": 3,
    "budget_reached": 4,
    "undecided": 5,
    "interrupted": 130,
}
"""What a shell is told. 2 is for usage, rubric and path errors, which end before there is a result."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class RunUsage(_Value):
    """Tokens and money, apart for workers and graders; `None` where somebody did not say."""

    worker: Usage | None
    grader: Usage | None

    @model_validator(mode="before")
    @classmethod
    def _computed_again(cls, data: Any) -> Any:  # noqa: ANN401 - whatever is to be validated
        """The total is written out and not taken in again."""
        return {name: value for name, value in data.items() if name != "total"} if isinstance(data, dict) else data

    @computed_field  # type: ignore[prop-decorator]
    @property
    def total(self) -> Usage | None:
        """Both together; unknown as soon as one is."""
        return self.worker + self.grader if self.worker is not None and self.grader is not None else None

    @property
    def cost_usd(self) -> float | None:
        """Dollars in all, or `None` when unknown."""
        return self.total.cost_usd if self.total is not None else None


class IterationReport(_Value):
    """One round, without the artifact itself."""

    index: int
    base: int | None = None
    artifact: Delivery | None = None
    problem: Problem | None = None
    grade: Grade | None = None
    worker_usage: Usage | None = None
    grader_usage: Usage | None = None
    worker_seconds: float
    grader_seconds: float


class Best(_Value):
    """The best graded artifact of a run."""

    iteration: int
    artifact: Delivery
    grade: Grade
    _save: Callable[[], Path] | None = PrivateAttr(default=None)
    _load: Callable[[], Any] | None = PrivateAttr(default=None)

    @property
    def path(self) -> Path:
        """Where it lies; written there when first asked for, and never deleted by the engine."""
        if self._save is None:
            msg = "this result was read from JSON; the artifact lies where the run put it"
            raise RuntimeError(msg)
        return self._save()

    @property
    def value(self) -> Any:  # noqa: ANN401 - the worker's own type
        """What the worker returned for it, in its own type."""
        if self._load is None:
            msg = "this result was read from JSON and carries no value"
            raise RuntimeError(msg)
        return self._load()

    def backed_by(self, save: Callable[[], Path], load: Callable[[], Any]) -> Best:
        """The same, able to give its path and value."""
        backed = self.model_copy()
        backed._save, backed._load = save, load  # noqa: SLF001 - its own private attributes
        return backed


MOST_TOLD: Final = 5
LONGEST_TOLD: Final = 240


class Run(_Value):
    """A run that has ended."""

    schema_version: int = 1
    run_id: str
    result: Result
    reason: Reason
    scope: Literal["full", "objective"] = "full"
    best: Best | None = None
    iterations: tuple[IterationReport, ...] = ()
    usage: RunUsage
    seconds: float
    overshoot: float | None = None
    """By how much the step in flight went past the limit that ended the run, in the limit's own unit."""
    criteria: dict[str, str] = Field(default_factory=dict, exclude=True)
    """The words of every criterion, by id; left out of JSON, as a run may be kept without content."""

    @property
    def satisfied(self) -> bool:
        """Whether the rubric, all of it, is satisfied."""
        return self.result == "satisfied" and self.scope == "full"

    @property
    def exit_code(self) -> int:
        """What a shell is told."""
        return EXIT_CODES[self.result]

    @property
    def summary(self) -> str:
        """How it ended, what is missing and what is open, in a few lines."""
        rounds = count(len(self.iterations), "iteration")
        told = list(self._told())
        more = [f"- and {len(told) - MOST_TOLD} more"] if len(told) > MOST_TOLD else []
        head = f"{self.result} after {rounds} ({shown(self.reason.detail) or self.reason.code})"
        return "\n".join([head, *(f"- {shown(line)}" for line in told[:MOST_TOLD]), *more])

    def _told(self) -> Iterator[str]:
        """Gaps of the best version, then what nobody could judge; without one, why the last could not be read."""
        if self.best is None:
            problem = self.iterations[-1].problem if self.iterations else None
            if problem is not None:
                yield f"{problem.message} {problem.fix}".strip()
            return
        for gap in self.best.grade.gaps:
            yield f"{self._words(gap.criterion_id)}: {clip(gap.missing, LONGEST_TOLD)}"
        for verdict in self.best.grade.verdicts:
            if verdict.verdict == "cannot_judge":
                yield f"{self._words(verdict.criterion_id)}: {clip(verdict.rationale, LONGEST_TOLD)}"

    def _words(self, criterion_id: str) -> str:
        return clip(self.criteria.get(criterion_id, criterion_id))


def report(run_id: str, outcome: Outcome, history: History, ended: RunEnded) -> Run:
    """The run as its records tell it."""
    limit, spent = ended.reason.limit, ended.reason.spent
    over = ended.result == "budget_reached" and limit is not None and spent is not None and spent >= limit
    return Run(
        run_id=run_id,
        result=ended.result,
        reason=ended.reason,
        scope=outcome.rubric.bar.scope,
        best=_best(history, ended),
        iterations=tuple(map(_iteration, history.iterations)),
        usage=RunUsage(worker=history.worker_usage, grader=history.grader_usage),
        seconds=history.seconds,
        criteria={criterion.id: criterion.text for criterion in outcome.rubric.criteria},
        overshoot=spent - limit if over and spent is not None and limit is not None else None,
    )


def _best(history: History, ended: RunEnded) -> Best | None:
    if ended.best is None:
        return None
    iteration = history.iterations[ended.best]
    if iteration.delivery is None or iteration.grade is None:
        return None
    return Best(iteration=iteration.index, artifact=iteration.delivery, grade=iteration.grade)


def _iteration(iteration: Iteration) -> IterationReport:
    return IterationReport(
        index=iteration.index,
        base=iteration.base,
        artifact=iteration.delivery,
        problem=iteration.problem,
        grade=iteration.grade,
        worker_usage=iteration.worker_usage,
        grader_usage=iteration.grade.usage if iteration.grade is not None else None,
        worker_seconds=iteration.worker_seconds,
        grader_seconds=iteration.look_seconds,
    )
