"""The seat of stores: an append-only list of records per run, the ledger of paid replies, and who drives a run.

A store is small on purpose: what it keeps is bytes that others have made, and the state of a run is `fold(records)`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict

from outcomes.decide import Result
from outcomes.errors import OutcomesError, StoreError
from outcomes.records import LookFinished, RunEnded, RunReopened, RunStarted, WorkFinished
from outcomes.text import said, storable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.records import Record
    from outcomes.usage import Usage


RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
"""What a run may be called: safe as the name of a folder and in a URL."""

LEASE_SECONDS = 30.0
"""How long a run stays held without a sign of life from whoever holds it."""


class Holder(BaseModel):
    """Who drives a run: a process, and one attempt of it at this run."""

    model_config = ConfigDict(frozen=True, extra="allow")

    token: str
    """Drawn for each attempt, so that a process is not taken for its former self."""
    host: str
    boot: str = ""
    """The machine's start, by its own id; empty where a system has none. Within one, monotonic time can be compared."""
    pid: int
    process_started: str = ""
    """Tells a process from a later one of the same number; empty where a system does not say."""
    process_numbers: str = ""
    """The space in which `pid` counts: a container's own, say; empty where there is but one."""

    def __str__(self) -> str:
        """For people."""
        return f"process {self.pid} on {self.host}"


class RunHeld(StoreError):  # noqa: N818 - reads as the sentence it is
    """Somebody else drives this run."""

    def __init__(self, run_id: str, holder: Holder, since: str) -> None:
        """`since` is when it last gave a sign of life, in words."""
        self.holder = holder
        super().__init__(
            f"run {run_id} is being driven by {holder} ({since}); wait until it has ended, or stop it first"
        )


class RunSummary(BaseModel):
    """A run in a line: what lists show without reading its records."""

    model_config = ConfigDict(frozen=True, extra="allow")

    run_id: str
    started_at: AwareDatetime
    updated_at: AwareDatetime
    description: str
    rubric_title: str
    rubric_sha256: str
    worker: str
    grader: str
    iterations: int = 0
    result: Result | None = None
    """`None` while it has not ended."""
    satisfied_required: int | None = None
    required: int
    """Required criteria that the latest look found to pass, of how many."""
    cost_usd: float | None = 0.0
    """`None` as soon as somebody did not say."""

    @classmethod
    def of(cls, first: RunStarted) -> RunSummary:
        """A run that has only begun."""
        outcome = first.outcome
        return cls(
            run_id=first.run_id,
            started_at=first.at,
            updated_at=first.at,
            description=storable(outcome.description),
            rubric_title=storable(outcome.rubric.title),
            rubric_sha256=first.rubric_sha256 or outcome.rubric.sha256,
            worker=storable(first.worker),
            grader=storable(first.grader),
            required=sum(item.required for item in outcome.rubric.bar.items),
        )

    def after(self, record: Record) -> RunSummary:
        """The same run after one more record."""
        changes: dict[str, object] = {"updated_at": record.at}
        if isinstance(record, WorkFinished):
            done = record.delivery is not None or record.problem is not None
            changes |= {"iterations": self.iterations + done, "cost_usd": _plus(self.cost_usd, record.usage)}
        elif isinstance(record, LookFinished):
            usage = record.grade.usage if record.grade is not None else record.usage
            changes["cost_usd"] = _plus(self.cost_usd, usage)
            if record.grade is not None and record.look.index == 0:
                grade = record.grade
                changes["satisfied_required"] = self.required - grade.required_failures - grade.required_undecided
        elif isinstance(record, RunEnded | RunReopened):
            changes["result"] = record.result if isinstance(record, RunEnded) else None
        return self.model_copy(update=changes)


def _plus(cost_usd: float | None, usage: Usage | None) -> float | None:
    if cost_usd is None or usage is None or usage.cost_usd is None:
        return None
    return cost_usd + usage.cost_usd


def kept_bytes(record: Record) -> dict[str, int]:
    """Hashes of the bytes that a record needs to be kept, with their sizes."""
    if isinstance(record, WorkFinished) and record.delivery is not None:
        return {entry.sha256: entry.size_bytes for entry in record.delivery.files}
    return {}


def broke(store: Store, error: Exception) -> StoreError:
    """What comes out of a store that does not keep to `StoreError`."""
    what = storable(str(error)) if isinstance(error, OutcomesError) else said(error)
    return StoreError(f"{type(store).__name__} broke: {what}")


class Store(Protocol):
    """Keeps records. What `append` returned from is there after a crash, as far as the store promises at all.

    Every call may raise `StoreError`.
    """

    async def append(self, run_id: str, record: Record) -> None:
        """Keep one more record; `StoreError` when its `seq` is not the next one, or somebody else holds the run."""

    async def read(self, run_id: str) -> Sequence[Record]:
        """All records of a run in order; empty when the run is unknown."""

    async def runs(self) -> Sequence[RunSummary]:
        """All runs, oldest first."""

    async def hold(self, run_id: str, holder: Holder) -> None:
        """Take a run for `LEASE_SECONDS`, or show a sign of life for one that is held; `RunHeld` names another."""

    async def release(self, run_id: str, holder: Holder) -> None:
        """Let go of a run; nothing happens when it is not held by this holder."""

    async def remember(self, run_id: str, key: str, reply: bytes) -> None:
        """Keep what a paid step gave, under what was asked; what is there already stays."""

    async def recall(self, run_id: str, key: str) -> bytes | None:
        """What a paid step gave, if it was kept."""

    async def delete(self, run_id: str) -> None:
        """Forget a run and its ledger; the bytes that only it needed are no longer among `needed`."""

    async def needed(self) -> frozenset[str]:
        """Hashes of all bytes that some run needs."""
