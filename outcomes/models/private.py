"""What a request may hold when nothing may be kept at the endpoint: messages with everything inside them, and no more.

Of the vendor's terms for data that is not retained: Messages are covered, with pictures sent inline and prompt caching;
files kept at the endpoint, batches, code execution, skills and connectors are not, and a schema is kept for a day, so
that nothing of a rubric or an artifact may stand in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PATH: Final = "/v1/messages"
KEYS: Final = frozenset({"model", "max_tokens", "system", "messages", "tools", "tool_choice", "output_config"})
BLOCKS: Final = frozenset({"text", "image", "tool_use", "tool_result", "thinking", "redacted_thinking"})
TOOL_KEYS: Final = frozenset({"name", "description", "input_schema"})


def public_parts(request: Mapping[str, Any], *, path: str = PATH, private: Sequence[str] = ()) -> list[str]:
    """What in a request's body is not private, in words; empty when all is well.

    Args:
        request: the JSON body.
        path: where it went.
        private: texts of the rubric and the artifact that must not stand in a schema or a tool.
    """
    found = [] if path.partition("?")[0] == PATH else [f"it goes to {path}, not to {PATH}"]
    found += [f"{name!r} is sent" for name in sorted(request.keys() - KEYS)]
    for message in request.get("messages", ()):
        found += _public_blocks(message["content"])
    for tool in request.get("tools", ()):
        found += [f"a tool has {name!r}" for name in sorted(tool.keys() - TOOL_KEYS)]
    fixed = json.dumps([request.get("tools"), request.get("output_config")], ensure_ascii=False)
    found += [f"{text!r} stands in a schema or a tool" for text in private if text and text in fixed]
    return found


def refuse_public(request: Mapping[str, Any]) -> None:
    """Never send what `--profile private` promises not to send; `ValueError`: the engine itself is at fault."""
    found = public_parts(request)
    if found:
        msg = f"with profile private nothing is sent that is kept: {'; '.join(found)}"
        raise ValueError(msg)


def _public_blocks(content: object) -> Iterator[str]:
    for block in content if isinstance(content, list) else ():
        kind = block.get("type")
        if kind not in BLOCKS:
            yield f"a block of the type {kind!r} is sent"
        source = block.get("source")
        if isinstance(source, Mapping) and source.get("type") != "base64":
            yield f"a picture is sent as {source.get('type')!r}, not inline"
        yield from _public_blocks(block.get("content"))
