"""What has happened in a run so far: the state that every decision is made from, folded from the records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from outcomes.artifact import FileEntry
from outcomes.errors import Limit
from outcomes.usage import FREE
from outcomes.verdict import merge, total_usage

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.usage import Usage
    from outcomes.verdict import Grade


class Delivery(BaseModel):
    """What a worker handed over in one iteration, by hash."""

    model_config = ConfigDict(frozen=True, extra="allow")

    kind: str
    name: str
    files: tuple[FileEntry, ...]
    sha256: str
    content_sha256: str

    @classmethod
    def of(cls, artifact: Artifact) -> Delivery:
        """An artifact without what is in it."""
        return cls(
            kind=artifact.kind,
            name=artifact.name,
            files=artifact.files,
            sha256=artifact.sha256,
            content_sha256=artifact.content_sha256,
        )


class Problem(BaseModel):
    """A deliverable that could not be read: a gap for the worker, not an end of the run."""

    model_config = ConfigDict(frozen=True, extra="allow")

    code: str
    """One of `outcomes.errors.ARTIFACT_CODES`."""
    message: str
    fix: str = ""


class Shortfall(BaseModel):
    """A step that was not taken, because what was left of a budget might not have covered it."""

    model_config = ConfigDict(frozen=True, extra="allow")

    limit: Limit
    needed: float | None = None
    """The most that the step can use, in the limit's unit; `None`: nobody knows."""
    message: str


@dataclass(frozen=True)
class Iteration:
    """One round of work and what was found about it."""

    index: int
    base: int | None = None
    """The iteration whose artifact the worker started from; `None` when there was none."""
    delivery: Delivery | None = None
    problem: Problem | None = None
    worker_usage: Usage | None = None
    """`None`: the worker did not say."""
    worker_seconds: float = 0.0
    grades: tuple[Grade, ...] = ()
    """One per look, in order."""
    look_seconds: float = 0.0
    general: bool = False
    """Whether the worker got the general request instead of gaps, because only withheld criteria failed."""

    @cached_property
    def grade(self) -> Grade | None:
        """The merge of its looks; `None` while nobody has looked, or when there was nothing to look at."""
        return merge(self.grades) if self.grades else None


@dataclass(frozen=True)
class History:
    """A run so far. `iterations` holds those in which the worker has finished."""

    iterations: tuple[Iteration, ...] = ()
    interrupted: bool = False
    worker_error: str | None = None
    grader_error: str | None = None
    out_of_time: bool = False
    """The run's time was over before a worker had finished its step."""
    failed_seconds: float = 0.0
    """Time spent in steps that broke."""
    broken_usage: Usage | None = FREE
    """What workers used in steps that broke; `None`: one did not say."""
    shortfall: Shortfall | None = None
    """What a grader did not do, because the budget might not have covered it."""
    broken_look_usage: Usage | None = FREE
    """What was used in looks that came to nothing; `None`: nobody knows."""
    told_replies: frozenset[str] = frozenset()
    """Keys of kept replies whose cost is in it."""

    @property
    def current(self) -> Iteration | None:
        """The latest finished round of work."""
        return self.iterations[-1] if self.iterations else None

    @property
    def seconds(self) -> float:
        """Time at work, in seconds."""
        return self.failed_seconds + sum(it.worker_seconds + it.look_seconds for it in self.iterations)

    @cached_property
    def worker_usage(self) -> Usage | None:
        """What all workers used; `None` as soon as one did not say."""
        return total_usage((*(iteration.worker_usage for iteration in self.iterations), self.broken_usage))

    @cached_property
    def known_worker_usage(self) -> Usage:
        """What workers are known to have used and spent, leaving out what they did not say."""
        known = [it.worker_usage for it in self.iterations if it.worker_usage is not None]
        money = sum(usage.cost_usd for usage in known if usage.cost_usd is not None)
        return (total_usage(known) or FREE).model_copy(update={"cost_usd": money})

    @cached_property
    def grader_usage(self) -> Usage | None:
        """What all looks used, those that broke included; `None` as soon as one did not say."""
        looks = (look.usage for it in self.iterations for grade in it.grades for look in grade.looks)
        return total_usage((*looks, self.broken_look_usage))

    @cached_property
    def spent_tokens(self) -> int | None:
        """Tokens that count against a budget: graders' and those that workers report; `None`: a grader did not say."""
        return self.known_worker_usage.tokens + self.grader_usage.tokens if self.grader_usage is not None else None

    @cached_property
    def spent_usd(self) -> float | None:
        """Dollars that count against a budget, in the same way."""
        if self.grader_usage is None or self.grader_usage.cost_usd is None:
            return None
        return (self.known_worker_usage.cost_usd or 0.0) + self.grader_usage.cost_usd

    @property
    def usage(self) -> Usage | None:
        """Workers and graders together; `None` when either is unknown."""
        return total_usage((self.worker_usage, self.grader_usage))

    def with_current(self, iteration: Iteration) -> History:
        """The same history with its latest iteration replaced."""
        return replace(self, iterations=(*self.iterations[:-1], iteration))
