"""A question as the body of a request, in each of the ways in which an object can be got out of an endpoint."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from outcomes.identity import Same
from outcomes.model import Opaque, Picture, ToolResult, ToolUse, Words
from outcomes.models.scan import CODE
from outcomes.prompts import render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outcomes.model import Effort, Piece, Question, Tool, Way

LADDER: Final[tuple[Way, ...]] = ("native", "forced_tool", "offered_tool", "prompted")
"""Best first."""
ANSWER: Final = "give_answer"
"""The tool that an answer is given by, where an endpoint has no schema mode."""
MOST_BREAKPOINTS: Final = 4
"""Cache breakpoints that one request may have; the last ones hold the longest beginnings."""
_COMPACT: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@dataclass(frozen=True, slots=True)
class Manner:
    """How one kind of request is made."""

    way: Way = "native"
    ttl: str = "5m"
    effort: Effort | None = None


def code_of(question: Question) -> str:
    """The code that an answer repeats: the question's nonce.

    Without one, a part of the question's own hash: nobody can put the hash of a text into that text.
    """
    return question.nonce or question.sha256[:16]


def body(question: Question, model: str, manner: Manner) -> bytes:
    """What is sent, as JSON: nothing but messages, the tools, and the schema.

    Question after question has the same rules, tools and schema, so that these are written once.
    """
    same = Same(question.schema), Same(question.tools)
    before = _before_messages(model, question.max_output_tokens, manner, question.system, *same)
    return b"".join((before, _as_json(_messages(question, manner)), b"}"))


@lru_cache(maxsize=64)
def _before_messages(model: str, most_tokens: int, manner: Manner, system: str, schema: Same, tools: Same) -> bytes:
    """The body up to its messages."""
    made: dict[str, Any] = {"model": model, "max_tokens": most_tokens}
    if system:
        made["system"] = system
    offered, config = [_tool(tool) for tool in tools.value], dict[str, Any]()
    if manner.way == "native":
        config["format"] = {"type": "json_schema", "schema": schema.value}
    elif manner.way != "prompted":
        offered.append(_answer_tool(tools.value, schema.value))
        if manner.way == "forced_tool":
            made["tool_choice"] = {"type": "any"} if tools.value else {"type": "tool", "name": ANSWER}
    if offered:
        made["tools"] = offered
    if manner.effort is not None:
        config["effort"] = manner.effort
    if config:
        made["output_config"] = config
    return _as_json(made)[:-1] + b',"messages":'


def _as_json(value: object) -> bytes:
    """Compact; half a surrogate pair, which is no character, as an escape."""
    try:
        return _COMPACT.encode(value).encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()


def _messages(question: Question, manner: Manner) -> list[dict[str, Any]]:
    cached = [id(piece) for turn in question.turns for piece in turn.pieces if _is_cached(piece)]
    kept = frozenset(cached[-MOST_BREAKPOINTS:])
    control: dict[str, Any] = {"type": "ephemeral"} | ({"ttl": manner.ttl} if manner.ttl != "5m" else {})
    made = [
        {"role": turn.role, "content": [_block(piece, kept, control) for piece in turn.pieces if not _is_empty(piece)]}
        for turn in question.turns
    ]
    if manner.way != "native":
        _instruct(made, question, manner.way)
    return [message for message in made if message["content"]]


def _instruct(made: list[dict[str, Any]], question: Question, way: Way) -> None:
    """Say at the end, behind everything that is cached, in which form the answer is wanted."""
    text = render(
        "answer_form.md.j2",
        way=way,
        tool=ANSWER,
        field=CODE,
        code=code_of(question),
        schema=json.dumps(_with_code(question.schema), ensure_ascii=False),
    ).strip()
    block = {"type": "text", "text": text}
    if made and made[-1]["role"] == "user":
        made[-1]["content"].append(block)
    else:
        made.append({"role": "user", "content": [block]})


def _is_cached(piece: Piece) -> bool:
    """Whether a breakpoint stands behind it: endpoints take none inside a tool result, only behind the whole of it."""
    if isinstance(piece, ToolResult):
        return any(part.cached for part in piece.content)
    return isinstance(piece, Words | Picture) and piece.cached


def _is_empty(piece: Piece) -> bool:
    """Endpoints refuse blocks of text without any."""
    return isinstance(piece, Words) and not piece.text.strip()


def _block(piece: Piece, kept: frozenset[int], control: Mapping[str, Any]) -> dict[str, Any]:
    made = _plain_block(piece)
    return {**made, "cache_control": control} if id(piece) in kept else made


def _plain_block(piece: Piece) -> dict[str, Any]:
    if isinstance(piece, Words):
        return {"type": "text", "text": piece.text}
    if isinstance(piece, Picture):
        data = b64encode(piece.png).decode("ascii")
        return {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": data}}
    if isinstance(piece, ToolUse):
        return {"type": "tool_use", "id": piece.id, "name": piece.name, "input": dict(piece.input)}
    if isinstance(piece, Opaque):
        return dict(piece.block)
    content = [_plain_block(part) for part in piece.content if not _is_empty(part)]
    made: dict[str, Any] = {"type": "tool_result", "tool_use_id": piece.tool_use_id, "content": content}
    return {**made, "is_error": True} if piece.failed else made


def _tool(tool: Tool) -> dict[str, Any]:
    return {"name": tool.name, "description": tool.description, "input_schema": tool.schema}


def _answer_tool(tools: Sequence[Tool], schema: Mapping[str, Any]) -> dict[str, Any]:
    if any(tool.name == ANSWER for tool in tools):
        msg = f"a tool of the question's own is called {ANSWER!r}, which is the name of the tool to answer with"
        raise ValueError(msg)
    description = render("answer_tool.md.j2", field=CODE)
    return {"name": ANSWER, "description": description, "input_schema": _with_code(schema)}


def _with_code(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema with the field for the code in front: a constant for a kind of question, as the schema is."""
    properties = {CODE: {"type": "string"}, **schema.get("properties", {})}
    return {**schema, "properties": properties, "required": [CODE, *schema.get("required", ())]}
