"""The journal: everything that happened in a run, complete and versioned, and the fold that gives the state back."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from outcomes.decide import Reason, Result
from outcomes.errors import OutcomesError, StoreError
from outcomes.history import Delivery, History, Iteration, Problem, Shortfall
from outcomes.outcome import Outcome
from outcomes.text import storable
from outcomes.usage import FREE, Usage
from outcomes.verdict import Grade, Look, total_usage

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEMA_VERSION = 1


class _Record(BaseModel):
    """What all records have. `path` is the step's place in the run and does not depend on when it completed."""

    model_config = ConfigDict(frozen=True, extra="allow")

    schema_version: int = SCHEMA_VERSION
    seq: int = Field(ge=0)
    at: AwareDatetime
    path: str


class RunStarted(_Record):
    """The outcome that is wanted, and who works and grades."""

    type: Literal["run_started"] = "run_started"
    run_id: str
    outcome: Outcome
    rubric_text: str
    """The rubric as markdown, for the platform's own event."""
    worker: str
    grader: str
    secret: str = ""
    """Hex digits that a model grader's fences are derived from. Never published; empty in runs of earlier releases."""
    references: tuple[str, ...] = ()
    """SHA-256 of each file that the grader compares artifacts with, in the order in which they are shown."""
    origin: dict[str, Any] = {}
    """What started it, in the words of whoever did, for whoever goes on with it: the options of a command, say."""
    no_content: bool = False
    """Whether only hashes, verdicts, counts and costs are kept: such a run can be shown and not gone on with."""
    rubric_sha256: str = ""
    """The hash of the real rubric, where it is not kept; empty where it is."""


class WorkStarted(_Record):
    """A worker was given a brief."""

    type: Literal["work_started"] = "work_started"
    iteration: int = Field(ge=0)
    base: int | None = None
    general: bool = False
    step_id: str


class WorkFinished(_Record):
    """A worker handed something over (`delivery`), something unreadable (`problem`), or broke (`error`)."""

    type: Literal["work_finished"] = "work_finished"
    iteration: int = Field(ge=0)
    base: int | None = None
    general: bool = False
    delivery: Delivery | None = None
    problem: Problem | None = None
    error: str | None = None
    out_of_time: bool = False
    """The run's time was over before the worker had finished; nothing was delivered."""
    usage: Usage | None = None
    seconds: float = Field(default=0.0, ge=0)


class GradingStarted(_Record):
    """The evaluation of an iteration began; without an artifact when what was delivered could not be read."""

    type: Literal["grading_started"] = "grading_started"
    iteration: int = Field(ge=0)
    artifact_sha256: str | None = None


class LookFinished(_Record):
    """A grader gave its verdicts, broke (`error`), or would not begin what the budget might not cover (`shortfall`)."""

    type: Literal["look_finished"] = "look_finished"
    iteration: int = Field(ge=0)
    look: Look
    grade: Grade | None = None
    error: str | None = None
    shortfall: Shortfall | None = None
    usage: Usage | None = FREE
    """Without a grade: what was used in vain, or `None` where nobody knows."""
    replies: tuple[str, ...] = ()
    """Keys of kept replies whose cost `usage` holds."""
    seconds: float = Field(default=0.0, ge=0)


class RevisionOrdered(_Record):
    """The iteration was not enough; the work goes on from `base`."""

    type: Literal["revision_ordered"] = "revision_ordered"
    iteration: int = Field(ge=0)
    base: int | None = None
    reason: Reason


class InterruptRequested(_Record):
    """Somebody asked the run to stop."""

    type: Literal["interrupt_requested"] = "interrupt_requested"


class RunReopened(_Record):
    """A run that was interrupted, or in which something broke, goes on: that step is done again."""

    type: Literal["run_reopened"] = "run_reopened"


class RunEnded(_Record):
    """How it ended, why, and which iteration holds the best artifact."""

    type: Literal["run_ended"] = "run_ended"
    result: Result
    reason: Reason
    best: int | None = None


Record = Annotated[
    RunStarted
    | WorkStarted
    | WorkFinished
    | GradingStarted
    | LookFinished
    | RevisionOrdered
    | InterruptRequested
    | RunReopened
    | RunEnded,
    Field(discriminator="type"),
]
_ADAPTER: TypeAdapter[Record] = TypeAdapter(Record)


def to_json(record: Record) -> str:
    """One line of JSON."""
    try:
        return _ADAPTER.dump_json(record).decode()
    except PydanticSerializationError:
        document = _ADAPTER.dump_python(record, mode="json")
        return storable(json.dumps(document, ensure_ascii=False, separators=(",", ":")))


def from_json(line: str | bytes) -> Record:
    """Read a record; fields that this version does not know are kept. Raise `StoreError` when it is none."""
    try:
        record = _ADAPTER.validate_json(line, extra="allow")
    except (ValidationError, OutcomesError) as error:
        _refuse_newer(_version(line))
        msg = f"not a journal record: {_first_fault(error)}"
        raise StoreError(msg) from None
    _refuse_newer(record.schema_version)
    return record


class _Versioned(BaseModel):
    """The one field that every release can read."""

    schema_version: int = SCHEMA_VERSION


def _version(line: str | bytes) -> int:
    """The schema version of a line that could not be read otherwise: a newer one may look like anything."""
    try:
        return _Versioned.model_validate_json(line).schema_version
    except ValidationError:
        return SCHEMA_VERSION


def _refuse_newer(version: int) -> None:
    if version > SCHEMA_VERSION:
        msg = f"journal record of schema version {version}; this release reads up to {SCHEMA_VERSION}"
        raise StoreError(msg)


def _first_fault(error: ValidationError | OutcomesError) -> str:
    if isinstance(error, OutcomesError):
        return str(error)
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the record"
    return f"{where}: {first['msg']}"


def beginning(first: Record, run_id: str) -> RunStarted:
    """The first record of a run's journal, which is its start; `StoreError` where it is anything else."""
    if not isinstance(first, RunStarted):
        msg = f"the journal of run {run_id!r} does not begin with its start; it is damaged"
        raise StoreError(msg)
    return first


def fold(records: Iterable[Record]) -> History:
    """The state that the records give, from nothing."""
    return reduce(after, records, History())


def after(history: History, record: Record) -> History:
    """The state after one more record."""
    if isinstance(record, WorkFinished):
        return _after_work(history, record)
    if isinstance(record, LookFinished):
        return _after_look(history, record)
    if isinstance(record, InterruptRequested):
        return replace(history, interrupted=True)
    if isinstance(record, RunReopened):
        return replace(history, interrupted=False, worker_error=None, grader_error=None)
    return history


def came_to_nothing(record: Record) -> bool:
    """Whether a record is of a step that a run which is reopened takes again, or of its end."""
    if isinstance(record, WorkFinished):
        return record.error is not None or record.out_of_time
    if isinstance(record, LookFinished):
        return record.grade is None
    return isinstance(record, InterruptRequested | RunEnded)


def _after_work(history: History, record: WorkFinished) -> History:
    if record.error is not None or record.out_of_time:
        return replace(
            history,
            worker_error=record.error,
            out_of_time=record.out_of_time,
            failed_seconds=history.failed_seconds + record.seconds,
            broken_usage=total_usage((history.broken_usage, record.usage)),
        )
    iteration = Iteration(
        index=record.iteration,
        base=record.base,
        delivery=record.delivery,
        problem=record.problem,
        worker_usage=record.usage,
        worker_seconds=record.seconds,
        general=record.general,
    )
    return replace(history, iterations=(*history.iterations, iteration))


def _after_look(history: History, record: LookFinished) -> History:
    current = history.current
    if current is None or current.index != record.iteration:
        msg = f"the journal grades iteration {record.iteration}, which has no finished work"
        raise StoreError(msg)
    if record.grade is None:
        return replace(
            history,
            grader_error=None if record.shortfall is not None else record.error or "the grader broke",
            shortfall=record.shortfall,
            failed_seconds=history.failed_seconds + record.seconds,
            broken_look_usage=total_usage((history.broken_look_usage, record.usage)),
            told_replies=history.told_replies.union(record.replies),
        )
    return history.with_current(
        replace(
            current,
            grades=(*current.grades, record.grade),
            look_seconds=current.look_seconds + record.seconds,
        )
    )
