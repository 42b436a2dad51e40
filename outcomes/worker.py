"""The seat of workers, and the brief that a worker gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict, PrivateAttr

from outcomes.rubric import VisibleCriterion
from outcomes.text import shown, squash, storable
from outcomes.usage import Usage
from outcomes.verdict import OpenGap

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.artifact import Artifact

GENERAL_REQUEST = (
    "All the criteria that you were given are met. The work was also checked for its overall quality and was not yet "
    "good enough. Read it once more as its most demanding reader would, and improve what you find."
)
"""What a worker is told when only withheld criteria fail. A constant, so that it cannot tell which or how many."""


class Desk(Protocol):
    """Where a worker works. Folders come into being when they are first asked for."""

    @property
    def workspace(self) -> Path:
        """A folder for this step alone."""

    @property
    def outputs(self) -> Path:
        """The folder inside it whose contents are the deliverable; begins as a copy of the base artifact."""

    @property
    def base(self) -> Artifact | None:
        """The best artifact so far."""

    def report(self, usage: Usage) -> None:
        """Add to what this step used."""


class Brief(BaseModel):
    """Everything that a worker is told. Built from visible criteria only, by the loop alone."""

    model_config = ConfigDict(frozen=True, extra="allow")

    schema_version: int = 1
    description: str
    iteration: int
    """From 0."""
    criteria: tuple[VisibleCriterion, ...]
    gaps: tuple[OpenGap, ...] = ()
    """What the base artifact lacks. Empty in the first iteration."""
    keep: tuple[str, ...] = ()
    """Ids of criteria that the base passes and that should stay so."""
    broke: tuple[str, ...] = ()
    """Ids of criteria that the last attempt broke; it was rejected, and the base is the better one before it."""
    unreadable: str | None = None
    """Why the last deliverable could not be read, when it could not."""
    set_aside: bool = False
    """Whether the last attempt was no better: the base, and all that is said here, is an earlier version."""
    draft: str | None = None
    """The text of the base, where the worker handed it over as text: whoever keeps no versions has it from here."""
    request: str | None = None
    """`GENERAL_REQUEST`, or nothing."""
    step_id: str
    """The same when this very step is run again after a crash, for workers that must not do a thing twice."""
    deadline: AwareDatetime | None = None
    """When the run's time is over."""
    _desk: Desk | None = PrivateAttr(default=None)

    def at(self, desk: Desk) -> Brief:
        """Give the brief its desk; the words in it stay as they are."""
        self._desk = desk
        return self

    @property
    def workspace(self) -> Path:
        """A folder for this step; made on first use."""
        return self._at_desk.workspace

    @property
    def outputs(self) -> Path:
        """The folder for deliverables, beginning as a copy of the base artifact; made on first use."""
        return self._at_desk.outputs

    @property
    def base(self) -> Artifact | None:
        """The best artifact so far, or `None` in the first iteration."""
        return self._at_desk.base

    def report_usage(
        self,
        *,
        input_tokens: int = 0,
        output_tokens: int = 0,
        cache_creation_input_tokens: int = 0,
        cache_read_input_tokens: int = 0,
        cost_usd: float | None = None,
    ) -> None:
        """Say what this step used; may be called several times, and adds up. `cost_usd=None` means unknown."""
        self._at_desk.report(
            Usage(
                input_tokens=input_tokens,
                output_tokens=output_tokens,
                cache_creation_input_tokens=cache_creation_input_tokens,
                cache_read_input_tokens=cache_read_input_tokens,
                cost_usd=cost_usd,
            )
        )

    def text_of(self, criterion_id: str) -> str:
        """The words of a criterion, by id."""
        return next(criterion.asked for criterion in self.criteria if criterion.id == criterion_id)

    def feedback(self) -> str:
        """The gaps, and the text that they are about, to append to a prompt; empty in the first iteration.

        Gaps may quote the artifact, so that each stays on its own line and shows its control characters.
        """
        from outcomes.prompts import render

        if not self.iteration:
            return ""
        unreadable = None if self.unreadable is None else _line(self.unreadable)
        told = self.model_copy(update={"gaps": tuple(map(_quoted, self.gaps)), "unreadable": unreadable})
        return render("feedback.md.j2", brief=told)

    @property
    def _at_desk(self) -> Desk:
        if self._desk is None:
            msg = "this brief has no desk: it was read from JSON, where folders are given as paths"
            raise RuntimeError(msg)
        return self._desk


def _line(untrusted: str) -> str:
    return shown(squash(storable(untrusted)))


def _quoted(gap: OpenGap) -> OpenGap:
    """The gap as lines of a list can hold it."""
    words = {name: _line(getattr(gap, name)) for name in ("missing", "smallest_fix", "done_when")}
    return gap.model_copy(update={**words, "where": tuple(map(_line, gap.where))})


class Worker(Protocol):
    """Makes the artifact."""

    @property
    def name(self) -> str:
        """For events and records."""

    async def work(self, brief: Brief) -> object:
        """Do one step and hand over the deliverable.

        `str`: the content; `pathlib.Path`: a file or folder; `bytes`: content, sniffed; an `Artifact`; a dict or a
        pydantic model: JSON; `None`: whatever lies in `brief.outputs`. Raise `WorkerError` when the step broke.
        """
