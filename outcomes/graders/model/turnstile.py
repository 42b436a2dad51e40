"""How many looks are under way at once: so many, and each begins when the one before it has had its first turn."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from types import TracebackType

MOST_LOOKS: Final = 64
"""When nothing is said: as many as there are questions in flight."""


class Turnstile:
    """Lets looks in, first come first served: `async with turnstile:`. For any number of event loops, each by itself.

    Laying an artifact out takes a while in which nothing is sent. A thousand looks that begin together would all do it
    before the first question leaves, and all keep what they laid out. So whoever waits has laid nothing out yet, and
    one is let in at each turn of the event loop, so that what was asked goes out and what came back comes in between.
    """

    def __init__(self, most: int = MOST_LOOKS) -> None:
        """`most` at a time."""
        self._most = most
        self._halls: WeakKeyDictionary[asyncio.AbstractEventLoop, _Hall] = WeakKeyDictionary()

    async def __aenter__(self) -> None:
        """Wait for a place."""
        loop = asyncio.get_running_loop()
        hall = self._halls.get(loop)
        if hall is None:
            hall = self._halls[loop] = _Hall(self._most)
        await hall.enter(loop)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        """Give it back."""
        self._halls[asyncio.get_running_loop()].leave()


class _Hall:
    """The looks of one event loop."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._shut = False
        """Whether somebody was let in at this turn of the event loop."""
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def enter(self, loop: asyncio.AbstractEventLoop) -> None:
        admitted = loop.create_future()
        self._waiting.append(admitted)
        self._let_in()
        try:
            await admitted
        except asyncio.CancelledError:
            if admitted.done() and not admitted.cancelled():
                self.leave()  # it was let in and cancelled in one breath
            raise

    def leave(self) -> None:
        self._free += 1
        self._let_in()

    def _let_in(self) -> None:
        while self._waiting and self._free and not self._shut:
            admitted = self._waiting.popleft()
            if not admitted.done():
                self._free -= 1
                self._shut = True
                admitted.set_result(None)
                admitted.get_loop().call_soon(self._next_turn)

    def _next_turn(self) -> None:
        self._shut = False
        self._let_in()
