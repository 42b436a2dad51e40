"""So many looks at a time, one every few turns of the event loop, and none that is given up keeps a place."""

from __future__ import annotations

import asyncio
import gc
import weakref
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.grader import RunScope
from outcomes.graders.model.grader import ModelGrader
from outcomes.graders.model.turnstile import TURNS, Queue, Turnstile
from outcomes.verdict import Look

from .judging import SECRET, a_rubric, all_pass, an_artifact, scripted

if TYPE_CHECKING:
    from outcomes.model import Question, Reply


async def looked(
    turnstile: Turnstile, began: list[int], number: int, goes_on: asyncio.Event, queue: Queue | None = None
) -> None:
    async with turnstile.place(queue or Queue()):
        began.append(number)
        await goes_on.wait()


async def some_turns() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


def test_no_more_than_so_many_are_let_in_and_the_first_to_come_is_first() -> None:
    async def run() -> tuple[list[int], list[int]]:
        turnstile, began, goes_on = Turnstile(3), list[int](), asyncio.Event()
        looks = [asyncio.create_task(looked(turnstile, began, number, goes_on)) for number in range(8)]
        await some_turns()
        at_first = list(began)
        goes_on.set()
        await asyncio.gather(*looks)
        return at_first, began

    at_first, began = asyncio.run(run())
    assert at_first == [0, 1, 2]
    assert began == list(range(8))


def test_one_is_let_in_every_few_turns_of_the_loop() -> None:
    async def run() -> list[int]:
        turnstile, began, goes_on = Turnstile(10), list[int](), asyncio.Event()
        looks = [asyncio.create_task(looked(turnstile, began, number, goes_on)) for number in range(6)]
        counts = []
        while len(began) < 6:
            await asyncio.sleep(0)
            counts.append(len(began))
        goes_on.set()
        await asyncio.gather(*looks)
        return counts

    counts = asyncio.run(run())
    came = [counts.index(number) for number in range(1, 7)]
    assert min(later - earlier for earlier, later in pairwise(came)) >= TURNS


def test_somebody_alone_waits_for_nobody() -> None:
    async def run() -> int:
        turns, over = 0, False

        async def count() -> None:
            nonlocal turns
            while not over:
                turns += 1
                await asyncio.sleep(0)

        counting = asyncio.create_task(count())
        async with Turnstile(1).place(Queue()):
            over = True
        await counting
        return turns

    assert asyncio.run(run()) <= 2


def test_each_event_loop_has_its_own_places() -> None:
    turnstile = Turnstile(1)

    async def run() -> None:
        async with turnstile.place(Queue()):
            pass

    kept = []

    async def stays() -> None:
        kept.append(turnstile.place(Queue()))
        await kept[-1].__aenter__()

    asyncio.run(stays())  # never left, as when a loop is torn down under a look

    async def two_at_once() -> int:
        at_once = most = 0
        kept.clear()  # the look of the loop that is gone is collected while this one runs

        async def one() -> None:
            nonlocal at_once, most
            async with turnstile.place(Queue()):
                at_once += 1
                most = max(most, at_once)
                await some_turns()
                at_once -= 1

        await asyncio.gather(one(), one(), one())
        return most

    asyncio.run(asyncio.wait_for(run(), 5))
    assert asyncio.run(asyncio.wait_for(two_at_once(), 5)) == 1


def test_a_loop_that_ended_under_its_looks_is_forgotten() -> None:
    turnstile = Turnstile(1)

    async def left_waiting() -> None:
        hold = turnstile.place(Queue())
        await hold.__aenter__()
        waiting = asyncio.ensure_future(turnstile.place(Queue()).__aenter__())
        await some_turns()
        waiting.cancel()  # which nobody comes round to

    loop = asyncio.new_event_loop()
    loop.run_until_complete(left_waiting())
    gone = weakref.ref(loop)
    loop.close()
    del loop

    async def run() -> None:
        async with turnstile.place(Queue()):
            pass

    asyncio.run(run())
    gc.collect()
    assert gone() is None


def test_runs_take_turns() -> None:
    async def run() -> list[int]:
        turnstile, began, goes_on = Turnstile(1), list[int](), asyncio.Event()
        goes_on.set()
        many, few = Queue(), Queue()
        looks = [asyncio.create_task(looked(turnstile, began, number, goes_on, many)) for number in range(20)]
        looks += [asyncio.create_task(looked(turnstile, began, 100 + number, goes_on, few)) for number in range(2)]
        await asyncio.gather(*looks)
        return began

    began = asyncio.run(run())
    assert began.index(100) <= 3
    assert began.index(101) <= 5
    assert [number for number in began if number < 100] == list(range(20))


def test_a_look_whose_coroutine_is_closed_gives_its_place_back() -> None:
    async def run() -> None:
        turnstile = Turnstile(1)
        hold = turnstile.place(Queue())
        await hold.__aenter__()
        closed = turnstile.place(Queue()).__aenter__()
        closed.send(None)  # it waits
        closed.close()
        assert turnstile.waiting == 0
        await hold.__aexit__(None, None, None)
        async with asyncio.timeout(5), turnstile.place(Queue()):
            pass

    asyncio.run(run())


def test_a_queue_that_a_loop_left_behind_serves_another_one() -> None:
    turnstile, queue = Turnstile(1), Queue()
    left = list[object]()

    async def leaves_waiting() -> None:
        place = turnstile.place(queue)
        left.append(place)
        await place.__aenter__()
        left.append(asyncio.ensure_future(turnstile.place(queue).__aenter__()))
        await some_turns()

    async def run() -> None:
        async with asyncio.timeout(5), turnstile.place(queue):
            pass

    loop = asyncio.new_event_loop()
    loop.run_until_complete(leaves_waiting())
    loop.close()
    asyncio.run(run())


def test_who_is_given_up_waits_no_longer() -> None:
    async def run() -> int:
        turnstile, goes_on, queue = Turnstile(1), asyncio.Event(), Queue()
        first = asyncio.create_task(looked(turnstile, [], 0, goes_on))
        await some_turns()
        for number in range(100):
            given_up = asyncio.create_task(looked(turnstile, [], number, goes_on, queue))
            await asyncio.sleep(0)
            given_up.cancel()
        await some_turns()
        left = turnstile.waiting
        goes_on.set()
        await first
        return left

    assert asyncio.run(run()) == 0


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 4),
    st.lists(st.tuples(st.sampled_from(["enter", "cancel", "leave", "turn"]), st.integers(0, 9)), max_size=60),
)
def test_whoever_comes_goes_or_is_given_up_the_places_are_kept(most: int, steps: list[tuple[str, int]]) -> None:
    """Whatever happens in whatever order, never more than `most` are inside, and in the end all places are free."""

    async def run() -> None:
        turnstile, inside, most_inside = Turnstile(most), 0, 0
        doors: list[asyncio.Event] = []
        looks: list[asyncio.Task[None]] = []

        queues = [Queue(), Queue()]

        async def look(door: asyncio.Event, queue: Queue) -> None:
            nonlocal inside, most_inside
            async with turnstile.place(queue):
                inside += 1
                most_inside = max(most_inside, inside)
                try:
                    await door.wait()
                finally:
                    inside -= 1

        for step, number in steps:
            if step == "enter":
                doors.append(asyncio.Event())
                looks.append(asyncio.create_task(look(doors[-1], queues[number % 2])))
            elif step == "cancel" and looks:
                looks[number % len(looks)].cancel()
            elif step == "leave" and doors:
                doors[number % len(doors)].set()
            else:
                await asyncio.sleep(0)
        for door in doors:
            door.set()
        await asyncio.wait_for(asyncio.gather(*looks, return_exceptions=True), 5)
        assert most_inside <= most
        assert turnstile.waiting == 0
        full = [turnstile.place(Queue()) for _ in range(most)]
        await asyncio.wait_for(asyncio.gather(*(place.__aenter__() for place in full)), 5)
        for place in full:
            await place.__aexit__(None, None, None)

    asyncio.run(run())


@pytest.mark.parametrize("fails", [False, True])
def test_a_grader_asks_for_no_more_looks_than_that_at_once(*, fails: bool) -> None:
    class Slow:
        name = fingerprint = "slow"
        at_once = most = 0

        async def ask(self, question: Question) -> Reply:
            self.at_once += 1
            self.most = max(self.most, self.at_once)
            await some_turns()
            self.at_once -= 1
            if fails:
                raise RuntimeError("it broke")
            return await scripted(all_pass).ask(question)

    model = Slow()
    rubric = a_rubric("a")

    async def run() -> list[object]:
        grader = ModelGrader(lambda _: model, turnstile=Turnstile(2)).for_run(RunScope(secret=SECRET))  # type: ignore[arg-type, return-value]
        look = Look(index=0, criterion_ids=rubric.ids)
        return await asyncio.gather(
            *(grader.grade(rubric, an_artifact(), look) for _ in range(7)), return_exceptions=True
        )

    came = asyncio.run(run())
    assert model.most == 2
    assert all(isinstance(item, RuntimeError) for item in came) is fails
