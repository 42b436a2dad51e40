"""One run again and again in a process whose k-th file operation fails, for every k: `python -m ... FOLDER`.

Three kinds of failing: operations that Python asks for, by an audit hook (PEP 578); everything that writes, SQLite's
own pages included, by a limit on the size of files; everything that opens, by a limit on open files. What came of each
run is printed as JSON.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import sys
import tempfile
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from outcomes.errors import StoreError
from tests.durability.small import Small

if TYPE_CHECKING:
    from collections.abc import Iterator

ERRORS: Final = (errno.EMFILE, errno.ENOSPC, errno.EACCES, errno.EIO)
EVENTS: Final = frozenset({
    "open", "os.mkdir", "os.rename", "os.remove", "os.chmod", "os.utime", "os.listdir", "os.scandir",
    "sqlite3.connect", "tempfile.mkstemp", "tempfile.mkdtemp",
})  # fmt: skip
NONE: Final = 1 << 30


class Fault:
    """Lets file operations below a folder fail, from the k-th on or only that one."""

    def __init__(self, root: Path) -> None:
        self._root = os.fsencode(root)
        self._left, self._code, self._lasting, self._off = NONE, 0, False, 0
        self.fired = False
        sys.addaudithook(self._hook)

    def arm(self, at: int, code: int, *, lasting: bool) -> None:
        """From now on."""
        self._left, self._code, self._lasting, self.fired = at, code, lasting, False

    def disarm(self) -> None:
        """No more."""
        self._left = NONE

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Not here."""
        self._off += 1
        try:
            yield
        finally:
            self._off -= 1

    def __enter__(self) -> None:
        self._off += 1

    def __exit__(self, *_: object) -> None:
        self._off -= 1

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._left == NONE or self._off or event not in EVENTS:
            return
        path = arguments[0]
        if not isinstance(path, str | bytes | os.PathLike) or not os.fsencode(path).startswith(self._root):
            return
        if self._left > 0:
            self._left -= 1
            return
        self.fired = True
        self._left = 0 if self._lasting else NONE
        raise OSError(self._code, os.strerror(self._code), os.fsdecode(path))


class Trials:
    """Counts what came of each, and keeps what should not have."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._root = folder / "trial"
        self._own = Fault(self._root)
        self._anew()
        self._whole = self._document(Small(self._root).go())
        self.came_to: Counter[str] = Counter()
        self.wrong: list[str] = []

    def operations(self) -> None:
        """Every operation of Python's own, each error, once and lasting."""
        for code in ERRORS:
            for lasting in (False, True):
                at, fired = 0, True
                while fired:
                    self._anew()
                    self._own.arm(at, code, lasting=lasting)
                    try:
                        self._try(f"{errno.errorcode[code]} at {at}, {lasting=}")
                    finally:
                        fired = self._own.fired
                        self._own.disarm()
                    self._again(f"{errno.errorcode[code]} at {at}, {lasting=}")
                    at += 1

    def sizes(self) -> None:
        """No file may grow beyond a limit: at every page that the log takes."""
        for pages in range(40):
            self._limited(resource.RLIMIT_FSIZE, pages * 4096 + 100, f"files of {pages} pages")

    def handles(self) -> None:
        """So many more files may be open than are now."""
        for more in range(3, 24):  # an event loop takes three itself
            lowest = os.dup(0)  # a limit is on numbers, and the lowest free one is taken
            os.close(lowest)
            self._limited(resource.RLIMIT_NOFILE, lowest + more, f"{more} open files")

    def _limited(self, what: int, limit: int, label: str) -> None:
        self._anew()
        soft, hard = resource.getrlimit(what)
        resource.setrlimit(what, (limit, hard))
        try:
            self._try(label)
        finally:
            resource.setrlimit(what, (soft, hard))
        self._again(label)

    def _anew(self) -> None:
        shutil.rmtree(self._root, ignore_errors=True)
        (self._root / "scratch").mkdir(parents=True)
        tempfile.tempdir = str(self._root / "scratch")
        self._small = Small(self._root, self._own)

    def _try(self, label: str) -> None:
        try:
            run = self._small.go()
        except StoreError as error:
            self.came_to["StoreError"] += 1
            if ";" not in str(error):
                self.wrong.append(f"{label}: says nothing of what to do: {error}")
        except OSError as error:
            # An event loop needs handles of its own before any of ours is asked.
            self.came_to["no event loop" if "EMFILE" in label or "open files" in label else "OSError"] += 1
            if error.errno != errno.EMFILE:
                self.wrong.append(f"{label}: {error!r}")
        except BaseException as error:  # noqa: BLE001 - that is what is looked for
            self.wrong.append(f"{label}: {error!r}")
        else:
            self.came_to["no matter"] += 1
            if self._document(run) != self._whole and not self._unreadable(label, run):
                self.wrong.append(f"{label}: another result: {run.summary}")

    def _again(self, label: str) -> None:
        """The run goes on when there is room again, and pays for one step more at the most."""
        run = self._small.go()
        if self._unreadable(label, run):
            return
        if self._document(run) != self._whole:
            self.wrong.append(f"{label}: goes on to another result: {run.summary}")
        if len(self._small.drafts) > 3 or self._small.judge.looks > 3:
            self.wrong.append(f"{label}: {self._small.drafts} and {self._small.judge.looks} looks")
        unable = "lasting=True" in label or "open files" in label  # a folder is opened to be removed
        if list((self._root / "scratch").iterdir()) and not unable:
            self.wrong.append(f"{label}: left something behind")

    @staticmethod
    def _unreadable(label: str, run: Any) -> bool:
        """A deliverable that this program may not read is a gap for the worker: nothing here ran out."""
        return label.startswith("EACCES") and any(each.problem is not None for each in run.iterations)

    @staticmethod
    def _document(run: Any) -> dict[str, Any]:
        return dict(run.model_dump(mode="json"))


if __name__ == "__main__":
    trials = Trials(Path(sys.argv[1]))
    for name in sys.argv[2:]:
        getattr(trials, name)()
    print(json.dumps({"came_to": trials.came_to, "wrong": trials.wrong}))  # noqa: T201 - to whoever started it
