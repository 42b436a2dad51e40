"""The answer in a message: an object in the form that was asked for, or tool uses to be answered first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outcomes.model import Opaque, Reply, ToolUse, Words
from outcomes.models.faults import BadReply
from outcomes.models.scan import CODE, find_answer, without_code
from outcomes.models.strict import strict_json
from outcomes.models.ways import ANSWER, code_of
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.model import Piece, Question, Way
    from outcomes.models.faults import Asked
    from outcomes.models.message import Message


def read_answer(message: Message, question: Question, way: Way, asked: Asked) -> Reply:
    """The reply that a message is.

    Raises:
        BadReply: there is no answer in it; `usage` is what it cost.
    """
    spoken = tuple(_piece(block) for block in message.blocks)
    uses = tuple(piece for piece in spoken if isinstance(piece, ToolUse))
    try:
        lookups = _lookups(uses, question)
        value = None if lookups else _value(message, uses, question, way)
    except ValueError as error:
        number = f" (request {message.request_id})" if message.request_id else ""
        bad = BadReply(
            f"{asked} gave no answer: {asked.endpoint.hide(str(error))}{number}", why=str(error), spoken=spoken
        )
        bad.usage = message.usage
        raise bad from None
    return Reply(
        value,
        lookups,
        message.usage,
        message.stop_reason,
        message.model,
        message.request_id,
        way,
        message.notes,
        tuple(piece for piece in spoken if not (isinstance(piece, ToolUse) and piece.name == ANSWER)),
    )


def _piece(block: Mapping[str, Any]) -> Piece:
    if block["type"] == "text":
        return Words(block["text"])
    if block["type"] == "tool_use":
        return ToolUse(block["id"], block["name"], block["input"])
    return Opaque(block)


def _lookups(uses: tuple[ToolUse, ...], question: Question) -> tuple[ToolUse, ...]:
    """Tool uses that are no answer. They come first: an answer beside them was given before they were answered."""
    known = {tool.name for tool in question.tools}
    strange = [use.name for use in uses if use.name not in known and use.name != ANSWER]
    if strange:
        msg = f"it calls a tool that does not exist: {strange[0][:80]!r}"
        raise ValueError(msg)
    found = tuple(use for use in uses if use.name in known)
    if len({use.id for use in found}) < len(found):
        raise ValueError("it calls two tools under one id")
    return found


def _value(message: Message, uses: tuple[ToolUse, ...], question: Question, way: Way) -> Mapping[str, Any]:
    """An object that the endpoint was held to, with every field, or one that the question's code proves to be meant."""
    text = "\n".join(block["text"] for block in message.blocks if block["type"] == "text")
    if way == "prompted" or (way != "native" and not uses):
        return find_answer(text, code_of(question))
    if way != "native":
        return _given(uses, code_of(question))
    value = _whole(text)
    missing = [name for name in question.schema.get("required", ()) if name not in value]
    if missing:
        msg = f"its object lacks {count(len(missing), 'field')}: {', '.join(missing)}"
        raise ValueError(msg)
    return value


def _whole(text: str) -> dict[str, Any]:
    if not text.strip():
        raise ValueError("it is empty")
    try:
        value = strict_json(text)
    except ValueError as error:
        msg = f"it is no JSON: {error}"
        raise ValueError(msg) from None
    if not isinstance(value, dict):
        raise ValueError("it is JSON, but no object")  # noqa: TRY004 - told to the model like all else
    return value


def _given(uses: tuple[ToolUse, ...], code: str) -> dict[str, Any]:
    """What the tool to answer with was called with."""
    if any(use.input.get(CODE) != code for use in uses):
        msg = f"its {CODE} is not the one that was asked for"
        raise ValueError(msg)
    if any(use.input != uses[0].input for use in uses):
        raise ValueError("it holds several answers that differ")
    return without_code(dict(uses[0].input))
