"""Everything that was sent can be looked for afterwards, and no key is ever kept."""

from __future__ import annotations

import contextlib
import json

from outcomes.testing import FakeEndpoint, ScriptedClock
from outcomes.testing.endpoint import RateLimit, Recorder
from outcomes.testing.endpoint.faults import reset
from tests.testing.endpoint.calling import HEADERS, body_of, send, talk, text

CANARY = "Känguru-7"


def test_a_text_is_found_in_every_spelling_that_json_allows_and_in_headers() -> None:
    with FakeEndpoint() as endpoint:
        for ascii_only in (True, False):
            send(endpoint, json.dumps(body_of(f"a {CANARY} b", system=CANARY), ensure_ascii=ascii_only).encode())
        send(endpoint, body_of(), headers=HEADERS | {"x-trace": "canary-8"})
    assert [len(endpoint.recorder.holding(word)) for word in (CANARY, "canary-8", "nowhere")] == [2, 1, 0]
    assert endpoint.recorder.times_sent(CANARY) == 4
    assert b"canary-8" in endpoint.recorder.sent


def test_a_name_of_a_field_is_found_too() -> None:
    with FakeEndpoint() as endpoint:
        send(endpoint, body_of(tools=[{"name": "t", "input_schema": {"type": "object", "properties": {CANARY: {}}}}]))
    assert endpoint.recorder.times_sent(CANARY) == 1


def test_keys_are_masked_wherever_they_are_kept() -> None:
    with FakeEndpoint() as endpoint:
        send(endpoint, body_of(), headers=HEADERS | {"x-api-key": "sk-1", "authorization": "Bearer sk-2"})
    assert b"sk-" not in endpoint.recorder.sent
    assert dict(endpoint.requests[0].headers)["x-api-key"] == "(masked)"


def test_what_was_refused_and_what_was_never_answered_is_kept_as_well() -> None:
    with FakeEndpoint(faults=[reset().at(1)]) as endpoint:
        line = b"POST /v1/messages HTTP/1.1\r\nHost: x\r\n"
        fields = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items()).encode()
        data = json.dumps(body_of()).encode()
        with contextlib.suppress(ConnectionError):
            talk(endpoint, line + fields + b"Content-Length: %d\r\n\r\n" % len(data) + data)
        send(endpoint, b"no json")
        send(endpoint, body_of())
    assert [(seen.status, seen.fault, seen.usage and seen.usage["input_tokens"]) for seen in endpoint.requests] == [
        (None, "connection reset", 5),
        (400, None, None),
        (200, None, 5),
    ]
    assert [seen.parsed is None for seen in endpoint.requests] == [False, True, False]


def test_bytes_are_counted_and_watched_for_without_being_kept() -> None:
    recorder = Recorder(keep=False, watched=("needle",))
    with FakeEndpoint(recorder=recorder) as endpoint:
        send(endpoint, body_of([text("needle"), text("needle")]))
        send(endpoint, body_of("hay"))
    assert (recorder.requests, recorder.received, recorder.watched_sent) == ([], 2, {"needle": 2})
    assert (recorder.in_flight, recorder.connections) == (0, 2)
    assert recorder.bytes_in > 300
    assert recorder.bytes_out > 300


def test_a_minute_holds_so_many_requests_and_tokens_and_says_what_is_left() -> None:
    clock = ScriptedClock()
    with FakeEndpoint(clock=clock, rate_limit=RateLimit(requests=2, input_tokens=1_000)) as endpoint:
        first = send(endpoint, body_of())
        too_much = send(endpoint, body_of("x" * 4_000))
        second = send(endpoint, body_of())
        clock.pass_time(20)
        third = send(endpoint, body_of())
        clock.pass_time(40)
        fourth = send(endpoint, body_of())
    assert [got.status for got in (first, too_much, second, third, fourth)] == [200, 429, 200, 429, 200]
    assert third.headers["retry-after"] == "40"
    assert first.headers["anthropic-ratelimit-requests-remaining"] == "1"
    assert first.headers["anthropic-ratelimit-input-tokens-remaining"] == "995"
    assert first.headers["anthropic-ratelimit-requests-reset"] == "2026-01-01T00:01:00Z"
    assert "rate limit of 1,000 input tokens per minute" in too_much.message
