"""A brief at a desk, and a way to see whether a process still runs."""

from __future__ import annotations

import asyncio
import os
import time
from typing import TYPE_CHECKING

from outcomes.rubric import VisibleCriterion
from outcomes.verdict import OpenGap
from outcomes.worker import Brief
from outcomes.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from outcomes.artifact import Artifact
    from outcomes.workspace import StepDesk

PATIENCE_SECONDS = 5.0
"""How long to look again before giving up; far more than anything here takes."""

SHORT = VisibleCriterion(id="short", text="It is short")
CLEAR = VisibleCriterion(id="clear", text="It is clear")
GAP = OpenGap(criterion_id="short", missing="It has nine pages", smallest_fix="Cut it to three")


def a_brief(
    folder: Path, *, iteration: int = 0, base: Artifact | None = None, **more: object
) -> tuple[Brief, StepDesk]:
    """A brief for a note, and the desk that it is worked on at."""
    told: dict[str, object] = {
        "description": "Write a note",
        "iteration": iteration,
        "criteria": (SHORT, CLEAR),
        "step_id": f"run_1/it/{iteration}/work",
    }
    desk = Workspace(folder / "desks").desk(iteration, base)
    return Brief.model_validate(told | more).at(desk), desk


async def until(happened: Callable[[], bool], what: str) -> None:
    """Look again and again, for a while."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < end, f"waited in vain for {what}"
        await asyncio.sleep(0.003)


class Pulse:
    """A named pipe that processes hold open while they live; `exec 3>PIPE; printf up >&3` in a shell."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "pulse"
        os.mkfifo(self.path)
        self._handle = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
        self._heard = b""

    def close(self) -> None:
        """Look no longer."""
        os.close(self._handle)

    def is_up(self) -> bool:
        """Whether somebody has ever said so."""
        self._listen()
        return self._heard == b"up"

    def is_gone(self) -> bool:
        """Whether all who held it are gone."""
        return self.is_up() and self._listen()

    def _listen(self) -> bool:
        """Take in what was said; whether nobody is left to say more."""
        try:
            heard = os.read(self._handle, 64)
        except BlockingIOError:
            return False
        self._heard += heard
        return heard == b""
