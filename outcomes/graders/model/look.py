"""One look from the rubric to the grade: pictures first, then the batches, the first of them alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from outcomes.aside import in_thread
from outcomes.errors import GraderError, OutcomesError, ProviderError, RenderError
from outcomes.graders.model.ask import frame
from outcomes.graders.model.batch import Asked, Asking
from outcomes.graders.model.plan import plan
from outcomes.graders.model.policy import routed
from outcomes.graders.model.spent import Spent
from outcomes.graders.seen import about_looks
from outcomes.prompts import PROMPT_VERSION
from outcomes.text import clip, shown
from outcomes.verdict import Grade, LookInfo, ReferenceInfo, Verdict, reconcile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact
    from outcomes.graders.model.ask import Frame
    from outcomes.graders.model.settings import JudgeSettings
    from outcomes.model import Model
    from outcomes.renderer import PageImage
    from outcomes.rubric import Criterion, Rubric
    from outcomes.verdict import Look

NO_PAGES = "it is about what the pages look like, and no pictures of them can be drawn here"


class Pictured(NamedTuple):
    """Pictures of the pages, or the reason why there are none."""

    images: tuple[PageImage, ...] = ()
    why_none: str = ""
    notes: tuple[str, ...] = ()
    """Which pages were left out, if any."""


class Judging:
    """What a look needs besides its arguments."""

    def __init__(
        self,
        model: Model,
        settings: JudgeSettings,
        *,
        fingerprint: str,
        secret: bytes,
        references: tuple[Artifact, ...],
    ) -> None:
        """For one look: what it uses is counted in `spent`."""
        self.spent = Spent(model)
        self._settings = settings
        self._fingerprint = fingerprint
        self._secret = secret
        self._references = references

    async def look(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """The grade.

        Raises:
            GraderError, ProviderError, BudgetReached: there is none; `usage` is what was spent in vain.
        """
        try:
            return await self._look(rubric, artifact, look)
        except (GraderError, ProviderError) as error:
            error.usage, error.replies = self.spent.usage, self.spent.replies
            raise

    async def _look(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        asked = [rubric[name] for name in look.criterion_ids]
        pictured = await self._pictured(rubric, artifact)
        blind = [item for item in asked if item.about == "looks" and not pictured.images]
        judged = [item for item in asked if item not in blind]
        shared: Frame | None = None
        found: list[Asked] = []
        if judged:
            shared = frame(self._secret, rubric, artifact, look, self._references, pictured.images, self._settings)
            found = await self._judged(shared, judged, rubric, artifact, look)
        notes = (*(shared.notes if shared is not None else ()), *pictured.notes, *self.spent.notes)
        info = self._info(look, found, shared.neutralised if shared is not None else (), notes)
        open_ = [Verdict(criterion_id=it.id, rationale=pictured.why_none, verdict="cannot_judge") for it in blind]
        return self._grade(rubric, artifact, look, info, found, open_)

    async def _judged(
        self, shared: Frame, judged: Sequence[Criterion], rubric: Rubric, artifact: Artifact, look: Look
    ) -> list[Asked]:
        asking = Asking(shared, artifact, self._references, self._settings, self.spent)
        batches = plan(judged, size=self._settings.batch_size, rubric_sha256=rubric.sha256, seed=look.seed)
        return await _all(asking, batches)

    def _grade(
        self,
        rubric: Rubric,
        artifact: Artifact,
        look: Look,
        info: LookInfo,
        found: Sequence[Asked],
        more: Sequence[Verdict],
    ) -> Grade:
        """What the batches come to together; `more` are verdicts on what nobody was asked about."""
        verdicts = tuple(verdict for item in found for verdict in item.verdicts)
        suspected = any(item.parsed.suspected for item in found)
        notes = tuple(dict.fromkeys(note for item in found for note in item.parsed.notes))
        if suspected:
            verdicts = routed(verdicts, notes, self._settings.on_injection)
        return Grade(
            artifact_sha256=artifact.sha256,
            bar=rubric.bar,
            verdicts=reconcile(rubric, look, (*verdicts, *more)),
            looks=(info,),
            contradiction=_contradiction(found, rubric),
            injection_suspected=suspected,
            injection_notes=notes,
            rubric_problems=tuple(dict.fromkeys(problem for item in found for problem in item.parsed.problems)),
            references=tuple(ReferenceInfo(name=item.name, sha256=item.sha256) for item in self._references),
        )

    def _info(self, look: Look, found: Sequence[Asked], marks: tuple[str, ...], notes: tuple[str, ...]) -> LookInfo:
        return LookInfo(
            index=look.index,
            seed=look.seed,
            grader=self._fingerprint,
            models=tuple(self.spent.models),
            prompt_version=PROMPT_VERSION,
            usage=self.spent.usage,
            batch_size=self._settings.batch_size,
            batches=tuple(item.info for item in found),
            neutralised=marks,
            notes=notes,
        )

    async def _pictured(self, rubric: Rubric, artifact: Artifact) -> Pictured:
        """Pictures for every question of the rubric, if any of its judged criteria is about looks.

        It depends on the rubric and not on the look, so that a look at a few criteria begins as one at all of them.
        """
        if not about_looks(rubric):
            return Pictured()
        pages = artifact.pages
        if pages is None:
            return Pictured(why_none=NO_PAGES)
        edge, room = self._settings.page_long_edge, self._settings.picture_tokens
        try:
            drawn = await in_thread(lambda: pages.draw(long_edge=edge, most_tokens=room), name="outcomes-judge-pages")
        except RenderError as error:
            return Pictured(why_none=f"{NO_PAGES}: {clip(shown(str(error)), 300)}")
        left_out = (f"no picture of {', '.join(drawn.left_out)} was shown",) if drawn.left_out and drawn.images else ()
        return Pictured(drawn.images, "" if drawn.images else NO_PAGES, left_out)


async def _all(asking: Asking, batches: Sequence[tuple[Criterion, ...]]) -> list[Asked]:
    """The first batch alone, so that the others find its beginning in the cache; then those together.

    The first failure gives the others up, and is the one that is raised.
    """
    first, *others = batches
    found = list(await asking.batch(first))
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(asking.batch(batch)) for batch in others]
    except BaseExceptionGroup as failed:
        raise _one(failed) from failed
    for task in tasks:
        found += task.result()
    return found


def _one(failed: BaseExceptionGroup[BaseException]) -> BaseException:
    """Of several failures the first that is ours."""
    leaves = list(_leaves(failed))
    return next((error for error in leaves if isinstance(error, OutcomesError)), leaves[0])


def _leaves(failed: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    found: list[BaseException] = []
    for error in failed.exceptions:
        found += _leaves(error) if isinstance(error, BaseExceptionGroup) else [error]
    return found


def _contradiction(found: Sequence[Asked], rubric: Rubric) -> str | None:
    """Why the rubric does not apply, if the grader says so of every judged criterion there is, and passes none."""
    verdicts = {verdict.criterion_id: verdict for item in found for verdict in item.verdicts}
    denied = {name for item in found for name in item.parsed.denied}
    if not set(rubric.judged_ids) <= denied or any(verdicts[name].verdict == "pass" for name in rubric.judged_ids):
        return None
    why = verdicts[rubric.judged_ids[0]].rationale
    return f"the grader says of every criterion that it is about another kind of thing: {why}"
