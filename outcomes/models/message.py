"""What came back, read and held to what a message is: the SDK lets halves, pages and errors through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from outcomes.models.faults import EndpointError, refusal, refused_inside
from outcomes.models.strict import strict_json
from outcomes.text import clip
from outcomes.usage import Usage

if TYPE_CHECKING:
    from outcomes.models.faults import Asked
    from outcomes.models.prices import Price

WHOLE: Final = frozenset({"end_turn", "tool_use", "stop_sequence"})
"""Reasons to stop that come with a whole reply."""
MOST_TOKENS: Final = 10**9
"""What no message uses; who says more does not count."""
LARGEST: Final = 32 * 1024 * 1024
"""Bytes of a reply that are read; a thousand times what an answer takes."""


@dataclass(frozen=True, slots=True)
class Raw:
    """What HTTP brought: names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """A whole message of a model."""

    blocks: tuple[Mapping[str, Any], ...]
    stop_reason: str
    model: str
    usage: Usage | None
    request_id: str | None
    notes: tuple[str, ...] = ()


def read_message(raw: Raw, asked: Asked, price: Price | None) -> Message:
    """The message in a reply.

    Raises:
        EndpointError: it is none, or it did not come to its end; `usage` is what it cost, where it says so.
    """
    if not 200 <= raw.status < 300:
        raise refusal(asked, raw.status, raw.headers, raw.body)
    body = _body(raw, asked)
    usage = read_usage(body.get("usage"), price)
    try:
        return _message(body, raw, asked, usage)
    except EndpointError as error:
        error.usage = usage
        raise


def read_usage(given: object, price: Price | None) -> Usage | None:
    """Usage as the endpoint counts it, with the money; `None` when it does not say."""
    if not isinstance(given, Mapping):
        return None
    counts = {name: _count(given.get(name)) for name in _COUNTS}
    if any(count is None and (name in _SAID or given.get(name) is not None) for name, count in counts.items()):
        return None
    usage = Usage.model_construct(None, **{name: count or 0 for name, count in counts.items()})
    if price is None:
        return usage
    kept = given.get("cache_creation")
    an_hour = _count(kept.get("ephemeral_1h_input_tokens")) if isinstance(kept, Mapping) else 0
    return usage.model_copy(update={"cost_usd": price.cost(usage, written_for_an_hour=an_hour or 0)})


_SAID: Final = ("input_tokens", "output_tokens")
_COUNTS: Final = (*_SAID, "cache_creation_input_tokens", "cache_read_input_tokens")
"""The first two are always said; the others may be left out or null, and are then nothing."""


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_TOKENS else None


def _body(raw: Raw, asked: Asked) -> Mapping[str, Any]:
    if len(raw.body) > LARGEST:
        raise _bad(asked, raw, f"{len(raw.body):,} bytes, more than any message has")
    try:
        body = strict_json(raw.body)
    except ValueError as error:
        page = raw.body.lstrip()[:1] == b"<"
        what = "a web page; is the address that of an endpoint for messages?" if page else f"no whole JSON: {error}"
        raise _bad(asked, raw, what) from None
    if not isinstance(body, Mapping):
        raise _bad(asked, raw, "JSON, but no message")
    if body.get("type") == "error":
        raise refused_inside(asked, body, raw.headers)
    return body


def _message(body: Mapping[str, Any], raw: Raw, asked: Asked, usage: Usage | None) -> Message:
    blocks, reason = body.get("content"), body.get("stop_reason")
    if body.get("type") != "message" or not isinstance(blocks, list):
        raise _bad(asked, raw, "JSON, but no message")
    if not isinstance(reason, str) or not reason:
        raise _bad(asked, raw, "a message that did not come to its end (no stop_reason)")
    _refuse_unfinished(reason, body, raw, asked)
    for block in blocks:
        if not _is_block(block):
            shown = clip(asked.endpoint.hide(str(block)), 60)
            raise _bad(asked, raw, f"a message with a block that is none: {shown!r}")
    notes = []
    if reason not in WHOLE:
        notes.append(f"{asked} stopped for a reason that is not known: {clip(asked.endpoint.hide(reason), 40)!r}")
    if usage is None:
        notes.append(f"{asked} does not say what its answer used")
    model = body.get("model")
    return Message(
        tuple(blocks),
        reason,
        model if isinstance(model, str) and model else asked.model,
        usage,
        raw.headers.get("request-id"),
        tuple(notes),
    )


def _refuse_unfinished(reason: str, body: Mapping[str, Any], raw: Raw, asked: Asked) -> None:
    """Replies that ended before the answer did."""
    if reason == "max_tokens":
        msg = (
            f"the answer of {asked} did not fit the tokens that it was allowed; ask about fewer criteria at once with "
            f"OUTCOMES_BATCH_SIZE{_number(raw)}"
        )
        raise EndpointError(msg, code="truncated")
    if reason == "refusal":
        details = body.get("stop_details")
        category = details.get("category") if isinstance(details, Mapping) else None
        why = f" ({clip(asked.endpoint.hide(category), 60)})" if isinstance(category, str) else ""
        msg = f"{asked} declined to answer{why}; another model may not{_number(raw)}"
        raise EndpointError(msg, code="declined")
    if reason == "model_context_window_exceeded":
        msg = f"the question and its answer are longer than {asked} takes; give it a smaller artifact{_number(raw)}"
        raise EndpointError(msg, code="too-large")
    if reason == "pause_turn":
        raise _bad(asked, raw, "half a turn, to be gone on with, which nothing here asks for")


def _is_block(block: object) -> bool:
    if not isinstance(block, Mapping) or not isinstance(block.get("type"), str):
        return False
    if block["type"] == "text":
        return isinstance(block.get("text"), str)
    if block["type"] == "tool_use":
        names = isinstance(block.get("id"), str) and isinstance(block.get("name"), str)
        return names and isinstance(block.get("input"), Mapping)
    return True


def _bad(asked: Asked, raw: Raw, what: str) -> EndpointError:
    return EndpointError(f"{asked} sent {what}{_number(raw)}", code="bad-reply")


def _number(raw: Raw) -> str:
    number = raw.headers.get("request-id")
    return f" (request {number})" if number else ""
