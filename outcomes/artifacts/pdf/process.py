"""Starts the reading process, listens to it, and starts it again behind a page that it did not survive."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from outcomes.artifacts.pdf.library import library_path
from outcomes.errors import ArtifactError
from outcomes.system import kill_group, own_process_group

if TYPE_CHECKING:
    from collections.abc import Iterator

MEGABYTE = 1 << 20
_MEMORY = 400 * MEGABYTE
"""Beside twice the file itself, which PDFium and Python hold once each."""
_PAGE_SECONDS = 3.0
"""Processor time for one page, or for opening the file."""
_SECONDS = 6.0
_SECONDS_FOR_EACH_MEGABYTE = 6.0
_MOST_SECONDS = 90.0
"""Processor time for all pages: what a small file may cost, growing with its size."""
_WALL_FACTOR = 4.0
"""How much longer the clock on the wall may run, on a machine that has other things to do."""
_MOST_STARTS = 4
_LEAST_SECONDS = 1.0
"""With less than that left, the process is not started again."""
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "HOME", "FONTCONFIG_PATH")
_ROOT = str(Path(__file__).resolve().parents[3])
"""Where our own package lies. The process finds nothing but that and Python's own library, and that last."""
_START = "import sys; sys.path.append(sys.argv.pop(2)); from outcomes.artifacts.pdf.child import main; main()"


class Ended(NamedTuple):
    """How a reading process ended before its time."""

    during: int
    """The page that it was reading; 0 while it opened the file."""
    too_costly: bool
    """Whether it ran into a limit, rather than falling over."""


def read_lines(data: bytes, name: str, most_pages: int) -> Iterator[dict[str, Any] | Ended]:
    """What the reading process says, line by line; `Ended` in the place of a page that ended it.

    Raises:
        ArtifactError: `missing-extra` when PDFium is not installed or no process can be started.
    """
    library = library_path()
    if not library:
        msg = f"{name!r} is a PDF file; reading it takes the extra 'pdf', which is not installed."
        raise ArtifactError("missing-extra", msg, fix="Install it: pip install 'outcome-engine[pdf]'")
    seconds = min(_MOST_SECONDS, _SECONDS + _SECONDS_FOR_EACH_MEGABYTE * len(data) / MEGABYTE)
    first = 1
    for start in range(_MOST_STARTS):
        run = _Run(data, name, library, first, most_pages, seconds)
        yield from run.lines(again=start > 0)
        if run.finished:
            return
        yield Ended(run.reading, run.too_costly)
        seconds -= run.used_seconds
        if run.reading == 0 or seconds < _LEAST_SECONDS:
            return
        first = run.reading + 1


class _Run:
    """One reading process."""

    def __init__(self, data: bytes, name: str, library: str, first: int, last: int, seconds: float) -> None:
        self.reading = 0
        self.finished = False
        self.too_costly = False
        self.used_seconds = 0.0
        """Processor time, as far as it was said, and what a page that ended it may have taken."""
        self._data = data
        self._name = name
        self._seconds = seconds
        self._page_seconds = min(seconds, _PAGE_SECONDS)
        self._task = {
            "library": library,
            "first": first,
            "last": last,
            "memory_bytes": _MEMORY + 2 * len(data),
            "cpu_seconds": seconds,
            "page_seconds": self._page_seconds,
        }

    def lines(self, *, again: bool) -> Iterator[dict[str, Any]]:
        """What the process says; the file as a whole only the first time."""
        process = self._start()
        timer = threading.Timer(self._seconds * _WALL_FACTOR, self._kill, (process.pid,))
        feeder = threading.Thread(target=self._feed, args=(process,), daemon=True)
        timer.start()
        feeder.start()
        try:
            for line in process.stdout or ():
                said = self._understood(line)
                if said is not None and not (again and "catalogue" in said):
                    yield said
        finally:
            timer.cancel()
            kill_group(process.pid)
            process.wait()
            feeder.join()
            if process.stdout is not None:
                process.stdout.close()
        self._judge(process.returncode)

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {key: os.environ[key] for key in _ENVIRONMENT if key in os.environ}
        command = [sys.executable, "-I", "-S", "-B", "-c", _START, json.dumps(self._task), _ROOT]
        try:
            return subprocess.Popen(  # noqa: S603 - our own code, no shell
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                **own_process_group(),
            )
        except (OSError, ValueError) as error:
            msg = f"{self._name!r} is a PDF file; the process that reads it cannot be started: {error}."
            raise ArtifactError("missing-extra", msg, fix="Run the engine where Python may start processes.") from error

    def _kill(self, pid: int) -> None:
        self.too_costly = True
        kill_group(pid)

    def _feed(self, process: subprocess.Popen[bytes]) -> None:
        """Hand the file over, in a thread of its own so that neither side waits for the other."""
        if process.stdin is None:
            return
        try:
            with process.stdin as stream:
                stream.write(self._data)
        except OSError:  # it is gone already, and its exit says why
            pass

    def _understood(self, line: bytes) -> dict[str, Any] | None:
        """A whole line as a value; progress is noted and not handed on."""
        try:
            said = json.loads(line)
        except ValueError:  # it was cut off in the middle of a line
            return None
        if not isinstance(said, dict):
            return None
        if "reading" in said:
            self.reading, self.used_seconds = int(said["reading"]), float(said["used"])
            return None
        if said.get("error") == "memory":
            self.too_costly = True
            return None
        self.finished = self.finished or "done" in said or "error" in said
        return None if "done" in said else said

    def _judge(self, code: int) -> None:
        """Ended by a clock or for want of memory, which PDFium answers by aborting; or by a fault."""
        clocks = {getattr(signal, name, None) for name in ("SIGPROF", "SIGXCPU", "SIGKILL", "SIGABRT", "SIGTRAP")}
        self.used_seconds += self._page_seconds
        self.too_costly = self.too_costly or (code < 0 and signal.Signals(-code) in clocks)
