"""A child process in a group of its own: limited in time, drained in bounded memory, ended with all that it started."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from outcomes.system import kill_group, own_process_group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from outcomes.clock import Clock

TAIL_BYTES = 64 * 1024
"""How much is remembered of what a child prints: the end."""
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
    """The last `TAIL_BYTES` of each."""
    expired: bool
    """Whether it was killed because its time was over."""


async def run_child(
    argv: Sequence[str],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    stdin: Path,
    seconds: float | None,
    clock: Clock,
) -> Ended:
    """Run a program to its end, without a shell, reading `stdin` from a file.

    However this ends, also when it is cancelled, nothing of the child's group is left running.

    Raises:
        OSError: the program cannot be started.
    """
    child = _Child()
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

    def __init__(self) -> None:
        self.exited = asyncio.Event()
        self._closed = asyncio.Event()
        self._printed = {_STDOUT: bytearray(), _STDERR: bytearray()}
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
        del tail[:-TAIL_BYTES]

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
        )
