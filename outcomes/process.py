"""Runs a program that may hang, flood its output, eat memory or leave children behind, and comes back in time."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Final

from outcomes.system import POSIX, kill_group, own_process_group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

OUTPUT_BYTES: Final = 64 * 1024
"""So much of the end of its output is kept."""
_DRAIN_SECONDS: Final = 1.0
_RUNNING: Final[set[int]] = set()
"""Programs that are being waited for, perhaps by a thread that nobody waits for when ours ends."""
_STARTING: Final = threading.Lock()
"""Held while one is started, so that none is missed at the end."""

_CONFINE: Final = """
import os, resource, sys
os.umask(0o077)
for word in sys.argv[1].split(","):
    name, _, most = word.partition("=")
    limit = getattr(resource, name, None)
    try:
        if limit is not None:
            ceiling = resource.getrlimit(limit)[1]
            most = int(most) if ceiling == resource.RLIM_INFINITY else min(int(most), ceiling)
            resource.setrlimit(limit, (most, most))
    except (ValueError, OSError):
        pass  # a system without this limit: time is watched from outside all the same
os.execv(sys.argv[2], sys.argv[2:])
"""
# A program of its own instead of `preexec_fn`, which is not safe where other threads run.


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """What a program, and each one that it starts, may use; where the system has such limits (Linux has all)."""

    address_space_bytes: int = 4 * 1024**3
    cpu_seconds: int = 120
    written_bytes: int = 512 * 1024**2
    """Size of the largest file."""

    def wrapped(self, argv: Sequence[str]) -> list[str]:
        """The command line that confines itself, sets a private umask, and becomes `argv`."""
        if not POSIX:
            return list(argv)
        names = {
            "address_space_bytes": "RLIMIT_AS",
            "cpu_seconds": "RLIMIT_CPU",
            "written_bytes": "RLIMIT_FSIZE",
        }
        limits = [f"{names[name]}={most}" for name, most in asdict(self).items()]
        return [sys.executable, "-I", "-S", "-c", _CONFINE, ",".join([*limits, "RLIMIT_CORE=0"]), *argv]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended."""

    code: int | None
    """Its exit code, negative for a signal; `None` when its time was up."""
    output: str
    """The end of what it printed, both streams together."""

    @property
    def how(self) -> str:
        """In words, after the program's name: `ended with exit code 3`."""
        if self.code is None:
            return "did not end in time"
        return exit_words(self.code)


def exit_words(code: int) -> str:
    """`ended with exit code 3`, `was ended by SIGKILL`."""
    if code >= 0:
        return f"ended with exit code {code}"
    with contextlib.suppress(ValueError):
        return f"was ended by {signal.Signals(-code).name}"
    return f"was ended by signal {-code}"


def run(
    argv: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    timeout_seconds: float,
    confinement: Confinement | None = None,
) -> Ended:
    """Run a program, without a shell or any input, in a process group of its own that is ended with it.

    With a `confinement`, `argv` begins with an absolute path. Raise `OSError` when it cannot be started.
    """
    with _STARTING:
        process = subprocess.Popen(  # noqa: S603 - callers give programs that they found or were allowed to run
            list(argv) if confinement is None else confinement.wrapped(argv),
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **own_process_group(),
        )
        _RUNNING.add(process.pid)
    tail = _Tail(process.stdout)
    code: int | None = None
    try:
        tail.start()
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = process.wait(timeout_seconds)
    finally:
        kill_group(process.pid)
        process.wait()
        _RUNNING.discard(process.pid)
    tail.join(_DRAIN_SECONDS)
    return Ended(code, bytes(tail.kept).decode("utf-8", "replace"))


@atexit.register
def _end_all() -> None:
    """Leave nothing behind when our own program ends while others still run."""
    _STARTING.acquire(timeout=_DRAIN_SECONDS)  # and kept: nothing is started any more
    for pid in tuple(_RUNNING):
        kill_group(pid)


class _Tail(threading.Thread):
    """Reads a pipe to its end and keeps the last bytes.

    A child that left the process group may hold the pipe open for ever; nobody waits for that.
    """

    def __init__(self, pipe: IO[bytes] | None) -> None:
        super().__init__(daemon=True)
        self._pipe = pipe
        self.kept = bytearray()

    def run(self) -> None:
        if self._pipe is None:
            return
        with self._pipe:
            while chunk := os.read(self._pipe.fileno(), OUTPUT_BYTES):
                self.kept += chunk
                del self.kept[:-OUTPUT_BYTES]
