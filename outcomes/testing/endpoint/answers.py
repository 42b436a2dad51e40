"""What a script may answer with, and the content blocks that each server makes of it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from outcomes.testing.endpoint.examples import example

if TYPE_CHECKING:
    from outcomes.testing.endpoint.call import Call
    from outcomes.testing.endpoint.codes import Code
    from outcomes.testing.endpoint.http import Headers
    from outcomes.testing.endpoint.profiles import Profile


@dataclass(frozen=True, slots=True)
class Use:
    """The model asks for a tool."""

    name: str
    input: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Say:
    """An answer laid down to the last detail; what is not given is as ever."""

    content: Sequence[Mapping[str, Any]]
    """Content blocks, sent as they are."""
    stop_reason: str | None = None
    usage: Mapping[str, Any] | None = None
    """Fields that replace the computed ones."""
    headers: Headers = ()


Answer = Mapping[str, Any] | str | Use | Sequence[Use] | Say | None
"""An object, words, tool uses, an answer in full, or `None`: any valid object that the request asks for."""
Script = Callable[["Call"], Answer | Awaitable[Answer]] | Sequence[Answer]
"""A function of the request, sync or async, or answers in turn of which the last is repeated."""

_PROSE: Final = "I have looked at it closely, and here is what I think of it in a few words."


def answer_of(script: Script, call: Call) -> Answer | Awaitable[Answer]:
    """What the script says to this call."""
    if callable(script):
        return script(call)
    return script[min(call.number, len(script)) - 1]


def content_of(answer: Answer, call: Call, profile: Profile, *, takes_offers: bool) -> tuple[list[dict[str, Any]], str]:
    """Content blocks and stop reason: an object goes where this server's model would put it."""
    if isinstance(answer, Say):
        uses = any(block.get("type") == "tool_use" for block in answer.content)
        return [dict(block) for block in answer.content], answer.stop_reason or ("tool_use" if uses else "end_turn")
    if isinstance(answer, str):
        return [_text(answer)], "end_turn"
    if isinstance(answer, Use):
        return _uses([answer], call), "tool_use"
    if answer is not None and not isinstance(answer, Mapping):
        return _uses(answer, call), "tool_use"
    return _object(answer, call, profile, takes_offers=takes_offers)


def _object(
    value: Mapping[str, Any] | None, call: Call, profile: Profile, *, takes_offers: bool
) -> tuple[list[dict[str, Any]], str]:
    """As a forced tool's input, as bare JSON, as an offered tool's input, or as JSON among words, whichever holds."""
    code = call.code
    fitting = next((tool for tool in call.tools if value is None or _fits(value, tool, code)), None)
    forced = _forced(call, profile, fitting)
    if forced is not None:
        return _uses([Use(forced["name"], _filled(value, forced, code))], call), "tool_use"
    if profile.schemas and call.schema is not None:
        return [_text(json.dumps(value if value is not None else example(call.schema), ensure_ascii=False))], "end_turn"
    if fitting is not None and takes_offers:
        return _uses([Use(fitting["name"], _filled(value, fitting, code))], call), "tool_use"
    if value is None or "json" not in call.text.lower():
        return [_text(_PROSE)], "end_turn"
    coded = value if code is None else {code.field: code.digits, **value}
    return [_text(f"Here it is:\n\n```json\n{json.dumps(coded, ensure_ascii=False)}\n```\n")], "end_turn"


def _forced(call: Call, profile: Profile, fitting: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The tool that this server makes the model use; where that is any, the one that fits the answer."""
    choice = (call.body.get("tool_choice") or {}).get("type")
    if profile.tool_choice == "ignored" or choice not in {"any", "tool"}:
        return None
    if choice == "any" or profile.tool_choice == "any":
        return fitting if fitting is not None else call.tools[0]
    return call.forced_tool


def _filled(value: Mapping[str, Any] | None, tool: Mapping[str, Any], code: Code | None) -> Mapping[str, Any]:
    """The tool's input: the answer, with the code where the tool takes one."""
    schema = tool.get("input_schema", {})
    given = example(schema) if value is None else value
    wanted = code is not None and code.field in schema.get("properties", ())
    return {**given, code.field: code.digits} if code is not None and wanted else given


def _fits(value: Mapping[str, Any], tool: Mapping[str, Any], code: Code | None) -> bool:
    """Whether the object is what the tool takes: everything it needs (the code aside), and nothing it does not know."""
    schema = tool.get("input_schema", {})
    needed = set(schema.get("required", ())) - ({code.field} if code is not None else set())
    return needed <= value.keys() <= set(schema.get("properties", ()))


def _uses(uses: Sequence[Use], call: Call) -> list[dict[str, Any]]:
    return [
        {"type": "tool_use", "id": f"toolu_{call.number:06d}{index:02d}", "name": use.name, "input": dict(use.input)}
        for index, use in enumerate(uses)
    ]


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}
