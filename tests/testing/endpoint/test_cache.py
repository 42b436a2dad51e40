"""Usage is what was sent, and a cache hit is what was sent before, byte for byte."""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.testing import FakeEndpoint, ScriptedClock
from outcomes.testing.endpoint.cache import PromptCache, units
from outcomes.testing.endpoint.families import FAMILIES, family
from outcomes.testing.endpoint.faults import refused, reset
from tests.testing.endpoint.calling import MODEL, SCHEMA, body_of, kept, result, send, text, used
from tests.testing.endpoint.test_checks import picture

if TYPE_CHECKING:
    from outcomes.testing.endpoint import Call

LONG = "x" * 8_000  # 2,000 tokens
SYSTEM = "s" * 400  # 100 tokens
TOOL = {"name": "look", "description": "looks", "input_schema": {"type": "object", "properties": {}}}


def asked(*content: Any, **fields: Any) -> dict[str, Any]:
    """A kept long text, and what follows."""
    return body_of([kept(text(LONG)), *content], **{"system": SYSTEM} | fields)


def usages(*bodies: dict[str, Any], **settings: Any) -> list[tuple[int, int, int]]:
    with FakeEndpoint(**settings) as endpoint:
        return [send(endpoint, body).usage for body in bodies]


def test_the_first_writes_what_the_next_reads_and_only_the_rest_is_fresh() -> None:
    first, second = asked(text("a" * 40)), asked(text("b" * 80))
    assert usages(first, second, second) == [(10, 2104, 0), (20, 0, 2104), (20, 0, 2104)]


def test_without_a_breakpoint_nothing_is_kept() -> None:
    assert usages(body_of(LONG), body_of(LONG)) == [(2004, 0, 0), (2004, 0, 0)]


def test_an_automatic_breakpoint_stands_behind_the_last_block() -> None:
    first = body_of([text(LONG)], cache_control={"type": "ephemeral"})
    longer = body_of(
        [text(LONG)], {"role": "assistant", "content": "well"}, "go on", cache_control={"type": "ephemeral"}
    )
    assert usages(first, longer, longer) == [(0, 2004, 0), (0, 11, 2004), (0, 0, 2015)]


BREAKS: dict[str, dict[str, Any]] = {
    "another model": asked(model="claude-sonnet-4-6"),
    "another schema": asked(output_config={"format": {"type": "json_schema", "schema": SCHEMA}}),
    "a tool more": asked(tools=[TOOL]),
    "another system prompt": asked(system="t" * 400),
    "another effort": asked(output_config={"effort": "low"}),
    "thinking": asked(thinking={"type": "adaptive"}),
    "a picture behind it": asked(picture()),
    "a letter less": body_of([kept(text(LONG[1:]))], system=SYSTEM),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_differs_before_a_breakpoint_is_read_from_nothing(name: str) -> None:
    assert usages(asked(), BREAKS[name])[1][2] == 0


def test_a_choice_of_tools_breaks_messages_and_keeps_tools_and_system() -> None:
    long_tool = TOOL | {"description": "d" * 8_000}
    first = asked(tools=[long_tool], system=[kept(text(SYSTEM))])
    _, second = usages(first, first | {"tool_choice": {"type": "any"}})
    assert second[1:] == (2004, 300 + 2021 + 100)


def test_two_layers_are_read_as_far_as_they_are_the_same() -> None:
    def layers(below: str) -> dict[str, Any]:
        return body_of([kept(text(LONG)), kept(text(below * 4_000)), text("now")], system=SYSTEM)

    assert usages(layers("a"), layers("b"), layers("a")) == [(1, 3104, 0), (1, 1000, 2104), (1, 0, 3104)]


def test_an_hour_and_five_minutes_are_counted_apart() -> None:
    body = body_of([kept(text(LONG), "1h"), kept(text("y" * 4_000)), text("now")])
    with FakeEndpoint() as endpoint:
        assert send(endpoint, body).body["usage"] == {
            "input_tokens": 1,
            "cache_creation_input_tokens": 3004,
            "cache_read_input_tokens": 0,
            "cache_creation": {"ephemeral_5m_input_tokens": 1000, "ephemeral_1h_input_tokens": 2004},
            "output_tokens": 19,
        }


@pytest.mark.parametrize(("ttl", "seconds"), [("5m", 300), ("1h", 3_600)])
def test_what_is_kept_dies_after_its_time_and_every_read_gives_it_as_much_again(ttl: str, seconds: int) -> None:
    clock, body = ScriptedClock(), body_of([kept(text(LONG), ttl)])
    with FakeEndpoint(clock=clock) as endpoint:
        found = [send(endpoint, body).usage[2]]
        for wait in (seconds - 1, seconds - 1, seconds):
            clock.pass_time(wait)
            found.append(send(endpoint, body).usage[2])
    assert found == [0, 2004, 2004, 0]


@pytest.mark.parametrize("model", FAMILIES)
def test_a_prefix_shorter_than_the_models_least_is_not_kept_and_nobody_says_so(model: str) -> None:
    least = family(model).shortest_cached
    bodies = [body_of([kept(text("x" * 4 * (size - 4)))], model=model) for size in (least - 1, least)]
    assert usages(*bodies, *bodies) == [(least - 1, 0, 0), (0, least, 0), (least - 1, 0, 0), (0, 0, least)]


def test_a_breakpoint_looks_back_over_twenty_blocks_and_no_further() -> None:
    def grown(blocks: int) -> dict[str, Any]:
        return body_of([text(LONG), *[text("abcd")] * (blocks - 1), kept(text("last"))])

    first = body_of([kept(text(LONG))])
    assert usages(first, grown(19))[1][2] == 2004
    assert usages(first, grown(20))[1][2] == 0


def test_whoever_comes_before_the_first_answer_has_begun_finds_nothing() -> None:
    all_here = asyncio.Barrier(4)

    async def together_only(call: Call) -> str:
        if call.number <= 4:
            await all_here.wait()
        return "fine"

    with FakeEndpoint(together_only) as endpoint, ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: send(endpoint, asked()).usage, range(4)))
        assert together == [(0, 2104, 0)] * 4
        assert send(endpoint, asked()).usage == (0, 0, 2104)
        assert endpoint.recorder.in_flight_peak == 4


def test_an_answer_that_never_began_left_nothing_behind() -> None:
    for fault in (refused(529), reset()):
        with FakeEndpoint(faults=[fault.at(1)]) as endpoint:
            with contextlib.suppress(ConnectionError):
                send(endpoint, asked())
            assert send(endpoint, asked()).usage == (0, 2104, 0)


def test_a_tools_result_is_kept_whole() -> None:
    def conversation(question: str) -> dict[str, Any]:
        return body_of("open it", used(), [kept(result(content=[text(LONG)])), text(question)])

    (_, written, _), (_, _, read) = usages(conversation("a"), conversation("b"))
    assert written == read > 2000


def test_a_server_without_a_cache_says_nothing_of_one() -> None:
    with FakeEndpoint(profile="vllm") as endpoint:
        assert send(endpoint, asked()).body["usage"] == {"input_tokens": 2104, "output_tokens": 19}


words = st.sampled_from(["a", "bb", "c" * 5_000, "d" * 9_000])
blocks = st.lists(st.tuples(words, st.booleans()), min_size=1, max_size=8)


@given(st.lists(blocks, min_size=1, max_size=5))
def test_fresh_written_and_read_are_always_the_whole_and_what_was_just_asked_is_read_as_far_as_it_was_kept(
    conversations: list[list[tuple[str, bool]]],
) -> None:
    cache, facts = PromptCache(lambda: 0.0), family(MODEL)
    for spoken in conversations:
        marks = [place for place, (_, mark) in enumerate(spoken) if mark][:4]
        content = [kept(text(said)) if place in marks else text(said) for place, (said, _) in enumerate(spoken)]
        body = body_of(content)
        row = list(units(body, facts))
        plan = cache.plan(body, facts)
        assert plan.fresh + plan.written_5m + plan.written_1h + plan.read == row[-1].tokens == plan.total
        assert min(plan.fresh, plan.written_5m, plan.written_1h, plan.read) >= 0
        cache.begin(plan)
        kept_until = max((unit.tokens for unit in row if unit.ttl and unit.tokens >= facts.shortest_cached), default=0)
        again = cache.plan(body, facts)
        assert (again.read, again.written_5m) == (kept_until, 0)
