"""The seat of graders, and what a run hands to one that it makes for itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from outcomes.artifact import Artifact
    from outcomes.model import Model, Question
    from outcomes.rubric import Rubric
    from outcomes.verdict import Grade, Look


class Grader(Protocol):
    """Gives one verdict per criterion of a look. Isolation is this signature.

    There is no argument for a task description, a conversation, an earlier grade or anything else a worker could have
    written outside the artifact. A grader holds no state of a run: the same arguments may be asked for again.
    """

    @property
    def fingerprint(self) -> str:
        """Who grades, precisely enough that equal fingerprints mean comparable verdicts (`judge/model-x/prompt-3`)."""

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """Verdicts for `look.criterion_ids`, in rubric order.

        Raise `GraderError` (or `ProviderError`) when no verdicts can be given; never guess one. What was spent on the
        way goes into the error's `usage`, and `BudgetReached` ends a run as any budget does.
        """


@dataclass(frozen=True, slots=True)
class Remaining:
    """What a run's budget still allows; `None`: no limit."""

    tokens: int | None = None
    cost_usd: float | None = None
    seconds: float | None = None


class Ledger(Protocol):
    """What the paid steps of one run gave, by what was asked; `StoreError` when it cannot be read or written."""

    async def recall(self, key: str) -> bytes | None:
        """What was kept under a key, if anything was."""

    async def remember(self, key: str, reply: bytes) -> None:
        """Keep it, before anything acts upon it."""


@dataclass(frozen=True, slots=True)
class RunScope:
    """What a grader may know of the run that it grades for: nothing of it was written by a worker."""

    secret: bytes
    """Drawn once per run and stored with it, never sent: what fences and nonces are derived from."""
    remaining: Callable[[], Remaining] = Remaining
    """What is left of the budget, at this moment and before anything that the current look has spent."""
    ledger: Ledger | None = None
    """Where paid replies are kept, so that none is paid for twice; `None`: nowhere."""
    references: tuple[Artifact, ...] = ()
    """Files to compare with, given by the rubric's author or the caller before the first iteration."""
    told: frozenset[str] = frozenset()
    """Keys of kept replies whose cost the run's journal has told: of looks that came to nothing."""


@runtime_checkable
class MadePerRun(Protocol):
    """A grader that has a fresh copy of itself made for each run, with the run's own fences and budget."""

    def for_run(self, scope: RunScope) -> Grader:
        """The copy; its fingerprint is that of the original."""


def made_per_run(grader: Grader) -> bool:
    """Whether a grader has anything made for a run; one that stands around another says so of that (`per_run`)."""
    return isinstance(grader, MadePerRun) and bool(getattr(grader, "per_run", True))


def for_run(grader: Grader, scope: RunScope) -> Grader:
    """The grader of one run: made for it where it can be, otherwise as it is."""
    return grader.for_run(scope) if isinstance(grader, MadePerRun) else grader


class Around:
    """A grader that stands around another: who that is, and whether it is made for a run, is the inner one's matter."""

    def __init__(self, inner: Grader) -> None:
        """`inner` is the grader that is asked."""
        self._inner = inner

    @property
    def fingerprint(self) -> str:
        """The inner one's."""
        return self._inner.fingerprint

    @property
    def per_run(self) -> bool:
        """Whether the inner one has anything made for a run."""
        return made_per_run(self._inner)


class Foreseen(NamedTuple):
    """The questions that a look begins with, and the model that is asked them."""

    model: Model
    questions: tuple[Question, ...]
    verdicts: tuple[int, ...]
    """How many each question asks for."""


@runtime_checkable
class Foresees(Protocol):
    """A grader that can say what it would ask, without asking; `None`: whoever it stands around cannot."""

    def foreseen(
        self, rubric: Rubric, artifact: Artifact, references: Sequence[Artifact] = (), *, look: int = 0
    ) -> Foreseen | None:
        """What a look at all judged criteria would begin with; no questions where the answers are kept."""


def foreseen(
    grader: Grader, rubric: Rubric, artifact: Artifact, references: Sequence[Artifact] = (), *, look: int = 0
) -> Foreseen | None:
    """What a grader would ask, if it can say."""
    return grader.foreseen(rubric, artifact, references, look=look) if isinstance(grader, Foresees) else None
