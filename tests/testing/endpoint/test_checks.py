"""A request is checked as the real API checks it: one wrong thing each, and what is said of it."""

from __future__ import annotations

import io
import json
import struct
import zlib
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from outcomes.testing import FakeEndpoint
from outcomes.testing.endpoint import Family
from tests.testing.endpoint.calling import HEADERS, MODEL, SCHEMA, body_of, kept, result, send, text, used

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.testing.endpoint.calling import Got

TOOL = {"name": "look", "description": "looks", "input_schema": {"type": "object", "properties": {}}}
ANSWERS = {"role": "assistant", "content": "well"}
OLD = "claude-haiku-4-5"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[FakeEndpoint]:
    with FakeEndpoint() as opened:
        yield opened


def picture(kind: str = "PNG", size: tuple[int, int] = (3, 2), stated: str | None = None) -> dict[str, Any]:
    file = io.BytesIO()
    Image.new("RGB", size).save(file, kind)
    return image(file.getvalue(), stated or f"image/{kind.lower()}")


def image(data: bytes, stated: str = "image/png") -> dict[str, Any]:
    source = {"type": "base64", "media_type": stated, "data": b64encode(data).decode()}
    return {"type": "image", "source": source}


def png_header(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def pdf(data: bytes = b"%PDF-1.7\n/Type /Page\n") -> dict[str, Any]:
    source = {"type": "base64", "media_type": "application/pdf", "data": b64encode(data).decode()}
    return {"type": "document", "source": source}


def wanting(schema: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return body_of(output_config={"format": {"type": "json_schema", "schema": schema}}, **fields)


def saying(*content: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return body_of(list(content), **fields)


WRONG: dict[str, tuple[object, str]] = {
    "no JSON": (b"{", "not valid JSON"),
    "a NaN": (b'{"model": NaN}', "NaN is no JSON"),
    "a list": ([], "Input should be an object"),
    "no model": ({"max_tokens": 1, "messages": []}, "model: Field required"),
    "an empty model": (body_of(model=""), "model: String should have at least 1 character"),
    "a field of another age": (body_of(max_tokens_to_sample=3), "max_tokens_to_sample: Extra inputs are not permitted"),
    "no max_tokens": ({"model": MODEL, "messages": []}, "max_tokens: Field required"),
    "max_tokens in words": (body_of(max_tokens="3"), "max_tokens: Input should be a valid integer"),
    "max_tokens as a switch": (body_of(max_tokens=True), "max_tokens: Input should be a valid integer"),
    "negative max_tokens": (body_of(max_tokens=-1), "max_tokens: must be greater than or equal to 0"),
    "too many max_tokens": (body_of(max_tokens=128_001), "max_tokens: 128001 > 128000, which is the maximum"),
    "pre-warming with a format": (wanting(SCHEMA, max_tokens=0), "max_tokens: 0 (pre-warming) cannot be used"),
    "no messages": (body_of() | {"messages": []}, "messages: at least one message is required"),
    "a message without a role": (body_of({"content": "x"}), "messages.0.role: Input should be 'user' or 'assistant'"),
    "a message without content": (body_of({"role": "user"}), "messages.0.content: Field required"),
    "an empty message": (body_of(""), "messages.0: user messages must have non-empty content"),
    "a message without blocks": (body_of([]), "messages.0: user messages must have non-empty content"),
    "the assistant first": (body_of(ANSWERS, "hi"), 'messages: first message must use the "user" role'),
    "a prefilled answer": (body_of("hi", ANSWERS), "does not support assistant message prefill"),
    "an empty text": (saying(text("")), "messages: text content blocks must be non-empty"),
    "a blank text": (saying(text(" \n")), "messages: text content blocks must contain non-whitespace text"),
    "a block that nobody knows": (saying({"type": "video"}), "messages.0.content.0: Input tag found using 'type'"),
    "a block without a type": (saying({"text": "x"}), "Input tag found using 'type' is nothing"),
    "a text with more": (saying(text("x", colour="red")), "messages.0.content.0.text.colour: Extra inputs"),
    "a tool use by the user": (saying(used()["content"][0]), "messages.0.content.0: Input tag found using 'type'"),
    "a tool use without an answer": (
        body_of("hi", used(), "well?"),
        "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1.",
    ),
    "an answer behind words": (
        body_of("hi", used(), [text("well"), result()]),
        "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1.",
    ),
    "an answer to nothing": (
        body_of("hi", ANSWERS, [result()]),
        "messages.2.content.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_1.",
    ),
    "two answers": (body_of("hi", used(), [result(), result()]), "each tool_use must have a single result"),
    "an id twice": (body_of("hi", used(), [result()], used(), [result()]), "messages.3: `tool_use` ids must be unique"),
    "an id with a space": (
        body_of("hi", used("a b"), [result("a b")]),
        "messages.1.content.0.tool_use.id: String should",
    ),
    "base64 with a line break": (
        saying({"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBO\nRw0K"}}),
        "messages.0.content.0.image.source.base64: invalid base64 data",
    ),
    "a picture of another kind": (
        saying(picture("JPEG", stated="image/png")),
        "image.source.base64.data: Image does not match the provided media type image/png",
    ),
    "a kind of picture that is not taken": (saying(image(b"BM1234", "image/bmp")), "media_type: Input should be"),
    "a picture that is none": (saying(image(b"hello")), "image.source.base64: Could not process image"),
    "a picture cut short": (saying(image(b"\x89PNG\r\n\x1a\n")), "Could not process image"),
    "a picture of six megabytes": (
        saying(image(png_header(10, 10) + bytes(6_000_000))),
        "image exceeds 5 MB maximum: 6000033 bytes > 5242880 bytes",
    ),
    "a picture 8,001 wide": (saying(image(png_header(8_001, 10))), "exceed max allowed size: 8000 pixels"),
    "21 pictures, one of them 2,001 high": (
        saying(*[picture()] * 20, image(png_header(10, 2_001))),
        "exceed max allowed size for many-image requests: 2000 pixels",
    ),
    "101 pictures for an older model": (
        saying(*[picture()] * 101, model=OLD),
        "Too many images and documents: 101 > 100",
    ),
    "a picture without encryption": (
        saying({"type": "image", "source": {"type": "url", "url": "http://example.com/a.png"}}),
        "Only HTTPS URLs are supported",
    ),
    "a PDF that is none": (saying(pdf(b"hello")), "document.source.base64: The PDF specified was not valid"),
    "a system prompt that is a number": (body_of(system=3), "system: Input should be a valid list"),
    "an empty piece of system prompt": (body_of(system=[text("")]), "text content blocks must be non-empty"),
    "a temperature for a new model": (body_of(temperature=0.2), "`temperature` is deprecated for this model"),
    "a top_p for a new model": (body_of(top_p=0.5), "`top_p` is deprecated for this model"),
    "a top_k for a new model": (body_of(top_k=5), "`top_k` is deprecated for this model"),
    "a temperature of 1.5": (body_of(model=OLD, temperature=1.5), "temperature: range: 0..1"),
    "temperature and top_p": (body_of(model=OLD, temperature=0.1, top_p=0.2), "cannot both be specified"),
    "a budget to think with, for a new model": (
        body_of(thinking={"type": "enabled", "budget_tokens": 2_000}),
        '"thinking.type.enabled" is not supported for this model',
    ),
    "a small budget to think with": (
        body_of(model=OLD, max_tokens=9_000, thinking={"type": "enabled", "budget_tokens": 9}),
        "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
    ),
    "more to think with than to say": (
        body_of(model=OLD, thinking={"type": "enabled", "budget_tokens": 2_000}),
        "`max_tokens` must be greater than `thinking.budget_tokens`.",
    ),
    "a blank stop sequence": (body_of(stop_sequences=[" "]), "stop_sequences.0: each stop sequence must contain"),
    "metadata of one's own": (body_of(metadata={"run": "1"}), "metadata.run: Extra inputs are not permitted"),
    "a tool without a schema": (body_of(tools=[{"name": "look"}]), "tools.0.custom.input_schema: Field required"),
    "a tool with a space": (
        body_of(tools=[TOOL | {"name": "a b"}]),
        "tools.0.custom.name: String should match pattern",
    ),
    "two tools of one name": (body_of(tools=[TOOL, TOOL]), "tools: Tool names must be unique."),
    "a tool that takes a list": (
        body_of(tools=[TOOL | {"input_schema": {"type": "array"}}]),
        "tools.0.custom.input_schema.type: Input should be 'object'",
    ),
    "21 strict tools": (
        body_of(tools=[TOOL | {"name": f"t{n}", "strict": True, "input_schema": SCHEMA} for n in range(21)]),
        "tools: Too many strict tools (21). The maximum number of strict tools is 20.",
    ),
    "a choice without tools": (
        body_of(tool_choice={"type": "any"}),
        "tool_choice may only be specified while providing",
    ),
    "a choice of a tool that is not there": (
        body_of(tools=[TOOL], tool_choice={"type": "tool", "name": "leap"}),
        "Tool 'leap' not found in provided tools",
    ),
    "thinking and a forced tool": (
        body_of(tools=[TOOL], tool_choice={"type": "any"}, thinking={"type": "adaptive"}),
        "Thinking may not be enabled when tool_choice forces tool use.",
    ),
    "an effort that nobody knows": (
        body_of(output_config={"effort": "utmost"}),
        "output_config.effort: Input should be",
    ),
    "a format of another age": (
        body_of(output_config={"format": {"type": "json_object"}}),
        "output_config.format: Input tag found using 'type' is 'json_object'",
    ),
    "a format and citations": (
        wanting(SCHEMA) | {"messages": saying(pdf() | {"citations": {"enabled": True}})["messages"]},
        "output_config.format: structured outputs cannot be used with citations",
    ),
    "five breakpoints": (
        saying(*[kept(text("x"))] * 4, system=[kept(text("x"))]),
        "A maximum of 4 blocks with cache_control may be provided. Found 5.",
    ),
    "four breakpoints and an automatic one": (
        saying(*[kept(text("x"))] * 4, cache_control={"type": "ephemeral"}),
        "A maximum of 4 blocks with cache_control may be provided. Found 5.",
    ),
    "a long-lived breakpoint behind a short-lived one": (
        saying(kept(text("x")), kept(text("y"), "1h")),
        "messages.0.content.1.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m'",
    ),
    "a breakpoint that lives for a day": (
        saying(kept(text("x"), "24h")),
        "cache_control.ttl: Input should be '5m' or '1h'",
    ),
    "a breakpoint that lives for ever": (
        saying(text("x", cache_control={"type": "persistent"})),
        "messages.0.content.0.cache_control.type: Input should be 'ephemeral'",
    ),
    "a breakpoint inside a tool's result": (
        body_of("hi", used(), [result(content=[kept(text("found"))])]),
        (
            "messages.2.content.0.tool_result.content.0.cache_control: cache_control may not be specified within "
            "`tool_result.content`. Instead, place it directly on `tool_result`"
        ),
    ),
    "more tokens than there is room": (
        body_of("x" * 900_000, model=OLD),
        "prompt is too long: 225004 tokens > 200000 maximum",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_request_with_one_thing_wrong_is_refused_and_says_which(endpoint: FakeEndpoint, name: str) -> None:
    body, said = WRONG[name]
    got = send(endpoint, body)
    assert (got.status, got.body["type"], got.body["error"]["type"]) == (400, "error", "invalid_request_error")
    assert said in got.message
    assert got.body["request_id"] == got.headers["request-id"]


RIGHT: dict[str, dict[str, Any]] = {
    "a string": body_of("hi"),
    "two turns of the user": body_of("hi", "and again"),
    "an answered tool use": body_of("hi", used(), [result(), text("go on")]),
    "a failed tool use": body_of("hi", used(), [result(is_error=True)]),
    "a breakpoint on a tool's result": body_of("hi", used(), [kept(result(content=[text("found"), picture()]))]),
    "pictures of four kinds": saying(*(picture(kind) for kind in ("PNG", "JPEG", "GIF", "WEBP"))),
    "600 pictures": saying(*[picture()] * 600),
    "documents": saying(
        pdf(),
        {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "x"}},
        {"type": "document", "source": {"type": "content", "content": [text("x")]}, "title": "X"},
    ),
    "long-lived breakpoints first": saying(kept(text("x"), "1h"), kept(text("y"))),
    "four breakpoints": saying(*[kept(text("x"))] * 3, system=[kept(text("x"))]),
    "the default temperature": body_of(temperature=1.0),
    "a temperature for an older model": body_of(model=OLD, temperature=0.2),
    "a prefilled answer for an older model": body_of("hi", ANSWERS, model=OLD),
    "a budget to think with for an older model": body_of(
        model=OLD, max_tokens=9_000, thinking={"type": "enabled", "budget_tokens": 2_000}
    ),
    "twenty strict tools": body_of(
        tools=[TOOL | {"name": f"t{n}", "strict": True, "input_schema": SCHEMA} for n in range(20)]
    ),
    "a format and effort": wanting(SCHEMA) | {"output_config": {"effort": "low"} | wanting(SCHEMA)["output_config"]},
    "pre-warming": body_of(max_tokens=0),
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_request_that_is_right_is_answered(endpoint: FakeEndpoint, name: str) -> None:
    got = send(endpoint, RIGHT[name])
    assert (got.status, got.body["type"]) == (200, "message"), got.data


# -- schemas


def deep(**schema: Any) -> dict[str, Any]:
    return SCHEMA | {"properties": {"answer": schema}}


def optional(number: int) -> dict[str, Any]:
    return SCHEMA | {"properties": {f"p{n}": {"type": "string"} for n in range(number)}, "required": []}


def unions(number: int) -> dict[str, Any]:
    names = [f"p{n}" for n in range(number)]
    return SCHEMA | {"properties": {name: {"type": ["string", "null"]} for name in names}, "required": names}


LOOP = {"$defs": {"node": deep(**{"$ref": "#/$defs/node"})}} | deep(**{"$ref": "#/$defs/node"})
OPEN = {"type": "object", "properties": {}}
SCHEMAS: dict[str, tuple[dict[str, Any], str]] = {
    "no additionalProperties": (OPEN, "'additionalProperties' must be explicitly set to false"),
    "none of them inside": (deep(type="array", items=OPEN), "'additionalProperties' must be explicitly set to false"),
    "any additional properties": (SCHEMA | {"additionalProperties": True}, "must be explicitly set to false"),
    "a root that is no object": ({"type": "string"}, "the root of a schema must be of type 'object'"),
    "a number with limits": (
        deep(type="integer", minimum=1, maximum=5),
        "output_config.format.schema: For 'integer' type, properties maximum, minimum are not supported",
    ),
    "a text with a length": (
        deep(type="string", maxLength=5),
        "For 'string' type, properties maxLength are not supported",
    ),
    "a list with a length": (deep(type="array", items={"type": "string"}, maxItems=5), "properties maxItems are not"),
    "a list of at least two": (
        deep(type="array", items={"type": "string"}, minItems=2),
        "For 'array' type, 'minItems' values other than 0 or 1 are not supported",
    ),
    "oneOf": (deep(oneOf=[{"type": "string"}]), "a schema must say its type"),
    "not": (deep(type="string", **{"not": {"const": "x"}}), "properties not are not supported"),
    "an unknown format": (deep(type="string", format="iban"), "the format 'iban' is not supported"),
    "a pattern that looks ahead": (deep(type="string", pattern="^(?=a)"), "the pattern '^(?=a)' is not supported"),
    "a pattern that looks back": (deep(type="string", pattern=r"(a)\1"), "is not supported"),
    "an enum of objects": (deep(enum=[{"a": 1}]), "Enum values must be strings, numbers, booleans or null"),
    "a type that is none": (deep(type="date"), "'date' is not a type"),
    "a required property that is not there": (
        SCHEMA | {"required": ["question"]},
        "'question' is not among its properties",
    ),
    "a definition inside itself": (LOOP, "Recursive schemas are not supported: #/$defs/node leads back to itself"),
    "itself": (deep(**{"$ref": "#"}), "Recursive schemas are not supported: # leads back to itself"),
    "a schema elsewhere": (deep(**{"$ref": "https://example.com/s"}), "external ones are not supported"),
    "25 optional properties": (optional(25), "too many optional parameters (25)"),
    "17 unions": (unions(17), "too many parameters with union types (17 parameters"),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_that_no_model_can_be_held_to_is_refused(endpoint: FakeEndpoint, name: str) -> None:
    schema, said = SCHEMAS[name]
    got = send(endpoint, wanting(schema))
    assert got.status == 400
    assert said in got.message
    strict = send(endpoint, body_of(tools=[TOOL | {"strict": True, "input_schema": schema}]))
    assert strict.status == 400


@pytest.mark.parametrize(
    "schema",
    [
        SCHEMA,
        optional(24),
        unions(16),
        deep(type="array", items={"type": "string", "enum": ["a", "b"]}, minItems=1),
        deep(type="string", format="date-time", description="when", default="x"),
        deep(type="string", pattern="^[a-z]+$"),
        deep(anyOf=[{"type": "string"}, {"type": "null"}]),
        {"$defs": {"leaf": SCHEMA}} | deep(**{"$ref": "#/$defs/leaf"}),
    ],
)
def test_a_schema_within_the_limits_is_answered_with_an_object_that_fits(
    endpoint: FakeEndpoint, schema: dict[str, Any]
) -> None:
    got = send(endpoint, wanting(schema))
    assert got.status == 200, got.data
    answer = json.loads(got.body["content"][0]["text"])
    assert set(schema["required"]) <= answer.keys() <= set(schema["properties"])


# -- headers, addresses, models


def without(name: str) -> Got:
    with FakeEndpoint() as endpoint:
        return send(endpoint, body_of(), headers={key: value for key, value in HEADERS.items() if key != name})


def test_a_request_without_a_key_a_version_or_a_kind_is_refused() -> None:
    assert [(got.status, got.message) for got in map(without, HEADERS)] == [
        (401, "x-api-key header is required"),
        (400, "anthropic-version: header is required"),
        (400, "content-type: expected application/json, found none"),
    ]


def test_only_the_keys_that_were_given_are_accepted_in_either_header() -> None:
    with FakeEndpoint(keys={"right"}) as endpoint:
        bearer = {name: value for name, value in HEADERS.items() if name != "x-api-key"}
        tries = [HEADERS, HEADERS | {"x-api-key": "right"}, bearer | {"authorization": "Bearer right"}]
        assert [send(endpoint, body_of(), headers=headers).status for headers in tries] == [401, 200, 200]


def test_a_model_is_a_hosted_one_or_one_that_was_named() -> None:
    small = Family(shortest_cached=100, context=50, most_output=10)
    with FakeEndpoint(models={"mine": small}) as endpoint:
        names = ["gpt-5", "mine", MODEL]
        assert [send(endpoint, body_of(model=name, max_tokens=10)).status for name in names] == [404, 200, 200]
        assert send(endpoint, body_of(model="mine", max_tokens=11)).status == 400


def test_what_is_not_there_is_not_found_and_what_is_there_takes_its_own_method(endpoint: FakeEndpoint) -> None:
    assert send(endpoint, b"{}", "/v1/complete").status == 404
    wrong = send(endpoint, b"", method="GET")
    assert (wrong.status, wrong.headers["allow"]) == (405, "POST")


def test_a_body_of_more_than_32_megabytes_is_too_large_and_the_client_gets_to_know(endpoint: FakeEndpoint) -> None:
    got = send(endpoint, b" " * (32 * 1024 * 1024 + 1))
    assert (got.status, got.body["error"]["type"]) == (413, "request_too_large")


def test_tokens_are_counted_without_being_used_and_by_the_same_rule(endpoint: FakeEndpoint) -> None:
    asked = body_of("x" * 400, system="y" * 40)
    counted = {name: value for name, value in asked.items() if name != "max_tokens"}
    assert send(endpoint, counted, "/v1/messages/count_tokens").body == {"input_tokens": 100 + 10 + 4}
    assert send(endpoint, asked).usage == (114, 0, 0)
    assert send(endpoint, asked, "/v1/messages/count_tokens").message == "max_tokens: Extra inputs are not permitted"
