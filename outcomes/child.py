"""A child process in a group of its own: limited in time, drained in bounded memory, ended with all that it started."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from outcomes.errors import UsageError
from outcomes.system import is_file, kill_group, own_process_group
from outcomes.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outcomes.clock import Clock

TAIL_BYTES = 64 * 1024
"""How much is remembered of what a child prints: the end."""
LAST_LINES = 20
LAST_CHARACTERS = 2_000
"""How much of what a program printed goes into an error."""
DRAIN_SECONDS = 0.5
"""How long to wait for the last output of a child that has exited, in case something else still holds its pipes."""

_STDOUT, _STDERR = 1, 2


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended."""

    exit_code: int
    """Negative: the number of the signal that killed it."""
    stdout: bytes
    stderr: bytes
    """The end of each: `TAIL_BYTES`, or for stdout as much as was asked for."""
    expired: bool
    """Whether it was killed because its time was over."""
    cut: bool = False
    """Whether it printed more to stdout than is kept."""

    @property
    def how(self) -> str:
        """In words, after the program's name: `exited with code 3`, `was killed by signal 9 (SIGKILL)`."""
        if self.exit_code >= 0:
            return f"exited with code {self.exit_code}"
        try:
            return f"was killed by signal {-self.exit_code} ({signal.Signals(-self.exit_code).name})"
        except ValueError:
            return f"was killed by signal {-self.exit_code}"

    @property
    def printed(self) -> str:
        """The end of what it printed, to stderr if possible, safe to show, as the end of a sentence."""
        for stream, data in (("stderr", self.stderr), ("stdout", self.stdout)):
            lines = [line.rstrip() for line in data.decode("utf-8", "replace").splitlines()]
            text = shown("\n".join(lines).strip("\n"))
            if text:
                end = "\n".join(text.split("\n")[-LAST_LINES:])[-LAST_CHARACTERS:]
                return f"; the end of its {stream}:\n{end}"
        return "; it printed nothing"


def split_command(command: str) -> list[str]:
    """A command from one line, split as a shell would; `UsageError` when its quotes do not pair up."""
    try:
        return shlex.split(command)
    except ValueError as error:
        msg = (
            f"the command {command!r} cannot be split into words ({error}); close every quote, and put an "
            "apostrophe inside double quotes"
        )
        raise UsageError(msg) from None


def check_command(argv: Sequence[str], example: str) -> tuple[str, ...]:
    """The words of a command, if they are some; `UsageError` with an example otherwise."""
    given: Sequence[object] = argv
    strangers = [part for part in given if not isinstance(part, str) or "\0" in part]
    if strangers:
        msg = f"every word of a command is a string without NUL characters, not {strangers[0]!r}"
        raise UsageError(msg)
    if not argv or not argv[0]:
        msg = f"the command is empty; give the program that does the work, for example {example!r}"
        raise UsageError(msg)
    return tuple(argv)


def refuse_missing(argv: Sequence[str], home: Path) -> None:
    """Look for the program of a command, seen from `home`, before anything is done that it is needed for afterwards.

    Raises:
        UsageError: it is not there, or may not be run.
    """
    program = argv[0]
    if "{" in program:  # a placeholder, of which nobody knows yet what it will be
        return
    path = program if Path(program).name == program else str(home / program)
    if shutil.which(path) is None:
        error = PermissionError() if path != program and is_file(Path(path)) else FileNotFoundError()
        raise UsageError(why_not_started(program, error))


def seen_from(home: Path, argv: Sequence[str], workspace: Path) -> list[str]:
    """The words of a command that starts in another folder and means what it meant in `home`.

    A program given with a folder (`./agent.sh`), and arguments that name a file in `home` and none in the workspace,
    get their full path.
    """
    program, *arguments = argv
    start = str(home / program) if Path(program).name != program else program
    beside = [part if not _beside(home, part, workspace) else str(home / part) for part in arguments]
    return [start, *beside]


def _beside(home: Path, argument: str, workspace: Path) -> bool:
    return bool(argument) and is_file(home / argument) and not is_file(workspace / argument)


def bare_environment(home: Path) -> dict[str, str]:
    """What a program needs to run at all, and nothing of the caller's: no keys, no settings."""
    given = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), "LANG": "C.UTF-8"}
    if "SYSTEMROOT" in os.environ:  # Windows starts no program without it
        given["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    return given


def why_not_started(program: str, error: OSError) -> str:
    """In a sentence: `the command 'agent' was not found; ...`."""
    if isinstance(error, FileNotFoundError):
        why = "was not found; check its name, and that it is installed and on the PATH"
    elif isinstance(error, PermissionError):
        why = "may not be run; make it executable"
    else:
        why = f"cannot be started: {error.strerror}"
    return f"the command {program!r} {why}"


async def run_child(
    argv: Sequence[str],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    stdin: Path,
    seconds: float | None,
    clock: Clock,
    stdout_bytes: int = TAIL_BYTES,
) -> Ended:
    """Run a program to its end, without a shell, reading `stdin` from a file; the last `stdout_bytes` are kept.

    However this ends, also when it is cancelled, nothing of the child's group is left running.

    Raises:
        OSError: the program cannot be started.
    """
    child = _Child({_STDOUT: stdout_bytes, _STDERR: TAIL_BYTES})
    timer = clock.call_later(seconds, child.expire) if seconds is not None else None
    try:
        with stdin.open("rb") as stream:
            await _start(child, argv, cwd=cwd, env=environment, stdin=stream, **own_process_group())
        try:
            await child.exited.wait()
        finally:
            await child.end()
    finally:
        if timer is not None:
            timer.cancel()
    return child.ended


async def _start(child: _Child, argv: Sequence[str], **options: Any) -> None:  # noqa: ANN401 - whatever `Popen` takes
    starting = asyncio.ensure_future(asyncio.get_running_loop().subprocess_exec(lambda: child, *argv, **options))
    try:
        await asyncio.shield(starting)
    except asyncio.CancelledError:
        # A child that is just being started when the step is given up must not get away.
        with contextlib.suppress(OSError):
            await starting
            await child.end()
        raise


class _Child(asyncio.SubprocessProtocol):
    """What asyncio tells about a child.

    `asyncio.subprocess.Process.wait` would hang on some versions of Python for as long as a grandchild holds a pipe.
    """

    def __init__(self, most: Mapping[int, int]) -> None:
        self.exited = asyncio.Event()
        self._closed = asyncio.Event()
        self._most = most
        self._printed = {_STDOUT: bytearray(), _STDERR: bytearray()}
        self._cut = False
        self._expired = False
        self._exit_code = -1
        self._transport: asyncio.SubprocessTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.SubprocessTransport", transport)
        if self._expired:
            self._kill()

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        tail = self._printed[fd]
        tail += data
        if len(tail) > self._most[fd]:
            self._cut = self._cut or fd == _STDOUT
            del tail[: -self._most[fd]]

    def process_exited(self) -> None:
        if self._transport is not None:
            self._exit_code = cast("int", self._transport.get_returncode())
        self.exited.set()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the protocol's signature
        self._closed.set()

    def expire(self) -> None:
        """Its time is over, whether it runs already or is still being started."""
        if not self.exited.is_set():
            self._expired = True
            self._kill()

    async def end(self) -> None:
        """Kill what is left of the group, take in the last output, and let go of the pipes, whoever else holds them."""
        self._kill()
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(DRAIN_SECONDS):
                    await self._closed.wait()
        finally:
            if self._transport is not None:
                self._transport.close()
        await self._closed.wait()

    def _kill(self) -> None:
        if self._transport is not None:
            kill_group(self._transport.get_pid())

    @property
    def ended(self) -> Ended:
        """How it ended; asked once it has exited."""
        return Ended(
            exit_code=self._exit_code,
            stdout=bytes(self._printed[_STDOUT]),
            stderr=bytes(self._printed[_STDERR]),
            expired=self._expired,
            cut=self._cut,
        )
