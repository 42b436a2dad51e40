"""The worker from outside: asked for one input after the other, ended and begun again when it does not answer."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.fuzz.promises import Broken

if TYPE_CHECKING:
    from typing import Self

SECONDS: Final = 10.0
"""Processor time that reading may take; what is asked of the artifact afterwards may take twice as long."""
WALL_SECONDS: Final = 300.0
"""After so long without a word the worker is ended from outside: it waits for something, and uses no time."""
_NOTHING: Final = {"flags": [], "seconds": 0.0, "later": 0.0, "growth": 0, "bytes": 0}
ROOT: Final = Path(__file__).parents[2]
_FRAME: Final = re.compile(r'File "[^"]*?/outcomes/([^"]+)", line \d+ in (\w+)')
_ANY_FRAME: Final = re.compile(r'File "([^"]+)", line \d+ in (\w+)')


class Worker:
    """Reads inputs of one kind in a process of its own."""

    def __init__(self, kind: str, seconds: float = SECONDS) -> None:
        """Nothing runs before the first input; `seconds` of processor time may a reading take."""
        self.kind = kind
        self._seconds = seconds
        self._scratch = Path(tempfile.mkdtemp(prefix="outcomes-fuzz-"))
        self._errors = (self._scratch / "errors.txt").open("w+b")
        self._process: subprocess.Popen[bytes] | None = None
        self._unread = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._errors.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def read(self, asked: int | tuple[str, Path]) -> dict[str, Any]:
        """What the worker tells of an input: number, or name and path; a worker that died is an answer too."""
        process = self._process or self._begin()
        assert process.stdin is not None
        line = json.dumps(asked if isinstance(asked, int) else [asked[0], str(asked[1])])
        process.stdin.write(f"{line}\n".encode())
        process.stdin.flush()
        if self._line() is None:
            msg = f"input {line} of kind {self.kind} could not be made:\n{self._said()}"
            self._end()
            raise RuntimeError(msg)
        answer = self._line()
        if answer is None:
            return {"code": "died", "broken": [list(self._died())], **_NOTHING}
        told: dict[str, Any] = json.loads(answer)
        return told

    def _begin(self) -> subprocess.Popen[bytes]:
        scratch = self._scratch / "tmp"
        scratch.mkdir(exist_ok=True)
        self._errors.truncate(0)
        self._errors.seek(0)
        self._process = subprocess.Popen(
            [sys.executable, "-B", "-m", "tests.fuzz.worker", self.kind, str(scratch), str(self._seconds)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, cwd=ROOT,
            env={**os.environ, "TMPDIR": str(scratch), "PYTHONHASHSEED": "0"},
        )  # fmt: skip
        return self._process

    def _line(self) -> bytes | None:
        """The next line that it says; `None` when it has died or says nothing for too long."""
        assert self._process is not None
        assert self._process.stdout is not None
        while b"\n" not in self._unread:
            if not select.select([self._process.stdout], [], [], WALL_SECONDS)[0]:
                self._process.send_signal(signal.SIGPROF)
            piece = os.read(self._process.stdout.fileno(), 1 << 16)
            if not piece:
                return None
            self._unread += piece
        line, _, self._unread = self._unread.partition(b"\n")
        return line

    def _died(self) -> Broken:
        assert self._process is not None
        code = self._process.wait()
        said = self._said()
        self._end()
        place = _FRAME.search(said) or _ANY_FRAME.search(said)
        where = ":".join(place.groups()) if place else "?"
        if code == -signal.SIGPROF:
            return Broken("reads within the time", where, said[-2000:])
        return Broken("the process lives", f"exit {code} {where}", said[-2000:])

    def _said(self) -> str:
        self._errors.seek(0)
        return self._errors.read().decode("utf-8", "replace")

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._process, self._unread = None, b""
