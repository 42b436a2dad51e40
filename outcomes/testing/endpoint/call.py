"""One request for a message as scripts and faults see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from outcomes.testing.endpoint.codes import find_code
from outcomes.testing.endpoint.conversation import content_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from outcomes.testing.endpoint.codes import Code


@dataclass(frozen=True)
class Call:
    """The request, and how often the like of it has come."""

    number: int
    """1 for the first request for a message that this endpoint got, retries counted."""
    attempt: int
    """1 for the first request with these very bytes."""
    digest: str
    """Of these bytes."""
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    """Lower-case names; keys are masked."""

    @cached_property
    def system(self) -> str:
        """The system prompt, its blocks joined by empty lines."""
        return "\n\n".join(_texts(content_blocks(self.body.get("system") or ())))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Every piece of text of all turns in order, those inside tool results and documents included."""
        found: list[str] = []
        for message in self.body["messages"]:
            found.extend(_texts(content_blocks(message["content"])))
        return tuple(found)

    @property
    def text(self) -> str:
        """System prompt and all texts, joined by empty lines."""
        return "\n\n".join((self.system, *self.texts))

    @property
    def last(self) -> tuple[str, ...]:
        """The pieces of text of the last message."""
        return tuple(_texts(content_blocks(self.body["messages"][-1]["content"])))

    @cached_property
    def code(self) -> Code | None:
        """What the last message asks to have repeated, where an endpoint cannot be held to a schema."""
        return find_code(self.last)

    @property
    def tools(self) -> Sequence[Mapping[str, Any]]:
        """What is offered."""
        return self.body.get("tools") or ()

    @property
    def forced_tool(self) -> Mapping[str, Any] | None:
        """The tool that must be used: the one that is named, or the only one there is where any will do."""
        choice = self.body.get("tool_choice") or {}
        if choice.get("type") == "any" and len(self.tools) == 1:
            return self.tools[0]
        return next(
            (tool for tool in self.tools if choice.get("type") == "tool" and tool["name"] == choice["name"]), None
        )

    @property
    def schema(self) -> Mapping[str, Any] | None:
        """What the answer has to be like: the format's schema, or that of the tool that must be used."""
        wanted = (self.body.get("output_config") or {}).get("format")
        if wanted:
            schema: Mapping[str, Any] = wanted["schema"]
            return schema
        return self.forced_tool["input_schema"] if self.forced_tool else None

    @property
    def tool_results(self) -> tuple[Mapping[str, Any], ...]:
        """Every answer to a tool use so far."""
        blocks = (block for message in self.body["messages"] for block in content_blocks(message["content"]))
        return tuple(block for block in blocks if block["type"] == "tool_result")


def _texts(blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for block in blocks:
        match block.get("type"):
            case "text":
                yield block["text"]
            case "tool_result":
                yield from _texts(content_blocks(block.get("content") or ()))
            case "document":
                source = block["source"]
                if source["type"] == "text":
                    yield source["data"]
                elif source["type"] == "content":
                    yield from _texts(content_blocks(source["content"]))
