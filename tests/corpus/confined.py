"""Read files, each in a process of its own that may reach nothing else; run as a script, one JSON line for each file.

    python -I -B confined.py FILE...

A process is forked for each file, once everything that readers import is loaded. In it a limit holds on memory and on
time, and an audit hook refuses and notes every socket, every process and every file but the one to be read and those
of Python itself. The one process that a reader may start is Python in isolated mode, in which PDF files are read; its
time and memory count as the reader's.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import outcomes
from outcomes import wiring
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from outcomes.artifact import Artifact

ADDRESS_SPACE_BYTES = 4 * 1024**3
SECONDS = 30
CHUNK = 1 << 16
KILOBYTES = sys.platform != "darwin"  # the unit in which the system states a process's largest size
FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "urllib.")
PLACES = {*filter(None, sys.path), sys.prefix, sys.base_prefix, str(Path(outcomes.__file__).parent)}
PYTHON = tuple(f"{place}{os.sep}" for place in PLACES)
WRITING = os.O_WRONLY | os.O_RDWR


class Forbidden(RuntimeError):  # noqa: N818 - says what happened
    """A reader reached for something beyond the file that it was given."""


def confine(allowed: Path, attempts: list[str]) -> None:
    """From now on and until this process ends, refuse whatever leads out of it, and note it."""

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "subprocess.Popen" and _is_reading_process(*arguments):
            return
        if event.startswith(FORBIDDEN) or (event == "open" and not _may_open(allowed, *arguments)):
            attempts.append(f"{event} {arguments!r}"[:200])
            raise Forbidden(event)

    sys.addaudithook(watch)


def _is_reading_process(program: object, command: object, *_: object) -> bool:
    """Whether it is Python with nothing but our own code on its command line."""
    return (
        program == sys.executable
        and isinstance(command, list)
        and command[1:5] == ["-I", "-S", "-B", "-c"]
        and "from outcomes.artifacts.pdf.child import main" in command[5]
    )


def _may_open(allowed: Path, path: object, _mode: object, flags: object) -> bool:
    if isinstance(path, int):
        return True
    name = os.fsdecode(path) if isinstance(path, str | bytes) else ""
    if name == os.devnull:
        return True
    if isinstance(flags, int) and flags & WRITING:
        return False
    return name == str(allowed) or name.startswith(PYTHON)


def report(path: Path) -> dict[str, Any]:
    """What reading a file leads to: an error's code, or an artifact's flags and size."""
    attempts: list[str] = []
    confine(path, attempts)
    begun = time.monotonic()
    try:
        artifact: Artifact | None = wiring.read_path(path)
        code = None
    except ArtifactError as error:
        artifact, code = None, error.code
    return {
        "code": code,
        "flags": sorted({flag.code for flag in artifact.flags}) if artifact is not None else [],
        "blocks": sum(1 for _ in artifact.walk()) if artifact is not None else 0,
        "seconds": time.monotonic() - begun,
        "attempts": attempts,
    }


def read_alone(path: Path) -> dict[str, Any]:
    """Read a file in a forked process, and add what the system measured of it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _read_and_exit(path, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status, usage = os.wait4(child, 0)
    died = os.waitstatus_to_exitcode(status)
    return {
        **(json.loads(said) if said else {}),
        "file": path.name,
        "exit": died,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_bytes": usage.ru_maxrss * (1024 if KILOBYTES else 1),
    }


def _read_and_exit(path: Path, writing: int) -> None:
    """In the child: no exception may find its way back into the parent's code."""
    code = 1
    try:
        signal.alarm(SECONDS)
        with contextlib.suppress(ValueError, OSError):  # not every system has this limit
            resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE_BYTES, ADDRESS_SPACE_BYTES))
        os.write(writing, json.dumps(report(path)).encode())
        code = 0
    except BaseException as error:  # noqa: BLE001 - it is about to leave for good, and says with what
        os.write(2, f"{path.name}: {error!r}\n".encode())
    finally:
        os._exit(code)


def main(names: list[str]) -> None:
    """Load everything that readers import, then read each file."""
    for reader in wiring.READERS.values():
        wiring.load(reader)
    for name in names:
        sys.stdout.write(json.dumps(read_alone(Path(name))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
