"""Where `cache_control` may stand, and in which order, checked as the API checks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from outcomes.testing.endpoint.fields import at, known, mapping, one_of, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_BREAKPOINTS: Final = 4
_NEVER: Final = {"thinking", "redacted_thinking"}


def check_breakpoints(body: Mapping[str, Any]) -> None:
    """At most four, of a known kind, on blocks that can have one, those for an hour first."""
    marks = [(where, mark) for where, mark in _marks(body) if mark is not None]
    shortest = ""
    for where, mark in marks:
        ttl = time_to_live(mark, where)
        if ttl == "1h" and shortest:
            raise wrong(
                at(where, "ttl"),
                "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks "
                "are processed in the following order: `tools`, `system`, `messages`.",
            )
        shortest = shortest or (where if ttl == "5m" else "")
    if len(marks) > MOST_BREAKPOINTS:
        message = f"A maximum of {MOST_BREAKPOINTS} blocks with cache_control may be provided. Found {len(marks)}."
        raise wrong("", message)


def time_to_live(mark: object, where: str = "cache_control") -> str:
    """`5m` or `1h`."""
    control = mapping(mark, where)
    known(control, where, {"type", "ttl"})
    one_of(control.get("type"), f"{where}.type", ("ephemeral",))
    return one_of(control.get("ttl", "5m"), f"{where}.ttl", ("5m", "1h"))


def _marks(body: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """In the order in which the API reads them; the request's own stands for its last block."""
    for index, tool in enumerate(body.get("tools") or ()):
        yield f"tools.{index}.cache_control", tool.get("cache_control")
    system = body.get("system")
    for index, block in enumerate(system if isinstance(system, list) else ()):
        yield f"system.{index}.cache_control", block.get("cache_control")
    for index, message in enumerate(body["messages"]):
        content = message["content"]
        for position, block in enumerate(content if isinstance(content, list) else ()):
            yield from _of_block(block, f"messages.{index}.content.{position}")
    yield "cache_control", body.get("cache_control")


def _of_block(block: Mapping[str, Any], where: str) -> Iterator[tuple[str, object]]:
    mark = block.get("cache_control")
    if mark is not None and block["type"] in _NEVER:
        raise wrong(at(where, f"{block['type']}.cache_control"), "Extra inputs are not permitted")
    if mark is not None and block["type"] == "text" and not block["text"]:
        raise wrong(at(where, "text"), "cache_control cannot be set for empty text blocks")
    inner = block.get("content")
    for index, part in enumerate(inner if block["type"] == "tool_result" and isinstance(inner, list) else ()):
        if part.get("cache_control") is not None:
            raise wrong(
                at(where, f"tool_result.content.{index}.cache_control"),
                "cache_control may not be specified within `tool_result.content`. Instead, place it directly on "
                "`tool_result`",
            )
    yield f"{where}.cache_control", mark
