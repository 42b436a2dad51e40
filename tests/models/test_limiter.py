"""Who may ask when: places at the endpoint, fewer after a refusal, in turn, and by a clock that is told to go on."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.models.faults import EndpointError
from outcomes.models.limiter import Gate, Lane
from outcomes.testing import ScriptedClock, settle

from .support import run

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

BUSY = EndpointError("busy", code="overloaded")


class Street:
    """A gate, its clock, and who has come through in which order."""

    def __init__(self, most: int) -> None:
        self.clock = ScriptedClock()
        self.gate = Gate(self.clock, most)
        self.through: list[str] = []
        self.waves: dict[str, int] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    def come(self, *names: str, lane: Lane | None = None, tokens: int = 10) -> None:
        """Each takes its place in the lane."""
        here = lane if lane is not None else Lane()
        for name in names:
            self.tasks[name] = asyncio.ensure_future(self._enter(name, here, tokens))

    async def _enter(self, name: str, lane: Lane, tokens: int) -> None:
        self.waves[name] = await self.gate.enter(lane, lambda: tokens)
        self.through.append(name)

    def leave(self, *names: str, error: BaseException | None = None) -> None:
        for name in names:
            self.gate.leave(self.waves[name], error)

    async def seen(self) -> list[str]:
        """Who has come through by now."""
        await settle()
        return self.through

    def headers(self, kind: str, remaining: int, seconds: float) -> dict[str, str]:
        reset = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.clock.monotonic() + seconds)
        head = f"anthropic-ratelimit-{kind}"
        return {f"{head}-remaining": str(remaining), f"{head}-reset": reset.isoformat().replace("+00:00", "Z")}


def on_street(most: int) -> Callable[[Callable[[Street], Awaitable[None]]], Callable[[], None]]:
    """The test gets a street and runs on an event loop; whoever still waits is sent home."""

    def wrap(test: Callable[[Street], Awaitable[None]]) -> Callable[[], None]:
        def wrapped() -> None:
            async def scenario() -> None:
                street = Street(most)
                await test(street)
                for task in street.tasks.values():
                    task.cancel()
                await asyncio.gather(*street.tasks.values(), return_exceptions=True)

            run(scenario())

        return wrapped

    return wrap


@on_street(2)
async def test_only_so_many_are_let_in_and_the_next_when_one_leaves(street: Street) -> None:
    street.come("a", "b", "c", lane=Lane())
    assert await street.seen() == ["a", "b"]
    street.leave("a")
    assert await street.seen() == ["a", "b", "c"]


@on_street(1)
async def test_runs_take_turns_so_that_one_with_many_questions_does_not_starve_another(street: Street) -> None:
    street.come("a1", "a2", "a3", lane=Lane())
    street.come("b1", lane=Lane())
    for name in ("a1", "a2", "b1"):
        assert (await street.seen())[-1] == name
        street.leave(name)
    assert await street.seen() == ["a1", "a2", "b1", "a3"]


@on_street(4)
async def test_a_wave_of_refusals_halves_once(street: Street) -> None:
    street.come("a", "b", "c", "d")
    await settle()
    street.leave("a", "b", "c", "d", error=BUSY)
    assert street.gate.limit == 2
    street.come("e", "f", "g")
    assert (await street.seen())[-2:] == ["e", "f"]
    street.leave("e", error=BUSY)
    assert street.gate.limit == 1
    street.leave("f", error=BUSY)
    assert street.gate.limit == 1, "never nobody"


@on_street(8)
async def test_answers_make_room_again_up_to_the_most(street: Street) -> None:
    street.come("a")
    await settle()
    street.leave("a", error=BUSY)
    assert street.gate.limit == 4
    for number in range(60):
        street.come(f"b{number}")
        await settle()
        street.leave(f"b{number}")
    assert street.gate.limit == 8


@on_street(2)
async def test_nobody_is_let_in_before_the_endpoint_wants_it(street: Street) -> None:
    street.come("a")
    await settle()
    street.leave("a", error=EndpointError("slow", code="rate-limited", retry_after_seconds=20))
    street.come("b")
    street.clock.pass_time(19.5)
    assert await street.seen() == ["a"]
    street.clock.pass_time(0.5)
    assert await street.seen() == ["a", "b"]


@on_street(2)
async def test_an_endpoint_cannot_close_for_longer_than_a_minute(street: Street) -> None:
    street.come("a")
    await settle()
    street.leave("a", error=EndpointError("slow", code="rate-limited", retry_after_seconds=1e9))
    street.come("b")
    street.clock.pass_time(60)
    assert await street.seen() == ["a", "b"]


@on_street(8)
async def test_requests_that_the_endpoint_has_no_more_of_wait_until_it_has(street: Street) -> None:
    street.gate.learn(street.headers("requests", 2, 30))
    street.come("a", "b", "c")
    assert await street.seen() == ["a", "b"]
    street.clock.pass_time(30)
    assert await street.seen() == ["a", "b", "c"]


@on_street(8)
async def test_tokens_that_the_endpoint_has_no_more_of_wait_until_it_has(street: Street) -> None:
    street.gate.learn(street.headers("input-tokens", 25, 12))
    street.come("a", "b", "c", tokens=10)
    assert await street.seen() == ["a", "b"]
    street.clock.pass_time(12)
    assert await street.seen() == ["a", "b", "c"]


@on_street(8)
async def test_a_question_larger_than_any_allowance_is_asked_after_the_reset(street: Street) -> None:
    street.gate.learn(street.headers("tokens", 100, 5))
    street.come("a", tokens=1_000)
    assert await street.seen() == []
    street.clock.pass_time(5)
    assert await street.seen() == ["a"]


@on_street(8)
async def test_a_reset_far_away_or_long_ago_or_unreadable_holds_nobody_up_for_long(street: Street) -> None:
    street.gate.learn(street.headers("requests", 0, 1e7))
    street.come("a")
    street.clock.pass_time(60)
    assert await street.seen() == ["a"]
    street.gate.learn(street.headers("requests", 0, -1e7))
    street.gate.learn({"anthropic-ratelimit-tokens-remaining": "0", "anthropic-ratelimit-tokens-reset": "soon"})
    street.gate.learn({"anthropic-ratelimit-requests-remaining": "many", "anthropic-ratelimit-requests-reset": "2026"})
    street.come("b")
    assert await street.seen() == ["a", "b"]


@on_street(1)
async def test_whoever_gives_up_waiting_leaves_no_gap_and_takes_no_place(street: Street) -> None:
    street.come("a", "b", "c", lane=Lane())
    await settle()
    street.tasks["b"].cancel()
    await settle()
    street.leave("a")
    assert await street.seen() == ["a", "c"]
    assert street.gate.in_flight == 1


@on_street(1)
async def test_whoever_is_let_in_and_gives_up_in_one_breath_gives_the_place_on(street: Street) -> None:
    street.come("a", "b", "c", lane=Lane())
    await settle()
    street.leave("a")  # b's place is granted, and b has not run yet
    street.tasks["b"].cancel()
    assert await street.seen() == ["a", "c"]
    assert street.gate.in_flight == 1


@pytest.mark.parametrize("code", ["bad-request", "refused", "truncated", "unreachable", "bad-reply"])
def test_other_errors_say_nothing_about_room(code: str) -> None:
    async def scenario() -> int:
        street = Street(4)
        street.come("a")
        await settle()
        street.leave("a", error=EndpointError("x", code=code))
        return street.gate.limit

    assert run(scenario()) == 4


STEPS = st.sampled_from(["come", "leave", "fail", "cancel", "wait"])


@given(st.lists(st.tuples(STEPS, st.integers(0, 3)), max_size=60))
def test_never_more_than_the_limit_and_nobody_is_forgotten(steps: list[tuple[str, int]]) -> None:
    """Whatever happens: places are counted right, and everybody who waits comes through in the end."""

    async def scenario() -> None:
        street, lanes, inside = Street(3), [Lane() for _ in range(4)], set[str]()
        for number, (what, which) in enumerate(steps):
            inside |= set(await street.seen()) & {name for name in street.tasks if name not in done}
            assert len(inside) == street.gate.in_flight <= 3
            waiting = [name for name in street.tasks if name not in inside and name not in done]
            if what == "come":
                street.come(f"q{number}", lane=lanes[which])
            elif what in ("leave", "fail") and inside:
                name = sorted(inside)[which % len(inside)]
                error = EndpointError("x", code="overloaded", retry_after_seconds=which) if what == "fail" else None
                street.leave(name, error=error)
                inside.remove(name)
                done.add(name)
            elif what == "cancel" and waiting:
                name = waiting[which % len(waiting)]
                street.tasks[name].cancel()
                with suppress(asyncio.CancelledError):
                    await street.tasks[name]
                done.add(name)
            else:
                street.clock.pass_time(which)
        for _ in range(len(street.tasks)):
            street.clock.pass_time(60)
            inside |= set(await street.seen()) - done
            for name in inside:
                street.leave(name)
                done.add(name)
            inside.clear()
        await settle()
        assert all(task.done() for task in street.tasks.values())

    done: set[str] = set()
    run(scenario())


def test_a_question_whose_coroutine_is_closed_takes_no_place() -> None:
    async def scenario() -> None:
        gate, lane = Gate(ScriptedClock(), 1), Lane()
        wave = await gate.enter(lane, lambda: 1)
        closed = gate.enter(lane, lambda: 1)
        closed.send(None)  # it waits
        closed.close()
        assert not lane.waiting
        gate.leave(wave, None)
        assert gate.in_flight == 0
        async with asyncio.timeout(5):
            await gate.enter(Lane(), lambda: 1)

    run(scenario())
