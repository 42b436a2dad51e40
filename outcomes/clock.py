"""The seat of time: an argument, so that nothing has to sleep in a test."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class Timer(Protocol):
    """Something that will happen, unless it is cancelled."""

    def cancel(self) -> None:
        """It shall not happen."""


class Clock(Protocol):
    """Wall time for records, monotonic time for durations, and a way to be called later."""

    def now(self) -> datetime:
        """Aware UTC."""

    def monotonic(self) -> float:
        """Seconds that only ever grow."""

    def call_later(self, seconds: float, call: Callable[[], None]) -> Timer:
        """Call once after so many seconds, on the running event loop."""


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that only ever grow."""
        return time.monotonic()

    def call_later(self, seconds: float, call: Callable[[], None]) -> Timer:
        """Call once after so many seconds, on the running event loop."""
        return asyncio.get_running_loop().call_later(seconds, call)
