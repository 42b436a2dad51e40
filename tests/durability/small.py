"""A run of two rounds without a model, which uses every place where a run touches the disk."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from outcomes import Criterion, Outcome, Rubric, run_outcome
from outcomes.stores.folder import FolderBlobs
from outcomes.stores.sqlite.store import SqliteStore
from outcomes.testing import ScriptedClock, ScriptedGrader

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from outcomes.artifact import Artifact
    from outcomes.rubric import Rubric as AnyRubric
    from outcomes.run import Run
    from outcomes.verdict import Grade, Look
    from outcomes.worker import Brief

WANTED = Outcome(
    description="A note",
    rubric=Rubric(criteria=(Criterion(id="clear", text="It is clear"), Criterion(id="sourced", text="It has sources"))),
    confirm=0,
)


class Judge:
    """Passes the first criterion in every round, and the second from the second draft on."""

    fingerprint = "small"

    def __init__(self) -> None:
        self.looks = 0

    async def grade(self, rubric: AnyRubric, artifact: Artifact, look: Look) -> Grade:
        """Verdicts by what the artifact says."""
        self.looks += 1
        first = any(block.text == "draft 0" for block in artifact.blocks)
        return await ScriptedGrader([{"sourced"} if first else set()]).grade(rubric, artifact, look)


class Small:
    """The run; `own` surrounds what the worker does for itself."""

    def __init__(self, root: Path, own: AbstractContextManager[Any] | None = None) -> None:
        self._root = root
        self._own = own if own is not None else nullcontext()
        self.drafts: list[int] = []
        self.judge = Judge()

    def go(self, **more: Any) -> Run:
        """Carry it out from wherever its store has it."""
        with SqliteStore(self._root / "runs") as store:
            how: dict[str, Any] = {
                "store": store,
                "blobs": FolderBlobs(self._root / "runs" / "blobs"),
                "clock": ScriptedClock(),
            }
            asked = run_outcome(
                WANTED, self._work, grader=self.judge, run_id="r", output=self._root / "out", **how, **more
            )
            return asyncio.run(asked)

    def _work(self, brief: Brief) -> None:
        place = brief.outputs / "note.txt"
        with self._own:
            self.drafts.append(brief.iteration)
            place.write_text(f"draft {brief.iteration}")
