"""The grader that asks a model: isolated, in batches, with every quote looked up before it counts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from outcomes.grader import RunScope
from outcomes.graders.model.foreseen import foreseen_of
from outcomes.graders.model.look import Judging
from outcomes.graders.model.settings import JudgeSettings
from outcomes.graders.model.turnstile import Queue, Turnstile
from outcomes.graders.seen import named_apart
from outcomes.prompts import PROMPT_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from outcomes.artifact import Artifact
    from outcomes.grader import Foreseen
    from outcomes.model import Model
    from outcomes.rubric import Rubric
    from outcomes.verdict import Grade, Look


class ModelGrader:
    """Asks a model, or the models of a panel by turns: look 0 the first, look 1 the second, and so on."""

    def __init__(
        self,
        model_for: Callable[[RunScope], Model],
        settings: JudgeSettings | None = None,
        *,
        panel: Sequence[Callable[[RunScope], Model]] = (),
        turnstile: Turnstile | None = None,
        new_secret: Callable[[], bytes] = secrets.token_bytes,
    ) -> None:
        """Ask nobody yet.

        Args:
            model_for: makes the model of a run, with the run's budget around it; cheap, and without a network.
            settings: shape and limits of the questions.
            panel: makes further models, for later looks.
            turnstile: lets looks in, shared by all graders that ask the same endpoint; one of its own if not given.
            new_secret: what fences are derived from outside a run, drawn afresh for each grade.
        """
        self._makers = (model_for, *panel)
        self._settings = settings if settings is not None else JudgeSettings()
        self._turnstile = turnstile if turnstile is not None else Turnstile()
        self._new_secret = new_secret

    @cached_property
    def fingerprint(self) -> str:
        """`judge/model-x/prompt-3/1f2e3d4c`: models, prompt version, and a hash of the settings."""
        nowhere = RunScope(secret=b"")
        models = "+".join(make(nowhere).fingerprint for make in self._makers)
        return f"judge/{models}/prompt-{PROMPT_VERSION}/{self._settings.fingerprint}"

    def for_run(self, scope: RunScope) -> RunGrader:
        """The grader of one run: its fences, its references, and models with its budget."""
        models = tuple(make(scope) for make in self._makers)
        return RunGrader(models, self._settings, self.fingerprint, scope, self._turnstile)

    def foreseen(
        self, rubric: Rubric, artifact: Artifact, references: Sequence[Artifact] = (), *, look: int = 0
    ) -> Foreseen:
        """What a look would begin with; nobody is asked."""
        model = self._makers[look % len(self._makers)](RunScope(secret=b""))
        return foreseen_of(model, rubric, artifact, references, self._settings)

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """Verdicts for the criteria of the look, outside a run.

        Raises:
            GraderError: the model's replies cannot be taken for verdicts.
            ProviderError: the endpoint failed.
        """
        return await self.for_run(RunScope(secret=self._new_secret())).grade(rubric, artifact, look)


@dataclass(frozen=True)
class RunGrader:
    """The same within one run."""

    models: tuple[Model, ...]
    settings: JudgeSettings
    fingerprint: str
    scope: RunScope
    turnstile: Turnstile
    queue: Queue = field(default_factory=Queue)

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """Verdicts for the criteria of the look, in a fresh context.

        Raises:
            GraderError: the model's replies cannot be taken for verdicts; `usage` says what they cost.
            ProviderError: the endpoint failed; likewise.
            BudgetReached: the next question might not have fitted what is left.
        """
        judging = Judging(
            self.models[look.index % len(self.models)],
            self.settings,
            fingerprint=self.fingerprint,
            secret=self.scope.secret,
            references=named_apart(self.scope.references, artifact),
        )
        async with self.turnstile.place(self.queue):
            return await judging.look(rubric, artifact, look)
