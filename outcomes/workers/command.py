"""Any program as a worker: it finds its brief on stdin and in a file, and leaves the deliverable in the outputs folder.

The program runs in a folder of its own, the workspace, without a shell:

    brief.json     everything that it is told (also on stdin), with `workspace`, `outputs` and `base`
    feedback.md    the gaps as text, from the second iteration on
    outputs/       what lies here when it exits with 0 is the deliverable; begins as a copy of the best version so far
    usage.json     may be written by the program: the fields of `Brief.report_usage`
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import os
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pydantic import ValidationError

from outcomes.child import check_command, run_child, seen_from, split_command, why_not_started
from outcomes.clock import SystemClock
from outcomes.errors import ArtifactError, DeadlineReached, UsageError, WorkerError
from outcomes.system import read_regular
from outcomes.text import clip, storable
from outcomes.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outcomes.clock import Clock
    from outcomes.worker import Brief

USAGE_FIELDS = (
    "input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "cost_usd"
)  # fmt: skip
MOST_USAGE_BYTES = 64 * 1024
_PLACEHOLDER = re.compile(r"\{(brief|workspace|outputs|iteration)\}")


class CommandWorker:
    """Runs a program once per step."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        timeout_seconds: float | None = None,
        name: str | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Nothing is started yet.

        Args:
            argv: the program and its arguments. `{brief}` (the path of brief.json), `{workspace}`, `{outputs}` and
                `{iteration}` are filled in; any other braces stay as they are. It runs in the workspace; a program
                given with a folder (`./agent.sh`), and arguments that name a file beside the caller (`agent.py`), get
                their full path.
            timeout_seconds: how long one step may take; the run's own deadline counts besides.
            name: for events and records; the program's name if not given.
            clock: where time comes from.

        Raises:
            UsageError: the command is empty or not a list of strings, or the timeout is not positive.
        """
        self._argv = _checked(argv)
        if timeout_seconds is not None and not (timeout_seconds > 0 and math.isfinite(timeout_seconds)):
            msg = f"timeout_seconds is a positive number of seconds, or None for no limit; not {timeout_seconds!r}"
            raise UsageError(msg)
        self._timeout_seconds = timeout_seconds
        self._clock = clock if clock is not None else SystemClock()
        self._home = Path.cwd()
        self.name = name if name is not None else Path(self._argv[0]).name

    @classmethod
    def parse(cls, command: str, *, timeout_seconds: float | None = None) -> Self:
        """From one line, split as a shell would: `CommandWorker.parse("my-agent --input {brief}")`.

        Raises:
            UsageError: quotes do not pair up, or nothing is there.
        """
        return cls(split_command(command), timeout_seconds=timeout_seconds)

    async def work(self, brief: Brief) -> None:
        """Run the program; what it left in the outputs folder is the deliverable.

        Raises:
            WorkerError: it cannot be started, exits with another code than 0, takes too long, or leaves a usage.json
                that cannot be understood.
        """
        seconds, over = self._time_left(brief)
        brief_file = await asyncio.to_thread(_lay_out, brief)
        argv = self._filled_in(brief, brief_file)
        try:
            ended = await run_child(
                argv,
                cwd=brief.workspace,
                environment=_environment(brief, brief_file),
                stdin=brief_file,
                seconds=seconds,
                clock=self._clock,
            )
        except OSError as error:
            raise WorkerError(why_not_started(argv[0], error)) from None
        if ended.expired or ended.exit_code != 0:
            with contextlib.suppress(WorkerError):  # it used what it says, however it ended
                _report_usage(brief)
        if ended.expired:
            msg = f"the command {self.name!r} was killed, with everything that it had started: {over}{ended.printed}"
            raise type(over)(msg)
        if ended.exit_code != 0:
            msg = f"the command {self.name!r} {ended.how}{ended.printed}"
            raise WorkerError(msg)
        _report_usage(brief)

    def _time_left(self, brief: Brief) -> tuple[float | None, WorkerError]:
        """How many seconds the step has, and what it means when they are over."""
        seconds = self._timeout_seconds
        over = WorkerError(f"it took longer than its timeout of {seconds:g} s" if seconds is not None else "")
        if brief.deadline is not None:
            left = (brief.deadline - self._clock.now()).total_seconds()
            if seconds is None or left < seconds:
                said = f"the run's own time was over ({max(left, 0):.3g} s were left for this step)"
                seconds, over = left, DeadlineReached(said)
        if seconds is not None and seconds <= 0:
            msg = f"the command {self.name!r} was not started: {over}"
            raise type(over)(msg)
        return seconds, over

    def _filled_in(self, brief: Brief, brief_file: Path) -> list[str]:
        values = {
            "brief": str(brief_file),
            "workspace": str(brief.workspace),
            "outputs": str(brief.outputs),
            "iteration": str(brief.iteration),
        }
        argv = [_PLACEHOLDER.sub(lambda found: values[found[1]], part) for part in self._argv]
        # It starts in the workspace, where `./agent.sh` and `agent.py` would no longer mean what the caller meant.
        return seen_from(self._home, argv, brief.workspace)


def _checked(argv: Sequence[str]) -> tuple[str, ...]:
    if isinstance(argv, str):
        msg = f"a command is a list of words, not one string; use CommandWorker.parse({argv!r})"
        raise UsageError(msg)
    return check_command(argv, "my-agent {brief}")


def _lay_out(brief: Brief) -> Path:
    """Put what the program is told into its workspace; return the path of brief.json."""
    base = brief.base
    told = brief.model_dump(mode="json") | {
        "workspace": str(brief.workspace),
        "outputs": str(brief.outputs),
        "base": None if base is None else {"name": base.name, "files": [asdict(entry) for entry in base.files]},
    }
    path = brief.workspace / "brief.json"
    path.write_bytes(storable(json.dumps(told, indent=2, ensure_ascii=False)).encode() + b"\n")
    feedback = brief.feedback()
    if feedback:
        (brief.workspace / "feedback.md").write_bytes(storable(feedback).encode())
    return path


def _environment(brief: Brief, brief_file: Path) -> Mapping[str, str]:
    """The caller's environment, which holds the program's own settings, and where its things are."""
    return os.environ | {
        "OUTCOMES_WORKSPACE": str(brief.workspace),
        "OUTCOMES_OUTPUTS": str(brief.outputs),
        "OUTCOMES_BRIEF": str(brief_file),
        "OUTCOMES_ITERATION": str(brief.iteration),
        "OUTCOMES_STEP_ID": brief.step_id,
    }


def _report_usage(brief: Brief) -> None:
    """Report what the program says that it used, if it says so."""
    path = brief.workspace / "usage.json"
    if not os.path.lexists(path):
        return
    try:
        found = json.loads(read_regular(path, "usage.json", MOST_USAGE_BYTES))
    except ArtifactError as error:
        msg = f"the worker's usage.json cannot be read: {error}"
        raise WorkerError(msg) from None
    except (ValueError, RecursionError) as error:
        msg = f"the worker's usage.json is not JSON: {error}"
        raise WorkerError(msg) from None
    # A model's own usage object has more fields, and null for what it did not count.
    if not isinstance(found, dict) or not found.keys() & set(USAGE_FIELDS):
        msg = f"the worker's usage.json has to be an object with some of {', '.join(USAGE_FIELDS)}"
        raise WorkerError(msg)
    try:
        usage = Usage.model_validate({name: found[name] for name in USAGE_FIELDS if found.get(name) is not None})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        msg = f"the worker's usage.json: {first['loc'][0]} is {clip(repr(first['input']))}: {first['msg']}"
        raise WorkerError(msg) from None
    brief.report_usage(**usage.model_dump())
