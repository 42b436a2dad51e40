"""The servers that speak the Messages API, and what each does not do (read in their sources, autumn 2026)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from outcomes.testing.endpoint.conversation import every_block
from outcomes.testing.endpoint.fields import at, mapping, need, wrong
from outcomes.testing.endpoint.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

Documents = Literal["yes", "dropped", "refused"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What one kind of server does with a request."""

    name: str
    strict: bool = False
    """Whether bodies and headers are checked as the hosted API checks them; others read what they know."""
    schemas: bool = False
    """Whether `output_config.format` holds the model; where not, it is ignored without a word."""
    tool_choice: Literal["tool", "any", "ignored"] = "tool"
    """Whether a named tool must be used, only some tool, or none."""
    documents: Documents = "dropped"
    caching: bool = False
    counts_tokens: bool = True
    batches: bool = False
    bearer_only: bool = False
    """Whether the key has to come as `Authorization: Bearer`."""
    wants_key: bool = False


PROFILES: Final = {
    profile.name: profile
    for profile in (
        Profile("hosted", strict=True, schemas=True, documents="yes", caching=True, batches=True, wants_key=True),
        Profile("ollama", tool_choice="ignored", counts_tokens=False),
        Profile("llama.cpp", tool_choice="any"),
        Profile("vllm", schemas=True, documents="refused"),
        Profile("litellm", schemas=True, documents="refused", bearer_only=True, wants_key=True),
    )
}
"""By name. LiteLLM hands a document on as a picture, which the model behind it refuses."""

_KNOWN_TO_ALL: Final = {"text", "image", "tool_use", "tool_result", "thinking", "redacted_thinking"}


def as_read(body: Mapping[str, Any], profile: Profile) -> Mapping[str, Any]:
    """The body as the server's model gets to read it: blocks that the server does not know are left out unseen."""
    if profile.documents != "dropped":
        return body
    messages = [{**message, "content": _known_blocks(message["content"])} for message in body["messages"]]
    return {**body, "messages": messages}


def _known_blocks(content: Any) -> Any:  # noqa: ANN401 - a string, or blocks
    return content if isinstance(content, str) else [block for block in content if block.get("type") in _KNOWN_TO_ALL]


def check_loosely(body: Mapping[str, Any], profile: Profile) -> None:
    """What servers other than the hosted one check: that there is something to read."""
    messages = need(body, "", "messages", list)
    if not messages:
        raise wrong("messages", "at least one message is required")
    for index, message in enumerate(messages):
        content = mapping(message, f"messages.{index}").get("content")
        if message.get("role") not in {"user", "assistant", "system"} or not isinstance(content, (str, list)):
            raise wrong(at("messages", index), "a message has a role and content")
    for block in every_block(body):
        if block.get("type") not in _KNOWN_TO_ALL and profile.documents == "refused":
            raise Refusal(400, f"content blocks of type {block.get('type')!r} are not supported by this server")
