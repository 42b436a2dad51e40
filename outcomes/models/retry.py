"""Another attempt, later, at what cost nothing and may go well then; and an end to that for a whole run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from outcomes.errors import PROVIDER_CODES, TRANSIENT_CODES, BudgetReached, ProviderError
from outcomes.models.faults import EndpointError
from outcomes.models.layer import Layer
from outcomes.models.prices import plus
from outcomes.models.waiting import pause
from outcomes.usage import FREE

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from outcomes.clock import Clock
    from outcomes.model import Model, Question, Reply
    from outcomes.usage import Usage

MOST_ATTEMPTS: Final = 6
FIRST_WAIT: Final = 1.0
"""Seconds before the second attempt; each further wait is twice as long, and a random part of it is left out."""
WORTH_TELLING: Final = 1.5
"""Seconds of a wait that somebody who looks on wants to know of."""
LONGEST_WAIT: Final = 60.0
"""An endpoint that wants to be left alone for longer is not asked again: the error says how long."""
RUN_ALLOWANCE: Final = 24.0
"""Retries of a whole run, so that a dead endpoint ends it soon, however many questions it has."""
GIVEN_BACK: Final = 0.25
"""Of a retry, for each answer: where most goes well, a long run may stumble often."""


class Allowance:
    """The retries that a run has left."""

    def __init__(self, retries: float = RUN_ALLOWANCE) -> None:
        """All of them."""
        self._most = self._left = retries

    def take(self) -> bool:
        """Whether there is one more; then it is taken."""
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def give_back(self) -> None:
        """An answer came."""
        self._left = min(self._most, self._left + GIVEN_BACK)


class RetryingModel(Layer):
    """A model that is asked again after errors that another moment may not bring, when they cost nothing."""

    def __init__(
        self,
        inner: Model,
        *,
        clock: Clock,
        allowance: Allowance,
        random: Callable[[], Random],
        tell: Callable[[str], None] | None = None,
    ) -> None:
        """`random` is seeded by the run, and made for its first retry; `allowance` is the run's.

        `tell` is told, in a line, what is waited for, when that takes longer than `WORTH_TELLING`.
        """
        super().__init__(inner)
        self._clock = clock
        self._allowance = allowance
        self._random = random
        self._tell = tell

    async def ask(self, question: Question) -> Reply:
        """The first reply.

        Raises:
            ProviderError: the last attempt's.
        """
        spent: Usage | None = FREE
        attempt = 0
        while True:
            attempt += 1
            try:
                reply = await self._inner.ask(question)
            except (ProviderError, BudgetReached) as error:
                wait = self._wait(error, attempt)
                error.usage = spent = plus(spent, error.usage)
                if wait is None:
                    raise
                if self._tell is not None and wait >= WORTH_TELLING and isinstance(error, ProviderError):
                    when = f"in {wait:.0f} s (attempt {attempt + 1} of {MOST_ATTEMPTS})"
                    self._tell(f"{self.name}: {PROVIDER_CODES[error.code]}; asked again {when}")
                await pause(self._clock, wait)
            else:
                self._allowance.give_back()
                return reply if spent is FREE else replace(reply, usage=plus(spent, reply.usage))

    def _wait(self, error: ProviderError | BudgetReached, attempt: int) -> float | None:
        """Seconds until the next attempt; `None`: there is none."""
        if isinstance(error, BudgetReached):
            return None
        wanted = error.retry_after_seconds or 0.0
        if not worth_another(error) or error.usage is None or attempt >= MOST_ATTEMPTS or wanted > LONGEST_WAIT:
            return None
        if not self._allowance.take():
            return None
        own = FIRST_WAIT * 2.0 ** (attempt - 1) * (1 - self._random().random() / 2)
        return float(max(wanted, own))


def worth_another(error: ProviderError) -> bool:
    """Whether another attempt may go better: the endpoint's own word (`x-should-retry`), or the kind of error."""
    said = error.should_retry if isinstance(error, EndpointError) else None
    return said if said is not None else error.code in TRANSIENT_CODES
