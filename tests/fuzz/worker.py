"""A process that reads input after input and tells what came of each; started by `process`, never by hand.

It may reach for nothing: an audit hook notes every socket, every process that is not this Python, every file opened
for writing outside its scratch folder and every file outside Python's own. A timer on its processor time ends it, and
the system writes down where it was.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import outcomes
from outcomes import wiring
from tests.fuzz.kinds import LAID, READABLE, Input, input_number
from tests.fuzz.promises import Broken, reading_of

if TYPE_CHECKING:
    from tests.fuzz.kinds import Kind

GROWTH_BYTES: Final = 512 * 1024 * 1024
"""How much larger the process may become while it reads."""
_ADDRESS_SPACE: Final = 4 * 1024**3
_CHECKS_EVERY: Final = 5
_SECONDS_FOR_EACH_CHARACTER: Final = 1e-6
"""What forty checks, each in linear time, may take beside the rest: 40 s for 40 MB of text, which one reads in 2 s."""
_FORBIDDEN: Final = ("socket.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "urllib.", "shutil.")
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_PYTHON: Final = tuple({*filter(None, sys.path), sys.prefix, sys.base_prefix, str(Path(outcomes.__file__).parent)})


class Watch:
    """Notes what the process reaches for while an input is read."""

    def __init__(self, scratch: Path) -> None:
        """From now on, for as long as the process lives."""
        self.attempts: list[str] = []
        self.on = False
        self.folder = "/nowhere"
        """Below it everything may be read."""
        self._scratch = str(scratch)
        sys.addaudithook(self._see)

    def _see(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.on and (
            event.startswith(_FORBIDDEN)
            or (event == "subprocess.Popen" and not _is_this_python(*arguments))
            or (event == "open" and not self._may_open(*arguments))
        ):
            self.attempts.append(f"{event} {arguments!r}"[:200])

    def _may_open(self, path: object, _mode: object, flags: object) -> bool:
        if isinstance(path, int):
            return True
        name = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
        if name.startswith((self._scratch, "/dev/null", "/dev/shm")):  # noqa: S108 - named, not used
            return True
        writes = isinstance(flags, int) and bool(flags & _WRITING)
        return not writes and name.startswith(
            (*_PYTHON, self.folder, "/proc/self/", "/sys/fs/cgroup", "/etc/localtime")
        )


def _is_this_python(executable: object, *_: object) -> bool:
    """Readers of risky kinds may read in a process of their own."""
    return isinstance(executable, str | bytes) and os.fsdecode(executable) == sys.executable


class Memory:
    """How large the process was at most since the last look, in bytes; on Linux, which can forget what was before."""

    def __init__(self) -> None:
        """The files are opened here, before anybody watches."""
        self._reset = self._status = -1
        with contextlib.suppress(OSError):
            self._status = os.open("/proc/self/status", os.O_RDONLY)
            self._reset = os.open("/proc/self/clear_refs", os.O_WRONLY)

    def forget(self) -> int:
        """Begin anew; how large it is now."""
        if self._reset >= 0:
            os.pwrite(self._reset, b"5", 0)
        return self._line(b"VmRSS:")

    def peak(self) -> int:
        """How large it was at most since `forget`."""
        return self._line(b"VmHWM:")

    def _line(self, name: bytes) -> int:
        if self._reset < 0:
            return 0
        status = os.pread(self._status, 4096, 0)
        return int(status.split(name, 1)[1].split(None, 1)[0]) * 1024


def main(kind_name: str, scratch: str, seconds: str) -> None:
    """Read what standard input names, one line each: a number, or a JSON list of a name and a path.

    A path to a folder is read as it lies there, and may be opened.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no answer
    for reference in wiring.READERS.values():
        wiring.load(reference)
    with contextlib.suppress(ValueError, OSError):  # not every system has this limit
        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    faulthandler.enable(sys.stderr)
    faulthandler.register(signal.SIGPROF, sys.stderr, all_threads=False, chain=True)
    watch, memory = Watch(Path(scratch)), Memory()
    for line in sys.stdin:
        made = _made(kind_name, line)
        answers.write('"ready"\n')
        answers.flush()
        answers.write(
            json.dumps(
                _answer(READABLE[kind_name], made, Measures(watch, memory, float(seconds)), thorough=_thorough(line))
            )
            + "\n"
        )
        answers.flush()


def _processor_seconds() -> float:
    """What this process has used, and those that it has started and that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _made(kind_name: str, line: str) -> Input:
    asked = json.loads(line)
    if isinstance(asked, int):
        return input_number(kind_name, asked)
    path = Path(asked[1])
    return Input(asked[0], os.fsencode(path) if path.is_dir() else path.read_bytes())


def _thorough(line: str) -> bool:
    asked = json.loads(line)
    return not isinstance(asked, int) or asked % _CHECKS_EVERY == 0


class Measures(NamedTuple):
    """What is measured of a reading, and the processor time that it may take."""

    watch: Watch
    memory: Memory
    seconds: float


def _answer(kind: Kind, made: Input, measures: Measures, *, thorough: bool) -> dict[str, object]:
    watch, memory, seconds = measures
    watch.attempts.clear()
    watch.folder = os.fsdecode(made.data) if kind is LAID else "/nowhere"
    before, begun = memory.forget(), _processor_seconds()
    cost: dict[str, float] = {}

    def after_reading(characters: int) -> None:
        cost.update(seconds=_processor_seconds() - begun, growth=memory.peak() - before)
        signal.setitimer(signal.ITIMER_PROF, 2 * seconds + characters * _SECONDS_FOR_EACH_CHARACTER)

    signal.setitimer(signal.ITIMER_PROF, seconds)
    watch.on = True
    found = reading_of(lambda: kind.read(made.name, made.data), thorough=thorough, after_reading=after_reading)
    watch.on = False
    signal.setitimer(signal.ITIMER_PROF, 0)
    broken = [*found.broken, *(Broken("reaches for nothing", one.split("'")[0], one) for one in watch.attempts[:3])]
    if cost["growth"] > GROWTH_BYTES:
        broken.append(Broken("reads in little memory", kind.name, f"grew by {cost['growth'] / 1e6:,.0f} MB"))
    if cost["seconds"] > seconds:  # in a process of its own, which no timer of ours ends
        broken.append(Broken("reads within the time", kind.name, f"took {cost['seconds']:.1f} s"))
    return {
        "code": found.code,
        "flags": found.flags,
        "broken": [list(one) for one in broken],
        "seconds": round(cost["seconds"], 3),
        "later": round(_processor_seconds() - begun - cost["seconds"], 3),
        "growth": int(cost["growth"]),
        "bytes": len(made.data),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
