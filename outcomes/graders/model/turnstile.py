"""How many looks are under way at once, whose turn it is, and how they follow each other."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MOST_LOOKS: Final = 128
"""When nothing is said: twice as many as there are questions in flight, since a look also waits for other things."""


class Queue:
    """The looks of one run that wait, first come first served."""

    def __init__(self) -> None:
        """Nobody waits."""
        self.waiting: deque[asyncio.Future[None]] = deque()


class Turnstile:
    """Lets looks in: `async with turnstile.place(queue)`. For any number of event loops, each by itself.

    Laying an artifact out takes a while in which nothing is sent. A thousand looks that begin together would all do it
    before the first question leaves, and all keep what they laid out. So whoever waits has laid nothing out yet, and
    one is let in at each turn of the event loop, so that what was asked goes out and what came back comes in between.
    Runs take turns: one with many looks lets one with few pass.
    """

    def __init__(self, most: int = MOST_LOOKS) -> None:
        """`most` at a time."""
        self._most = most
        self._halls: WeakKeyDictionary[asyncio.AbstractEventLoop, _Hall] = WeakKeyDictionary()

    @asynccontextmanager
    async def place(self, queue: Queue) -> AsyncIterator[None]:
        """Wait for a place, and give it back."""
        hall = self._hall(asyncio.get_running_loop())
        await hall.enter(queue)
        try:
            yield
        finally:
            hall.leave()

    def _hall(self, loop: asyncio.AbstractEventLoop) -> _Hall:
        """That of the running loop; those of loops that ended under their looks are forgotten."""
        hall = self._halls.get(loop)
        if hall is None:
            for ended in [known for known in self._halls if known.is_closed()]:
                del self._halls[ended]
            hall = self._halls[loop] = _Hall(self._most)
        return hall


class _Hall:
    """The looks of one event loop."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._shut = False
        """Whether somebody was let in at this turn of the event loop."""
        self._queues: deque[Queue] = deque()

    async def enter(self, queue: Queue) -> None:
        admitted = asyncio.get_running_loop().create_future()
        if not queue.waiting:
            self._queues.append(queue)
        queue.waiting.append(admitted)
        self._let_in()
        try:
            await admitted
        except asyncio.CancelledError:
            if admitted.done() and not admitted.cancelled():
                self.leave()  # it was let in and cancelled in one breath
            else:
                self._forget(queue, admitted)
            raise

    def leave(self) -> None:
        self._free += 1
        self._let_in()

    def _forget(self, queue: Queue, admitted: asyncio.Future[None]) -> None:
        if admitted in queue.waiting:
            queue.waiting.remove(admitted)
            if not queue.waiting:
                self._queues.remove(queue)

    def _let_in(self) -> None:
        while self._queues and self._free and not self._shut:
            queue = self._queues.popleft()
            admitted = queue.waiting.popleft()
            if queue.waiting:
                self._queues.append(queue)
            if not admitted.done():
                self._free -= 1
                self._shut = True
                admitted.set_result(None)
                admitted.get_loop().call_soon(self._next_turn)

    def _next_turn(self) -> None:
        self._shut = False
        self._let_in()
