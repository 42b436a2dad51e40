"""Nothing is asked that might not fit what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.errors import BudgetReached, ProviderError
from outcomes.models.layer import Layer
from outcomes.models.waiting import within
from outcomes.usage import FREE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from outcomes.clock import Clock
    from outcomes.grader import Remaining
    from outcomes.model import Model, Question, Reply
    from outcomes.models.account import Account
    from outcomes.usage import Usage


class BudgetedModel(Layer):
    """A model of which each request fits what some accounts still have, at its most and before it is sent."""

    def __init__(self, inner: Model, accounts: Sequence[Account]) -> None:
        """The accounts are reserved from in this order."""
        super().__init__(inner)
        self._accounts = accounts

    async def ask(self, question: Question) -> Reply:
        """Ask once it fits; what was spent is counted, and all that may have been when nobody says.

        Raises:
            BudgetReached: it might not fit.
            ProviderError: what the inner one raises.
        """
        accounts = [account for account in self._accounts if account.limited]
        if not accounts:
            return await self._inner.ask(question)
        most = self._inner.most(question)
        await _reserve(accounts, most)
        usage: Usage | None = most  # of what breaks off, as of what is cancelled, nobody knows more than that
        try:
            reply = await self._inner.ask(question)
            usage = reply.usage
        except ProviderError as error:
            usage = error.usage if error.usage is not None else most
            raise
        finally:
            for account in accounts:
                account.settle(most, usage)
        return reply


async def _reserve(accounts: Sequence[Account], most: Usage) -> None:
    """From all of them, or from none."""
    held: list[Account] = []
    try:
        for account in accounts:
            await account.reserve(most)
            held.append(account)
    except BaseException:
        for account in held:
            account.settle(most, FREE)
        raise


class DeadlineModel(Layer):
    """A model that is given up on when its run's time is over."""

    def __init__(self, inner: Model, remaining: Callable[[], Remaining], clock: Clock) -> None:
        """`remaining().seconds` is looked at before each question."""
        super().__init__(inner)
        self._remaining = remaining
        self._clock = clock

    async def ask(self, question: Question) -> Reply:
        """Ask while there is time.

        Raises:
            BudgetReached: there is none left, or it ended before the answer came, which may be paid for all the same.
            ProviderError: what the inner one raises.
        """
        seconds = self._remaining().seconds
        if seconds is not None and seconds <= 0:
            raise _late(0.0, spent=FREE)
        try:
            async with within(self._clock, seconds):
                return await self._inner.ask(question)
        except TimeoutError:
            raise _late(seconds or 0.0, spent=self._inner.most(question)) from None


def _late(allowed: float, *, spent: Usage) -> BudgetReached:
    msg = "the run's time was over before the model had answered"
    error = BudgetReached(msg, limit="seconds", allowed=allowed, needed=None)
    error.usage = spent
    return error
