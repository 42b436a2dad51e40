"""A message as the API sends it: one JSON document, or a stream of server-sent events."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from outcomes.testing.endpoint.tokens import BYTES_PER_TOKEN, json_tokens, text_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DELTA: Final = 24
"""Characters of one piece of a stream."""

Message = dict[str, Any]


def make_message(
    number: int, model: str, content: list[dict[str, Any]], stop_reason: str, usage: Mapping[str, Any], most: int
) -> Message:
    """The whole message; what does not fit `most` output tokens is cut off, as a model's is."""
    spoken, output = list[dict[str, Any]](), 0
    for block in content:
        tokens = _output_tokens(block)
        if output + tokens > most:
            cut = _cut(block, most - output)
            spoken.extend([cut] if cut else [])
            output, stop_reason = most, "max_tokens"
            break
        spoken.append(block)
        output += tokens
    return {
        "id": f"msg_{number:024d}",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": spoken,
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "stop_details": None,
        "usage": {**usage, "output_tokens": output},
    }


def _output_tokens(block: Mapping[str, Any]) -> int:
    if block.get("type") == "text" and isinstance(block.get("text"), str):
        return max(1, text_tokens(block["text"]))
    return json_tokens({key: value for key, value in block.items() if key != "type"})


def _cut(block: dict[str, Any], tokens: int) -> dict[str, Any] | None:
    """As much of a text as fits; a tool use that was not finished is left with what it has, which is nothing."""
    if block.get("type") != "text":
        return {**block, "input": {}} if block.get("type") == "tool_use" else None
    kept = block["text"].encode()[: max(tokens, 0) * BYTES_PER_TOKEN].decode(errors="ignore")
    return {**block, "text": kept} if kept else None


def as_json(message: Message) -> bytes:
    """One document."""
    return json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")


def as_events(message: Message) -> list[bytes]:
    """The documented sequence, one frame each."""
    return [frame(str(event["type"]), event) for event in _events(message)]


def frame(name: str, data: Mapping[str, Any]) -> bytes:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode("utf-8", "surrogatepass")


def _events(message: Message) -> Iterator[dict[str, Any]]:
    usage = message.get("usage")
    start = {**message, "content": [], "stop_reason": None, "stop_details": None}
    if isinstance(usage, dict):
        start["usage"] = {**usage, "output_tokens": min(1, usage["output_tokens"])}
    yield {"type": "message_start", "message": start}
    yield {"type": "ping"}
    for index, block in enumerate(message["content"]):
        yield from _block_events(index, block)
    delta = {name: message.get(name) for name in ("stop_reason", "stop_sequence", "stop_details")}
    yield {"type": "message_delta", "delta": delta, **({"usage": usage} if usage is not None else {})}
    yield {"type": "message_stop"}


def _block_events(index: int, block: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield {"type": "content_block_start", "index": index, "content_block": {**block, **_empty(block)}}
    for kind, name, whole in _deltas(block):
        for begin in range(0, len(whole), DELTA):
            piece = {"type": kind, name: whole[begin : begin + DELTA]}
            yield {"type": "content_block_delta", "index": index, "delta": piece}
    yield {"type": "content_block_stop", "index": index}


def _empty(block: Mapping[str, Any]) -> dict[str, object]:
    """What grows, before it has grown; blocks of other kinds come whole."""
    kinds: dict[str, dict[str, object]] = {
        "text": {"text": ""},
        "tool_use": {"input": {}},
        "thinking": {"thinking": "", "signature": ""},
    }
    return kinds.get(str(block.get("type")), {})


def _deltas(block: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Kind, field and text of what a block grows by."""
    match block.get("type"):
        case "text":
            yield "text_delta", "text", block["text"]
        case "tool_use":
            yield "input_json_delta", "partial_json", json.dumps(block["input"], ensure_ascii=False)
        case "thinking":
            yield "thinking_delta", "thinking", block["thinking"]
            yield "signature_delta", "signature", block["signature"]
