"""Asking runs to stop, and keeping what comes out of an effect apart from what is asked of the run."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from outcomes.errors import OutcomesError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")


class Interrupt:
    """Asks runs to stop: the step in flight is given up, what is finished is kept, and they end `interrupted`."""

    def __init__(self) -> None:
        """Nothing is asked yet."""
        self._requested = False
        self._armed: set[Callable[[], object]] = set()

    def request(self) -> None:
        """Stop. Call it on the event loop's own thread (`loop.call_soon_threadsafe` from others)."""
        self._requested = True
        for cancel in tuple(self._armed):
            cancel()

    def requested(self) -> bool:
        """Whether somebody asked."""
        return self._requested

    async def guard(self, begin: Callable[[], Awaitable[T]]) -> T:
        """Await an effect that an interrupt may cut short; `Interrupted` when it was.

        The effect is a task of its own: an interrupt cancels nothing else, a cancellation from outside is passed on
        even if the effect makes light of it, and one that comes out of the effect itself is just another error.
        """
        if self.requested():
            raise Interrupted
        finished: list[T] = []
        effect = asyncio.ensure_future(_contained(begin, finished))
        self._armed.add(effect.cancel)
        before = _cancellations()
        try:
            await effect
        except asyncio.CancelledError:
            if _cancellations() > before:
                raise
            if self.requested() and not finished:
                raise Interrupted from None
            if not finished:
                raise OutcomesError("CancelledError: it was cancelled from within, not by the run") from None
        except Exception:
            if self.requested():
                raise Interrupted from None
            raise
        finally:
            self._armed.discard(effect.cancel)
        if _cancellations() > before:
            raise asyncio.CancelledError
        return finished[0]


async def _contained(begin: Callable[[], Awaitable[T]], finished: list[T]) -> None:
    """Let an effect finish, also when it is cancelled as it does; `sys.exit()` in it ends the step, not the program."""
    try:
        finished.append(await begin())
    except SystemExit as error:
        msg = f"SystemExit: {error}"
        raise OutcomesError(msg) from error


def _cancellations() -> int:
    """How often somebody outside has asked the running task to end."""
    task = asyncio.current_task()
    return task.cancelling() if task is not None else 0


class Interrupted(Exception):  # noqa: N818 - it is no error
    """An effect was cut short because the run was asked to stop."""
