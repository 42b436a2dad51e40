"""Puts the layers around a model together, one stack for each run.

Outside in: ledger > deadline > ladder > retry > budgets > limiter > provider. What the ledger has is given before
anything else is asked, however little is left of a budget. The budgets stand inside the retries, so that each
request is held against them by itself and at its own most, instead of every question at the most of all its requests.
The limiter stands inside both: a question that waits for another attempt takes no place from others, and every answer's
word about limits reaches it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from outcomes.models.account import Account
from outcomes.models.anthropic import AnthropicModel
from outcomes.models.budget import BudgetedModel, DeadlineModel
from outcomes.models.ladder import Known, LadderModel
from outcomes.models.ledger import LedgerModel
from outcomes.models.limiter import Lane, LimitedModel
from outcomes.models.retry import Allowance, RetryingModel
from outcomes.models.ways import Manner

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from outcomes.clock import Clock
    from outcomes.grader import RunScope
    from outcomes.model import Effort, Model, Way
    from outcomes.models.abilities import Abilities
    from outcomes.models.endpoint import Endpoint
    from outcomes.models.prices import Price
    from outcomes.models.sharing import Sharing


class _Ways(dict["Way", "Model"]):
    """The same model in each way, made when it is first asked so: nearly every run knows one way and keeps to it."""

    def __init__(self, make: Callable[[Way], Model]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, way: Way) -> Model:
        made = self[way] = self._make(way)
        return made


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A model as it is configured, and what its stacks share."""

    name: str
    endpoint: Endpoint
    price: Price | None
    sharing: Sharing
    abilities: Abilities
    clock: Clock
    ttl: str = "5m"
    effort: Effort | None = None
    timeout_seconds: float = 300
    private: bool = False
    way: Way | None = None
    account: Account | None = None
    """The budget of the whole command, beside that of each run."""
    tell: Callable[[str], None] | None = None
    """Told what is waited for, for people who look on."""

    def for_run(self, scope: RunScope) -> Model:
        """The stack of one run."""
        asked = DeadlineModel(self.ladder(scope), scope.remaining, self.clock)
        return LedgerModel(asked, scope.ledger, scope.told) if scope.ledger is not None else asked

    def ladder(self, scope: RunScope) -> LadderModel:
        """The stack without the run's deadline."""
        accounts = [Account(scope.remaining, "the budget"), *([self.account] if self.account is not None else [])]
        allowance, lane = Allowance(), Lane()
        random = cache(lambda: Random(scope.secret))  # noqa: S311 - it spreads retries, no more
        ways = _Ways(lambda way: self._way(way, accounts, allowance, lane, random))
        return LadderModel(ways, self._known(), self.clock, fixed=self.way)

    def forget(self) -> None:
        """Find out again what the endpoint can do."""
        self.abilities.forget(self.endpoint, self.name)

    def _way(
        self, way: Way, accounts: Sequence[Account], allowance: Allowance, lane: Lane, random: Callable[[], Random]
    ) -> RetryingModel:
        provider = AnthropicModel(
            self.name,
            self.endpoint,
            Manner(way, self.ttl, self.effort),
            price=self.price,
            sharing=self.sharing,
            clock=self.clock,
            timeout_seconds=self.timeout_seconds,
            private=self.private,
        )
        limited = LimitedModel(provider, lambda: self.sharing.of(self.endpoint).gate, lane)
        budgeted = BudgetedModel(limited, accounts)
        return RetryingModel(budgeted, clock=self.clock, allowance=allowance, random=random, tell=self.tell)

    def _known(self) -> Known:
        return Known(
            lambda: self.abilities.of(self.endpoint, self.name),
            lambda ability: self.abilities.learn(self.endpoint, self.name, ability),
            lambda: self.sharing.of(self.endpoint).probing.setdefault(self.name, asyncio.Lock()),
        )
