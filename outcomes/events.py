"""The public view of a run: one discriminated union, derived from the records.

Events that the hosted platform has keep its names and fields, with ours added; steps that it has no word for get names
of their own beside them. Source of the names: the platform's SDK types and documentation, autumn 2026.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter
from pydantic_core import PydanticSerializationError

from outcomes.decide import Reason, ReasonCode, Result
from outcomes.evidence import Quote
from outcomes.records import (
    SCHEMA_VERSION,
    GradingStarted,
    RevisionOrdered,
    RunEnded,
    RunStarted,
    WorkFinished,
    WorkStarted,
)
from outcomes.text import shown, squash, storable
from outcomes.usage import FREE, Usage
from outcomes.verdict import Grade

if TYPE_CHECKING:
    from datetime import datetime

    from outcomes.history import History, Iteration
    from outcomes.records import Record
    from outcomes.rubric import Rubric
    from outcomes.verdict import Verdict

HEARTBEAT_SECONDS = 30.0
"""The platform's own period between two `ongoing` events."""


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")

    schema_version: int = SCHEMA_VERSION
    id: str
    """`sevt_` and a suffix that is the same whenever the run is replayed."""
    run_id: str
    outcome_id: str
    processed_at: AwareDatetime


class RubricText(BaseModel):
    """A rubric as the platform carries it: free text."""

    model_config = ConfigDict(frozen=True, extra="allow")

    type: Literal["text"] = "text"
    content: str


class OutcomeDefined(_Event):
    """Echo of what is wanted."""

    type: Literal["user.define_outcome"] = "user.define_outcome"
    description: str
    rubric: RubricText
    max_iterations: int


class WorkStartedEvent(_Event):
    """A worker has its brief and begins."""

    type: Literal["span.work_start"] = "span.work_start"
    iteration: int
    base_iteration: int | None = None
    """The iteration whose artifact it starts from."""
    step_id: str


class WorkEnded(_Event):
    """A worker has delivered, delivered something unreadable (`problem`), or broke (`error`)."""

    type: Literal["span.work_end"] = "span.work_end"
    work_start_id: str
    iteration: int
    artifact_sha256: str | None = None
    problem: str | None = None
    error: str | None = None
    usage: Usage | None = None
    seconds: float


class EvaluationStarted(_Event):
    """Grading begins."""

    type: Literal["span.outcome_evaluation_start"] = "span.outcome_evaluation_start"
    iteration: int
    artifact_sha256: str | None = None


class EvaluationOngoing(_Event):
    """A heartbeat while grading lasts; published, never kept."""

    type: Literal["span.outcome_evaluation_ongoing"] = "span.outcome_evaluation_ongoing"
    iteration: int


class EvaluationEnded(_Event):
    """What an iteration came to.

    Exactly one of these in a run has a result other than `needs_revision`: the last. A run that is reopened goes on
    after it, and comes to another.
    """

    type: Literal["span.outcome_evaluation_end"] = "span.outcome_evaluation_end"
    outcome_evaluation_start_id: str
    """Empty when the run ended without an evaluation."""
    iteration: int
    result: Result
    explanation: str
    """The platform's bullet list, of the criteria that a worker may know."""
    usage: Usage
    reason: Reason
    grade: Grade | None = None
    artifact_sha256: str | None = None
    grader: str
    cost_usd: float | None = None
    best_iteration: int | None = None
    """With a terminal result: the iteration whose artifact the caller gets."""


Event = Annotated[
    OutcomeDefined | WorkStartedEvent | WorkEnded | EvaluationStarted | EvaluationOngoing | EvaluationEnded,
    Field(discriminator="type"),
]
_ADAPTER: TypeAdapter[Event] = TypeAdapter(Event)


def to_json(event: Event) -> str:
    """One line of JSON, without the fields that have no value, as on the platform's wire."""
    try:
        return event.model_dump_json(exclude_none=True)
    except PydanticSerializationError:
        document = event.model_dump(mode="json", exclude_none=True)
        return storable(json.dumps(document, ensure_ascii=False, separators=(",", ":")))


def from_json(line: str | bytes) -> Event:
    """Read an event; unknown fields are kept. Raise `pydantic.ValidationError` when it is none."""
    return _ADAPTER.validate_json(line)


class _Stamp(TypedDict):
    """What every event has."""

    id: str
    run_id: str
    outcome_id: str
    processed_at: datetime


class Narrator:
    """Tells the events of one run, record by record. Replayed records tell the same events with the same ids."""

    def __init__(self, started: RunStarted) -> None:
        """`started` is the run's first record."""
        self._started = started
        self._token = started.run_id.removeprefix("run_")
        self._rubric = started.outcome.rubric
        self._work_start_id = ""
        self._evaluation_start_id = ""
        self._iteration = 0
        self._beats = 0

    def tell(self, record: Record, history: History) -> Event | None:  # noqa: PLR0911 - one line per record
        """The event that a record gives, if any. `history` is the state after the record."""
        if isinstance(record, RunStarted):
            return self._defined(record)
        if isinstance(record, WorkStarted):
            return self._work_started(record)
        if isinstance(record, WorkFinished):
            return self._work_ended(record)
        if isinstance(record, GradingStarted):
            return self._evaluation_started(record)
        if isinstance(record, RevisionOrdered):
            return self._evaluation_ended(record, "needs_revision", history)
        if isinstance(record, RunEnded):
            return self._evaluation_ended(record, record.result, history)
        return None

    def heartbeat(self, at: datetime) -> EvaluationOngoing:
        """An `ongoing` event for the evaluation that is under way."""
        self._beats += 1
        return EvaluationOngoing(
            **self._stamp(f"{self._evaluation_start_id}h{self._beats}", at),
            iteration=self._iteration,
        )

    @property
    def outcome_id(self) -> str:
        """`outc_` and the run's own token."""
        return f"outc_{self._token}"

    def _stamp(self, event_id: str, at: datetime) -> _Stamp:
        return {"id": event_id, "run_id": self._started.run_id, "outcome_id": self.outcome_id, "processed_at": at}

    def _id(self, record: Record) -> str:
        return f"sevt_{self._token}{record.seq:06d}"

    def _defined(self, record: RunStarted) -> OutcomeDefined:
        return OutcomeDefined(
            **self._stamp(self._id(record), record.at),
            description=record.outcome.description,
            rubric=RubricText(content=record.rubric_text),
            max_iterations=record.outcome.max_iterations,
        )

    def _work_started(self, record: WorkStarted) -> WorkStartedEvent:
        self._iteration, self._beats = record.iteration, 0
        self._work_start_id, self._evaluation_start_id = self._id(record), ""
        return WorkStartedEvent(
            **self._stamp(self._work_start_id, record.at),
            iteration=record.iteration,
            base_iteration=record.base,
            step_id=record.step_id,
        )

    def _work_ended(self, record: WorkFinished) -> WorkEnded:
        return WorkEnded(
            **self._stamp(self._id(record), record.at),
            work_start_id=self._work_start_id,
            iteration=record.iteration,
            artifact_sha256=record.delivery.sha256 if record.delivery is not None else None,
            problem=record.problem.message if record.problem is not None else None,
            error=record.error,
            usage=record.usage,
            seconds=record.seconds,
        )

    def _evaluation_started(self, record: GradingStarted) -> EvaluationStarted:
        self._evaluation_start_id = self._id(record)
        return EvaluationStarted(
            **self._stamp(self._evaluation_start_id, record.at),
            iteration=record.iteration,
            artifact_sha256=record.artifact_sha256,
        )

    def _evaluation_ended(
        self, record: RevisionOrdered | RunEnded, result: Result, history: History
    ) -> EvaluationEnded:
        current = self._evaluated(history)
        grade = current.grade if current is not None else None
        usage = grade.usage if grade is not None else FREE
        return EvaluationEnded(
            **self._stamp(self._id(record), record.at),
            outcome_evaluation_start_id=self._evaluation_start_id,
            iteration=self._iteration,
            result=result,
            explanation=explain(result, record.reason, current, self._rubric),
            usage=usage if usage is not None else Usage(),
            reason=record.reason,
            grade=grade,
            artifact_sha256=current.delivery.sha256 if current is not None and current.delivery is not None else None,
            grader=self._started.grader,
            cost_usd=usage.cost_usd if usage is not None else None,
            best_iteration=record.best if isinstance(record, RunEnded) else None,
        )

    def _evaluated(self, history: History) -> Iteration | None:
        """The iteration that this evaluation is about, if its work came to an end."""
        current = history.current
        return current if current is not None and current.index == self._iteration else None


_LEADS: dict[Result, str] = {
    "satisfied": "An independent grader found all criteria met:",
    "needs_revision": "An independent grader found the following criteria are not fully met:",
}
_TRAILER = "Please revise your work to address these gaps."


def explain(result: Result, reason: Reason, iteration: Iteration | None, rubric: Rubric) -> str:
    """The verdicts as the platform words them: every visible criterion when satisfied, otherwise those unmet.

    Withheld criteria are left out, since clients hand this text to the agent.
    """
    grade = iteration.grade if iteration is not None else None
    if iteration is not None and iteration.problem is not None:
        return f"The deliverable could not be read: {iteration.problem.message} {iteration.problem.fix}".strip()
    if grade is None:
        return f"{result}: {_why(result, reason, rubric)}"
    bullets = [line for criterion in rubric.visible for line in _bullet(grade, criterion.id, criterion.text, result)]
    if result == "satisfied":
        return "\n".join([_LEADS["satisfied"], "", *bullets])
    body = [_LEADS["needs_revision"], "", *bullets, "", _TRAILER]
    if result == "max_iterations_reached":
        rounds = f"Reached {iteration.index + 1 if iteration is not None else 0} revision cycles"
        body[0] = f"{rounds} without satisfying the rubric. {body[0]}"
    elif result != "needs_revision":
        body[0] = f"{result}: {_why(result, reason, rubric)}. {body[0]}"
    return "\n".join(body)


_GENERAL: dict[ReasonCode, ReasonCode] = {"only_withheld": "gaps", "withheld_remain": "no_gain"}
"""What a worker is told instead of the reasons that speak of withheld criteria."""


def _why(result: Result, reason: Reason, rubric: Rubric) -> str:
    """Why it ended; where something is withheld without the detail, in which a grader may have named it."""
    if reason.detail and (result == "worker_error" or len(rubric.visible) == len(rubric.criteria)):
        return _line(reason.detail)
    return _GENERAL.get(reason.code, reason.code)


def _line(untrusted: str) -> str:
    """One line: what is quoted from an artifact must not look like the bullets around it."""
    return shown(squash(storable(untrusted)))


def _bullet(grade: Grade, criterion_id: str, text: str, result: Result) -> list[str]:
    """`- criterion (met|partially met|not met): evidence`, the only labels that the platform has and clients look for.

    What could not be judged is not met as far as anyone can tell, and says so behind the colon; what does not apply
    stands in nobody's way.
    """
    verdict = grade.by_id.get(criterion_id)
    if result != "satisfied" and verdict is not None and verdict.verdict in ("pass", "not_applicable"):
        return []
    label, said = _labelled(grade, verdict)
    return [f"- {_line(text)} ({label}): {_line(said)}"]


def _labelled(grade: Grade, verdict: Verdict | None) -> tuple[str, str]:
    """The platform's word for a verdict, and what it rests on: never nothing."""
    if verdict is None or verdict.verdict == "cannot_judge":
        return "not met", "could not be judged"
    if verdict.verdict == "not_applicable":
        return "met", f"does not apply. {verdict.rationale}"
    if verdict.verdict == "pass":
        return "met", verdict.rationale or _quoted(verdict) or "shown by the artifact"
    earned = grade.bar.by_id[verdict.criterion_id].levels.get(verdict.level or "", 0.0)
    said = verdict.gap.missing if verdict.gap is not None else verdict.rationale
    return "partially met" if earned > 0 else "not met", said


def _quoted(verdict: Verdict) -> str:
    return next((f"{item.locator}: {item.text}" for item in verdict.evidence if isinstance(item, Quote)), "")


def for_worker(event: Event, rubric: Rubric) -> Event:
    """The event as a worker may see it: nothing in it was computed from a withheld criterion."""
    if isinstance(event, EvaluationEnded):
        code = _GENERAL.get(event.reason.code, event.reason.code)
        hidden = {"grade": None, "usage": FREE, "cost_usd": None, "best_iteration": None}
        return event.model_copy(update={"reason": Reason(code=code), **hidden})
    if isinstance(event, OutcomeDefined) and len(rubric.visible) < len(rubric.criteria):
        lines = "\n".join(f"- {criterion.text}" for criterion in rubric.visible)
        return event.model_copy(update={"rubric": RubricText(content=lines)})
    return event
