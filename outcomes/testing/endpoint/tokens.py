"""How many tokens something counts here: a fixed rule over its bytes, so that every count can be foretold.

A text counts a token for every four bytes of its UTF-8, begun ones whole. A picture counts width x height / 750, at
least 1 and at most what its model caps it at; a PDF 2,000 a page. Tools, tool uses and schemas count as their compact
JSON does; any tools at all count 300 more, and each message counts 4 more. A real tokenizer differs; this one never
changes.
"""

from __future__ import annotations

import json
from base64 import b64decode
from binascii import Error
from typing import TYPE_CHECKING, Any, Final

from outcomes.testing.endpoint.pictures import size_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outcomes.testing.endpoint.families import Family

BYTES_PER_TOKEN: Final = 4
PIXELS_PER_TOKEN: Final = 750
TOKENS_PER_PAGE: Final = 2_000
TOKENS_FOR_TOOLS: Final = 300
TOKENS_PER_MESSAGE: Final = 4
TOKENS_OF_A_STRANGER: Final = 1_000
"""A picture or document that only has an address."""


def text_tokens(text: str) -> int:
    """A token for every four bytes."""
    return -(-len(text.encode("utf-8", "surrogatepass")) // BYTES_PER_TOKEN)


def json_tokens(value: object) -> int:
    """Of the compact JSON."""
    return text_tokens(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def block_tokens(block: Mapping[str, Any], model: Family) -> int:
    """Of one content block."""
    match block.get("type"):
        case "text":
            return text_tokens(block["text"])
        case "image":
            return _image_tokens(block["source"], model)
        case "document":
            return _document_tokens(block["source"], model)
        case "tool_result":
            return content_tokens(block.get("content", ""), model)
        case "thinking" | "redacted_thinking":
            return 0  # what was thought in earlier turns is left out of the context
        case _:
            return json_tokens({key: value for key, value in block.items() if key not in {"type", "cache_control"}})


def content_tokens(content: str | Sequence[Mapping[str, Any]], model: Family) -> int:
    """Of a string, or of all blocks."""
    return text_tokens(content) if isinstance(content, str) else sum(block_tokens(block, model) for block in content)


def _image_tokens(source: Mapping[str, Any], model: Family) -> int:
    if source["type"] != "base64":
        return TOKENS_OF_A_STRANGER
    size = size_of(_decoded(source["data"]))
    return min(max(1, size[0] * size[1] // PIXELS_PER_TOKEN), model.image_tokens) if size else TOKENS_OF_A_STRANGER


def _document_tokens(source: Mapping[str, Any], model: Family) -> int:
    match source["type"]:
        case "text":
            return text_tokens(source["data"])
        case "content":
            return content_tokens(source["content"], model)
        case "base64":
            return TOKENS_PER_PAGE * max(1, _pages(_decoded(source["data"])))
        case _:
            return TOKENS_OF_A_STRANGER


def _pages(pdf: bytes) -> int:
    return pdf.count(b"/Type /Page") + pdf.count(b"/Type/Page") - pdf.count(b"/Type /Pages") - pdf.count(b"/Type/Pages")


def _decoded(data: str) -> bytes:
    try:
        return b64decode(data)
    except Error:
        return b""
