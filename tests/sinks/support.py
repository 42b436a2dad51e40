"""Runs whose events go to a sink, and a console that can be read."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console

from outcomes import Criterion, Outcome, Rubric, run_outcome
from outcomes.rubric import CheckCall
from outcomes.testing import ScriptedClock, ScriptedWorker

if TYPE_CHECKING:
    from outcomes.grader import Grader
    from outcomes.run import Run
    from outcomes.sink import Sink
    from outcomes.worker import Worker

LONG = Criterion(id="long", text="It has at least four words", check=CheckCall(name="words", args={"min": 4}))
DONE = Criterion(id="done", text="No placeholder is left", check=CheckCall(name="no_placeholders"))
SHORT = Criterion(id="short", text="It has at most nine words", check=CheckCall(name="words", args={"max": 9}))
CLEAR = Criterion(id="clear", text="It says what was done")


def go(
    script: Sequence[object] | Worker,
    *sinks: Sink,
    criteria: Sequence[Criterion] = (LONG, DONE, SHORT),
    grader: Grader | None = None,
    rubric: Rubric | None = None,
    max_iterations: int = 5,
) -> Run:
    """One run at a time that stands still."""
    outcome = Outcome(
        description="Write a note", rubric=rubric or Rubric(criteria=tuple(criteria)), max_iterations=max_iterations
    )
    worker = ScriptedWorker(script) if isinstance(script, Sequence) else script
    return asyncio.run(
        run_outcome(outcome, worker, sinks=sinks, grader=grader, clock=ScriptedClock(), run_id="run_test")
    )


class Screen:
    """A rich console of a certain width, and what was written to it."""

    def __init__(self, width: int = 72, *, colours: bool = False, interactive: bool = False) -> None:
        """Without colours, as in a log file."""
        self._file = io.StringIO()
        self.console = Console(
            file=self._file,
            width=width,
            force_terminal=colours,
            force_interactive=interactive,
            color_system="standard" if colours else None,
            get_time=lambda: 40.0,
            legacy_windows=False,
        )

    @property
    def text(self) -> str:
        """All of it, without blanks at the ends of lines."""
        return re.sub(r"[ ]+$", "", self._file.getvalue(), flags=re.MULTILINE)

    @property
    def raw(self) -> str:
        """All of it."""
        return self._file.getvalue()
