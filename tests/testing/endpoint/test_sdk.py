"""The official SDK takes the endpoint for the real one, and finds every fault that was measured with it."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
from typing import TYPE_CHECKING, Any

import anthropic
import pytest

from outcomes.testing import FakeEndpoint
from outcomes.testing.endpoint import FAULTS, Fault, Say, Use
from outcomes.testing.endpoint.faults import FINAL, RETRIED, drip, refused, stopped
from tests.testing.endpoint.calling import MODEL, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

ASKED: Mapping[str, Any] = {
    "model": MODEL,
    "max_tokens": 1000,
    "messages": [{"role": "user", "content": "hi"}],
    "output_config": {"format": {"type": "json_schema", "schema": SCHEMA}},
}
TOOLS: Any = [{"name": "look", "input_schema": {"type": "object", "properties": {}}}]


def client(endpoint: FakeEndpoint, *, retries: int = 0, seconds: float = 10) -> anthropic.Anthropic:
    return anthropic.Anthropic(api_key="any", base_url=endpoint.base_url, max_retries=retries, timeout=seconds)


def test_a_message_comes_whole() -> None:
    with FakeEndpoint([{"answer": "yes"}]) as endpoint, client(endpoint) as sdk:
        message = sdk.messages.create(**ASKED)
    assert isinstance(message.content[0], anthropic.types.TextBlock)
    assert json.loads(message.content[0].text) == {"answer": "yes"}
    assert (message.stop_reason, message.usage.output_tokens) == ("end_turn", 5)
    assert message._request_id == "req_000000000000000000000001"


def test_a_stream_says_the_same_in_the_documented_order() -> None:
    said = "words " * 20
    with FakeEndpoint([said, said]) as endpoint, client(endpoint) as sdk:
        whole = sdk.messages.create(model=MODEL, max_tokens=1000, messages=ASKED["messages"])
        with sdk.messages.stream(model=MODEL, max_tokens=1000, messages=ASKED["messages"]) as stream:
            kinds = [event.type for event in stream]
            streamed = stream.get_final_message()
    assert [kind for kind in dict.fromkeys(kinds) if kind != "text"] == [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]
    assert streamed.to_dict()["usage"] == whole.to_dict()["usage"]
    assert [getattr(block, "text", "") for block in streamed.content] == [said]


def test_a_streamed_tool_use_is_put_together() -> None:
    asked: Any = {**ASKED, "tools": TOOLS}
    with (
        FakeEndpoint([Use("look", {"place": "p. 2", "why": "x" * 100})]) as endpoint,
        client(endpoint) as sdk,
        sdk.messages.stream(**asked) as stream,
    ):
        block = stream.get_final_message().content[0]
    assert isinstance(block, anthropic.types.ToolUseBlock)
    assert (block.name, block.input) == ("look", {"place": "p. 2", "why": "x" * 100})


def test_thoughts_are_streamed_before_the_words() -> None:
    thought = {"type": "thinking", "thinking": "hm " * 20, "signature": "s1"}
    with (
        FakeEndpoint([Say([thought, {"type": "text", "text": "well"}])]) as endpoint,
        client(endpoint) as sdk,
        sdk.messages.stream(model=MODEL, max_tokens=1000, messages=ASKED["messages"]) as stream,
    ):
        blocks = stream.get_final_message().to_dict()["content"]
    assert [
        blocks[0],  # type: ignore[index]
        blocks[1]["text"],  # type: ignore[index]
    ] == [{"type": "thinking", "thinking": "hm " * 20, "signature": "s1"}, "well"]


@pytest.mark.parametrize("transport", ["own", "aiohttp"])
def test_many_ask_at_once(transport: str) -> None:
    if transport == "aiohttp" and importlib.util.find_spec("aiohttp") is None:
        pytest.skip("aiohttp is not installed: pip install 'anthropic[aiohttp]'")

    async def ask(endpoint: FakeEndpoint) -> list[str | None]:
        http = anthropic.DefaultAioHttpClient() if transport == "aiohttp" else None
        async with anthropic.AsyncAnthropic(
            api_key="any", base_url=endpoint.base_url, max_retries=0, http_client=http
        ) as sdk:
            messages = await asyncio.gather(*(sdk.messages.create(**ASKED) for _ in range(50)))
        return [message.stop_reason for message in messages]

    with FakeEndpoint() as endpoint:
        assert asyncio.run(ask(endpoint)) == ["end_turn"] * 50
    assert endpoint.recorder.received == 50


def test_models_are_listed_over_pages_and_tokens_counted() -> None:
    with FakeEndpoint(models=["mine"]) as endpoint, client(endpoint) as sdk:
        names = [model.id for model in sdk.models.list(limit=5)]
        counted = sdk.messages.count_tokens(model=MODEL, messages=ASKED["messages"])
        assert sdk.models.retrieve("mine").id == "mine"
    assert (names[0], len(names), len(set(names))) == ("mine", 13, 13)
    assert counted.input_tokens == 5


# -- the table of faults

STATUS = {413: anthropic.APIStatusError, 529: anthropic.InternalServerError}


def outcome(fault: Fault, *, streamed: bool) -> str:
    """What a caller of the SDK gets: the class of an error, or what came as if it were an answer."""
    seconds = 0.2 if "timeout" in fault.name or "stalled" in fault.name else 10
    with FakeEndpoint([{"answer": "yes"}], faults=[fault]) as endpoint, client(endpoint, seconds=seconds) as sdk:
        try:
            return said_by(streaming(sdk) if streamed else sdk.messages.create(**ASKED))
        except anthropic.APIStatusError as error:
            return f"status {error.status_code}"
        except (anthropic.APIError, ValueError, AssertionError) as error:
            return type(error).__name__
        except Exception as error:  # noqa: BLE001 - the transport's own, which the SDK lets through
            return f"transport: {type(error).__name__}"


def streaming(sdk: anthropic.Anthropic) -> object:
    with sdk.messages.stream(**ASKED) as stream:
        return stream.get_final_message()


def said_by(message: object) -> str:
    """What it says, as far as it is a message; the SDK leaves out of its types that fields may be missing."""
    if not isinstance(message, anthropic.types.Message):
        return type(message).__name__
    raw = message.to_dict()
    blocks: Any = raw.get("content")
    text = None if blocks is None else "".join(block.get("text", "") for block in blocks)
    return f"{message.stop_reason}: {text}" + ("" if raw.get("usage") else ", no usage")


WHOLE = 'end_turn: {"answer": "yes"}'
PLAIN = {
    **{str(status): f"status {status}" for status in (*FINAL, *RETRIED)},
    "500 (x-should-retry: false)": "status 500",
    "400 (x-should-retry: true)": "status 400",
    "connection reset": "APIConnectionError",
    "short body": "APIConnectionError",
    "read timeout": "APITimeoutError",
    "stalled body": "APITimeoutError",
    "malformed body": "JSONDecodeError",
    "empty body": "JSONDecodeError",
    "HTML body": "str",
    "wrong shape": "None: None, no usage",
    "no usage": f"{WHOLE}, no usage",
    "stop reason refusal": "refusal: ",
    "stop reason max_tokens": 'max_tokens: {"answer',
    "stop reason model_context_window_exceeded": 'model_context_window_exceeded: {"answer',
    "stop reason a_reason_of_next_year": 'a_reason_of_next_year: {"answer": "yes"}',
    "slow drip": WHOLE,
}
"""What was measured with `messages.create` and no retries."""
STREAMS = {
    "stream closed early": "None: ",
    "stream torn down": "transport: ReadError",
    "stream error event": "status 200",
    "stream with half a line": "JSONDecodeError",
    "empty stream": "AssertionError",
}
"""What was measured with `messages.stream`."""


def test_every_fault_is_in_one_of_the_tables() -> None:
    assert set(FAULTS) == {*PLAIN, *STREAMS}


@pytest.mark.parametrize("name", PLAIN)
def test_a_fault_is_what_it_was_measured_to_be(name: str) -> None:
    assert outcome(FAULTS[name], streamed=False) == PLAIN[name]


@pytest.mark.parametrize("name", STREAMS)
def test_a_fault_of_streams_is_what_it_was_measured_to_be(name: str) -> None:
    assert outcome(FAULTS[name], streamed=True) == STREAMS[name]


@pytest.mark.parametrize("name", STREAMS)
def test_a_fault_of_streams_leaves_other_answers_alone(name: str) -> None:
    assert outcome(FAULTS[name], streamed=False) == WHOLE


@pytest.mark.parametrize(
    ("fault", "attempts"),
    [
        *((refused(status, retry_after_ms=1), 1) for status in FINAL),
        *((refused(status, retry_after_ms=1), 3) for status in RETRIED),
        (refused(500, should_retry=False), 1),
        (refused(400, should_retry=True, retry_after_ms=1), 3),
        (stopped("refusal"), 1),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else str(value),
)
def test_the_sdk_tries_again_exactly_where_it_was_measured_to(fault: Fault, attempts: int) -> None:
    with FakeEndpoint(faults=[fault]) as endpoint, client(endpoint, retries=2) as sdk:
        if fault.refusal is None:
            sdk.messages.create(**ASKED)
        else:
            with pytest.raises(anthropic.APIStatusError):
                sdk.messages.create(**ASKED)
    assert [dict(seen.headers)["x-stainless-retry-count"] for seen in endpoint.requests] == ["0", "1", "2"][:attempts]


# -- on which calls


def hit(fault: Fault, prompts: str = "abcdef") -> str:
    """The prompts that met the fault."""
    with FakeEndpoint(["fine"], faults=[fault]) as endpoint, client(endpoint) as sdk:
        for prompt in prompts:
            with contextlib.suppress(anthropic.APIStatusError):
                sdk.messages.create(model=MODEL, max_tokens=9, messages=[{"role": "user", "content": prompt}])
        return "".join(
            seen.parsed["messages"][0]["content"] for seen in endpoint.requests if seen.fault and seen.parsed
        )


def test_a_fault_comes_on_the_calls_that_were_picked() -> None:
    broken = refused(500)
    vowels = broken.of(lambda call: call.last[0] in "aeiou")
    assert {
        "all": hit(broken),
        "first and last": hit(broken.at(1, 6)),
        "every second": hit(broken.every(2)),
        "every vowel": hit(vowels),
        "the second vowel": hit(vowels.at(2)),
        "once": hit(broken.at(1), "aabaa"),
        "lasting": hit(broken.at(1).lasting(), "aabaa"),
    } == {
        "all": "abcdef",
        "first and last": "af",
        "every second": "bdf",
        "every vowel": "ae",
        "the second vowel": "e",
        "once": "a",
        "lasting": "aaaa",
    }


def test_faults_can_be_changed_while_it_runs() -> None:
    with FakeEndpoint() as endpoint, client(endpoint) as sdk:
        sdk.messages.create(**ASKED)
        endpoint.misbehave(refused(429, retry_after="7"))
        with pytest.raises(anthropic.RateLimitError) as caught:
            sdk.messages.create(**ASKED)
        endpoint.misbehave()
        sdk.messages.create(**ASKED)
    assert caught.value.response.headers["retry-after"] == "7"


def test_a_slow_answer_comes_in_pieces() -> None:
    with FakeEndpoint([{"answer": "yes"}], faults=[drip(seconds=0, pieces=1_000)]) as endpoint, client(endpoint) as sdk:
        assert said_by(sdk.messages.create(**ASKED)) == WHOLE
