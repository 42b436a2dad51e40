"""The turns of a request checked as the API checks them: who speaks, and that every tool use is answered."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Any, Final

from outcomes.testing.endpoint.blocks import check_content, check_many
from outcomes.testing.endpoint.fields import at, known, listed, mapping, need, one_of, wrong
from outcomes.testing.endpoint.pictures import size_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from outcomes.testing.endpoint.families import Family

MOST_MESSAGES: Final = 100_000

Turn = tuple[str, list["Mapping[str, Any]"]]


def check_messages(body: Mapping[str, Any], model: Family) -> None:
    """Each message by itself, then what holds between them."""
    messages = need(body, "", "messages", list)
    if not messages:
        raise wrong("messages", "at least one message is required")
    if len(messages) > MOST_MESSAGES:
        raise wrong("messages", f"at most {MOST_MESSAGES:,} messages are allowed")
    for index, message in enumerate(messages):
        _check_message(mapping(message, at("messages", index)), at("messages", index), last=index == len(messages) - 1)
    if messages[0]["role"] != "user":
        raise wrong("messages", 'first message must use the "user" role')
    if messages[-1]["role"] == "assistant" and not model.prefill:
        said = "This model does not support assistant message prefill. The conversation must end with a user message."
        raise wrong("", said)
    _check_pairs(turns(messages))
    check_many([size for block in every_block(body) if (size := _pixels(block)) is not None], model.pictures)


def turns(messages: Sequence[Mapping[str, Any]]) -> list[Turn]:
    """Neighbouring messages of one role are one turn, as the API itself takes them; strings are text blocks."""
    found: list[Turn] = []
    for message in messages:
        blocks = content_blocks(message["content"])
        if found and found[-1][0] == message["role"]:
            found[-1][1].extend(blocks)
        else:
            found.append((message["role"], list(blocks)))
    return found


def content_blocks(content: str | Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """A string is short for one text block."""
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def every_block(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """All content blocks of all messages, and those inside tool results and documents."""
    for message in body["messages"]:
        yield from _inside(content_blocks(message["content"]))


def _inside(blocks: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for block in blocks:
        yield block
        inner = block.get("content") if block.get("type") == "tool_result" else None
        if block.get("type") == "document" and block["source"].get("type") == "content":
            inner = block["source"]["content"]
        if isinstance(inner, list):
            yield from _inside(inner)


def _check_message(message: Mapping[str, Any], where: str, *, last: bool) -> None:
    known(message, where, {"role", "content"})
    role = one_of(message.get("role"), f"{where}.role", ("user", "assistant"))
    if "content" not in message:
        raise wrong(at(where, "content"), "Field required")
    content = message["content"]
    if last and role == "assistant" and not content:
        return
    check_content(content, f"{where}.content", role)
    if not listed(content if isinstance(content, list) else ["text"], where):
        raise wrong(where, f"{role} messages must have non-empty content")


def _check_pairs(spoken: Sequence[Turn]) -> None:
    """Every tool use is answered at the beginning of the next turn, and nothing else is."""
    seen: set[str] = set()
    uses: list[str] = []
    for index, (role, blocks) in enumerate(spoken):
        results = _leading_results(blocks) if role == "user" else []
        missing = [name for name in uses if name not in results]
        if missing:
            raise wrong(
                at("messages", index - 1),
                f"`tool_use` ids were found without `tool_result` blocks immediately after: {', '.join(missing)}. Each "
                "`tool_use` block must have a corresponding `tool_result` block in the next message.",
            )
        _check_results(blocks, uses, index)
        uses = [block["id"] for block in blocks if block["type"] == "tool_use"]
        if len(set(uses)) < len(uses) or seen & set(uses):
            raise wrong(at("messages", index), "`tool_use` ids must be unique")
        seen.update(uses)


def _leading_results(blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    results = []
    for block in blocks:
        if block["type"] != "tool_result":
            break
        results.append(block["tool_use_id"])
    return results


def _check_results(blocks: Sequence[Mapping[str, Any]], uses: Sequence[str], index: int) -> None:
    answered: set[str] = set()
    for position, block in enumerate(blocks):
        if block["type"] != "tool_result":
            continue
        where, name = f"messages.{index}.content.{position}", block["tool_use_id"]
        if name not in uses:
            raise wrong(
                where,
                f"unexpected `tool_use_id` found in `tool_result` blocks: {name}. Each `tool_result` block must have a "
                "corresponding `tool_use` block in the previous message.",
            )
        if name in answered:
            raise wrong(
                where, f"each tool_use must have a single result. Found multiple `tool_result` blocks with id: {name}"
            )
        answered.add(name)


def _pixels(block: Mapping[str, Any]) -> tuple[int, int] | None:
    if block.get("type") != "image":
        return None
    source = block["source"]
    return size_of(b64decode(source["data"])) if source["type"] == "base64" else (1, 1)
