"""That something still goes on, for whoever looks on: a moving line on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, Final

from outcomes.sinks.terminal import safe
from outcomes.sinks.words import seconds_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from typing import Self

    from rich.console import Console
    from rich.status import Status

    from outcomes.cli.judge import Judge
    from outcomes.cli.output import Output

SECONDS: Final = (10.0, 30.0, 60.0)
"""After which a line is printed where nobody looks at a moving one, and then whenever the last of them has passed."""


def waiting(out: Output, judge: Judge | None, what: str) -> AbstractContextManager[object]:
    """Says what a judge is waited for with; nothing where it may be asking somebody on the same terminal."""
    silent = judge is not None and judge.talks and sys.stdin is not None and sys.stdin.isatty()
    return nullcontext() if silent else Waiting(out.progress, what)


class Waiting:
    """Says what is waited for and for how long: `with Waiting(console, "grading report.docx"): ...`."""

    def __init__(self, console: Console, what: str, seconds: tuple[float, ...] = SECONDS) -> None:
        """Nothing is said of what is over soon."""
        self._console = console
        self._what = what
        self._seconds = seconds
        self._over = threading.Event()
        self._teller = threading.Thread(target=self._tell, name="outcomes-waiting", daemon=True)
        self._status: Status | None = None

    def __enter__(self) -> Self:
        """Begin."""
        if self._console.is_interactive:
            self._status = self._console.status(safe(self._what, "dim"))
            self._status.start()
        self._teller.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the moving line away."""
        self._over.set()
        self._teller.join()
        if self._status is not None:
            self._status.stop()

    def _tell(self) -> None:
        began = time.monotonic()
        for at in self._times():
            if self._over.wait(began + at - time.monotonic()):
                return
            line = safe(f"{self._what}, {seconds_in_words(at)} so far", "dim")
            if self._status is not None:
                self._status.update(line)
            else:
                self._console.print(line, soft_wrap=True)

    def _times(self) -> Iterator[float]:
        """Seconds from the beginning at which something is said: every second where it moves."""
        at = 0.0
        while self._status is not None:
            at += 1.0
            yield at
        yield from self._seconds
        at = self._seconds[-1]
        while True:
            at += self._seconds[-1]
            yield at
