"""What a script says becomes what this kind of server's model would have written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.testing import FakeEndpoint
from outcomes.testing.endpoint import PROFILES, Call, Refusal, Say, Use
from outcomes.testing.endpoint.examples import example
from tests.testing.endpoint.calling import HEADERS, SCHEMA, body_of, send, text

ANSWER = {"answer": "yes"}
TOOL = {"name": "give_answer", "input_schema": SCHEMA}
OTHER = {"name": "look", "input_schema": {"type": "object", "properties": {"place": {"type": "string"}}}}
CODED = {
    "name": "give_answer",
    "input_schema": SCHEMA
    | {"properties": {"code": {"type": "string"}, **SCHEMA["properties"]}, "required": ["code", "answer"]},
}
NATIVE = {"output_config": {"format": {"type": "json_schema", "schema": SCHEMA}}}
FORCED = {"tools": [OTHER, TOOL], "tool_choice": {"type": "tool", "name": "give_answer"}}
OFFERED = {"tools": [OTHER, TOOL]}
BEARER = HEADERS | {"authorization": "Bearer any"}
PROSE = "I have looked at it closely, and here is what I think of it in a few words."


def content(fields: dict[str, Any], *, said: str = "hi", answer: Any = ANSWER, **settings: Any) -> Any:
    """The first block of the answer, as short as it can be said."""
    with FakeEndpoint([answer], **settings) as endpoint:
        block = send(endpoint, body_of(said, **fields), headers=BEARER).body["content"][0]
    return block["text"] if block["type"] == "text" else (block["name"], block["input"])


@pytest.mark.parametrize("profile", PROFILES)
def test_each_kind_of_server_answers_in_its_own_way_whatever_is_asked(profile: str) -> None:
    asked: dict[str, dict[str, Any]] = {"native": NATIVE, "forced": FORCED, "offered": OFFERED, "prompted": {}}
    found = {
        way: content(
            fields, profile=profile, said="Answer with JSON" if way == "prompted" else "hi", takes_offers=False
        )
        for way, fields in asked.items()
    }
    written, given = json.dumps(ANSWER), ("give_answer", ANSWER)
    assert found == {
        "native": written if PROFILES[profile].schemas else PROSE,
        "forced": PROSE if PROFILES[profile].tool_choice == "ignored" else given,
        "offered": PROSE,
        "prompted": f"Here it is:\n\n```json\n{written}\n```\n",
    }


def test_a_tool_that_fits_is_used_when_it_is_offered_and_one_that_does_not_is_not() -> None:
    assert content(OFFERED) == ("give_answer", ANSWER)
    assert content(OFFERED, answer={"question": "what?"}) == PROSE


def test_when_any_tool_must_be_used_it_is_the_one_that_fits() -> None:
    assert content(OFFERED | {"tool_choice": {"type": "any"}}) == ("give_answer", ANSWER)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"tools": [CODED]}, 'Call the tool. Its field code is "0123456789abcdef", exactly so.'),
        ({}, 'Answer with JSON. Its first field is "code": "0123456789abcdef", exactly so.'),
    ],
)
def test_a_code_that_shall_be_repeated_is_repeated(fields: dict[str, Any], said: str) -> None:
    found = content(fields, said=said)
    whole = found[1] if isinstance(found, tuple) else json.loads(found.split("```")[1].removeprefix("json"))
    assert whole == {"code": "0123456789abcdef", "answer": "yes"}


def test_words_tool_uses_and_whole_messages_are_sent_as_they_are() -> None:
    said = Say([text("a"), {"type": "tool_use", "id": "x", "name": "y", "input": {}}], usage={"output_tokens": 7})
    with FakeEndpoint(["words", Use("look", {"place": "p. 2"}), [Use("a"), Use("b")], said]) as endpoint:
        found = [send(endpoint, body_of(str(n))).body for n in range(4)]
    assert [(body["stop_reason"], [block["type"] for block in body["content"]]) for body in found] == [
        ("end_turn", ["text"]),
        ("tool_use", ["tool_use"]),
        ("tool_use", ["tool_use", "tool_use"]),
        ("tool_use", ["text", "tool_use"]),
    ]
    assert found[3]["usage"]["output_tokens"] == 7


def test_a_script_is_a_function_of_what_was_asked() -> None:
    def script(call: Call) -> str:
        return f"{call.number} {call.attempt} {call.system} {call.texts} {call.headers['x-api-key']}"

    with FakeEndpoint(script) as endpoint:
        bodies = [body_of("a", system="s"), body_of("b", system="s"), body_of("a", system="s")]
        said = [send(endpoint, body).body["content"][0]["text"] for body in bodies]
    assert said == ["1 1 s ('a',) (masked)", "2 1 s ('b',) (masked)", "3 2 s ('a',) (masked)"]


def test_a_script_may_refuse() -> None:
    def script(_call: Call) -> str:
        raise Refusal(403, "not you")

    with FakeEndpoint(script) as endpoint:
        got = send(endpoint, body_of())
    assert (got.status, got.body["error"]) == (403, {"type": "permission_error", "message": "not you"})


def test_a_script_that_breaks_fails_its_test_and_not_only_the_request() -> None:
    def script(_call: Call) -> str:
        raise KeyError("oops")

    def ask() -> int:
        with FakeEndpoint(script) as endpoint:
            return send(endpoint, body_of()).status

    with pytest.raises(KeyError, match="oops"):
        ask()


def test_a_document_that_a_server_drops_is_not_read_by_its_model_either() -> None:
    document = {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "secret"}}
    read = {}
    for name in ("hosted", "ollama"):
        with FakeEndpoint(lambda call: " ".join(call.texts), profile=name) as endpoint:
            read[name] = send(endpoint, body_of([document, text("hi")])).body["content"][0]["text"]
    assert read == {"hosted": "secret hi", "ollama": "hi"}


def test_it_can_be_opened_again_but_not_twice() -> None:
    endpoint = FakeEndpoint()
    for _ in range(2):
        with endpoint, pytest.raises(RuntimeError, match="open already"):
            endpoint.open()
    with endpoint:
        assert send(endpoint, body_of()).status == 200


def test_an_answer_that_does_not_fit_is_cut_where_its_tokens_end() -> None:
    with FakeEndpoint(["abcd" * 50]) as endpoint:
        body = send(endpoint, body_of(max_tokens=10)).body
    assert body["content"] == [text("abcd" * 10)]
    assert (body["stop_reason"], body["usage"]["output_tokens"]) == ("max_tokens", 10)


def test_documents_are_refused_or_dropped_where_a_server_has_none() -> None:
    document = {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "x"}}
    statuses = {}
    for name in PROFILES:
        with FakeEndpoint(profile=name) as endpoint:
            statuses[name] = send(endpoint, body_of([document, text("hi")]), headers=BEARER).status
    assert statuses == {"hosted": 200, "ollama": 200, "llama.cpp": 200, "vllm": 400, "litellm": 400}


def test_ollama_does_not_count_tokens_and_litellm_wants_a_bearer() -> None:
    counted = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
    with FakeEndpoint(profile="ollama") as endpoint:
        assert send(endpoint, counted, "/v1/messages/count_tokens").status == 404
    with FakeEndpoint(profile="litellm") as endpoint:
        assert send(endpoint, body_of()).message == "authorization header is required"


leaves = st.sampled_from(
    [{"type": kind} for kind in ("string", "integer", "number", "boolean", "null")]
    + [{"enum": ["a", "b"]}, {"const": 3}, {"type": "string", "format": "date"}]
)
schemas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(lambda item: {"type": "array", "items": item, "minItems": 1}),
        st.lists(inner, min_size=1, max_size=2).map(lambda some: {"anyOf": some}),
        st.dictionaries(st.sampled_from("pqr"), inner, max_size=3).map(
            lambda some: {"type": "object", "properties": some, "required": list(some), "additionalProperties": False}
        ),
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from("pqr"), schemas, min_size=1, max_size=3))
def test_any_schema_is_answered_with_an_object_that_fits(properties: dict[str, Any]) -> None:
    schema = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    assert fits(example(schema), schema)


def fits(value: object, schema: dict[str, Any]) -> bool:
    """By the words that are used above."""
    if "const" in schema or "enum" in schema:
        return value in schema.get("enum", [schema.get("const")])
    if "anyOf" in schema:
        return any(fits(value, inner) for inner in schema["anyOf"])
    kinds = {
        "string": str,
        "integer": int,
        "number": int,
        "boolean": bool,
        "null": type(None),
        "array": list,
        "object": dict,
    }
    if type(value) is not kinds[schema["type"]]:
        return False
    if isinstance(value, list):
        return len(value) >= 1 and all(fits(item, schema["items"]) for item in value)
    if isinstance(value, dict):
        return value.keys() == schema["properties"].keys() and all(
            fits(item, schema["properties"][name]) for name, item in value.items()
        )
    return True
