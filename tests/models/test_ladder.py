"""An object out of any endpoint: each rung over real HTTP, how it is found, remembered, and what is done without."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from outcomes.errors import ProviderError
from outcomes.grader import RunScope
from outcomes.model import NO_PICTURES, Opaque, Picture, Tool, ToolResult, ToolUse, Turn, Words
from outcomes.models.abilities import Abilities, Ability
from outcomes.models.anthropic import NOT_KEPT
from outcomes.models.plainer import NO_TOOL_RESULTS
from outcomes.models.probe import SHOWN
from outcomes.models.ways import ANSWER
from outcomes.testing import FakeEndpoint
from outcomes.testing.endpoint import PROFILES, Call, Fault, Refusal, Say, Use

from .support import NONCE, SCHEMA, ask, model, plan, question, run, until

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.model import Question, Reply
    from outcomes.testing.endpoint import Answer

BERN = {"city": "Bern"}


def refusing(words: str, chosen: Any) -> Fault:
    """A 400 with these words for the calls that are chosen."""
    return Fault("refused", refusal=Refusal(400, words)).of(chosen)


def no_schemas(call: Call) -> bool:
    return "format" in (call.body.get("output_config") or {})


def no_choice(call: Call) -> bool:
    return "tool_choice" in call.body


def no_tools(call: Call) -> bool:
    return bool(call.tools)


def has_picture(call: Call) -> bool:
    return "image" in json.dumps(call.body["messages"])


def has_tool_result(call: Call) -> bool:
    return bool(call.tool_results)


def bern(call: Call) -> Answer:
    """Bern, to whoever asks for a city; whatever is wanted, to whoever asks for something else."""
    return BERN if "city" in json.dumps(call.body) else None


def asked(endpoint: FakeEndpoint, number: int) -> dict[str, Any]:
    """The body of a request."""
    return dict(endpoint.requests[number].parsed or {})


# -- which way is found


@pytest.mark.parametrize(
    ("profile", "way", "probes"), [("vllm", "native", 1), ("litellm", "native", 1), ("ollama", "forced_tool", 2)]
)
def test_the_best_way_of_an_endpoint_is_found_out_by_asking_once(profile: str, way: str, probes: int) -> None:
    with FakeEndpoint(bern, profile=profile) as endpoint:
        reply = ask(endpoint, way=None)
        assert (reply.value, reply.way) == (BERN, way)
        assert len(endpoint.requests) == probes + 1


def test_an_endpoint_that_ignores_schemas_without_a_word_is_found_out() -> None:
    """As Ollama does: the request is fine, and the answer is whatever the model would say."""
    with FakeEndpoint(profile="ollama") as endpoint:
        ask(endpoint, way=None)
        assert "output_config" in asked(endpoint, 0)
        assert endpoint.requests[0].status == 200
        assert "output_config" not in asked(endpoint, 2)


@pytest.mark.parametrize(
    ("faults", "takes_offers", "way", "probes"),
    [
        ([refusing("output_config: Extra inputs are not permitted", no_schemas)], True, "forced_tool", 2),
        (
            [
                refusing("unknown field response_format", no_schemas),
                refusing("tool_choice is not supported", no_choice),
            ],
            True,
            "offered_tool",
            3,
        ),
        ([refusing("json_schema?", no_schemas), refusing("this model has no tools", no_tools)], False, "prompted", 3),
        ([refusing("what?", no_schemas), refusing("tool_choice: not here", no_choice)], False, "prompted", 3),
    ],
)
def test_each_rung_is_reached_when_those_above_it_are_refused(
    *, faults: list[Fault], takes_offers: bool, way: str, probes: int
) -> None:
    ollama = PROFILES["ollama"]
    with FakeEndpoint(bern, profile=ollama, faults=faults, takes_offers=takes_offers) as endpoint:
        reply = ask(endpoint, way=None)
        assert (reply.value, reply.way) == (BERN, way)
        assert len(endpoint.requests) == probes + 1


def test_what_finding_out_costs_is_in_the_usage_of_the_first_reply_and_in_what_it_may_cost() -> None:
    with FakeEndpoint(bern, profile="ollama") as endpoint:
        stack = model(endpoint, way=None)
        before = stack.most(question())
        first, second = run(_twice(stack))
        assert first.usage.input_tokens > second.usage.input_tokens
        assert first.usage.tokens < before.tokens


async def _twice(stack: Any) -> tuple[Reply, Reply]:
    return await stack.ask(question()), await stack.ask(question())


def test_many_questions_at_once_find_out_once() -> None:
    async def scenario(endpoint: FakeEndpoint) -> None:
        made = plan(endpoint, way=None)
        stacks = [made.for_run(RunScope(bytes([number]))) for number in range(10)]
        await asyncio.gather(*(stack.ask(question()) for stack in stacks))

    with FakeEndpoint(bern, profile="vllm") as endpoint:
        run(scenario(endpoint))
        assert len(endpoint.requests) == 11


def test_a_cancelled_discovery_is_taken_over_by_the_next() -> None:
    async def scenario(endpoint: FakeEndpoint) -> Reply:
        stack = model(endpoint, way=None)
        first = asyncio.create_task(stack.ask(question()))
        second = asyncio.create_task(stack.ask(question()))
        await until(lambda: endpoint.recorder.received)
        first.cancel()
        reply: Reply = await second
        assert first.cancelled()
        return reply

    with FakeEndpoint(bern, profile="vllm", latency_seconds=0.02) as endpoint:
        assert run(scenario(endpoint)).value == BERN


def test_an_endpoint_that_does_not_know_the_model_is_not_asked_on() -> None:
    with FakeEndpoint(faults=[Fault("gone", refusal=Refusal(404, "model not found"))]) as endpoint:
        with pytest.raises(ProviderError, match="knows no model 'claude-sonnet-5'"):
            ask(endpoint, way=None)
        assert len(endpoint.requests) == 1


def test_a_model_that_says_the_right_words_to_the_wrong_question_shows_nothing() -> None:
    """The way is shown by the answer that only the schema tells, whole; a part of it, or more, will not do."""
    for said in ({"shade": "vermilion-7"}, {**SHOWN, "city": "Bern"}, {"shade": "red", "weight": "three stone"}):
        text = Say(({"type": "text", "text": json.dumps(said)},))
        with FakeEndpoint([text, text, text, bern_in_words()], profile="vllm") as endpoint:
            assert ask(endpoint, way=None).way == "prompted"


def bern_in_words() -> str:
    return json.dumps({"reply_code": NONCE, **BERN})


# -- what is remembered


def test_what_was_found_out_is_kept_for_the_next_process_and_asked_again_after_a_week(tmp_path: Path) -> None:
    now = [1_000_000.0]

    def requests() -> int:
        before = len(endpoint.requests)
        ask(endpoint, way=None, abilities=Abilities(tmp_path, lambda: now[0]))
        return len(endpoint.requests) - before

    with FakeEndpoint(bern, profile="ollama") as endpoint:
        assert [requests(), requests()] == [3, 1]
        now[0] += 8 * 24 * 3600
        assert [requests(), requests()] == [3, 1]


def test_the_file_holds_no_address_no_name_and_no_key(tmp_path: Path) -> None:
    with FakeEndpoint(bern, profile="ollama") as endpoint:
        ask(endpoint, way=None, abilities=Abilities(tmp_path, lambda: 7.0))
    (file,) = tmp_path.iterdir()
    whole = json.loads(file.read_text())
    (entry,) = whole["endpoints"].values()
    assert entry == {"way": "forced_tool", "pictures": True, "tool_results": True, "at": 7.0}
    for secret in ("127.0.0.1", "claude", "sk-"):
        assert secret not in file.read_text()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"schema_version": 1, "endpoints": 3}', '{"schema_version": 2}', "\x00"]
)
def test_a_file_that_cannot_be_read_is_as_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "endpoints.json").write_text(text)
    with FakeEndpoint(bern, profile="vllm") as endpoint:
        assert ask(endpoint, way=None, abilities=Abilities(tmp_path, lambda: 0.0)).way == "native"


def test_a_folder_that_cannot_be_written_to_costs_only_the_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with FakeEndpoint(bern, profile="vllm") as endpoint:
        assert ask(endpoint, way=None, abilities=Abilities(tmp_path / "file", lambda: 0.0)).way == "native"


def test_what_proves_wrong_is_found_out_again_and_the_question_is_answered_all_the_same(tmp_path: Path) -> None:
    abilities = Abilities(tmp_path, lambda: 0.0)
    with FakeEndpoint(bern, profile="vllm") as endpoint:
        made = plan(endpoint, way=None, abilities=abilities)
        assert run(made.for_run(RunScope(b"a")).ask(question())).way == "native"
        endpoint.misbehave(refusing("output_config.format is not supported any more", no_schemas))
        assert run(made.for_run(RunScope(b"b")).ask(question())).way == "forced_tool"
        assert abilities.of(made.endpoint, made.name) == Ability("forced_tool")
    (entry,) = json.loads((tmp_path / "endpoints.json").read_text())["endpoints"].values()
    assert entry["way"] == "forced_tool"


def test_another_server_behind_the_same_address_is_found_out_by_its_first_answer(tmp_path: Path) -> None:
    """It ignores schemas without a word, as the one before it did not."""
    abilities = Abilities(tmp_path, lambda: 0.0)
    with FakeEndpoint(bern, profile="vllm") as first:
        run(plan(first, way=None, abilities=abilities).for_run(RunScope(b"a")).ask(question()))
        port = first.port
    with FakeEndpoint(bern, profile="ollama", port=port) as second:
        made = plan(second, way=None, abilities=Abilities(tmp_path, lambda: 0.0))
        assert run(made.for_run(RunScope(b"b")).ask(question())).way == "forced_tool"
        assert len(second.requests) == 4, "the question, two that find out, and the question again"


def test_a_question_that_is_wrong_by_itself_takes_nothing_from_the_others() -> None:
    """A 400 that names the form has the way looked at again; where that still works, the question is at fault."""
    mine = refusing("output_config.format.schema: too complex", lambda call: "complex" in call.text)
    with FakeEndpoint(bern, profile="vllm", faults=[mine]) as endpoint:
        stack = model(endpoint, way=None)
        with pytest.raises(ProviderError, match="too complex"):
            run(stack.ask(question("Something complex?")))
        assert run(stack.ask(question())).way == "native"
        assert len(endpoint.requests) == 4, "two that find out, the wrong question, and the other"


def test_one_question_raises_doubt_once() -> None:
    wrong = Say(({"type": "text", "text": "{"},))
    with FakeEndpoint(lambda call: wrong if "Which city" in call.text else None, profile="vllm") as endpoint:
        with pytest.raises(ProviderError, match="gave no answer: it is no JSON"):
            ask(endpoint, way=None)
        assert len(endpoint.requests) == 5, "the question three times, and twice what shows the way"


def test_many_doubts_at_once_are_looked_into_once() -> None:
    wrong = Say(({"type": "text", "text": "{"},))

    def script(call: Call) -> Answer:
        return wrong if "Which city" in call.text and len(call.body["messages"]) == 1 else bern(call)

    async def scenario(endpoint: FakeEndpoint) -> None:
        stack = model(endpoint, way=None)
        await stack.ask(question("warm"))
        await asyncio.gather(*(stack.ask(question(f"Which city, {number}?")) for number in range(5)))

    with FakeEndpoint(script, profile="vllm", latency_seconds=0.02) as endpoint:
        run(scenario(endpoint))
        assert sum("Say hello." in json.dumps(seen.parsed) for seen in endpoint.requests) == 2


def test_forgetting_has_it_found_out_again(tmp_path: Path) -> None:
    with FakeEndpoint(bern, profile="vllm") as endpoint:
        made = plan(endpoint, way=None, abilities=Abilities(tmp_path, lambda: 0.0))
        run(made.for_run(RunScope(b"a")).ask(question()))
        made.forget()
        run(made.for_run(RunScope(b"b")).ask(question()))
        assert len(endpoint.requests) == 4


# -- repairs


def test_an_answer_in_another_form_is_asked_for_again_and_the_model_is_told_why() -> None:
    with FakeEndpoint(["I would say Bern.", bern_in_words()], profile="ollama") as endpoint:
        reply = ask(endpoint, way="prompted")
        assert reply.value == BERN
        said = asked(endpoint, 1)["messages"]
        assert [message["role"] for message in said] == ["user", "assistant", "user"]
        assert said[1]["content"][0]["text"] == "I would say Bern."
        assert (
            "That was not an answer in the form that was asked for: there is no JSON object"
            in (said[2]["content"][0]["text"])
        )
        assert NONCE in said[2]["content"][-1]["text"]


def test_two_repairs_are_all() -> None:
    with FakeEndpoint(["no"], profile="ollama") as endpoint:
        with pytest.raises(ProviderError) as caught:
            ask(endpoint, way="prompted")
        assert caught.value.code == "bad-reply"
        assert len(endpoint.requests) == 3
        spent = [seen.usage or {} for seen in endpoint.requests]
        assert caught.value.usage is not None
        assert caught.value.usage.input_tokens == sum(usage["input_tokens"] for usage in spent)


def test_no_ask_uses_more_than_it_was_said_to_at_the_most() -> None:
    """Repairs send along everything that was said before."""
    for way in ("forced_tool", "prompted"):
        with FakeEndpoint(["It is not for me to say. " * 1_000], profile="ollama", takes_offers=False) as endpoint:
            stack = model(endpoint, way=way)
            with pytest.raises(ProviderError) as caught:
                run(stack.ask(question()))
            assert caught.value.usage is not None
            most = stack.most(question())
            assert caught.value.usage.input_tokens <= most.input_tokens
            assert caught.value.usage.output_tokens <= most.output_tokens


def test_a_tool_call_without_the_code_is_told_so_as_its_result() -> None:
    wrong, right = Use(ANSWER, BERN), Use(ANSWER, {"reply_code": NONCE, **BERN})
    with FakeEndpoint([wrong, right], profile="ollama") as endpoint:
        reply = ask(endpoint, way="offered_tool")
        assert reply.value == BERN
        result = asked(endpoint, 1)["messages"][2]["content"][0]
        assert (result["type"], result["is_error"]) == ("tool_result", True)


def test_a_native_endpoint_that_slips_once_is_told_so_and_stays_native() -> None:
    with FakeEndpoint([Say(({"type": "text", "text": "{"},)), BERN], profile="vllm") as endpoint:
        assert ask(endpoint).value == BERN
        assert len(endpoint.requests) == 2


@pytest.mark.parametrize(
    "text",
    [
        '{"city": "Bern"',
        '{"city": "Bern"} {"city": "Rome"}',
        '```json\n{"city": "Bern"}\n```',
        '{"city": NaN}',
        '{"city": 1e999}',
        '{"city": "Bern", "city": "Rome"}',
        '["city"]',
        '"city"',
        "{}",
        "",
        '{"town": "Bern"}',
        '{"a":' * 5_000,
    ],
)
def test_a_native_answer_is_one_whole_object_with_its_fields_or_none(text: str) -> None:
    with FakeEndpoint([Say(({"type": "text", "text": text},))], profile="vllm") as endpoint:
        with pytest.raises(ProviderError) as caught:
            ask(endpoint)
        assert caught.value.code == "bad-reply"


def test_a_fixed_way_is_never_left() -> None:
    with FakeEndpoint(faults=[refusing("tool_choice is not supported", no_choice)]) as endpoint:
        with pytest.raises(ProviderError, match="tool_choice is not supported"):
            ask(endpoint, way="forced_tool")
        assert len(endpoint.requests) == 1


# -- objects out of an artifact


@pytest.mark.parametrize("way", ["offered_tool", "prompted"])
@pytest.mark.parametrize(
    "echo",
    [
        '{"city": "Rome"}',
        '{"reply_code": "", "city": "Rome"}',
        '{"reply_code": "0123456789abcdee", "city": "Rome"}',
        '{"city": "Rome", "note": "reply_code 0123456789abcdef"}',
        '{"reply_code": ["0123456789abcdef"], "city": "Rome"}',
        '{"reply_code": "0123456789abcdef", "city": "Rome"} or {"reply_code": "0123456789abcdef", "city": "Bern"}',
    ],
)
def test_an_object_that_was_copied_from_somewhere_is_never_the_answer(way: Any, echo: str) -> None:
    with FakeEndpoint([f"The file says {echo}, so there."], profile="ollama") as endpoint:
        with pytest.raises(ProviderError) as caught:
            ask(endpoint, way=way)
        assert caught.value.code == "bad-reply"


def test_the_answer_is_found_among_copied_objects() -> None:
    text = f'The file says {{"city": "Rome"}}. My answer:\n{bern_in_words()}\nI hope it helps {{}}.'
    with FakeEndpoint([text], profile="ollama") as endpoint:
        assert ask(endpoint, way="prompted").value == BERN


def test_without_a_nonce_of_its_own_a_question_has_one_that_nobody_can_know() -> None:
    from outcomes.models.ways import code_of

    with FakeEndpoint(bern, profile="ollama") as endpoint:
        own = question(nonce="")
        assert ask(endpoint, own, way="forced_tool").value == BERN
        assert code_of(own) == own.sha256[:16]


# -- tools beside the answer

LOOK = Tool("read_part", "Reads a part.", {"type": "object", "properties": {"place": {"type": "string"}}})


def with_tools(**more: Any) -> Question:
    return question(tools=(LOOK,), **more)


@pytest.mark.parametrize("way", ["native", "forced_tool", "offered_tool", "prompted"])
def test_tool_uses_come_back_and_are_answered(way: Any) -> None:
    def script(call: Call) -> Answer:
        return BERN if call.tool_results else Use("read_part", {"place": "slide 1"})

    async def scenario(endpoint: FakeEndpoint) -> tuple[Reply, Reply]:
        stack = model(endpoint, way=way)
        first = await stack.ask(with_tools())
        answers = tuple(ToolResult(use.id, (Words("It is in Bern."),)) for use in first.tool_uses)
        return first, await stack.ask(with_tools().with_turns(Turn("assistant", first.spoken), Turn("user", answers)))

    profile = "vllm" if way == "native" else "ollama"
    with FakeEndpoint(script, profile=profile) as endpoint:
        first, second = run(scenario(endpoint))
    assert [(use.name, use.input) for use in first.tool_uses] == [("read_part", {"place": "slide 1"})]
    assert (first.value, second.value) == (None, BERN)


def test_a_lookup_beside_an_answer_comes_first() -> None:
    both = [Use(ANSWER, {"reply_code": NONCE, **BERN}), Use("read_part", {"place": "p. 1"})]
    with FakeEndpoint([both], profile="ollama") as endpoint:
        reply = ask(endpoint, with_tools(), way="offered_tool")
    assert (reply.value, [use.name for use in reply.tool_uses]) == (None, ["read_part"])
    assert [piece.name for piece in reply.spoken if isinstance(piece, ToolUse)] == ["read_part"]


def test_a_tool_that_does_not_exist_is_told_so() -> None:
    with FakeEndpoint([Use("delete_all", {}), BERN], profile="vllm") as endpoint:
        assert ask(endpoint, with_tools()).value == BERN
        assert "calls a tool that does not exist: 'delete_all'" in json.dumps(asked(endpoint, 1))


def test_thoughts_are_kept_and_sent_back_as_they_came() -> None:
    thought = {"type": "thinking", "thinking": "", "signature": "c2lnbmVk"}

    def script(call: Call) -> Answer:
        if call.tool_results:
            return BERN
        use = {"type": "tool_use", "id": "toolu_1", "name": "read_part", "input": {"place": "p. 1"}}
        return Say((thought, use))

    async def scenario(endpoint: FakeEndpoint) -> Reply:
        stack = model(endpoint)
        first = await stack.ask(with_tools())
        assert first.spoken[0] == Opaque(thought)
        result = ToolResult(first.tool_uses[0].id, (Words("Bern"),))
        reply: Reply = await stack.ask(
            with_tools().with_turns(Turn("assistant", first.spoken), Turn("user", (result,)))
        )
        return reply

    with FakeEndpoint(script, profile="vllm") as endpoint:
        assert run(scenario(endpoint)).value == BERN
        assert asked(endpoint, 1)["messages"][1]["content"][0] == thought


# -- what an endpoint cannot take

PICTURE = Picture(b"\x89PNG\r\n\x1a\n", "the page at slide 3", 1_500)


def with_pieces(*pieces: Any, **more: Any) -> Question:
    whole = question(**more)
    return replace(whole, turns=(Turn("user", (*pieces, Words("Which city?"))),))


def test_pictures_that_are_refused_are_named_instead_and_the_reply_says_so() -> None:
    refuses = refusing("this model does not support image input", has_picture)
    with FakeEndpoint(bern, profile="vllm", faults=[refuses]) as endpoint:
        stack = model(endpoint)
        replies = [run(stack.ask(with_pieces(PICTURE))) for _ in range(2)]
        assert [(reply.value, reply.notes) for reply in replies] == [(BERN, (NO_PICTURES,))] * 2
        assert len(endpoint.requests) == 3, "the second question does not try again"
        text = asked(endpoint, 1)["messages"][0]["content"][0]["text"]
        assert text == "[a picture that cannot be sent: the page at slide 3]"


def test_tool_results_that_are_refused_stand_in_the_text() -> None:
    refuses = refusing("messages.2: unknown block type tool_result", has_tool_result)
    opened = with_tools().with_turns(
        Turn("assistant", (ToolUse("toolu_1", "read_part", {}),)),
        Turn("user", (ToolResult("toolu_1", (Words("It is in Bern."), PICTURE)), Words("Well?"))),
    )
    with FakeEndpoint(bern, profile="vllm", faults=[refuses]) as endpoint:
        reply = ask(endpoint, opened)
        assert (reply.value, reply.notes) == (BERN, (NO_TOOL_RESULTS,))
        sent = asked(endpoint, 1)
        assert "tools" not in sent
        assert [block["type"] for message in sent["messages"] for block in message["content"]] == [
            "text", "text", "text", "image", "text",
        ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    ["max_tokens: too large", "image exceeds 5 MB maximum", "Could not process image", "tools.0: name: too long"],
)
def test_a_400_about_something_else_is_only_told(words: str) -> None:
    refuses = refusing(words, lambda _: True)
    with FakeEndpoint(profile="vllm", faults=[refuses]) as endpoint:
        with pytest.raises(ProviderError, match=words):
            ask(endpoint, with_pieces(PICTURE))
        assert len(endpoint.requests) == 1


# -- what is sent


def test_no_more_than_four_breakpoints_are_sent_and_the_last_ones_win() -> None:
    pieces = [Words(f"part {number}", cached=True) for number in range(6)]
    with FakeEndpoint() as endpoint:
        ask(endpoint, with_pieces(*pieces))
        content = asked(endpoint, 0)["messages"][0]["content"]
    assert [block.get("cache_control") for block in content] == [None] * 2 + [{"type": "ephemeral"}] * 4 + [None]


def test_a_cache_of_an_hour_says_so() -> None:
    with FakeEndpoint() as endpoint:
        ask(endpoint, with_pieces(Words("long", cached=True)), ttl="1h")
        block = asked(endpoint, 0)["messages"][0]["content"][0]
    assert block["cache_control"] == {"type": "ephemeral", "ttl": "1h"}


def test_a_breakpoint_inside_a_tool_result_stands_behind_the_whole_of_it() -> None:
    opened = with_tools().with_turns(
        Turn("assistant", (ToolUse("toolu_1", "read_part", {}),)),
        Turn("user", (ToolResult("toolu_1", (Words("one"), Words("two", cached=True))), Words("Well?"))),
    )
    with FakeEndpoint() as endpoint:
        ask(endpoint, opened)
        result = asked(endpoint, 0)["messages"][2]["content"][0]
    assert result["cache_control"] == {"type": "ephemeral"}
    assert [list(part) for part in result["content"]] == [["type", "text"]] * 2


@pytest.mark.parametrize(("profile", "notes"), [("vllm", (NOT_KEPT,)), ("hosted", ())])
def test_an_endpoint_that_keeps_nothing_of_a_long_beginning_is_reported(profile: str, notes: tuple[str, ...]) -> None:
    long = Words("It is in Bern. " * 2_000, cached=True)
    with FakeEndpoint(bern, profile=profile) as endpoint:
        assert ask(endpoint, with_pieces(long)).notes == notes
        assert ask(endpoint, with_pieces(Words("short", cached=True))).notes == ()


def test_empty_words_are_left_out_since_endpoints_refuse_them() -> None:
    with FakeEndpoint() as endpoint:
        ask(endpoint, with_pieces(Words(""), Words(" \n")))
        assert len(asked(endpoint, 0)["messages"][0]["content"]) == 1


def test_effort_goes_with_the_format_and_into_the_fingerprint() -> None:
    with FakeEndpoint() as endpoint:
        stack = model(endpoint, effort="low")
        run(stack.ask(question()))
        assert asked(endpoint, 0)["output_config"] == {
            "format": {"type": "json_schema", "schema": SCHEMA}, "effort": "low",
        }  # fmt: skip
        assert (stack.fingerprint, stack.name) == ("claude-sonnet-5/effort-low", "claude-sonnet-5")
        assert model(endpoint).fingerprint == "claude-sonnet-5"


def test_a_question_and_its_schema_make_the_same_bytes_every_time() -> None:
    with FakeEndpoint() as endpoint:
        stack = model(endpoint)
        for _ in range(2):
            run(stack.ask(with_tools()))
        assert endpoint.requests[0].body == endpoint.requests[1].body
