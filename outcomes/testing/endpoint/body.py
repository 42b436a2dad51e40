"""The body of a request for a message, checked field by field as the API checks it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from outcomes.testing.endpoint.blocks import check_block
from outcomes.testing.endpoint.breakpoints import check_breakpoints
from outcomes.testing.endpoint.conversation import check_messages, every_block
from outcomes.testing.endpoint.fields import at, known, listed, mapping, may, need, of_kind, one_of, tag, wrong
from outcomes.testing.endpoint.refusal import Refusal
from outcomes.testing.endpoint.schemas import MOST_STRICT_TOOLS, check_schemas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.testing.endpoint.families import Family

COUNTED: Final = {
    "model",
    "messages",
    "system",
    "tools",
    "tool_choice",
    "thinking",
    "output_config",
    "cache_control",
    "speed",
}
"""What a request to count tokens may have."""
FIELDS: Final = COUNTED | {
    "max_tokens", "stream", "temperature", "top_p", "top_k", "stop_sequences", "metadata", "service_tier",
    "container", "diagnostics", "inference_geo",
}  # fmt: skip
EFFORTS: Final = ("low", "medium", "high", "xhigh", "max")
_TOOL_NAME: Final = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_MAX_DEPTH: Final = 900


def parse_body(data: bytes) -> Mapping[str, Any]:
    """An object, from the bytes."""
    try:
        value = json.loads(data, parse_constant=_not_json)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, f"The request body is not valid JSON: {error}") from None
    return mapping(value, "")


def _not_json(name: str) -> None:
    msg = f"{name} is no JSON"
    raise ValueError(msg)


def check_model(body: Mapping[str, Any]) -> str:
    """Its name, whether or not there is such a model."""
    model = need(body, "", "model", str)
    if not model:
        raise wrong("model", "String should have at least 1 character")
    return str(model)


def check_body(body: Mapping[str, Any], model: Family, *, counting: bool = False) -> None:
    """Everything about a request but its headers and whether there is such a model."""
    known(body, "", COUNTED if counting else FIELDS)
    if not counting:
        _check_limits(body, model)
        _check_sampling(body, model)
    check_messages(body, model)
    _check_system(body)
    schemas = _check_tools(body)
    _check_tool_choice(body)
    _check_thinking(body, model)
    check_schemas([*schemas, *_check_output(body)])
    check_breakpoints(body)


def _check_limits(body: Mapping[str, Any], model: Family) -> None:
    most = need(body, "", "max_tokens", int)
    if most < 0:
        raise wrong("max_tokens", "must be greater than or equal to 0")
    if most > model.most_output:
        raise wrong(
            "max_tokens",
            f"{most} > {model.most_output}, which is the maximum allowed number of output tokens for {body['model']}",
        )
    forced = (body.get("tool_choice") or {}).get("type") in {"any", "tool"}
    if not most and (forced or (body.get("output_config") or {}).get("format") or body.get("stream")):
        raise wrong("max_tokens", "0 (pre-warming) cannot be used with streaming, a format or a forced tool")
    may(body, "", "stream", bool)
    for index, stop in enumerate(may(body, "", "stop_sequences", list) or ()):
        if not of_kind(stop, f"stop_sequences.{index}", str).strip():
            raise wrong(at("stop_sequences", index), "each stop sequence must contain non-whitespace")
    known(may(body, "", "metadata", dict) or {}, "metadata", {"user_id"})
    if body.get("service_tier") is not None:
        one_of(body["service_tier"], "service_tier", ("auto", "standard_only"))


def _check_sampling(body: Mapping[str, Any], model: Family) -> None:
    for name, default in (("temperature", 1), ("top_p", 1), ("top_k", None)):
        value = may(body, "", name, int if name == "top_k" else float)
        if value is None:
            continue
        if not model.sampling and value != default:
            raise wrong("", f"`{name}` is deprecated for this model: only its default is accepted, found {value}")
        if name != "top_k" and not 0 <= value <= 1:
            raise wrong(name, "range: 0..1")
        if name == "top_k" and value < 0:
            raise wrong(name, "must be greater than or equal to 0")
    if model.sampling and body.get("temperature") is not None and body.get("top_p") is not None:
        raise wrong("", "`temperature` and `top_p` cannot both be specified for this model. Please use only one.")


def _check_system(body: Mapping[str, Any]) -> None:
    system = body.get("system")
    if system is None or isinstance(system, str):
        return
    for index, block in enumerate(listed(system, "system")):
        check_block(mapping(block, f"system.{index}"), f"system.{index}", ("text",))


def _check_tools(body: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Also: the schemas of those that are strict, with their places."""
    names: set[str] = set()
    strict: list[tuple[str, Mapping[str, Any]]] = []
    for index, value in enumerate(may(body, "", "tools", list) or ()):
        where, tool = f"tools.{index}", mapping(value, f"tools.{index}")
        if tool.get("type") not in {None, "custom"}:
            continue  # one that the platform runs; none of its business here
        name = need(tool, f"{where}.custom", "name", str)
        if not _TOOL_NAME.fullmatch(name):
            raise wrong(at(where, "custom.name"), "String should match pattern '^[a-zA-Z0-9_-]{1,128}$'")
        schema = need(tool, f"{where}.custom", "input_schema", dict)
        if schema.get("type") != "object":
            raise wrong(at(where, "custom.input_schema.type"), "Input should be 'object'")
        if name in names:
            raise wrong("tools", "Tool names must be unique.")
        names.add(name)
        if may(tool, f"{where}.custom", "strict", bool):
            strict.append((f"{where}.custom.input_schema", schema))
    if len(strict) > MOST_STRICT_TOOLS:
        raise wrong(
            "tools",
            f"Too many strict tools ({len(strict)}). The maximum number of strict tools is {MOST_STRICT_TOOLS}.",
        )
    return strict


def _check_tool_choice(body: Mapping[str, Any]) -> None:
    choice = may(body, "", "tool_choice", dict)
    if choice is None:
        return
    kind = tag(choice, "tool_choice", ("auto", "any", "tool", "none"))
    if not body.get("tools") and kind != "none":
        raise wrong("", "tool_choice may only be specified while providing tools")
    if kind == "tool":
        name = need(choice, "tool_choice.tool", "name", str)
        if name not in {tool.get("name") for tool in body["tools"]}:
            raise wrong("", f"Tool '{name}' not found in provided tools")
    if kind in {"any", "tool"} and (body.get("thinking") or {}).get("type") in {"enabled", "adaptive"}:
        raise wrong("", "Thinking may not be enabled when tool_choice forces tool use.")


def _check_thinking(body: Mapping[str, Any], model: Family) -> None:
    thinking = may(body, "", "thinking", dict)
    if thinking is None:
        return
    kind = tag(thinking, "thinking", ("enabled", "disabled", "adaptive", "between_tools"))
    if kind != "enabled":
        return
    if not model.manual_thinking:
        raise wrong("", '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive".')
    budget = need(thinking, "thinking.enabled", "budget_tokens", int)
    if budget < 1_024:
        raise wrong("thinking.enabled.budget_tokens", "Input should be greater than or equal to 1024")
    if budget >= body.get("max_tokens", budget + 1):
        raise wrong("", "`max_tokens` must be greater than `thinking.budget_tokens`.")


def _check_output(body: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Also: the schema that it wants, with its place."""
    output = may(body, "", "output_config", dict)
    if output is None:
        return []
    known(output, "output_config", {"effort", "format", "task_budget"})
    if output.get("effort") is not None:
        one_of(output["effort"], "output_config.effort", EFFORTS)
    wanted = may(output, "output_config", "format", dict)
    if wanted is None:
        return []
    tag(wanted, "output_config.format", ("json_schema",))
    known(wanted, "output_config.format", {"type", "schema"})
    schema = need(wanted, "output_config.format", "schema", dict)
    if any((block.get("citations") or {}).get("enabled") for block in every_block(body) if block["type"] == "document"):
        raise wrong(at("output_config", "format"), "structured outputs cannot be used with citations")
    if body["messages"][-1]["role"] == "assistant":
        raise wrong(at("output_config", "format"), "structured outputs cannot be used with prefill")
    return [("output_config.format.schema", schema)]
