"""How many questions are at an endpoint at once: fewer when it says that it has no room, and everybody in turn."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.errors import ProviderError
from outcomes.models.counting import most_prompt_tokens
from outcomes.models.layer import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from outcomes.clock import Clock, Timer
    from outcomes.model import Model, Question, Reply

NO_ROOM: Final = frozenset({"rate-limited", "overloaded", "timeout"})
"""Codes after which fewer questions are sent at once."""
LONGEST_WAIT: Final = 60.0
"""Seconds that nothing is sent at the most, whatever an endpoint or its clock says."""
_WINDOWS: Final = ("requests", "tokens", "input-tokens")
"""Kinds of `anthropic-ratelimit-KIND-remaining` and `-reset` that are kept to; output is only known afterwards."""


class Lane:
    """Where one run's questions queue, first come first served; lanes take turns."""

    def __init__(self) -> None:
        """Empty."""
        self.waiting: deque[_Waiter] = deque()


class _Waiter(NamedTuple):
    admitted: asyncio.Future[int]
    tokens: Callable[[], int]


class _Window:
    """What an endpoint said is left until some time."""

    def __init__(self, left: float, until: float) -> None:
        self.left = left
        self.until = until


class Gate:
    """Lets questions through to one endpoint.

    Additive increase, multiplicative decrease: an answer makes room for a part of one more, up to the most; a wave of
    refusals halves it once. The same rule keeps networks from collapsing (RFC 5681).
    """

    def __init__(self, clock: Clock, most: int) -> None:
        """`most` is the limit to begin with, and the highest."""
        self._clock = clock
        self._most = most
        self._limit = float(most)
        self._in_flight = 0
        self._wave = 0
        self._lanes: deque[Lane] = deque()
        self._closed_until = 0.0
        self._windows: dict[str, _Window] = {}
        self._timer: Timer | None = None

    @property
    def in_flight(self) -> int:
        """Questions that are at the endpoint now."""
        return self._in_flight

    @property
    def limit(self) -> int:
        """How many may be at the moment."""
        return max(1, int(self._limit))

    async def enter(self, lane: Lane, tokens: Callable[[], int]) -> int:
        """Wait for a place; what is given back goes to `leave`. `tokens` says how large the question is, if need be."""
        waiter = _Waiter(asyncio.get_running_loop().create_future(), tokens)
        if not lane.waiting:
            self._lanes.append(lane)
        lane.waiting.append(waiter)
        self._let_in()
        try:
            return await waiter.admitted
        except BaseException:  # cancelled, or closed by whoever holds the coroutine
            if waiter.admitted.done() and not waiter.admitted.cancelled():
                self._in_flight -= 1  # it was let in and cancelled in one breath
            elif waiter in lane.waiting:
                lane.waiting.remove(waiter)
                if not lane.waiting:
                    self._lanes.remove(lane)
            self._let_in()
            raise

    def leave(self, wave: int, error: BaseException | None) -> None:
        """Give the place back, with what came of it."""
        self._in_flight -= 1
        if isinstance(error, ProviderError) and error.code in NO_ROOM:
            self._shrink(wave, error.retry_after_seconds)
        elif error is None:
            self._limit = min(float(self._most), self._limit + 1 / self._limit)
        self._let_in()

    def learn(self, headers: Mapping[str, str]) -> None:
        """Take in what an endpoint says is left, where it says so."""
        for kind in _WINDOWS:
            left = headers.get(f"anthropic-ratelimit-{kind}-remaining")
            reset = headers.get(f"anthropic-ratelimit-{kind}-reset")
            if left is None or reset is None:
                continue
            try:
                seconds = (datetime.fromisoformat(reset) - self._clock.now()).total_seconds()
                self._windows[kind] = _Window(float(left), self._clock.monotonic() + min(seconds, LONGEST_WAIT))
            except (ValueError, TypeError):
                self._windows.pop(kind, None)

    def _shrink(self, wave: int, retry_after: float | None) -> None:
        """Halve once for all that were on their way together, and close for as long as the endpoint asks for."""
        if wave == self._wave:
            self._wave += 1
            self._limit = max(1.0, self._limit / 2)
        if retry_after is not None:
            until = self._clock.monotonic() + min(retry_after, LONGEST_WAIT)
            self._closed_until = max(self._closed_until, until)

    def _let_in(self) -> None:
        while self._lanes and self._in_flight < self.limit:
            lane = self._lanes[0]
            wait = self._wait_for(lane.waiting[0])
            if wait > 0:
                self._try_again_in(wait)
                return
            self._lanes.rotate(-1)
            waiter = lane.waiting.popleft()
            if not lane.waiting:
                self._lanes.remove(lane)
            if not waiter.admitted.done():
                self._in_flight += 1
                waiter.admitted.set_result(self._wave)

    def _wait_for(self, waiter: _Waiter) -> float:
        """Seconds until there is room for this one; takes the room when it is 0."""
        now = self._clock.monotonic()
        self._windows = {kind: window for kind, window in self._windows.items() if window.until > now}
        wait = self._closed_until - now
        needs = {kind: 1 if kind == "requests" else waiter.tokens() for kind in self._windows}
        for kind, window in self._windows.items():
            if window.left < needs[kind]:
                wait = max(wait, window.until - now)
        if wait <= 0:
            for kind, window in self._windows.items():
                window.left -= needs[kind]
        return wait

    def _try_again_in(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._clock.call_later(seconds, self._let_in)


class LimitedModel(Layer):
    """A model whose questions go through the gate of their endpoint, in the lane of their run."""

    def __init__(self, inner: Model, gate: Callable[[], Gate], lane: Lane) -> None:
        """`gate` gives that of the running event loop."""
        super().__init__(inner)
        self._gate = gate
        self._lane = lane

    async def ask(self, question: Question) -> Reply:
        """Ask when there is room.

        Raises:
            ProviderError: what the inner one raises.
        """
        gate = self._gate()
        wave = await gate.enter(self._lane, lambda: most_prompt_tokens(question))
        error: BaseException | None = None
        try:
            return await self._inner.ask(question)
        except BaseException as raised:
            error = raised
            raise
        finally:
            gate.leave(wave, error)
