"""A grader that is asked the same thing once: verdicts are kept, and given again without asking anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from outcomes.errors import GraderError
from outcomes.grader import Around, Foreseen, for_run, foreseen
from outcomes.usage import FREE
from outcomes.verdict import Grade, Look, own_grade
from outcomes.verdict_cache import verdict_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact
    from outcomes.grader import Grader, RunScope
    from outcomes.rubric import Rubric
    from outcomes.verdict_cache import VerdictCache


class CachedGrader(Around):
    """Asks the grader inside only what it was not asked before, in this run or an earlier one.

    A look with another index or seed is another question, so that a confirmation is never answered out of the cache by
    the very look that it should confirm.
    """

    def __init__(
        self, inner: Grader, cache: VerdictCache, references: tuple[Artifact, ...] = (), *, where: str = ""
    ) -> None:
        """`references` are those of the run that `inner` was made for, `where` is the address that it asks."""
        super().__init__(inner)
        self._where = where
        self._cache = cache
        self._references = references

    def for_run(self, scope: RunScope) -> CachedGrader:
        """The same around what the grader inside makes for a run."""
        return CachedGrader(for_run(self._inner, scope), self._cache, scope.references, where=self._where)

    def foreseen(
        self, rubric: Rubric, artifact: Artifact, references: Sequence[Artifact] = (), *, look: int = 0
    ) -> Foreseen | None:
        """What the grader inside would ask, and nothing where its answer is kept."""
        would = foreseen(self._inner, rubric, artifact, references, look=look)
        if would is None:
            return None
        taken = Look(index=look, seed=look, criterion_ids=rubric.judged_ids)
        key = verdict_key(
            rubric, artifact, taken, fingerprint=self.fingerprint, references=references, where=self._where
        )
        return would if self._kept(key, rubric, artifact, taken) is None else Foreseen(would.model, (), ())

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """What is kept, marked as such and free of charge; otherwise what the grader says, which is then kept."""
        key = verdict_key(
            rubric, artifact, look, fingerprint=self.fingerprint, references=self._references, where=self._where
        )
        kept = self._kept(key, rubric, artifact, look)
        if kept is not None:
            return kept
        grade = await self._inner.grade(rubric, artifact, look)
        self._cache.put(key, grade.model_dump_json())
        return grade

    def _kept(self, key: str, rubric: Rubric, artifact: Artifact, look: Look) -> Grade | None:
        """A whole grade of this very question, or nothing: what is damaged or foreign is asked for again."""
        text = self._cache.get(key)
        if text is None:
            return None
        try:
            grade = own_grade(Grade.model_validate_json(text), rubric, artifact, look)
        except (ValidationError, GraderError, ValueError):
            return None
        free = {"usage": FREE, "seconds": 0.0, "from_cache": True}
        return grade.model_copy(update={"looks": tuple(info.model_copy(update=free) for info in grade.looks)})
