"""Everything that an endpoint can do wrong, over real HTTP: what it is called, how often it is tried, what it cost."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from outcomes.errors import PROVIDER_CODES, TRANSIENT_CODES, ProviderError
from outcomes.grader import RunScope
from outcomes.model import Reply
from outcomes.models.prices import Price
from outcomes.models.retry import MOST_ATTEMPTS
from outcomes.testing import FakeEndpoint, ScriptedClock
from outcomes.testing.endpoint import FAULTS, Fault, Say
from outcomes.testing.endpoint.faults import body, refused, reset, timeout
from outcomes.usage import FREE, Usage

from .support import HastyClock, ask, model, plan, question, run, until

if TYPE_CHECKING:
    from collections.abc import Callable

ONE = Usage(input_tokens=45, output_tokens=6)
"""What the question and its answer take at the fake endpoint."""


class Expected(NamedTuple):
    """The code of the error, the requests that were sent, and the usage that is reported."""

    code: str
    attempts: int
    usage: Usage | None = FREE


EXPECTED: dict[str, Expected] = {
    "400": Expected("bad-request", 1),
    "401": Expected("refused", 1),
    "403": Expected("refused", 1),
    "404": Expected("refused", 1),
    "413": Expected("too-large", 1),
    "422": Expected("bad-request", 1),
    "408": Expected("timeout", MOST_ATTEMPTS),
    "409": Expected("overloaded", MOST_ATTEMPTS),
    "429": Expected("rate-limited", MOST_ATTEMPTS),
    "500": Expected("overloaded", MOST_ATTEMPTS),
    "502": Expected("overloaded", MOST_ATTEMPTS),
    "503": Expected("overloaded", MOST_ATTEMPTS),
    "504": Expected("timeout", MOST_ATTEMPTS),
    "529": Expected("overloaded", MOST_ATTEMPTS),
    "500 (x-should-retry: false)": Expected("overloaded", 1),
    "400 (x-should-retry: true)": Expected("bad-request", MOST_ATTEMPTS),
    "connection reset": Expected("unreachable", 3, None),
    "short body": Expected("unreachable", 3, None),
    "malformed body": Expected("bad-reply", 1, None),
    "empty body": Expected("bad-reply", 1, None),
    "HTML body": Expected("bad-reply", 1, None),
    "wrong shape": Expected("bad-reply", 1, None),
    "stop reason refusal": Expected("declined", 1, Usage(input_tokens=45, output_tokens=1)),
    "stop reason max_tokens": Expected("truncated", 2, Usage(input_tokens=90, output_tokens=6)),
    "stop reason model_context_window_exceeded": Expected("too-large", 1, Usage(input_tokens=45, output_tokens=3)),
}
HELD = ("read timeout", "stalled body")
SURVIVED = ("no usage", "stop reason a_reason_of_next_year", "slow drip")
STREAMED = tuple(name for name, fault in FAULTS.items() if fault.streams_only)
"""Nothing here streams: an answer is short, and half of one is worth nothing."""


def failed(endpoint: FakeEndpoint, **more: Any) -> ProviderError:
    """The error that a question ends with."""
    with pytest.raises(ProviderError) as caught:
        ask(endpoint, **more)
    return caught.value


def test_every_fault_has_an_expectation() -> None:
    assert {*EXPECTED, *HELD, *SURVIVED, *STREAMED} == FAULTS.keys()
    assert {expected.code for expected in EXPECTED.values()} <= PROVIDER_CODES.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_fault_has_a_code_a_number_of_attempts_and_a_cost(name: str) -> None:
    with FakeEndpoint(faults=[FAULTS[name]]) as endpoint:
        error = failed(endpoint)
        assert (error.code, len(endpoint.requests), error.usage) == EXPECTED[name]
        assert endpoint.base_url in str(error)


@pytest.mark.parametrize("name", [name for name, expected in EXPECTED.items() if expected.attempts > 2])
def test_a_passing_fault_is_lived_through(name: str) -> None:
    with FakeEndpoint(faults=[FAULTS[name].at(1)]) as endpoint:
        reply = ask(endpoint)
        assert (reply.value, len(endpoint.requests)) == ({"city": "some text"}, 2)
        assert reply.usage == (None if EXPECTED[name].usage is None else ONE)


@pytest.mark.parametrize("name", HELD)
def test_an_answer_that_does_not_come_is_a_timeout_by_our_own_clock(name: str) -> None:
    clock = HastyClock()

    async def scenario(endpoint: FakeEndpoint) -> ProviderError:
        asking = asyncio.create_task(model(endpoint, clock=clock).ask(question()))
        for number in range(1, 4):
            await until(lambda: len(endpoint.requests) >= number)  # noqa: B023 - it is awaited here
            clock.pass_time(300)
        with pytest.raises(ProviderError) as caught:
            await asking
        return caught.value

    with FakeEndpoint(faults=[FAULTS[name]]) as endpoint:
        error = run(scenario(endpoint))
    assert (error.code, error.usage) == ("timeout", None)
    assert "300 seconds" in str(error)
    assert "OUTCOMES_CALL_TIMEOUT_SECONDS" in str(error)


class Patient(HastyClock):
    """Only pauses are over; a question may take as long as it likes, by this clock."""

    def call_later(self, seconds: float, call: Callable[[], None]) -> Any:
        return super().call_later(seconds if seconds >= 0.5 else 1e9, call)


def test_a_socket_that_stays_silent_is_a_timeout_too() -> None:
    with FakeEndpoint(faults=[timeout()]) as endpoint:
        assert failed(endpoint, timeout_seconds=0.05, clock=Patient()).code == "timeout"
        assert len(endpoint.requests) == 3


def test_a_message_without_usage_is_taken_and_what_it_cost_is_unknown() -> None:
    with FakeEndpoint(faults=[FAULTS["no usage"]]) as endpoint:
        reply = ask(endpoint)
        assert (reply.value, reply.usage) == ({"city": "some text"}, None)
        assert reply.notes == (f"claude-sonnet-5 at {endpoint.base_url} does not say what its answer used",)


def test_a_stop_reason_of_next_year_is_taken_and_reported() -> None:
    with FakeEndpoint(faults=[FAULTS["stop reason a_reason_of_next_year"]]) as endpoint:
        reply = ask(endpoint)
        assert (reply.value, reply.stop_reason) == ({"city": "some text"}, "a_reason_of_next_year")
        assert "a_reason_of_next_year" in reply.notes[0]


def test_an_answer_that_comes_in_drops_is_an_answer() -> None:
    with FakeEndpoint(faults=[FAULTS["slow drip"]]) as endpoint:
        assert ask(endpoint) == Reply(
            {"city": "some text"}, (), ONE, "end_turn", "claude-sonnet-5",
            request_id="req_000000000000000000000001", spoken=ask(endpoint).spoken,
        )  # fmt: skip


def test_a_truncated_answer_gets_more_room_once() -> None:
    with FakeEndpoint(faults=[FAULTS["stop reason max_tokens"].at(1)]) as endpoint:
        reply = ask(endpoint, question(max_output_tokens=1_000))
        assert reply.usage == Usage(input_tokens=90, output_tokens=9)
        assert [seen.parsed["max_tokens"] for seen in endpoint.requests if seen.parsed] == [1_000, 2_000]


def test_an_endpoint_that_is_not_there_costs_nothing_and_bounded_time() -> None:
    with FakeEndpoint() as endpoint:
        gone = endpoint.base_url
    clock = HastyClock()
    with pytest.raises(ProviderError) as caught:
        run(model(gone, clock=clock).ask(question()))
    assert (caught.value.code, caught.value.usage) == ("unreachable", FREE)
    assert "is the address right, and does the server run?" in str(caught.value)
    assert len(clock.pauses) == MOST_ATTEMPTS - 1
    assert sum(clock.pauses) <= 31


def test_what_the_endpoint_asks_for_is_waited_for() -> None:
    clock = HastyClock()
    with FakeEndpoint(faults=[refused(429, retry_after="17").at(1)]) as endpoint:
        ask(endpoint, clock=clock)
    assert max(clock.pauses) == 17


def test_an_endpoint_that_wants_to_be_left_alone_for_an_hour_is() -> None:
    with FakeEndpoint(faults=[refused(429, retry_after="3600")]) as endpoint:
        error = failed(endpoint)
        assert (len(endpoint.requests), error.retry_after_seconds) == (1, 3600)


def test_a_redirect_is_not_followed() -> None:
    with FakeEndpoint(faults=[Fault("moved", response=_redirect)]) as endpoint:
        error = failed(endpoint)
        assert (error.code, len(endpoint.requests)) == ("refused", 1)
        assert "sends calls on to http://elsewhere.example/" in str(error)


def _redirect(whole: Any) -> Any:
    return replace(whole, status=307, headers=(("location", "http://elsewhere.example/"),), pieces=(b"",))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b'{"error": {"type": "invalid_request_error", "message": "prompt is too long: 9 > 8"}}', "too-large"),
        (b'{"error": "the input exceeds the context length of 4096 tokens"}', "too-large"),
        (b'{"detail": "Your credit balance is too low"}', "refused"),
        (b'{"error": {"message": "no such field"}}', "bad-request"),
        (b"\xff\xfe not JSON", "bad-request"),
        (b"[" * 10_000, "bad-request"),
    ],
)
def test_the_words_of_a_400_are_listened_to(sent: bytes, said: str) -> None:
    fault = Fault("400", response=lambda whole: replace(whole, status=400, pieces=(sent,)))
    with FakeEndpoint(faults=[fault]) as endpoint:
        assert failed(endpoint).code == said


def test_an_error_that_comes_with_status_200_is_an_error() -> None:
    sent = b'{"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}'
    with FakeEndpoint(faults=[body("error inside", sent).at(1)]) as endpoint:
        assert ask(endpoint).usage == ONE
        assert len(endpoint.requests) == 2


def test_the_sentence_names_the_request_and_what_to_do() -> None:
    with FakeEndpoint(faults=[refused(401)]) as endpoint:
        assert str(failed(endpoint)) == (
            f"{endpoint.base_url} does not accept the key in OUTCOMES_API_KEY "
            "(HTTP 401, request req_000000000000000000000001: authentication_error: status 401, on purpose)"
        )


def test_only_passing_faults_are_tried_again_and_what_may_cost_only_twice() -> None:
    for name, expected in EXPECTED.items():
        transient = expected.code in TRANSIENT_CODES and "false" not in name
        assert (expected.attempts > 2) == (transient or "true" in name)


def test_one_cancelled_question_leaves_nothing_behind() -> None:
    async def scenario(endpoint: FakeEndpoint) -> None:
        clock = ScriptedClock()
        made = plan(endpoint, clock=clock)
        stack = made.for_run(RunScope(b"s"))
        gate = made.sharing.of(made.endpoint).gate
        asking = asyncio.create_task(stack.ask(question()))
        await until(lambda: endpoint.requests)
        assert gate.in_flight == 1
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert gate.in_flight == 0
        await until(lambda: not endpoint.recorder.in_flight)  # its connection was closed, not left to hang
        endpoint.misbehave()
        assert (await stack.ask(question())).value == {"city": "some text"}

    with FakeEndpoint(faults=[timeout()]) as endpoint:
        run(scenario(endpoint))


def test_the_same_stack_works_on_one_event_loop_after_another() -> None:
    with FakeEndpoint() as endpoint:
        stack = model(endpoint)
        assert [run(stack.ask(question())).value for _ in range(3)] == [{"city": "some text"}] * 3
        assert endpoint.recorder.connections == 3


@pytest.mark.slow
def test_a_thousand_questions_at_once_are_let_in_one_after_another() -> None:
    async def scenario(endpoint: FakeEndpoint) -> list[Reply]:
        stack = model(endpoint)
        return await asyncio.gather(*(stack.ask(question()) for _ in range(1_000)))

    with FakeEndpoint() as endpoint:
        replies = run(scenario(endpoint))
        assert [reply.value for reply in replies] == [{"city": "some text"}] * 1_000
        assert endpoint.recorder.received == 1_000
        assert endpoint.recorder.in_flight_peak <= 64
        assert endpoint.recorder.connections <= 64


def test_what_an_answer_costs_is_computed_from_what_the_endpoint_counts() -> None:
    price = Price(input=1, output=10, cache_write_5m=1.25, cache_write_1h=2, cache_read=0.1)
    usage = {
        "input_tokens": 1_000,
        "output_tokens": 100,
        "cache_creation_input_tokens": 2_000,
        "cache_read_input_tokens": 3_000,
        "cache_creation": {"ephemeral_5m_input_tokens": 1_500, "ephemeral_1h_input_tokens": 500},
    }
    said = Say(({"type": "text", "text": '{"city": "Bern"}'},), usage=usage)
    with FakeEndpoint([said]) as endpoint:
        reply = ask(endpoint, price=price)
    assert reply.usage == Usage(
        input_tokens=1_000,
        output_tokens=100,
        cache_creation_input_tokens=2_000,
        cache_read_input_tokens=3_000,
        cost_usd=(1_000 + 1_000 + 1_500 * 1.25 + 500 * 2 + 300) / 1e6,
    )


def test_a_reset_connection_is_not_free() -> None:
    with FakeEndpoint(faults=[reset()]) as endpoint:
        error = failed(endpoint)
    assert "broke off the connection" in str(error)


def test_a_connection_that_fails_is_told_in_the_words_of_the_system() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(ProviderError) as refused:
            run(model(f"http://127.0.0.1:{port}").ask(question()))
    assert "cannot be reached: connection refused; is the address right" in str(refused.value)
    with FakeEndpoint() as endpoint, pytest.raises(ProviderError) as plain:
        run(model(endpoint.base_url.replace("http:", "https:")).ask(question()))
    assert "does not speak TLS as it should (is it http:// that is meant?)" in str(plain.value)
    assert "ssl" not in str(plain.value).lower().replace("tls", "")
