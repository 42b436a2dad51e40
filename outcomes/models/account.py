"""One budget of tokens and money: what is left, what was spent that its owner does not know yet, what is on its way."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final

from outcomes.errors import BudgetReached
from outcomes.usage import FREE

if TYPE_CHECKING:
    from collections.abc import Callable

    from outcomes.errors import Limit
    from outcomes.grader import Remaining
    from outcomes.usage import Usage

ROUNDING: Final = 1e-9
"""Dollars that adding up may be off by."""


class Account:
    """Holds the most that a question can use while it is on its way, and what it did use afterwards.

    `remaining` is what the owner says is left. When its tokens or its money change, the owner has taken in what was
    spent before, as a run does after each look; until then it is counted here. A constant one is counted here alone.
    """

    def __init__(self, remaining: Callable[[], Remaining], name: str) -> None:
        """`remaining` is asked before each question; `name` is what messages call it."""
        self._remaining = remaining
        self._name = name
        self._seen: tuple[int | None, float | None] | None = None
        self._spent = FREE
        self._held: list[Usage] = []
        self._untold = False
        self._queue: deque[_Ticket] = deque()

    @property
    def limited(self) -> bool:
        """Whether there is anything to keep to."""
        left = self._remaining()
        return left.tokens is not None or left.cost_usd is not None

    @property
    def in_flight(self) -> tuple[Usage, ...]:
        """What is held for questions that are on their way."""
        return tuple(self._held)

    async def reserve(self, most: Usage) -> None:
        """Hold so much, when need be after what is on its way has come back; first come, first served.

        Raises:
            BudgetReached: it might not fit even if that came back for nothing.
        """
        ticket = _Ticket()
        self._queue.append(ticket)
        try:
            while self._queue[0] is not ticket or self._refusal(most, in_flight=True) is not None:
                if self._queue[0] is ticket:
                    self._refuse_for_good(most)
                ticket.woken = asyncio.get_running_loop().create_future()
                await ticket.woken
            self._held.append(most)
        finally:
            self._queue.remove(ticket)
            self._wake()

    def settle(self, most: Usage, usage: Usage | None) -> None:
        """A question that `most` was held for came back and used so much; `None`: its endpoint does not count.

        Nothing more is asked after that: nobody knows what it would add up to.
        """
        self._held.remove(most)
        if usage is None:
            self._untold = True
        else:
            self._spent += usage
        self._wake()

    def _wake(self) -> None:
        if self._queue:
            self._queue[0].wake()

    def _refuse_for_good(self, most: Usage) -> None:
        final = self._refusal(most, in_flight=False)
        if final is not None:
            final.usage = FREE
            raise final

    def _refusal(self, most: Usage, *, in_flight: bool) -> BudgetReached | None:
        """Why so much must not be held; without `in_flight`, as if what is on its way would cost nothing."""
        left = self._left()
        held = self._held if in_flight else []
        if left.tokens is not None:
            taken: float | None = self._spent.tokens + sum(usage.tokens for usage in held)
            if (why := self._short("tokens", left.tokens, taken, most.tokens)) is not None:
                return why
        if left.cost_usd is not None:
            costs = [self._spent.cost_usd, *(usage.cost_usd for usage in held)]
            known = [cost for cost in costs if cost is not None]
            taken = sum(known) if len(known) == len(costs) else None
            return self._short("cost_usd", left.cost_usd, taken, most.cost_usd)
        return None

    def _short(self, limit: Limit, allowed: float, taken: float | None, needed: float | None) -> BudgetReached | None:
        if self._untold or taken is None or needed is None:
            return BudgetReached(self._unknown(limit), limit=limit, allowed=allowed, needed=None)
        there = max(0.0, allowed - taken)
        if needed <= there + ROUNDING:
            return None
        msg = f"{self._name} has {_amount(limit, there)} left, and the next question can take {_amount(limit, needed)}"
        return BudgetReached(msg, limit=limit, allowed=there, needed=needed)

    def _unknown(self, limit: Limit) -> str:
        if self._untold:
            return (
                f"the endpoint does not say what its answers use, so that {self._name} cannot be kept; nothing more is "
                "asked. Take the limit away, or ask an endpoint that counts"
            )
        return (
            f"no price is known for this model at this endpoint, so that {self._name} cannot be kept in "
            f"{'dollars' if limit == 'cost_usd' else limit}; nothing is asked. Give one in outcomes.toml, in dollars "
            'for a million tokens: a table [prices."NAME"], by the name of the model, with a line input = 1.0 and a '
            "line output = 5.0 (0 where it costs nothing)"
        )

    def _left(self) -> Remaining:
        left = self._remaining()
        now = (left.tokens, left.cost_usd)
        if self._seen is not None and now != self._seen and not self._held:
            self._spent = FREE
        self._seen = now
        return left


class _Ticket:
    """A place in a queue."""

    def __init__(self) -> None:
        self.woken: asyncio.Future[None] | None = None

    def wake(self) -> None:
        """Have it look again."""
        if self.woken is not None and not self.woken.done():
            self.woken.set_result(None)


def _amount(limit: Limit, amount: float) -> str:
    return f"${amount:,.4f}" if limit == "cost_usd" else f"{amount:,.0f} tokens"
