"""Ctrl-C and SIGTERM: the first asks a run to end and keeps everything, the second leaves at once."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    import asyncio
    from types import FrameType

    from outcomes.interrupt import Interrupt

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_STDERR: Final = 2
_STOPPING: Final = b"\nstopping: what is finished is kept; once more to leave at once\n"
_SHOW_CURSOR: Final = b"\x1b[?25h\n"
"""What a spinner has hidden; leaving at once must not leave the terminal without a cursor."""


class Signals:
    """While it is entered, signals go to an interrupt; only in the main thread, where Python delivers them."""

    def __init__(self, interrupt: Interrupt, loop: asyncio.AbstractEventLoop) -> None:
        """`loop` is the event loop that the interrupted run is on."""
        self._interrupt = interrupt
        self._loop = loop
        self._before: dict[int, Any] = {}
        self.received: int | None = None
        """The signal that came first."""

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                self._before[number] = signal.signal(number, self._take)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @property
    def exit_code(self) -> int | None:
        """128 and the signal's number, as shells have it; `None` when none came."""
        return 128 + self.received if self.received is not None else None

    def _take(self, number: int, _frame: FrameType | None) -> None:
        """Nothing here may wait: other people's code may be holding the event loop and every stream."""
        if self.received is not None:
            leave(128 + number)
        self.received = number
        _write(_STOPPING)
        self._loop.call_soon_threadsafe(self._interrupt.request)


def leave(code: int) -> None:
    """End the process here and now."""
    if os.isatty(_STDERR):
        _write(_SHOW_CURSOR)
    os._exit(code)


def _write(line: bytes) -> None:
    """Straight to the descriptor: a stream's own lock may be taken where the signal came."""
    with contextlib.suppress(OSError):
        os.write(_STDERR, line)
