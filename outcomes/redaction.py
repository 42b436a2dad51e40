"""A record without its content: hashes, verdicts, counts, costs and times stay, and every text goes.

Of what others may have chosen stay the run's id, a grader's fingerprint with the names of its models, the names of
checks, and the kind of a file.

Everything is built anew from the fields named here, so that a field which comes later is left out until somebody has
said that it holds no text.
"""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, Final

from outcomes.decide import Reason
from outcomes.errors import StoreError
from outcomes.history import Delivery, Problem, Shortfall
from outcomes.outcome import Outcome
from outcomes.records import (
    GradingStarted,
    InterruptRequested,
    LookFinished,
    Record,
    RevisionOrdered,
    RunEnded,
    RunReopened,
    RunStarted,
    WorkFinished,
    WorkStarted,
)
from outcomes.rubric import CheckCall, Criterion, Level, Rubric
from outcomes.scoring import AtLeast, Branch, Capped, Floor, Leaf, Weighted
from outcomes.usage import Usage
from outcomes.verdict import BatchInfo, Gap, Grade, Look, LookInfo, ReferenceInfo, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import TypedDict

    from outcomes.scoring import Node

    class _Stamp(TypedDict):
        seq: int
        at: datetime
        path: str


LEFT_OUT: Final = "(left out)"


class Names:
    """What criteria are called in one run when nothing may be said of them: `c1`, `c2` ... in rubric order."""

    def __init__(self, rubric: Rubric) -> None:
        """Ids hold words of their criteria, and levels are words of their author."""
        self._ids = {criterion.id: f"c{number}" for number, criterion in enumerate(rubric.criteria, start=1)}
        self._levels = {
            (criterion.id, level.label): f"level {number}"
            for criterion in rubric.criteria
            for number, level in enumerate(criterion.levels, start=1)
        }
        self._real_sha256 = rubric.sha256
        self.rubric = _rubric(rubric, self)
        self.bar = self.rubric.bar.model_copy(update={"rubric_sha256": rubric.sha256})

    @property
    def rubric_sha256(self) -> str:
        """The hash of the rubric as it really is."""
        return self._real_sha256

    def of(self, criterion_id: str) -> str:
        """A criterion's name here."""
        return self._ids.get(criterion_id, "c0")

    def all(self, criterion_ids: Iterable[str]) -> tuple[str, ...]:
        """Several of them."""
        return tuple(map(self.of, criterion_ids))

    def level(self, criterion_id: str, label: str) -> str:
        """A level's name here."""
        return self._levels[criterion_id, label]


@singledispatch
def redacted(record: object, names: Names) -> Record:  # noqa: ARG001 - it is what all of them are given
    """The record without content; `names` are those of its run.

    Raises:
        StoreError: of what this is, it is not known what of it is content.
    """
    msg = f"a {type(record).__name__} cannot be kept without content: nobody has said what of it is content"
    raise StoreError(msg)


@redacted.register
def _(record: RunStarted, names: Names) -> Record:
    return RunStarted(
        **_stamp(record),
        run_id=record.run_id,
        outcome=Outcome(
            description=LEFT_OUT,
            rubric=names.rubric,
            max_iterations=record.outcome.max_iterations,
            budget=record.outcome.budget,
            confirm=record.outcome.confirm,
        ),
        rubric_text="",
        worker=LEFT_OUT,
        grader=record.grader,
        no_content=True,
        rubric_sha256=names.rubric_sha256,
    )


@redacted.register
def _(record: WorkStarted, names: Names) -> Record:  # noqa: ARG001 - it names no criterion
    return WorkStarted(
        **_stamp(record),
        iteration=record.iteration,
        base=record.base,
        general=record.general,
        step_id=record.step_id,
    )


@redacted.register
def _(record: WorkFinished, names: Names) -> Record:  # noqa: ARG001 - it names no criterion
    problem = record.problem
    return WorkFinished(
        **_stamp(record),
        iteration=record.iteration,
        base=record.base,
        general=record.general,
        delivery=_delivery(record.delivery) if record.delivery is not None else None,
        problem=Problem(code=problem.code, message=LEFT_OUT) if problem is not None else None,
        error=LEFT_OUT if record.error is not None else None,
        out_of_time=record.out_of_time,
        usage=_usage(record.usage),
        seconds=record.seconds,
    )


@redacted.register
def _(record: GradingStarted, names: Names) -> Record:  # noqa: ARG001 - it names no criterion
    return GradingStarted(**_stamp(record), iteration=record.iteration, artifact_sha256=record.artifact_sha256)


@redacted.register
def _(record: LookFinished, names: Names) -> Record:
    shortfall = record.shortfall
    look = record.look
    return LookFinished(
        **_stamp(record),
        iteration=record.iteration,
        look=Look(index=look.index, seed=look.seed, criterion_ids=names.all(look.criterion_ids)),
        grade=_grade(record.grade, names) if record.grade is not None else None,
        error=LEFT_OUT if record.error is not None else None,
        shortfall=Shortfall(limit=shortfall.limit, needed=shortfall.needed, message=LEFT_OUT)
        if shortfall is not None
        else None,
        usage=_usage(record.usage),
        seconds=record.seconds,
    )


@redacted.register
def _(record: RevisionOrdered, names: Names) -> Record:
    reason = _reason(record.reason, names)
    return RevisionOrdered(**_stamp(record), iteration=record.iteration, base=record.base, reason=reason)


@redacted.register
def _(record: InterruptRequested, names: Names) -> Record:  # noqa: ARG001 - it names no criterion
    return InterruptRequested(**_stamp(record))


@redacted.register
def _(record: RunReopened, names: Names) -> Record:  # noqa: ARG001 - it names no criterion
    return RunReopened(**_stamp(record))


@redacted.register
def _(record: RunEnded, names: Names) -> Record:
    return RunEnded(**_stamp(record), result=record.result, reason=_reason(record.reason, names), best=record.best)


def _stamp(record: Record) -> _Stamp:
    """The step's place: positions alone, which the engine itself has made."""
    return {"seq": record.seq, "at": record.at, "path": record.path}


def _usage(usage: Usage | None) -> Usage | None:
    if usage is None:
        return None
    return Usage(**{name: getattr(usage, name) for name in Usage.model_fields})


def _reason(reason: Reason, names: Names) -> Reason:
    ids = names.all(reason.criterion_ids)
    return Reason(code=reason.code, criterion_ids=ids, limit=reason.limit, spent=reason.spent)


def _delivery(delivery: Delivery) -> Delivery:
    """Kind, hashes and size: no file, since none of their bytes are kept."""
    return Delivery.model_validate(
        {
            "kind": delivery.kind,
            "name": delivery.kind,
            "files": (),
            "sha256": delivery.sha256,
            "content_sha256": delivery.content_sha256,
            "file_count": len(delivery.files),
            "size_bytes": sum(entry.size_bytes for entry in delivery.files),
        }
    )


def _grade(grade: Grade, names: Names) -> Grade:
    return Grade(
        artifact_sha256=grade.artifact_sha256,
        bar=names.bar,
        verdicts=tuple(_verdict(verdict, names) for verdict in grade.verdicts),
        looks=tuple(_look_info(look, names) for look in grade.looks),
        contradiction=LEFT_OUT if grade.contradiction is not None else None,
        injection_suspected=grade.injection_suspected,
        references=tuple(
            ReferenceInfo(name=f"reference {number}", sha256=reference.sha256)
            for number, reference in enumerate(grade.references, start=1)
        ),
    )


def _verdict(verdict: Verdict, names: Names) -> Verdict:
    gap = verdict.gap
    return Verdict(
        criterion_id=names.of(verdict.criterion_id),
        verdict=verdict.verdict,
        gap=Gap(missing=LEFT_OUT, kind=gap.kind, severity=gap.severity) if gap is not None else None,
        level=names.level(verdict.criterion_id, verdict.level) if verdict.level is not None else None,
        count=verdict.count,
        votes=verdict.votes,
        confidence=verdict.confidence,
        repaired=verdict.repaired,
    )


def _look_info(look: LookInfo, names: Names) -> LookInfo:
    return LookInfo(
        index=look.index,
        seed=look.seed,
        grader=look.grader,
        models=look.models,
        prompt_version=look.prompt_version,
        usage=_usage(look.usage),
        seconds=look.seconds,
        batch_size=look.batch_size,
        batches=tuple(
            BatchInfo(criterion_ids=names.all(batch.criterion_ids), questions=batch.questions, again=batch.again)
            for batch in look.batches
        ),
        from_cache=look.from_cache,
    )


def _rubric(rubric: Rubric, names: Names) -> Rubric:
    """What decides, and none of its words."""
    return Rubric(
        criteria=tuple(_criterion(criterion, names) for criterion in rubric.criteria),
        threshold=rubric.threshold,
        scoring=_node(rubric.scoring, names) if rubric.scoring is not None else None,
        floors=tuple(
            Floor(node=_node(floor.node, names), least=floor.least, above=floor.above) for floor in rubric.floors
        ),
        applies_to=rubric.applies_to,
        left_out=rubric.left_out,
    )


def _criterion(criterion: Criterion, names: Names) -> Criterion:
    own = names.of(criterion.id)
    return Criterion(
        id=own,
        text=f"Criterion {own.removeprefix('c')} {LEFT_OUT}",
        required=criterion.required,
        points=criterion.points,
        levels=tuple(
            Level(label=names.level(criterion.id, level.label), credit=level.credit) for level in criterion.levels
        ),
        per_occurrence=criterion.per_occurrence,
        fault=criterion.fault,
        cap=criterion.cap,
        withheld=criterion.withheld,
        check=CheckCall(name=criterion.check.name) if criterion.check is not None else None,
        applies_when=LEFT_OUT if criterion.applies_when is not None else None,
        about=criterion.about,
        needs=criterion.needs,
    )


def _node(node: Node, names: Names) -> Node:
    if isinstance(node, Leaf):
        return Leaf(criterion_id=names.of(node.criterion_id))
    if isinstance(node, Weighted):
        children = tuple(Branch(weight=child.weight, node=_node(child.node, names)) for child in node.children)
        return Weighted(children=children)
    if isinstance(node, AtLeast):
        return AtLeast(count=node.count, parts=tuple(_node(part, names) for part in node.parts))
    caps = tuple(cap.model_copy(update={"criterion_id": names.of(cap.criterion_id)}) for cap in node.caps)
    return Capped(node=_node(node.node, names), caps=caps)


def names_of(first: Record) -> Names:
    """The names of a run that begins with this record."""
    if not isinstance(first, RunStarted):
        msg = "a run that is kept without content begins with its first record"
        raise StoreError(msg)
    return Names(first.outcome.rubric)
