"""The seat of graders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
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

        Raise `GraderError` (or `ProviderError`) when no verdicts can be given; never guess one.
        """
