"""What is no message is none: halves, pages, nulls and lies, each with a code and never with an answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.errors import ProviderError
from outcomes.models.answers import read_answer
from outcomes.models.endpoint import Endpoint
from outcomes.models.faults import Asked
from outcomes.models.message import Raw, read_message
from outcomes.usage import Usage

from .support import KEY, question

ASKED = Asked(Endpoint("http://here", KEY, "OUTCOMES_API_KEY"), "claude-sonnet-5")
WHOLE: dict[str, Any] = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude-sonnet-5-20260101",
    "content": [{"type": "text", "text": '{"city": "Bern"}'}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 7, "output_tokens": 3},
}


def read(body: bytes | object, status: int = 200) -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    message = read_message(Raw(status, {"request-id": "req_1"}, data), ASKED, None)
    return read_answer(message, question(), "native", ASKED)


def test_a_whole_message_is_a_reply() -> None:
    reply = read(WHOLE)
    assert (reply.value, reply.model, reply.request_id) == ({"city": "Bern"}, WHOLE["model"], "req_1")
    assert reply.usage == Usage(input_tokens=7, output_tokens=3)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": None}, "bad-reply"),
        ({"type": "completion"}, "bad-reply"),
        ({"content": None}, "bad-reply"),
        ({"content": "text"}, "bad-reply"),
        ({"content": {}}, "bad-reply"),
        ({"content": []}, "bad-reply"),
        ({"content": [None]}, "bad-reply"),
        ({"content": ["text"]}, "bad-reply"),
        ({"content": [{}]}, "bad-reply"),
        ({"content": [{"type": 3}]}, "bad-reply"),
        ({"content": [{"type": "text"}]}, "bad-reply"),
        ({"content": [{"type": "text", "text": None}]}, "bad-reply"),
        ({"content": [{"type": "text", "text": ["x"]}]}, "bad-reply"),
        ({"content": [{"type": "tool_use"}]}, "bad-reply"),
        ({"content": [{"type": "tool_use", "id": None, "name": "x", "input": {}}]}, "bad-reply"),
        ({"content": [{"type": "tool_use", "id": "a", "name": None, "input": {}}]}, "bad-reply"),
        ({"content": [{"type": "tool_use", "id": "a", "name": "x", "input": None}]}, "bad-reply"),
        ({"content": [{"type": "tool_use", "id": "a", "name": "x", "input": "{}"}]}, "bad-reply"),
        ({"content": [{"type": "thinking", "thinking": "hm"}]}, "bad-reply"),
        ({"stop_reason": None}, "bad-reply"),
        ({"stop_reason": ""}, "bad-reply"),
        ({"stop_reason": 3}, "bad-reply"),
        ({"stop_reason": "pause_turn"}, "bad-reply"),
        ({"stop_reason": "max_tokens"}, "truncated"),
        ({"stop_reason": "refusal"}, "declined"),
        ({"stop_reason": "refusal", "stop_details": {"category": 3}}, "declined"),
        ({"stop_reason": "refusal", "stop_details": "no"}, "declined"),
        ({"stop_reason": "model_context_window_exceeded"}, "too-large"),
        ({"type": "error", "error": {"type": "rate_limit_error", "message": "slow"}}, "rate-limited"),
        ({"type": "error", "error": {"type": "authentication_error"}}, "refused"),
        ({"type": "error", "error": "no"}, "bad-request"),
        ({"type": "error"}, "bad-request"),
    ],
)
def test_what_is_not_whole_has_a_code_and_says_where_it_came_from(change: dict[str, Any], code: str) -> None:
    with pytest.raises(ProviderError) as caught:
        read({**WHOLE, **change})
    assert caught.value.code == code
    assert "http://here" in str(caught.value)
    assert "req_1" in str(caught.value)
    if change.get("type") != "error":
        assert caught.value.usage == Usage(input_tokens=7, output_tokens=3)


@pytest.mark.parametrize(
    "body",
    [
        b"", b" ", b"null", b"[]", b"3", b'"text"', b"{", b"{}", b"<html></html>", b"\xff\xff", b"\x00", b"NaN",
        b'{"type": "message"}', b"[" * 100_000, b'{"a":' * 100_000, json.dumps(WHOLE).encode()[:-10],
        json.dumps(WHOLE).encode() * 2, json.dumps(WHOLE).replace('"text":', '"text": "x", "text":').encode(),
        json.dumps(WHOLE).encode("utf-16"), b"event: message_start\ndata: {}\n\n",
    ],
)  # fmt: skip
def test_bytes_that_are_no_message_are_a_bad_reply(body: bytes) -> None:
    if body == json.dumps(WHOLE).encode("utf-16"):
        assert read(body).value == {"city": "Bern"}, "JSON may come in UTF-16"
        return
    with pytest.raises(ProviderError) as caught:
        read(body)
    assert caught.value.code == "bad-reply"


@pytest.mark.parametrize(
    "usage",
    [
        None, 3, [], {}, {"input_tokens": 7}, {"output_tokens": 7}, {"input_tokens": None, "output_tokens": 3},
        {"input_tokens": "7", "output_tokens": 3}, {"input_tokens": -7, "output_tokens": 3},
        {"input_tokens": True, "output_tokens": 3}, {"input_tokens": 7.5, "output_tokens": 3},
        {"input_tokens": 10**400, "output_tokens": 3}, {"input_tokens": 7, "output_tokens": 10**10},
        {"input_tokens": 7, "output_tokens": 3, "cache_read_input_tokens": 10**400},
        {"input_tokens": 7, "output_tokens": 3, "cache_creation_input_tokens": "7"},
    ],
)  # fmt: skip
def test_usage_that_does_not_say_both_is_unknown_never_zero(usage: object) -> None:
    reply = read({**WHOLE, "usage": usage})
    assert (reply.value, reply.usage) == ({"city": "Bern"}, None)
    assert reply.notes == ("claude-sonnet-5 at http://here does not say what its answer used",)


def test_nulls_in_what_is_optional_are_nothing() -> None:
    usage = {
        "input_tokens": 7,
        "output_tokens": 3,
        "cache_creation_input_tokens": None,
        "cache_read_input_tokens": None,
        "cache_creation": None,
    }
    assert read({**WHOLE, "usage": usage, "model": None}).usage == Usage(input_tokens=7, output_tokens=3)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*WHOLE, "text", "type"]), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(list(WHOLE)), JUNK), st.sampled_from([200, 201, 204, 206]))
def test_whatever_stands_where_a_message_should_is_a_reply_or_a_provider_error(
    changes: dict[str, Any], status: int
) -> None:
    try:
        reply = read({**WHOLE, **changes}, status)
    except ProviderError:
        return
    assert reply.value == {"city": "Bern"}
    assert {"content", "type"}.isdisjoint(changes) or all(
        changes[name] == WHOLE[name] for name in ("content", "type") if name in changes
    )


@given(st.binary(max_size=200), st.integers(100, 599))
def test_no_bytes_and_no_status_bring_anything_else_than_a_provider_error(body: bytes, status: int) -> None:
    with pytest.raises(ProviderError):
        read(body, status)
