"""Work, grade, decide, record; again until done.

The loop keeps no state of its own but the history, which is the fold of the records. Everything with an effect goes
through `step`, which does nothing when the journal already has the result.
"""

from __future__ import annotations

import asyncio
import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TypedDict, TypeVar, cast

from outcomes.artifact import Artifact
from outcomes.aside import in_thread
from outcomes.blobs import waits_for_disk
from outcomes.decide import LookAgain, Revise, Stop, best, decide
from outcomes.errors import (
    ArtifactError,
    BudgetReached,
    DeadlineReached,
    GraderError,
    OutcomesError,
    ProviderError,
    StoreError,
    UsageError,
    WorkerError,
)
from outcomes.events import HEARTBEAT_SECONDS, Narrator
from outcomes.grader import Remaining, RunScope, for_run
from outcomes.history import Delivery, History, Problem, Shortfall
from outcomes.interrupt import Interrupt, Interrupted
from outcomes.records import (
    GradingStarted,
    InterruptRequested,
    LookFinished,
    RevisionOrdered,
    RunEnded,
    RunReopened,
    RunStarted,
    WorkFinished,
    WorkStarted,
    after,
    beginning,
    came_to_nothing,
)
from outcomes.snapshot import snapshot, takes_long
from outcomes.store import broke
from outcomes.text import said, storable
from outcomes.usage import FREE
from outcomes.verdict import own_grade
from outcomes.worker import GENERAL_REQUEST, Brief

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from outcomes.artifact import FileEntry
    from outcomes.blobs import Blobs
    from outcomes.clock import Clock, Timer
    from outcomes.events import Event
    from outcomes.grader import Grader
    from outcomes.outcome import Outcome
    from outcomes.records import Record
    from outcomes.sink import Sink
    from outcomes.store import Store
    from outcomes.usage import Usage
    from outcomes.verdict import Grade, Look
    from outcomes.worker import Worker
    from outcomes.workspace import StepDesk, Workspace

REOPENED: Final = ("interrupted", "worker_error", "grader_error")
"""Results of runs that can go on: nothing was decided about the work."""
R = TypeVar("R", bound="Record")
N = TypeVar("N", int, float)


class ReadFiles(Protocol):
    """Turns kept bytes into an artifact; given by wiring, which knows the readers."""

    async def __call__(self, name: str, files: Sequence[FileEntry], blobs: Blobs) -> Artifact:
        """Read; raise `ArtifactError` when it cannot be read or is not what the rubric is about."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Everything that a run is made of; put together by wiring."""

    worker: Worker
    grader: Grader
    read: ReadFiles
    store: Store
    blobs: Blobs
    workspace: Workspace
    clock: Clock
    secret: str
    """Hex digits drawn at random: what a run that starts now derives its fences from."""
    origin: Mapping[str, Any] = field(default_factory=dict)
    """What starts it, in the words of whoever does."""
    reopen: bool = False
    """Whether a run that was interrupted, or in which something broke, goes on instead of being given back."""
    references: tuple[Artifact, ...] = ()
    """Files to compare with, which the grader is shown beside every artifact."""
    sinks: Sequence[Sink] = ()
    text_suffix: str = ".txt"
    """What a `str` from the worker is read as."""
    interrupt: Interrupt = field(default_factory=Interrupt)
    on_sink_error: Callable[[Sink, BaseException], None] = lambda _sink, _error: None


class _Stamp(TypedDict):
    seq: int
    at: datetime
    path: str


class Loop:
    """One run."""

    def __init__(self, run_id: str, outcome: Outcome, rubric_text: str, parts: Parts) -> None:
        """Nothing happens before `run`."""
        self.run_id = run_id
        self.outcome = outcome
        self.history = History()
        self.values: dict[int, object] = {}
        """What the worker handed over, by iteration; see `_remembered`."""
        self._rubric_text = rubric_text
        self._parts = parts
        self._grader = parts.grader
        self._sinks = list(parts.sinks)
        self._journal: dict[str, Record] = {}
        self._taken: dict[str, int] = {}
        self._seq = 0
        self._narrator: Narrator | None = None
        self._artifacts: dict[int, Artifact] = {}

    async def run(self) -> RunEnded:
        """Go on from whatever the store holds of this run, until it has ended.

        Raises:
            UsageError: the store holds a run of another outcome under this id.
        """
        await self._recall()
        ended = self._ended()
        if ended is not None and not (self._parts.reopen and ended.result in REOPENED):
            return ended
        started = await self.step("run/start", self._start)
        if ended is not None:
            await self.step("run/reopen", self._reopened)
        self._grader = for_run(self._parts.grader, self._scope(started))
        while True:
            decision = decide(self.history, self.outcome)
            try:
                if isinstance(decision, Revise):
                    await self._work(decision)
                elif isinstance(decision, LookAgain):
                    await self._grade(decision.look)
                else:
                    return await self._end(decision)
            except Interrupted:
                await self.step("run/interrupt", self._interrupted)

    async def _recall(self) -> None:
        """Take in what the store holds of this run."""
        store = self._parts.store
        try:
            records = await store.read(self.run_id)
        except StoreError:
            raise
        except Exception as error:
            raise broke(store, error) from error
        for record in records:
            if not self._journal:
                self._refuse_another(beginning(record, self.run_id))
            self._keep(record)
            self._take(record)

    def _refuse_another(self, first: RunStarted) -> None:
        """A run goes on as what it was started as: verdicts under two rubrics or limits would make no one run."""
        if first.no_content:
            kept = f"run {self.run_id!r} was kept without content"
            msg = f"{kept}: it can be listed and shown, not gone on with; begin a new one"
            raise UsageError(msg)
        then, now = first.outcome, self.outcome
        other = [
            name
            for name in ("description", "max_iterations", "budget", "confirm")
            if getattr(then, name) != getattr(now, name)
        ]
        if then.rubric.sha256 != now.rubric.sha256:
            other.append("rubric")
        if first.references != tuple(reference.sha256 for reference in self._parts.references):
            other.append("reference")
        if other:
            what = ", ".join(other)
            msg = f"run {self.run_id!r} was started with another {what}; take a new run_id, or the same outcome"
            raise UsageError(msg)
        grader = self._parts.grader.fingerprint
        if first.grader != grader:
            msg = (
                f"run {self.run_id!r} was started with the grader {first.grader!r}, not {grader!r}; go on with the same"
            )
            raise UsageError(msg)

    async def artifact(self, iteration: int) -> Artifact:
        """The artifact of an iteration, read again from its kept bytes unless it is still at hand."""
        artifact = self._artifacts.get(iteration)
        if artifact is None:
            delivery = self.history.iterations[iteration].delivery
            if delivery is None:
                msg = f"iteration {iteration} has no artifact"
                raise LookupError(msg)
            artifact = await self._parts.read(delivery.name, delivery.files, self._parts.blobs)
        return artifact

    async def step(self, path: str, effect: Callable[[_Stamp], Awaitable[R]]) -> R:
        """Have an effect once: what the journal holds is not done again. Commit first, publish second."""
        if path in self._journal:
            return cast("R", self._journal[path])
        again = self._taken.get(path, 0)
        own = f"{path}/again/{again}" if again else path
        record = await effect({"seq": self._seq, "at": self._parts.clock.now(), "path": own})
        try:
            await self._parts.store.append(self.run_id, record)
        except StoreError:
            raise
        except Exception as error:
            raise broke(self._parts.store, error) from error
        self._keep(record)
        event = self._take(record)
        if event is not None:
            self._publish(event)
        return record

    def _keep(self, record: Record) -> None:
        """Remember that a step was taken; when a run is reopened, those that came to nothing are to be taken again."""
        path = record.path.partition("/again/")[0]
        self._taken[path] = self._taken.get(path, 0) + 1
        self._journal[path] = record
        if isinstance(record, RunReopened):
            gone = [path for path, kept in self._journal.items() if came_to_nothing(kept) or kept is record]
            for path in gone:
                del self._journal[path]

    def _ended(self) -> RunEnded | None:
        ended = self._journal.get("run/end")
        return ended if isinstance(ended, RunEnded) else None

    def _take(self, record: Record) -> Event | None:
        """Make a record part of the state, and tell what it means to the outside."""
        self._seq = record.seq + 1
        self.history = after(self.history, record)
        if isinstance(record, RunStarted):
            self._narrator = Narrator(record)
        return self._narrator.tell(record, self.history) if self._narrator is not None else None

    # -- steps: each gives one record --------------------------------------------------------------------------------

    async def _start(self, stamp: _Stamp) -> RunStarted:
        return RunStarted(
            **stamp,
            run_id=self.run_id,
            outcome=self.outcome,
            rubric_text=self._rubric_text,
            worker=self._parts.worker.name,
            grader=self._parts.grader.fingerprint,
            secret=self._parts.secret,
            references=tuple(reference.sha256 for reference in self._parts.references),
            origin=dict(self._parts.origin),
        )

    def _scope(self, started: RunStarted) -> RunScope:
        """What a grader may know of this run."""
        secret = started.secret or self._parts.secret
        ledger = _Ledger(self._parts.store, self.run_id)
        return RunScope(
            bytes.fromhex(secret), self._remaining, ledger, self._parts.references, self.history.told_replies
        )

    def _remaining(self) -> Remaining:
        """What is left of the budget; nothing, where it is not known what was spent."""
        budget, history = self.outcome.budget, self.history
        return Remaining(
            tokens=_left(budget.tokens, history.spent_tokens),
            cost_usd=_left(budget.cost_usd, history.spent_usd),
            seconds=_left(budget.seconds, history.seconds),
        )

    async def _work(self, decision: Revise) -> None:
        """Order the revision, if there was a round before, and have the worker do the next one."""
        index = len(self.history.iterations)
        if index:
            await self.step(f"it/{index - 1}/revise", partial(self._order, index - 1, decision))
        await self.step(f"it/{index}/work/start", partial(self._begin_work, index, decision))
        finished = await self.step(f"it/{index}/work", partial(self._do_work, index, decision))
        if finished.problem is not None:
            await self.step(f"it/{index}/grading", partial(self._begin_grading, index, None))

    async def _grade(self, look: Look) -> None:
        """Have the current artifact looked at."""
        index = len(self.history.iterations) - 1
        artifact = await self.artifact(index)
        if look.index == 0:
            await self.step(f"it/{index}/grading", partial(self._begin_grading, index, artifact.sha256))
        await self.step(f"it/{index}/look/{look.index}", partial(self._do_look, index, artifact, look))
        self._forget_all_but_best()

    async def _end(self, decision: Stop) -> RunEnded:
        top = best(self.history)

        async def end(stamp: _Stamp) -> RunEnded:
            return RunEnded(
                **stamp, result=decision.result, reason=decision.reason, best=top.index if top is not None else None
            )

        return await self.step("run/end", end)

    async def _reopened(self, stamp: _Stamp) -> RunReopened:
        return RunReopened(**stamp)

    async def _interrupted(self, stamp: _Stamp) -> InterruptRequested:
        return InterruptRequested(**stamp)

    async def _order(self, index: int, decision: Revise, stamp: _Stamp) -> RevisionOrdered:
        return RevisionOrdered(**stamp, iteration=index, base=decision.base, reason=decision.reason)

    async def _begin_work(self, index: int, decision: Revise, stamp: _Stamp) -> WorkStarted:
        return WorkStarted(
            **stamp, iteration=index, base=decision.base, general=decision.general, step_id=self._step_id(index)
        )

    async def _do_work(self, index: int, decision: Revise, stamp: _Stamp) -> WorkFinished:
        base = await self.artifact(decision.base) if decision.base is not None else None
        desk = self._parts.workspace.desk(index, base)
        draft = await self._draft(decision.base, base)
        brief = self._brief(index, decision, draft).at(desk)
        began = self._parts.clock.monotonic()
        delivery: Delivery | None = None
        problem: Problem | None = None
        error: str | None = None
        out_of_time = False
        try:
            value = await self._parts.interrupt.guard(partial(self._parts.worker.work, brief))
            delivery = await self._receive(index, value, desk)
        except ArtifactError as unreadable:
            if unreadable.code == "missing-extra":  # no work is to blame for what is not installed here
                error = _sentence(unreadable)
            else:  # the worker's to mend
                problem = Problem(code=unreadable.code, message=unreadable.message, fix=unreadable.fix)
        except DeadlineReached:
            out_of_time = True
        except (Interrupted, StoreError):
            raise
        except Exception as broke:  # noqa: BLE001 - a worker may raise anything; it ends the run, not the program
            error = _sentence(broke)
        return WorkFinished(
            **(stamp | {"at": self._parts.clock.now()}),
            iteration=index,
            base=decision.base,
            general=decision.general,
            delivery=delivery,
            problem=problem,
            error=error,
            out_of_time=out_of_time,
            usage=desk.usage,
            seconds=max(0.0, self._parts.clock.monotonic() - began),
        )

    async def _receive(self, index: int, value: object, desk: StepDesk) -> Delivery:
        """Keep the bytes first, then read what was kept: grading never sees the worker's own folder."""
        take = partial(snapshot, value, self._parts.blobs, outputs=desk.made, text_suffix=self._parts.text_suffix)
        # A sync of a disk, or a large folder, is waited for by this run and by no other of the same event loop.
        aside = waits_for_disk(self._parts.blobs) or takes_long(value, desk.made)
        name, files = await in_thread(take, name="outcomes-snapshot") if aside else take()
        try:
            artifact = await self._parts.read(name, files, self._parts.blobs)
        except OutcomesError:
            raise
        except Exception as broke:
            msg = f"the worker delivered {name!r}, and our own reader broke on it: {_sentence(broke)}"
            raise WorkerError(msg) from broke
        self._artifacts[index] = artifact
        self.values[index] = _remembered(value)
        return Delivery.of(artifact)

    async def _begin_grading(self, index: int, artifact_sha256: str | None, stamp: _Stamp) -> GradingStarted:
        return GradingStarted(**stamp, iteration=index, artifact_sha256=artifact_sha256)

    async def _do_look(self, index: int, artifact: Artifact, look: Look, stamp: _Stamp) -> LookFinished:
        began = self._parts.clock.monotonic()
        grade: Grade | None = None
        error: str | None = None
        shortfall: Shortfall | None = None
        usage: Usage | None = FREE
        replies: tuple[str, ...] = ()
        heartbeat = _Heartbeat(self._parts.clock, self._beat)
        try:
            ask = partial(self._grader.grade, self.outcome.rubric, artifact, look)
            grade = own_grade(await self._parts.interrupt.guard(ask), self.outcome.rubric, artifact, look)
        except (Interrupted, StoreError):
            raise
        except BudgetReached as short:
            shortfall = Shortfall(limit=short.limit, needed=short.needed, message=_sentence(short))
            usage, replies = short.usage if short.usage is not None else FREE, short.replies
        except Exception as broke:  # noqa: BLE001 - a grader may raise anything; that is never a verdict
            error = _sentence(broke)
            if isinstance(broke, GraderError | ProviderError):
                usage, replies = broke.usage, broke.replies
            else:
                usage = None
        finally:
            heartbeat.stop()
        return LookFinished(
            **(stamp | {"at": self._parts.clock.now()}),
            iteration=index,
            look=look,
            grade=grade,
            error=error,
            shortfall=shortfall,
            usage=usage,
            replies=replies,
            seconds=max(0.0, self._parts.clock.monotonic() - began),
        )

    # -- what the steps need -----------------------------------------------------------------------------------------

    def _brief(self, index: int, decision: Revise, draft: str | None) -> Brief:
        """What the worker is told; nothing in it comes from a withheld criterion."""
        current = self.history.current
        problem = current.problem if current is not None else None
        going_back = current is not None and decision.base not in (None, current.index)
        return Brief(
            description=self.outcome.description,
            iteration=index,
            criteria=self.outcome.rubric.for_worker,
            gaps=decision.gaps,
            keep=decision.keep,
            broke=decision.broke,
            unreadable=f"{problem.message} {problem.fix}".strip() if problem is not None else None,
            set_aside=going_back and problem is None,
            draft=draft,
            request=GENERAL_REQUEST if decision.general else None,
            step_id=self._step_id(index),
            deadline=self._deadline(),
        )

    async def _draft(self, index: int | None, base: Artifact | None) -> str | None:
        """The text of a version that was handed over as text."""
        if index is None or base is None or base.contents is None:
            return None
        # of what another process was handed, its name tells
        text = self.values[index] is str if index in self.values else base.name == f"artifact{self._parts.text_suffix}"
        if not text:
            return None
        read = partial(base.contents.read, base.files[0].path)
        aside = waits_for_disk(self._parts.blobs)
        data = await in_thread(read, name="outcomes-draft") if aside else read()
        return storable(data.decode("utf-8", "surrogatepass"))

    def _deadline(self) -> datetime | None:
        limit = self.outcome.budget.seconds
        if limit is None:
            return None
        try:
            return self._parts.clock.now() + timedelta(seconds=max(0.0, limit - self.history.seconds))
        except OverflowError:  # later than any date there is
            return None

    def _step_id(self, index: int) -> str:
        return f"{self.run_id}/it/{index}/work"

    def _forget_all_but_best(self) -> None:
        """Of what was delivered, only the best is needed again; everything else can be read back from the blobs."""
        at_hand = History(tuple(self.history.iterations[index] for index in self._artifacts))
        top = best(at_hand)  # the best of all, since the best so far is always at hand
        kept = top.index if top is not None else -1
        self._artifacts = {index: item for index, item in self._artifacts.items() if index == kept}
        self.values = {index: item for index, item in self.values.items() if index == kept}

    def _beat(self) -> None:
        if self._narrator is not None:
            self._publish(self._narrator.heartbeat(self._parts.clock.now()))

    def _publish(self, event: Event) -> None:
        for sink in tuple(self._sinks):
            try:
                sink(event)
            except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - no sink ends a run
                self._sinks.remove(sink)
                self._parts.on_sink_error(sink, error)


class _Ledger:
    """The paid replies of one run, in its store."""

    def __init__(self, store: Store, run_id: str) -> None:
        self._store, self._run_id = store, run_id

    async def recall(self, key: str) -> bytes | None:
        return await self._store.recall(self._run_id, key)

    async def remember(self, key: str, reply: bytes) -> None:
        await self._store.remember(self._run_id, key, reply)


class _Heartbeat:
    """Beats every thirty seconds until it is stopped."""

    def __init__(self, clock: Clock, beat: Callable[[], None]) -> None:
        self._clock = clock
        self._beat = beat
        self._timer: Timer = clock.call_later(HEARTBEAT_SECONDS, self._due)

    def _due(self) -> None:
        self._timer = self._clock.call_later(HEARTBEAT_SECONDS, self._due)
        self._beat()

    def stop(self) -> None:
        """No more beats."""
        self._timer.cancel()


def _left(limit: N | None, spent: N | None) -> N | None:
    if limit is None:
        return None
    return max(limit - (limit if spent is None else spent), 0 * limit)


def _sentence(error: Exception) -> str:
    """Our own errors speak for themselves; others need their type, and may not even be able to say what is wrong."""
    if isinstance(error, OutcomesError):
        return storable(str(error))
    return said(error)


def _remembered(value: object) -> object:
    """What to give back as the best value later, when the worker may have gone on changing what it handed over.

    For text and bytes, which are kept anyway, only their type; paths and artifacts as they are; a copy of all else.
    """
    for kind in (str, bytes, bytearray):
        if isinstance(value, kind):
            return kind
    if isinstance(value, Path | Artifact):
        return value
    try:
        return copy.deepcopy(value)
    except Exception:  # noqa: BLE001 - some values hold what cannot be copied; they are handed on as they are
        return value
