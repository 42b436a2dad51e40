"""Requests to a fake endpoint, as plain as can be: whole bodies in, statuses and objects out."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.testing import FakeEndpoint

MODEL = "claude-sonnet-5"
HEADERS = {"x-api-key": "any", "anthropic-version": "2023-06-01", "content-type": "application/json"}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"answer": {"type": "string"}},
    "required": ["answer"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Got:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    data: bytes

    @property
    def body(self) -> dict[str, Any]:
        """The JSON."""
        value: dict[str, Any] = json.loads(self.data)
        return value

    @property
    def message(self) -> str:
        """Of an error."""
        return str(self.body["error"]["message"])

    @property
    def usage(self) -> tuple[int, int, int]:
        """Fresh, written and read input tokens."""
        usage = self.body["usage"]
        return usage["input_tokens"], usage["cache_creation_input_tokens"], usage["cache_read_input_tokens"]


def body_of(*messages: Any, **fields: Any) -> dict[str, Any]:
    """A body that is right, but for what is given; a message that is a string is the user's."""
    turns = [
        {"role": "user", "content": turn} if isinstance(turn, str | list) else turn for turn in messages or ("hi",)
    ]
    return {"model": MODEL, "max_tokens": 1000, "messages": turns} | fields


def send(
    endpoint: FakeEndpoint,
    body: object,
    path: str = "/v1/messages",
    headers: Mapping[str, str] = HEADERS,
    method: str = "POST",
) -> Got:
    """One request over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", endpoint.port, timeout=10)
    try:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request(method, path, data if method == "POST" else None, dict(headers))
        response = connection.getresponse()
        return Got(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
    finally:
        connection.close()


def talk(endpoint: FakeEndpoint, data: bytes, *, done: bool = True) -> bytes:
    """Bytes to a bare socket, and all that comes back until the endpoint closes it."""
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=10) as bare:
        bare.sendall(data)
        if done:
            with contextlib.suppress(OSError):  # the endpoint has torn the connection down by now, as reading will tell
                bare.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: bare.recv(65536), b""))


def text(words: str, **fields: Any) -> dict[str, Any]:
    """A block of text."""
    return {"type": "text", "text": words} | fields


def kept(block: Mapping[str, Any], ttl: str = "5m") -> dict[str, Any]:
    """The block with a cache breakpoint."""
    return {**block, "cache_control": {"type": "ephemeral", "ttl": ttl}}


def used(name: str = "toolu_1", tool: str = "look") -> dict[str, Any]:
    """The assistant's turn that uses a tool."""
    return {"role": "assistant", "content": [{"type": "tool_use", "id": name, "name": tool, "input": {}}]}


def result(name: str = "toolu_1", content: object = "found", **fields: Any) -> dict[str, Any]:
    """A tool's result."""
    return {"type": "tool_result", "tool_use_id": name, "content": content} | fields
