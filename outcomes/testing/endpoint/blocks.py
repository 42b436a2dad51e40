"""Content blocks checked as the API checks them: kinds, places, pictures and documents."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from typing import TYPE_CHECKING, Any, Final

from outcomes.testing.endpoint.fields import at, known, listed, mapping, may, need, of_kind, one_of, tag, wrong
from outcomes.testing.endpoint.pictures import MARKS, kind_of, size_of

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST_PICTURE: Final = 5 * 1024 * 1024
LONGEST_SIDE: Final = 8_000
LONGEST_SIDE_OF_MANY: Final = 2_000
MANY_PICTURES: Final = 20

_SPOKEN_BY: Final = {
    "user": ("text", "image", "document", "search_result", "tool_result", "container_upload"),
    "assistant": ("text", "thinking", "redacted_thinking", "tool_use", "server_tool_use", "web_search_tool_result"),
}
_IN_RESULT: Final = ("text", "image", "document", "search_result", "tool_reference")
_FIELDS: Final = {
    "text": {"type", "text", "cache_control", "citations"},
    "image": {"type", "source", "cache_control", "transformations"},
    "document": {"type", "source", "cache_control", "citations", "context", "title"},
    "tool_use": {"type", "id", "name", "input", "cache_control", "caller", "toolset_name"},
    "tool_result": {"type", "tool_use_id", "content", "is_error", "cache_control", "toolset_name"},
    "thinking": {"type", "thinking", "signature"},
    "redacted_thinking": {"type", "data"},
}
"""What each kind may have; kinds that are not here are taken as they are."""
_ID: Final = re.compile(r"[a-zA-Z0-9_-]+")


def check_content(content: object, where: str, role: str) -> None:
    """What one message says: a string, or blocks of the kinds that its role may use."""
    if isinstance(content, str):
        if not content:
            raise wrong(where.removesuffix(".content"), f"{role} messages must have non-empty content")
        return
    for index, block in enumerate(listed(content, where)):
        check_block(mapping(block, at(where, index)), at(where, index), _SPOKEN_BY[role])


def check_block(block: Mapping[str, Any], where: str, kinds: tuple[str, ...]) -> None:
    """One block."""
    kind = tag(block, where, kinds)
    inside = f"{where}.{kind}"
    if kind in _FIELDS:
        known(block, inside, _FIELDS[kind])
    match kind:
        case "text":
            _check_text(need(block, inside, "text", str))
        case "image":
            _check_picture(mapping(need(block, inside, "source", dict), f"{inside}.source"), f"{inside}.source")
        case "document":
            _check_document(mapping(need(block, inside, "source", dict), f"{inside}.source"), f"{inside}.source")
        case "tool_use":
            _check_tool_use(block, inside)
        case "tool_result":
            _check_tool_result(block, inside)
        case "thinking":
            need(block, inside, "thinking", str)
            need(block, inside, "signature", str)


def _check_text(text: str) -> None:
    if not text:
        raise wrong("messages", "text content blocks must be non-empty")
    if not text.strip():
        raise wrong("messages", "text content blocks must contain non-whitespace text")


def _check_tool_use(block: Mapping[str, Any], where: str) -> None:
    _check_id(need(block, where, "id", str), f"{where}.id")
    need(block, where, "name", str)
    need(block, where, "input", dict)


def _check_tool_result(block: Mapping[str, Any], where: str) -> None:
    _check_id(need(block, where, "tool_use_id", str), f"{where}.tool_use_id")
    may(block, where, "is_error", bool)
    content = block.get("content", "")
    if isinstance(content, str):
        return
    for index, part in enumerate(listed(content, f"{where}.content")):
        check_block(mapping(part, f"{where}.content.{index}"), f"{where}.content.{index}", _IN_RESULT)


def _check_id(value: str, where: str) -> None:
    if not _ID.fullmatch(value):
        raise wrong(where, "String should match pattern '^[a-zA-Z0-9_-]+$'")


# -- pictures and documents


def _check_picture(source: Mapping[str, Any], where: str) -> None:
    if tag(source, where, ("base64", "url", "file")) != "base64":
        _check_address(source, where)
        return
    known(source, f"{where}.base64", {"type", "media_type", "data"})
    stated = one_of(source.get("media_type"), f"{where}.base64.media_type", tuple(MARKS))
    data = decoded(need(source, f"{where}.base64", "data", str), f"{where}.base64")
    found = kind_of(data)
    if found is None:
        raise wrong(at(where, "base64"), "Could not process image")
    if found != stated:
        raise wrong(at(where, "base64.data"), f"Image does not match the provided media type {stated}")
    if len(data) > LARGEST_PICTURE:
        raise wrong(at(where, "base64"), f"image exceeds 5 MB maximum: {len(data)} bytes > {LARGEST_PICTURE} bytes")
    if max(size_of(data) or (0,)) > LONGEST_SIDE:
        raise wrong(
            at(where, "base64.data"),
            f"At least one of the image dimensions exceed max allowed size: {LONGEST_SIDE} pixels",
        )
    if size_of(data) is None or min(size_of(data) or (0,)) < 1:
        raise wrong(at(where, "base64"), "Could not process image")


def check_many(sizes: list[tuple[int, int]], most: int) -> None:
    """What holds for all pictures of a request together."""
    if len(sizes) > most:
        raise wrong("messages", f"Too many images and documents: {len(sizes)} > {most}")
    if len(sizes) > MANY_PICTURES and max(max(size) for size in sizes) > LONGEST_SIDE_OF_MANY:
        raise wrong(
            "messages",
            f"At least one of the image dimensions exceed max allowed size for many-image requests: "
            f"{LONGEST_SIDE_OF_MANY} pixels",
        )


def _check_document(source: Mapping[str, Any], where: str) -> None:
    match tag(source, where, ("base64", "text", "content", "url", "file")):
        case "base64":
            one_of(source.get("media_type"), f"{where}.base64.media_type", ("application/pdf",))
            if not decoded(need(source, f"{where}.base64", "data", str), f"{where}.base64").startswith(b"%PDF"):
                raise wrong(at(where, "base64"), "The PDF specified was not valid")
        case "text":
            one_of(source.get("media_type"), f"{where}.text.media_type", ("text/plain",))
            need(source, f"{where}.text", "data", str)
        case "content":
            content = source.get("content")
            for index, block in enumerate([] if isinstance(content, str) else listed(content, f"{where}.content")):
                check_block(mapping(block, f"{where}.content.{index}"), f"{where}.content.{index}", ("text", "image"))
        case _:
            _check_address(source, where)


def _check_address(source: Mapping[str, Any], where: str) -> None:
    name = "url" if source["type"] == "url" else "file_id"
    address = of_kind(source.get(name), f"{where}.{source['type']}.{name}", str)
    if name == "url" and not address.startswith("https://"):
        raise wrong(at(where, "url.url"), "Only HTTPS URLs are supported")


def decoded(data: str, where: str) -> bytes:
    """Base64, strictly."""
    try:
        return b64decode(data, validate=True)
    except (Error, ValueError):
        raise wrong(where, "invalid base64 data") from None
