"""Where questions go, with which key, and that nobody is ever told the key."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from outcomes.errors import OutcomesError, ProviderError, UsageError
from outcomes.grader import RunScope
from outcomes.models.abilities import Abilities
from outcomes.models.endpoint import HOSTED, Endpoint, find_endpoint
from outcomes.models.faults import Asked
from outcomes.models.private import public_parts
from outcomes.settings import Settings
from outcomes.testing import FakeEndpoint
from outcomes.testing.endpoint import FAULTS, Fault, Say
from outcomes.wiring import endpoint_health, make_model, plan_model

from .support import KEY, plan, question, run

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.model import Way


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("http://localhost:11434", "http://localhost:11434"),
        ("http://localhost:11434/", "http://localhost:11434"),
        ("http://localhost:11434/v1", "http://localhost:11434"),
        ("http://localhost:11434/v1/", "http://localhost:11434"),
        ("https://gate.example/llm/v1", "https://gate.example/llm"),
        (" https://Gate.Example ", "https://gate.example"),
        ("http://[::1]:8000/v1", "http://[::1]:8000"),
        ("https://api.anthropic.com/v1", HOSTED),
    ],
)
def test_an_address_is_taken_with_and_without_v1(given: str, meant: str) -> None:
    assert find_endpoint(given, {"OUTCOMES_API_KEY": KEY}).base_url == meant


@pytest.mark.parametrize(
    "given",
    [
        "localhost:11434",
        "ftp://x",
        "http://",
        "http://x:port",
        "http://user:pw@x",
        "http://x?key=1",
        "http://x#f",
        "://",
    ],
)
def test_an_address_that_is_none_is_refused_without_repeating_it(given: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_endpoint(given, {})
    assert "pw" not in str(caught.value)


def test_the_address_comes_from_the_settings_then_the_sdks_variable_then_it_is_the_hosted_one() -> None:
    key = {"ANTHROPIC_API_KEY": KEY}
    assert find_endpoint("http://a", {**key, "ANTHROPIC_BASE_URL": "http://b"}).base_url == "http://a"
    assert find_endpoint(None, {**key, "ANTHROPIC_BASE_URL": "http://b"}).base_url == "http://b"
    assert find_endpoint(None, key).hosted


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({"OUTCOMES_API_KEY": "a", "ANTHROPIC_API_KEY": "b", "ANTHROPIC_AUTH_TOKEN": "c"}, "OUTCOMES_API_KEY"),
        ({"ANTHROPIC_API_KEY": "b", "ANTHROPIC_AUTH_TOKEN": "c"}, "ANTHROPIC_API_KEY"),
        ({"ANTHROPIC_API_KEY": " ", "ANTHROPIC_AUTH_TOKEN": "c"}, "ANTHROPIC_AUTH_TOKEN"),
        ({}, None),
    ],
)
def test_the_first_key_that_is_set_is_taken(environment: dict[str, str], name: str | None) -> None:
    endpoint = find_endpoint("http://a", environment)
    assert (endpoint.key_from, endpoint.key) == (name, environment[name].strip() if name else None)


def test_the_hosted_endpoint_without_a_key_says_which_variable_to_set() -> None:
    with pytest.raises(ProviderError) as caught:
        find_endpoint(None, {})
    assert caught.value.code == "no-key"
    assert "export ANTHROPIC_API_KEY=..." in str(caught.value)


@pytest.mark.parametrize("key", ["sk a", "sk\nX-Evil: 1", "schlüssel", "sk\x00"])
def test_a_key_that_no_header_takes_is_refused_without_repeating_it(key: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_endpoint(None, {"ANTHROPIC_API_KEY": key})
    assert "ANTHROPIC_API_KEY holds characters that no key has" in str(caught.value)
    assert key not in str(caught.value)


@pytest.mark.parametrize("name", ["OUTCOMES_API_KEY", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"])
def test_every_kind_of_key_is_accepted_by_an_endpoint_that_wants_it(name: str) -> None:
    with FakeEndpoint(keys=[KEY], profile="litellm") as endpoint:
        made = make_model(Settings(model="m", base_url=endpoint.base_url, way="native"), {name: KEY})
        assert run(made(RunScope(b"s")).ask(question())).value == {"city": "some text"}


def test_a_key_of_the_environment_is_never_sent_to_an_endpoint_that_was_given_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The SDK would look for one by itself."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", KEY)
    with FakeEndpoint(keys=["no-key-needed"], profile="litellm") as endpoint:
        made = replace(plan(endpoint), endpoint=Endpoint(endpoint.base_url))
        assert run(made.for_run(RunScope(b"s")).ask(question())).value == {"city": "some text"}


def test_without_a_model_the_line_to_write_is_said() -> None:
    with pytest.raises(UsageError, match=r'write model = "NAME" into outcomes\.toml'):
        make_model(Settings(), {})


# -- the key is nobody's business


def echoing(status: int) -> Fault:
    """An endpoint that repeats the key in its error, as some do, also where a message is cut."""
    message = f"Incorrect API key provided: {KEY} {'x' * 205}{KEY}"
    said = json.dumps({"error": {"type": "authentication_error", "message": message}})

    def change(whole: object) -> object:
        return replace(whole, status=status, pieces=(said.encode(),))  # type: ignore[type-var]

    return Fault("echo", response=change)  # type: ignore[arg-type]


NEVER_HELD = [
    fault for name, fault in FAULTS.items() if not fault.streams_only and name not in ("read timeout", "stalled body")
]


@pytest.mark.parametrize(
    "fault",
    [*NEVER_HELD, *(echoing(status) for status in (200, 302, 400, 401, 404, 429, 500))],
    ids=lambda fault: fault.name,
)  # fmt: skip
def test_no_error_log_or_file_holds_the_key(fault: Fault, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with FakeEndpoint(faults=[fault]) as endpoint:
        made = plan(endpoint, way=None, abilities=Abilities(tmp_path, lambda: 0.0))
        told = [repr(made), repr(made.endpoint), repr(Asked(made.endpoint, "m"))]
        told += [made.for_run(RunScope(b"s")).fingerprint]
        try:
            told.append(repr(run(made.for_run(RunScope(b"s")).ask(question()))))
        except OutcomesError as error:
            told += ["".join(traceback.format_exception(error)), repr(error), str(vars(error))]
    told += [caplog.text, *(path.read_text() for path in tmp_path.rglob("*") if path.is_file())]
    assert KEY[:10] not in "\n".join(told)


def test_a_key_that_comes_back_in_a_message_is_taken_out_and_a_word_that_is_none_is_left() -> None:
    headers, body = {"Request-Id": f"req {KEY}"}, f'{{"model": "{KEY}", "text": "ollama"}}'.encode()
    hidden = Endpoint("http://localhost", KEY, "OUTCOMES_API_KEY").hide_everywhere(headers, body)
    assert hidden == ({"request-id": "req [key]"}, b'{"model": "[key]", "text": "ollama"}')
    for key in (None, "ollama"):
        assert Endpoint("http://localhost", key).hide_everywhere(headers, body) == ({"request-id": f"req {KEY}"}, body)


def test_what_the_doctor_says_holds_no_key() -> None:
    (said,) = endpoint_health(Settings(model="claude-sonnet-5"), {"ANTHROPIC_API_KEY": KEY})
    assert said.ok
    assert said.found.startswith("claude-sonnet-5 at https://api.anthropic.com, key in ANTHROPIC_API_KEY, $2 and $10")
    assert KEY not in str(said)


def test_the_doctor_says_what_is_missing() -> None:
    assert [condition.ok for condition in endpoint_health(Settings(), {})] == [False]
    (said,) = endpoint_health(Settings(model="claude-sonnet-5"), {})
    assert (said.ok, said.install) == (False, "export ANTHROPIC_API_KEY=...")
    (said,) = endpoint_health(Settings(model="m", base_url="http://localhost:1"), {})
    assert "m at http://localhost:1, no key, price ?" in said.found


# -- private


WAYS: tuple[Way, ...] = ("native", "forced_tool", "offered_tool", "prompted")


@pytest.mark.parametrize("way", WAYS)
def test_with_profile_private_nothing_is_sent_that_is_kept(way: Way) -> None:
    with FakeEndpoint([{"city": "Bern"}], profile="vllm") as endpoint:
        settings = Settings(model="m", base_url=endpoint.base_url, profile="private", way=way, max_in_flight=7)
        run(plan_model(settings, {}).for_run(RunScope(b"s")).ask(question("SECRET TEXT")))
        for seen in endpoint.requests:
            assert public_parts(seen.parsed or {}, path=seen.target, private=["SECRET TEXT"]) == []
            assert "anthropic-beta" not in dict(seen.headers)


GOOD = {"model": "m", "max_tokens": 1, "messages": [{"role": "user", "content": [{"type": "text", "text": "x"}]}]}


@pytest.mark.parametrize(
    ("change", "path", "found"),
    [
        ({}, "/v1/messages/batches", ["it goes to /v1/messages/batches, not to /v1/messages"]),
        ({}, "/v1/files", ["it goes to /v1/files, not to /v1/messages"]),
        ({"metadata": {"user_id": "u"}}, "/v1/messages", ["'metadata' is sent"]),
        ({"container": "c", "mcp_servers": []}, "/v1/messages", ["'container' is sent", "'mcp_servers' is sent"]),
        ({"tools": [{"type": "code_execution_20250825", "name": "x"}]}, "/v1/messages", ["a tool has 'type'"]),
        (
            {"messages": [{"role": "user", "content": [{"type": "document", "source": {"type": "file"}}]}]},
            "/v1/messages",
            ["a block of the type 'document' is sent", "a picture is sent as 'file', not inline"],
        ),
        (
            {"messages": [{"role": "user", "content": [{"type": "image", "source": {"type": "url"}}]}]},
            "/v1/messages",
            ["a picture is sent as 'url', not inline"],
        ),
        (
            {"output_config": {"format": {"schema": {"description": "it says Bern"}}}},
            "/v1/messages",
            ["'Bern' stands in a schema or a tool"],
        ),
        ({"tools": [{"name": "x", "description": "Bern"}]}, "/v1/messages", ["'Bern' stands in a schema or a tool"]),
    ],
)
def test_what_is_not_private_is_found(change: dict[str, object], path: str, found: list[str]) -> None:
    assert public_parts({**GOOD, **change}, path=path, private=["Bern"]) == found


def test_a_private_model_refuses_to_send_what_is_not() -> None:
    from outcomes.models.private import refuse_public

    refuse_public(GOOD)
    with pytest.raises(ValueError, match="with profile private nothing is sent that is kept: 'metadata' is sent"):
        refuse_public({**GOOD, "metadata": {}})


# -- loading and closing


def test_nothing_of_the_sdk_is_loaded_before_the_first_question() -> None:
    script = """
import sys, outcomes
from outcomes import wiring, api
from outcomes.settings import Settings
from outcomes.grader import RunScope
wiring.make_grader(None)
from click.testing import CliRunner
from outcomes.cli.app import app
with CliRunner().isolated_filesystem():
    open("r.md", "w").write("# R\\n\\n- It is short\\n- It has words `check: words min=1`\\n")
    open("n.md", "w").write("Words.\\n")
    assert CliRunner().invoke(app, ["grade", "n.md", "-r", "r.md"]).exit_code == 5
made = wiring.make_model(Settings(model="m", base_url="http://localhost:1"), {})(RunScope(b"s"))
wiring.endpoint_health(Settings(model="m"), {})
print([name for name in ("anthropic", "httpx2", "aiohttp") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_program_that_asks_and_ends_says_nothing_about_what_it_left_open() -> None:
    """Several event loops one after another, one of them cancelled; warnings are errors, and none is printed."""
    script = """
import asyncio, sys
from tests.models.support import model, question
from outcomes.testing import FakeEndpoint
async def cut_short(stack):
    task = asyncio.create_task(stack.ask(question()))
    await asyncio.sleep(0.05)
    task.cancel()
with FakeEndpoint() as endpoint:
    stack = model(endpoint)
    for _ in range(2):
        print(asyncio.run(stack.ask(question())).value)
    asyncio.run(cut_short(stack))
"""
    command = [sys.executable, "-W", "error", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "{'city': 'some text'}\n" * 2, "")


def test_equal_endpoints_share_connections_and_others_do_not() -> None:
    async def scenario(endpoint: FakeEndpoint) -> None:
        made = plan(endpoint)
        other = replace(made, endpoint=replace(made.endpoint, key="sk-other"))
        same = replace(made, endpoint=replace(made.endpoint))
        for each in (made, same, other):
            await each.for_run(RunScope(b"s")).ask(question())

    with FakeEndpoint() as endpoint:
        run(scenario(endpoint))
        assert endpoint.recorder.connections == 2


def test_a_client_can_be_closed_by_hand_and_opens_again() -> None:
    async def scenario(endpoint: FakeEndpoint) -> None:
        made = plan(endpoint)
        stack = made.for_run(RunScope(b"s"))
        for _ in range(2):
            await stack.ask(question())
            await made.sharing.of(made.endpoint).client.close()

    with FakeEndpoint([Say(({"type": "text", "text": '{"city": "Bern"}'},))]) as endpoint:
        asyncio.run(scenario(endpoint))
        assert endpoint.recorder.connections == 2


@pytest.mark.parametrize(
    ("key", "said", "told"),
    [
        ("sk-ant-0123456789abcdef", "bad key sk-ant-0123456789abcdef!", "bad key [key]!"),
        ("sk-1234", "no sk-1234 here, nor xsk-1234", "no [key] here, nor xsk-1234"),
        ("ollama", "model ollama not found", "model ollama not found"),
        ("k", "Name or service not known", "Name or service not known"),
    ],
)
def test_a_key_is_hidden_and_a_word_that_stands_for_one_is_not(key: str, said: str, told: str) -> None:
    assert Endpoint("http://127.0.0.1:1", key).hide(said) == told


def test_the_address_of_messages_itself_is_taken_for_its_endpoint() -> None:
    for address in ("http://h:1", "http://h:1/v1", "http://h:1/v1/messages", "http://h:1/v1/messages/"):
        assert find_endpoint(address, {}).base_url == "http://h:1"
