"""Another attempt, later: which errors get one, how long it is waited for, and when a run has no more of them."""

from __future__ import annotations

import asyncio
from random import Random
from typing import TYPE_CHECKING

import pytest

from outcomes.errors import PROVIDER_CODES, TRANSIENT_CODES, BudgetReached, ProviderError
from outcomes.models.faults import EndpointError
from outcomes.models.retry import MOST_ATTEMPTS, Allowance, RetryingModel
from outcomes.testing import ScriptedClock, ScriptedModel, settle
from outcomes.usage import FREE, Usage

from .support import HastyClock, question, run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.clock import Clock

ONE = Usage(input_tokens=1, cost_usd=0.5)


def failing(code: str, *, usage: Usage | None = FREE, **more: bool | float) -> EndpointError:
    error = EndpointError(f"it is {code}", code=code, **more)  # type: ignore[arg-type]
    error.usage = usage
    return error


def retrying(
    script: Sequence[object], clock: Clock | None = None, allowance: Allowance | None = None, seed: int = 7
) -> tuple[RetryingModel, ScriptedModel]:
    """The model under test, and the one inside it."""
    inner = ScriptedModel(script, usage=ONE)
    random = Random(seed)  # noqa: S311 - it spreads waits
    made = RetryingModel(inner, clock=clock or HastyClock(), allowance=allowance or Allowance(), random=lambda: random)
    return made, inner


@pytest.mark.parametrize("code", sorted(PROVIDER_CODES))
def test_only_what_may_pass_is_tried_again(code: str) -> None:
    model, inner = retrying([failing(code), {}])
    if code in TRANSIENT_CODES:
        assert run(model.ask(question())).value == {}
        assert len(inner.asked) == 2
    else:
        with pytest.raises(ProviderError, match=f"it is {code}"):
            run(model.ask(question()))
        assert len(inner.asked) == 1


def test_the_endpoints_own_word_wins() -> None:
    model, inner = retrying([failing("overloaded", should_retry=False), {}])
    with pytest.raises(ProviderError):
        run(model.ask(question()))
    assert len(inner.asked) == 1
    model, inner = retrying([failing("bad-request", should_retry=True), {}])
    assert run(model.ask(question())).value == {}


def test_what_may_have_cost_something_is_not_tried_again_here() -> None:
    model, inner = retrying([failing("timeout", usage=None), {}])
    with pytest.raises(ProviderError) as caught:
        run(model.ask(question()))
    assert (len(inner.asked), caught.value.usage) == (1, None)


def test_what_failed_attempts_used_is_added_up() -> None:
    model, _ = retrying([failing("overloaded", usage=ONE), failing("overloaded", usage=ONE), {}])
    assert run(model.ask(question())).usage == Usage(input_tokens=3, cost_usd=1.5)
    model, _ = retrying([failing("overloaded", usage=ONE), failing("refused", usage=FREE)])
    with pytest.raises(ProviderError) as caught:
        run(model.ask(question()))
    assert caught.value.usage == ONE


def test_a_budget_that_ends_between_attempts_says_what_they_used() -> None:
    over = BudgetReached("over", limit="tokens", allowed=0, needed=1)
    over.usage = FREE
    model, _ = retrying([failing("overloaded", usage=ONE), over])
    with pytest.raises(BudgetReached) as caught:
        run(model.ask(question()))
    assert caught.value.usage == ONE


def test_waits_grow_and_are_spread_and_the_same_seed_waits_the_same() -> None:
    def waits(seed: int) -> list[float]:
        clock = HastyClock()
        model, _ = retrying([failing("overloaded")], clock, seed=seed)
        with pytest.raises(ProviderError):
            run(model.ask(question()))
        return clock.pauses

    assert len(waits(1)) == MOST_ATTEMPTS - 1
    assert waits(1) == waits(1) != waits(2)
    for number, wait in enumerate(waits(3)):
        assert 2**number / 2 <= wait <= 2**number


def test_nothing_is_tried_again_before_its_time() -> None:
    async def scenario() -> None:
        clock = ScriptedClock()
        model, inner = retrying([failing("rate-limited", retry_after_seconds=30), {}], clock)
        asking = asyncio.create_task(model.ask(question()))
        await settle()
        clock.pass_time(29.9)
        await settle()
        assert len(inner.asked) == 1
        clock.pass_time(0.1)
        assert (await asking).value == {}

    run(scenario())


def test_a_run_has_so_many_retries_and_then_fails_at_once() -> None:
    """A dead endpoint costs bounded time, however many questions a run has."""
    model, inner = retrying([failing("overloaded")], allowance=Allowance(8))

    async def scenario() -> None:
        for _ in range(50):
            with pytest.raises(ProviderError):
                await model.ask(question())

    run(scenario())
    assert len(inner.asked) == 50 + 8


def test_answers_give_retries_back_so_that_a_long_run_may_stumble_often() -> None:
    script: list[object] = [failing("overloaded") if number % 6 == 0 else {} for number in range(600)]
    model, inner = retrying(script, allowance=Allowance(2))

    async def scenario() -> None:
        while len(inner.asked) < 600:
            await model.ask(question())

    run(scenario())


def test_a_cancelled_wait_ends_at_once() -> None:
    async def scenario() -> None:
        model, inner = retrying([failing("overloaded"), {}], ScriptedClock())
        asking = asyncio.create_task(model.ask(question()))
        await settle()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert len(inner.asked) == 1

    run(scenario())


def test_who_looks_on_is_told_what_is_waited_for_when_it_takes_longer() -> None:
    told: list[str] = []
    inner = ScriptedModel([failing("rate-limited", retry_after_seconds=9), failing("overloaded"), {}], usage=ONE)
    random = Random(7)  # noqa: S311 - it spreads waits
    model = RetryingModel(inner, clock=HastyClock(), allowance=Allowance(), random=lambda: random, tell=told.append)
    run(model.ask(question()))
    assert told[0] == "scripted-model: too many requests for the moment; asked again in 9 s (attempt 2 of 6)"
    assert len(told) <= 2
