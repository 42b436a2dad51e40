"""Waiting by a clock that is an argument: a pause, and a limit on how long something may take."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from outcomes.clock import Clock


async def pause(clock: Clock, seconds: float) -> None:
    """Let so many seconds pass; a cancelled pause leaves no timer behind."""
    over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    timer = clock.call_later(seconds, lambda: None if over.done() else over.set_result(None))
    try:
        await over
    finally:
        timer.cancel()


@asynccontextmanager
async def within(clock: Clock, seconds: float | None) -> AsyncIterator[None]:
    """Raise `TimeoutError` when what is inside takes longer than so many seconds; `None`: as long as it likes."""
    if seconds is None:
        yield
        return
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(None) as limit:
        timer = clock.call_later(seconds, lambda: limit.reschedule(loop.time()))
        try:
            yield
        finally:
            timer.cancel()
