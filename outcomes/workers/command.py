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
import shlex
import signal
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pydantic import ValidationError

from outcomes.clock import SystemClock
from outcomes.errors import ArtifactError, DeadlineReached, UsageError, WorkerError
from outcomes.system import is_file, read_regular
from outcomes.text import clip, shown, storable
from outcomes.usage import Usage
from outcomes.workers.process import run_child

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outcomes.clock import Clock
    from outcomes.worker import Brief
    from outcomes.workers.process import Ended

USAGE_FIELDS = (
    "input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "cost_usd"
)  # fmt: skip
MOST_USAGE_BYTES = 64 * 1024
LAST_LINES = 20
LAST_CHARACTERS = 2_000
"""How much of what a program printed goes into an error."""

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
        try:
            argv = shlex.split(command)
        except ValueError as error:
            msg = (
                f"the command {command!r} cannot be split into words ({error}); close every quote, and put an "
                "apostrophe inside double quotes"
            )
            raise UsageError(msg) from None
        return cls(argv, timeout_seconds=timeout_seconds)

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
            raise _not_started(argv[0], error) from None
        if ended.expired or ended.exit_code != 0:
            with contextlib.suppress(WorkerError):  # it used what it says, however it ended
                _report_usage(brief)
        if ended.expired:
            msg = f"the command {self.name!r} was killed, with everything that it had started: {over}{_printed(ended)}"
            raise type(over)(msg)
        if ended.exit_code != 0:
            how = _exit(ended.exit_code)
            msg = f"the command {self.name!r} {how}{_printed(ended)}"
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
        program, *arguments = [_PLACEHOLDER.sub(lambda found: values[found[1]], part) for part in self._argv]
        # It starts in the workspace, where `./agent.sh` and `agent.py` would no longer mean what the caller meant.
        start = str(self._home / program) if Path(program).name != program else program
        return [start, *(self._where_the_caller_is(argument, brief) for argument in arguments)]

    def _where_the_caller_is(self, argument: str, brief: Brief) -> str:
        """The full path of an argument that names a file beside the caller, and none in the workspace."""
        here = is_file(self._home / argument) and not is_file(brief.workspace / argument)
        return str(self._home / argument) if argument and here else argument


def _checked(argv: Sequence[str]) -> tuple[str, ...]:
    if isinstance(argv, str):
        msg = f"a command is a list of words, not one string; use CommandWorker.parse({argv!r})"
        raise UsageError(msg)
    given: Sequence[object] = argv
    strangers = [part for part in given if not isinstance(part, str) or "\0" in part]
    if strangers:
        msg = f"every word of a command is a string without NUL characters, not {strangers[0]!r}"
        raise UsageError(msg)
    if not argv or not argv[0]:
        raise UsageError("the command is empty; give the program that does the work, for example 'my-agent {brief}'")
    return tuple(argv)


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


def _not_started(program: str, error: OSError) -> WorkerError:
    if isinstance(error, FileNotFoundError):
        why = "was not found; check its name, and that it is installed and on the PATH"
    elif isinstance(error, PermissionError):
        why = "may not be run; make it executable"
    else:
        why = f"cannot be started: {error.strerror}"
    return WorkerError(f"the command {program!r} {why}")


def _exit(code: int) -> str:
    if code >= 0:
        return f"exited with code {code}"
    try:
        return f"was killed by signal {-code} ({signal.Signals(-code).name})"
    except ValueError:
        return f"was killed by signal {-code}"


def _printed(ended: Ended) -> str:
    """The end of what it printed, to stderr if possible, safe to show."""
    for stream, data in (("stderr", ended.stderr), ("stdout", ended.stdout)):
        lines = [line.rstrip() for line in data.decode("utf-8", "replace").splitlines()]
        text = shown("\n".join(lines).strip("\n"))
        if text:
            end = "\n".join(text.split("\n")[-LAST_LINES:])[-LAST_CHARACTERS:]
            return f"; the end of its {stream}:\n{end}"
    return "; it printed nothing"


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
