"""Scripted workers, graders, models, sinks and time: they do as told and remember what they were shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from outcomes.evidence import Absence, Quote
from outcomes.model import Reply
from outcomes.usage import FREE
from outcomes.verdict import Gap, Grade, LookInfo, Verdict

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.events import Event
    from outcomes.model import Question, ToolUse
    from outcomes.rubric import Rubric
    from outcomes.usage import Usage
    from outcomes.verdict import Look, Status
    from outcomes.worker import Brief

Script = Collection[str] | Mapping[str, "Status"] | Exception


class ScriptedGrader:
    """Gives the verdicts of its script, one entry per call; the last entry is repeated.

    An entry is a collection of criterion ids that fail, a mapping of ids to verdicts, or an exception to raise;
    everything not named passes, with a real quote from the artifact.

    >>> grader = ScriptedGrader([{"sources"}, set()])      # the first time `sources` fails, then all passes
    """

    def __init__(self, script: Sequence[Script] = ((),), *, usage: Usage | None = None) -> None:
        """`usage` is reported with every look, if given."""
        self._script = list(script)
        self._usage = usage
        self.asked: list[tuple[Rubric, Artifact, Look]] = []
        """Everything that was ever shown to it."""

    @property
    def fingerprint(self) -> str:
        """For records and events."""
        return "scripted"

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """The next entry of the script."""
        entry = self._script[min(len(self.asked), len(self._script) - 1)]
        self.asked.append((rubric, artifact, look))
        if isinstance(entry, Exception):
            raise entry
        statuses: Mapping[str, Status] = entry if isinstance(entry, Mapping) else dict.fromkeys(entry, "fail")
        evidence = some_evidence(artifact)
        asked = set(look.criterion_ids)
        verdicts = tuple(
            scripted_verdict(name, statuses.get(name, "pass"), evidence) for name in rubric.ids if name in asked
        )
        info = LookInfo(index=look.index, seed=look.seed, grader=self.fingerprint)
        if self._usage is not None:
            info = info.model_copy(update={"usage": self._usage})
        return Grade(artifact_sha256=artifact.sha256, bar=rubric.bar, verdicts=verdicts, looks=(info,))


def some_evidence(artifact: Artifact) -> tuple[Quote | Absence, ...]:
    """A quote that is really there: the beginning of the first visible block."""
    for block in artifact.walk():
        if block.visible and block.text.strip():
            return (Quote(locator=block.locator, text=block.text.strip()[:60]),)
    return (Absence(searched="the whole artifact, which has no visible text"),)


def scripted_verdict(criterion_id: str, status: Status, evidence: tuple[Quote | Absence, ...] = ()) -> Verdict:
    """A verdict that says little but is whole."""
    return Verdict(
        criterion_id=criterion_id,
        searched="everything",
        evidence=evidence if status == "pass" else (),
        rationale=f"scripted {status}",
        verdict=status,
        gap=Gap(missing=f"{criterion_id} is missing", smallest_fix=f"add {criterion_id}") if status == "fail" else None,
    )


class ScriptedModel:
    """Answers as its script says, and remembers every question.

    The script is a function of the question, or a sequence of answers of which the last is repeated. An answer is an
    object (a mapping), a sequence of `ToolUse`s, a whole `Reply`, or an exception to raise.

    >>> model = ScriptedModel([{"verdicts": []}])
    """

    def __init__(
        self,
        script: Sequence[object] | Callable[[Question], object],
        *,
        usage: Usage | None = FREE,
        most: Usage = FREE,
        name: str = "scripted-model",
    ) -> None:
        """`usage` is what each reply says it used, `most` what each question is said to cost at the most."""
        self._script = script
        self._usage = usage
        self._most = most
        self.name = name
        self.fingerprint = name
        self.asked: list[Question] = []
        """Every question, in the order in which they were asked."""

    def most(self, _question: Question) -> Usage:
        """The same for every question."""
        return self._most

    async def ask(self, question: Question) -> Reply:
        """The next answer."""
        self.asked.append(question)
        await asyncio.sleep(0)  # as anything that goes over a network, it lets others go first
        script = self._script
        answer = script(question) if callable(script) else script[min(len(self.asked), len(script)) - 1]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Reply):
            return answer
        if isinstance(answer, Mapping):
            return Reply(answer, (), self._usage, "end_turn", self.name)
        uses = tuple(cast("Sequence[ToolUse]", answer))
        return Reply(None, uses, self._usage, "tool_use", self.name, spoken=uses)


class ScriptedWorker:
    """Hands over the entries of its script, one per iteration; the last is repeated. Exceptions are raised."""

    name = "scripted"

    def __init__(self, script: Sequence[object], *, usage: Usage | None = None) -> None:
        """An entry may be a function of the brief. `usage` is reported in every iteration, if given."""
        self._script = list(script)
        self._usage = usage
        self.briefs: list[Brief] = []
        """Everything that it was ever told."""

    async def work(self, brief: Brief) -> object:
        """The next entry of the script."""
        entry = self._script[min(len(self.briefs), len(self._script) - 1)]
        self.briefs.append(brief)
        if self._usage is not None:
            brief.report_usage(
                input_tokens=self._usage.input_tokens,
                output_tokens=self._usage.output_tokens,
                cost_usd=self._usage.cost_usd,
            )
        if isinstance(entry, Exception):
            raise entry
        return entry(brief) if callable(entry) else entry


class MemorySink:
    """Keeps every event."""

    def __init__(self) -> None:
        """Empty."""
        self.events: list[Event] = []

    def __call__(self, event: Event) -> None:
        """Keep it."""
        self.events.append(event)

    @property
    def types(self) -> list[str]:
        """The events' types, in order."""
        return [event.type for event in self.events]


class ScriptedClock:
    """Time that passes only when told to."""

    def __init__(self, start: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        """Begins at `start`."""
        self._start = start
        self._elapsed = 0.0
        self._due: list[tuple[float, _ScriptedTimer]] = []

    def now(self) -> datetime:
        """Aware UTC."""
        return self._start + timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        """Seconds since the start."""
        return self._elapsed

    def call_later(self, seconds: float, call: Callable[[], None]) -> _ScriptedTimer:
        """Call when `pass_time` gets there."""
        timer = _ScriptedTimer(call)
        self._due.append((self._elapsed + seconds, timer))
        return timer

    def pass_time(self, seconds: float) -> None:
        """Let time pass; what falls due is called, in order."""
        end = self._elapsed + seconds
        while True:
            due = [entry for entry in self._due if entry[0] <= end and entry[1].alive]
            if not due:
                break
            at, timer = min(due, key=lambda entry: entry[0])
            self._due.remove((at, timer))
            self._elapsed = max(self._elapsed, at)
            timer.ring()
        self._elapsed = end


class _ScriptedTimer:
    def __init__(self, call: Callable[[], None]) -> None:
        self._call = call
        self.alive = True

    def cancel(self) -> None:
        """It shall not ring."""
        self.alive = False

    def ring(self) -> None:
        """Ring, once."""
        self.alive = False
        self._call()


async def settle() -> None:
    """Let everything that is ready to run on the event loop run."""
    for _ in range(20):
        await asyncio.sleep(0)
