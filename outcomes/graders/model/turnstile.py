"""How many looks are under way at once, whose turn it is, and how they follow each other."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_LOOKS: Final = 128
"""When nothing is said: twice as many as there are questions in flight, since a look also waits for other things."""


TURNS: Final = 4
"""Turns of the event loop from one look to the next: a question takes several to get onto the wire, and each of them is
as long as what is laid out in it."""


class Queue:
    """The looks of one run, which wait in one line: first come first served."""


class Turnstile:
    """Lets looks in: `async with turnstile.place(queue)`. For any number of event loops, each by itself.

    Laying an artifact out takes a while in which nothing is sent. A thousand looks that begin together would all do it
    before the first question leaves, and all keep what they laid out. So whoever waits has laid nothing out yet, and
    one is let in every few turns of the event loop: what was asked goes out, and what came back comes in, between them.
    Runs take turns: one with many looks lets one with few pass.
    """

    def __init__(self, most: int = MOST_LOOKS) -> None:
        """`most` at a time."""
        self._most = most
        self._halls: WeakKeyDictionary[asyncio.AbstractEventLoop, Hall] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def place(self, queue: Queue) -> Place:
        """One of the places, for as long as the context lasts."""
        return Place(self, queue)

    @property
    def waiting(self) -> int:
        """How many looks wait on the running loop."""
        return self.hall().waiting

    def hall(self) -> Hall:
        """That of the running loop; those of loops that ended under their looks are forgotten."""
        loop = asyncio.get_running_loop()
        with self._lock:
            hall = self._halls.get(loop)
            if hall is None:
                for ended in [known for known in self._halls if known.is_closed()]:
                    del self._halls[ended]
                hall = self._halls[loop] = Hall(self._most)
            return hall


class Place:
    """Waits to be let in, and gives the place back to the event loop that it was given on."""

    def __init__(self, turnstile: Turnstile, queue: Queue) -> None:
        """Nothing is waited for yet."""
        self._turnstile = turnstile
        self._queue = queue
        self._left: Callable[[], None] | None = None

    async def __aenter__(self) -> None:
        """Wait."""
        hall = self._turnstile.hall()
        await hall.enter(self._queue)
        self._left = hall.leave

    async def __aexit__(self, *_: object) -> None:
        """Give it back."""
        if self._left is not None:
            self._left()


class Hall:
    """The looks of one event loop."""

    def __init__(self, most: int) -> None:
        """All places are free."""
        self._free = most
        self._shut = False
        """Whether somebody was let in just now."""
        self._lines: dict[Queue, deque[asyncio.Future[None]]] = {}
        """Who waits, by run; whose turn it is next comes first."""

    @property
    def waiting(self) -> int:
        """How many looks wait."""
        return sum(map(len, self._lines.values()))

    async def enter(self, queue: Queue) -> None:
        """Wait for a place."""
        admitted = asyncio.get_running_loop().create_future()
        self._lines.setdefault(queue, deque()).append(admitted)
        self._let_in()
        try:
            await admitted
        except BaseException:  # cancelled, or closed by whoever holds the coroutine
            if admitted.done() and not admitted.cancelled():
                self.leave()  # it was let in and given up in one breath
            else:
                self._forget(queue, admitted)
            raise

    def leave(self) -> None:
        """Give one back."""
        self._free += 1
        self._let_in()

    def _forget(self, queue: Queue, admitted: asyncio.Future[None]) -> None:
        line = self._lines.get(queue)
        if line is not None and admitted in line:
            line.remove(admitted)
            if not line:
                del self._lines[queue]

    def _let_in(self) -> None:
        while self._lines and self._free and not self._shut:
            queue, line = next(iter(self._lines.items()))
            del self._lines[queue]
            admitted = line.popleft()
            if line:
                self._lines[queue] = line
            if not admitted.done():
                self._free -= 1
                self._shut = True
                admitted.set_result(None)
                admitted.get_loop().call_soon(self._next_turn, TURNS - 1)

    def _next_turn(self, more: int) -> None:
        """Open again when `more` turns have passed, or at once when nobody waits."""
        if more and self._lines:
            asyncio.get_running_loop().call_soon(self._next_turn, more - 1)
            return
        self._shut = False
        self._let_in()
