"""Ctrl-C and SIGTERM: the first asks a run to end and keeps everything, the second leaves at once."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from types import FrameType

    from outcomes.loop import Interrupt

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_SHOW_CURSOR: Final = b"\x1b[?25h"
"""What a spinner has hidden; leaving at once must not leave the terminal without a cursor."""


class Signals:
    """While it is entered, signals go to an interrupt; only in the main thread, where Python delivers them."""

    def __init__(self, interrupt: Interrupt, loop: asyncio.AbstractEventLoop, tell: Callable[[str], None]) -> None:
        """`tell` prints what happens next."""
        self._interrupt = interrupt
        self._loop = loop
        self._tell = tell
        self._before: dict[int, object] = {}
        self.received: int | None = None
        """The signal that came first."""

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                self._before[number] = signal.signal(number, self._take)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler if callable(handler) or isinstance(handler, int) else signal.SIG_DFL)

    @property
    def exit_code(self) -> int | None:
        """128 and the signal's number, as shells have it; `None` when none came."""
        return 128 + self.received if self.received is not None else None

    def _take(self, number: int, _frame: FrameType | None) -> None:
        if self.received is not None:
            leave(128 + number)
        self.received = number
        self._loop.call_soon_threadsafe(self._interrupt.request)
        self._loop.call_soon_threadsafe(self._tell, "stopping: what is finished is kept; once more to leave at once")


def leave(code: int) -> None:
    """End the process here and now."""
    if sys.stderr.isatty():
        os.write(sys.stderr.fileno(), _SHOW_CURSOR + b"\n")
    os._exit(code)
