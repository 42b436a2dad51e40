"""Nothing is asked that might not fit: what is left, what was spent since, what is on its way, what nobody knows."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.errors import BudgetReached, ProviderError
from outcomes.grader import Remaining, RunScope
from outcomes.model import Reply
from outcomes.models.account import Account
from outcomes.models.budget import BudgetedModel
from outcomes.models.prices import Price
from outcomes.testing import FakeEndpoint, ScriptedClock, settle
from outcomes.testing.endpoint import FAULTS
from outcomes.usage import FREE, Usage

from .support import model, plan, question, run, until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from outcomes.model import Question

MOST = Usage(input_tokens=60, output_tokens=40, cost_usd=0.10)
USED = Usage(input_tokens=50, output_tokens=10, cost_usd=0.04)


@dataclass
class Slow:
    """Answers when it is told to; says that each question takes at the most `mosts[text]`."""

    mosts: dict[str, Usage] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    answers: dict[str, asyncio.Future[Usage | None]] = field(default_factory=dict)
    name = fingerprint = "slow"

    def most(self, asked: Question) -> Usage:
        return self.mosts.get(asked.system, MOST)

    async def ask(self, asked: Question) -> Reply:
        self.asked.append(asked.system)
        answer = self.answers[asked.system] = asyncio.get_running_loop().create_future()
        return Reply({}, (), await answer, "end_turn", "slow")


def named(name: str) -> Question:
    """A question that is known by its system prompt."""
    return replace(question(), system=name)


class Office:
    """A run's budget, a model behind it, and questions by name."""

    def __init__(self, remaining: Remaining, inner: Slow | None = None) -> None:
        self.remaining = remaining
        self.inner = inner or Slow()
        self.account = Account(lambda: self.remaining, "the budget")
        self.model = BudgetedModel(self.inner, [self.account])
        self.tasks: dict[str, asyncio.Task[Reply]] = {}

    async def ask(self, *names: str) -> list[str]:
        """Begin to ask; who has been asked by now."""
        for name in names:
            self.tasks[name] = asyncio.ensure_future(self.model.ask(named(name)))
        await settle()
        return self.inner.asked

    async def answer(self, name: str, usage: Usage | None = USED) -> None:
        self.inner.answers[name].set_result(usage)
        await settle()

    def refused(self, name: str) -> tuple[str, float, float | None]:
        """Which limit, what was left of it, and what was needed."""
        error = self.tasks[name].exception()
        assert isinstance(error, BudgetReached)
        assert error.usage == FREE
        return error.limit, round(error.allowed, 6), error.needed

    async def close(self) -> None:
        for task in self.tasks.values():
            task.cancel()
        await asyncio.gather(*self.tasks.values(), return_exceptions=True)


def in_office(remaining: Remaining) -> Callable[[Callable[[Office], Awaitable[None]]], Callable[[], None]]:
    """The test gets an office with that budget, and runs on an event loop."""

    def wrap(test: Callable[[Office], Awaitable[None]]) -> Callable[[], None]:
        def wrapped() -> None:
            async def scenario() -> None:
                made = Office(remaining)
                try:
                    await test(made)
                finally:
                    await made.close()

            run(scenario())

        return wrapped

    return wrap


@in_office(Remaining(cost_usd=0.23))
async def test_what_is_on_its_way_counts_at_its_most_and_the_next_waits_for_it(desk: Office) -> None:
    assert await desk.ask("a", "b", "c") == ["a", "b"]
    await desk.answer("a")
    assert desk.inner.asked == ["a", "b"], "what a used and b may use leaves 9 cents, and c may take 10"
    await desk.answer("b")
    assert desk.inner.asked == ["a", "b", "c"]


@in_office(Remaining(cost_usd=0.21))
async def test_what_can_never_fit_is_refused_with_what_is_left_and_what_it_takes(desk: Office) -> None:
    await desk.ask("a", "b", "c")
    await desk.answer("a", Usage(input_tokens=1, cost_usd=0.08))
    await desk.answer("b", Usage(input_tokens=1, cost_usd=0.08))
    assert desk.refused("c") == ("cost_usd", 0.05, 0.10)
    assert str(desk.tasks["c"].exception()) == ("the budget has $0.0500 left, and the next question can take $0.1000")


@in_office(Remaining(tokens=150))
async def test_tokens_are_a_budget_too(desk: Office) -> None:
    await desk.ask("a")
    await desk.answer("a")
    await desk.ask("b")
    assert desk.refused("b") == ("tokens", 90, 100)


@in_office(Remaining(cost_usd=0.2))
async def test_what_a_run_has_taken_in_is_not_counted_twice(desk: Office) -> None:
    await desk.ask("a")
    await desk.answer("a")
    desk.remaining = Remaining(cost_usd=0.16)
    assert await desk.ask("b") == ["a", "b"]
    await desk.answer("b", Usage(cost_usd=0.01))
    await desk.ask("c")
    await desk.answer("c", Usage(cost_usd=0.06))
    await desk.ask("d")
    assert desk.refused("d") == ("cost_usd", 0.09, 0.10)


@in_office(Remaining(cost_usd=10))
async def test_after_an_answer_that_does_not_say_what_it_used_nothing_more_is_asked(desk: Office) -> None:
    await desk.ask("a")
    await desk.answer("a", None)
    await desk.ask("b")
    assert desk.refused("b") == ("cost_usd", 10, None)
    assert "does not say what its answers use" in str(desk.tasks["b"].exception())


@in_office(Remaining(cost_usd=0.4))
async def test_what_changes_while_something_is_on_its_way_is_counted_twice_rather_than_not_at_all(desk: Office) -> None:
    await desk.ask("a", "b")
    await desk.answer("a")
    desk.remaining = Remaining(cost_usd=0.33)
    await desk.ask("c", "d")
    assert desk.inner.asked == ["a", "b", "c"], "of 33 cents 4 were spent and 20 are on their way"


@in_office(Remaining(cost_usd=0.2))
async def test_when_much_comes_back_all_that_fit_go_on(desk: Office) -> None:
    desk.inner.mosts["a"] = Usage(cost_usd=0.2)
    await desk.ask("a", "b", "c", "d")
    await desk.answer("a", FREE)
    assert desk.inner.asked == ["a", "b", "c"]


def test_what_one_budget_refuses_is_not_held_against_another() -> None:
    async def scenario() -> None:
        wide, narrow = Account(lambda: Remaining(tokens=1_000), "it"), Account(lambda: Remaining(tokens=10), "it")
        with pytest.raises(BudgetReached):
            await BudgetedModel(Slow(), [wide, narrow]).ask(question())
        assert wide.in_flight == narrow.in_flight == ()

    run(scenario())


@in_office(Remaining())
async def test_without_a_limit_nobody_has_to_know_anything(desk: Office) -> None:
    await desk.ask("a")
    await desk.answer("a", None)
    assert await desk.ask("b") == ["a", "b"]


@in_office(Remaining(cost_usd=0.25))
async def test_whoever_is_cancelled_on_the_way_is_counted_at_the_most_and_in_the_queue_at_nothing(desk: Office) -> None:
    assert await desk.ask("a", "b", "c", "d") == ["a", "b"]
    desk.tasks["c"].cancel()
    desk.tasks["a"].cancel()
    await settle()
    await desk.answer("b", Usage(cost_usd=0.0))
    assert desk.inner.asked == ["a", "b", "d"]
    await desk.answer("d", Usage(cost_usd=0.0))
    await desk.ask("e", "f")
    assert desk.inner.asked[-1] == "e"
    assert desk.account.in_flight == (MOST,)


@in_office(Remaining(cost_usd=0.25))
async def test_an_error_that_says_its_cost_is_counted_at_that(desk: Office) -> None:
    await desk.ask("a")
    broke = ProviderError("x")
    broke.usage = Usage(cost_usd=0.01)
    desk.inner.answers["a"].set_exception(broke)
    await settle()
    assert await desk.ask("b", "c") == ["a", "b", "c"]


def test_without_a_price_a_budget_of_money_has_nothing_asked_and_says_what_to_write() -> None:
    with FakeEndpoint() as endpoint:
        with pytest.raises(BudgetReached) as caught:
            run(model(endpoint, Remaining(cost_usd=5)).ask(question()))
        assert (caught.value.limit, caught.value.needed, len(endpoint.requests)) == ("cost_usd", None, 0)
        assert 'a table [prices."NAME"], by the name of the model' in str(caught.value)


def test_a_price_of_nothing_is_a_price() -> None:
    with FakeEndpoint() as endpoint:
        reply = run(model(endpoint, Remaining(cost_usd=5), price=Price(0, 0, 0, 0, 0)).ask(question()))
        assert reply.usage.cost_usd == 0.0


def test_a_command_has_a_budget_of_its_own_over_all_its_runs() -> None:
    price = Price(100, 100, 125, 200, 10)
    with FakeEndpoint() as endpoint:
        one = run(model(endpoint, price=price).ask(question())).usage.cost_usd
        most = plan(endpoint, price=price).ladder(RunScope(b"")).once(question()).cost_usd or 0
        account = Account(lambda: Remaining(cost_usd=most + one * 1.5), "--max-cost-usd")
        made = plan(endpoint, price=price, account=account)
        stacks = [made.for_run(RunScope(bytes([number]))) for number in range(3)]
        run(stacks[0].ask(question()))
        run(stacks[1].ask(question()))
        with pytest.raises(BudgetReached, match="--max-cost-usd has"):
            run(stacks[2].ask(question()))


def test_a_repair_that_might_not_fit_is_not_asked_for_and_what_was_spent_is_told() -> None:
    price = Price(1, 1, 1, 1, 1)
    with FakeEndpoint(["no"], profile="ollama") as endpoint:
        stack = plan(endpoint, price=price, way="prompted").ladder(RunScope(b""))
        left = Remaining(cost_usd=stack.once(question()).cost_usd)
        with pytest.raises(BudgetReached) as caught:
            run(model(endpoint, left, price=price, way="prompted").ask(question()))
        assert len(endpoint.requests) == 1
        usage = endpoint.requests[0].usage or {}
        assert caught.value.usage is not None
        assert caught.value.usage.tokens == usage["input_tokens"] + usage["output_tokens"]


def test_a_connection_that_breaks_under_a_budget_counts_at_its_most_and_is_tried_again_while_that_fits() -> None:
    price = Price(1, 1, 1, 1, 1)
    with FakeEndpoint(faults=[FAULTS["connection reset"]]) as endpoint:
        one = plan(endpoint, price=price).ladder(RunScope(b"")).once(question()).cost_usd or 0
        with pytest.raises(BudgetReached):
            run(model(endpoint, Remaining(cost_usd=2.5 * one), price=price).ask(question()))
        assert len(endpoint.requests) == 2


def test_a_run_whose_time_is_over_asks_nothing() -> None:
    with FakeEndpoint() as endpoint:
        with pytest.raises(BudgetReached) as caught:
            run(model(endpoint, Remaining(seconds=0)).ask(question()))
        assert (caught.value.limit, caught.value.usage, len(endpoint.requests)) == ("seconds", FREE, 0)


def test_a_run_whose_time_ends_gives_up_what_is_on_its_way() -> None:
    clock = ScriptedClock()

    async def scenario(endpoint: FakeEndpoint) -> BudgetReached:
        stack = model(endpoint, Remaining(seconds=40), clock=clock)
        asking = asyncio.ensure_future(stack.ask(question()))
        await until(lambda: endpoint.requests)
        clock.pass_time(40)
        with pytest.raises(BudgetReached) as caught:
            await asking
        assert caught.value.usage == stack.most(question()), "it may be paid for all the same"
        return caught.value

    with FakeEndpoint(faults=[FAULTS["read timeout"]]) as endpoint:
        assert run(scenario(endpoint)).limit == "seconds"


AMOUNTS = st.integers(1, 100)


ENDINGS = st.sampled_from(["ok", "cancel", "fail"])


@given(
    st.integers(0, 300),
    st.lists(st.tuples(AMOUNTS, st.integers(0, 100), st.integers(0, 3), ENDINGS), max_size=12),
)
def test_never_is_more_on_its_way_than_fits(budget: int, plan_: list[tuple[int, int, int, str]]) -> None:  # noqa: C901
    """Spent and on its way together never exceed the budget, and everybody is answered or refused in the end."""

    async def scenario() -> None:
        mosts = {f"q{index}": Usage(input_tokens=most) for index, (most, *_) in enumerate(plan_)}
        desk = Office(Remaining(tokens=budget), Slow(mosts))
        spent = 0

        def check() -> None:
            assert spent + sum(usage.tokens for usage in desk.account.in_flight) <= budget

        async def finish(name: str) -> None:
            nonlocal spent
            most, used, _, ending = plan_[int(name[1:])]
            if ending == "ok":
                spent += min(most, used)
                await desk.answer(name, Usage(input_tokens=min(most, used)))
            elif ending == "fail":
                desk.inner.answers[name].set_exception(ProviderError("x", code="timeout"))
                spent += most
            else:
                desk.tasks[name].cancel()
                spent += most
            await settle()
            check()

        for index, (_, _, finished, _) in enumerate(plan_):
            await desk.ask(f"q{index}")
            check()
            for name in [name for name in desk.inner.asked if not desk.tasks[name].done()][:finished]:
                await finish(name)
        while waiting := [name for name in desk.inner.asked if not desk.tasks[name].done()]:
            await finish(waiting[0])
        for name, task in desk.tasks.items():
            assert task.done()
            if name not in desk.inner.asked:
                assert desk.refused(name)[0] == "tokens"
        assert desk.account.in_flight == ()
        await desk.close()

    run(scenario())
