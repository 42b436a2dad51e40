"""What an endpoint refused or broke, as one `ProviderError` with a sentence that says what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final

from outcomes.errors import ProviderError
from outcomes.models.endpoint import KEYS
from outcomes.text import clip, storable
from outcomes.usage import FREE

if TYPE_CHECKING:
    from outcomes.model import Piece
    from outcomes.models.endpoint import Endpoint

LONGEST_SAID: Final = 300
"""Characters of an endpoint's own words that go into a message."""
LARGEST_ERROR: Final = 20_000
"""Bytes of an error that are read."""
_TOO_LONG: Final = re.compile(
    r"prompt is too long|context (?:length|window|size)|too many tokens|maximum (?:context|input)|exceed.{0,40}tokens",
    re.IGNORECASE,
)
_TYPES: Final = {
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
}
"""The status that goes with an error's type, for endpoints that say 200 and send an error."""


class EndpointError(ProviderError):
    """A `ProviderError` that keeps what the layers around a model decide by."""

    def __init__(
        self,
        message: str,
        *,
        code: str,
        said: str = "",
        retry_after_seconds: float | None = None,
        should_retry: bool | None = None,
    ) -> None:
        """`said` are the endpoint's own words; `should_retry` is its header, which wins over the code."""
        super().__init__(message, code=code, retry_after_seconds=retry_after_seconds)
        self.said = said
        self.should_retry = should_retry


class BadReply(EndpointError):  # noqa: N818 - it is the reply that is bad
    """A whole message that is no answer in the form that was asked for; the model can be told so."""

    def __init__(self, message: str, *, why: str, spoken: tuple[Piece, ...] = ()) -> None:
        """`why` is for the model, `spoken` is what it said."""
        super().__init__(message, code="bad-reply")
        self.why = why
        self.spoken = spoken


@dataclass(frozen=True, slots=True)
class Asked:
    """Which model was asked where: what every message about it begins with."""

    endpoint: Endpoint
    model: str

    def __str__(self) -> str:
        """`claude-x at https://...`."""
        return f"{self.model} at {self.endpoint.base_url}"


def refusal(asked: Asked, status: int, headers: Mapping[str, str], body: bytes) -> EndpointError:
    """What a status other than success means. It cost nothing: an endpoint that answers with an error bills none."""
    said = _said(body, asked.endpoint)
    code = _code(status, said)
    number = headers.get("request-id")
    tail = f" (HTTP {status}{f', request {number}' if number else ''}{f': {said}' if said else ''})"
    error = EndpointError(
        f"{_sentence(asked, status, code, headers)}{tail}",
        code=code,
        said=said,
        retry_after_seconds=retry_after(headers),
        should_retry={"true": True, "false": False}.get(headers.get("x-should-retry", "")),
    )
    error.usage = FREE
    return error


def refused_inside(asked: Asked, body: Mapping[str, Any], headers: Mapping[str, str]) -> EndpointError:
    """An error that came with a status of success."""
    inner = body.get("error")
    kind = inner.get("type") if isinstance(inner, Mapping) else None
    status = _TYPES.get(kind, 400) if isinstance(kind, str) else 400
    return refusal(asked, status, headers, json.dumps(body).encode())


def timed_out(asked: Asked, seconds: float) -> EndpointError:
    """No whole answer in time. What it cost is not known."""
    msg = (
        f"{asked} gave no answer in {seconds:g} seconds; give it longer with OUTCOMES_CALL_TIMEOUT_SECONDS, or less at "
        "once with OUTCOMES_MAX_IN_FLIGHT"
    )
    return EndpointError(msg, code="timeout")


def not_reached(asked: Asked, why: str, *, sent: bool) -> EndpointError:
    """No connection, which costs nothing, or (`sent`) one that broke, of which nobody knows what it cost."""
    what = "broke off the connection" if sent else "cannot be reached"
    hint = "" if sent else "; is the address right, and does the server run?"
    error = EndpointError(f"{asked} {what}: {clip(storable(asked.endpoint.hide(why)), 200)}{hint}", code="unreachable")
    if not sent:
        error.usage = FREE
    return error


def unreadable(asked: Asked, what: str) -> EndpointError:
    """A reply that was not read to its end. What it cost is not known."""
    return EndpointError(f"{asked} sent {what}", code="bad-reply")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds from `retry-after-ms` or `retry-after` (seconds, or a date: RFC 9110, 10.2.3); `None` if not said."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            seconds = float(headers[name]) / unit
        except (KeyError, ValueError):
            continue
        return seconds if 0 <= seconds < float("inf") else None
    try:
        at = parsedate_to_datetime(headers.get("retry-after", ""))
    except (TypeError, ValueError):
        return None
    at = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())


def _said(body: bytes, endpoint: Endpoint) -> str:
    """The endpoint's own words, short; the key is taken out before anything is cut, so that no half of it is left."""
    words = _words(body[:LARGEST_ERROR].decode("utf-8", "replace"))
    return clip(storable(endpoint.hide(words)), LONGEST_SAID)


def _words(text: str) -> str:
    """`type: message` of an error object, or whatever was sent."""
    try:
        inner = json.loads(text)
    except (ValueError, RecursionError):
        return text
    for name in ("error", "detail"):
        if isinstance(inner, Mapping) and name in inner:
            inner = inner[name]
    if isinstance(inner, Mapping):
        parts = [str(inner[name]) for name in ("type", "message") if isinstance(inner.get(name), str)]
        return ": ".join(parts) or text
    return str(inner)


def _code(status: int, said: str) -> str:
    if status in (400, 422) and _TOO_LONG.search(said):
        return "too-large"
    if status in (400, 422) and "credit balance" in said:
        return "refused"
    known = {400: "bad-request", 408: "timeout", 409: "overloaded", 413: "too-large", 422: "bad-request"}
    known |= {429: "rate-limited", 504: "timeout"}
    if status in known:
        return known[status]
    if status >= 500:
        return "overloaded"
    return "refused" if status in (401, 402, 403, 404, 405) or status < 400 else "bad-request"


def _sentence(asked: Asked, status: int, code: str, headers: Mapping[str, str]) -> str:
    if status == 401:
        where = asked.endpoint.key_from
        key = f"the key in {where}" if where else f"a call without a key; put one into {KEYS[0]}"
        return f"{asked.endpoint.base_url} does not accept {key}"
    if status == 404:
        return (
            f"{asked.endpoint.base_url} knows no model {asked.model!r}, or is no endpoint for messages; look at the "
            "name of the model, and give the address without /v1"
        )
    if status < 400:
        # another host must not get the key: the address is the caller's to change
        where = clip(asked.endpoint.hide(headers.get("location", "elsewhere")), 100)
        return f"{asked.endpoint.base_url} sends calls on to {where}, which is not followed; give that address"
    return {
        "refused": f"{asked} does not accept this account or this use of it; look at its credit and what it may use",
        "bad-request": (
            f"{asked} says that the question is wrong; `outcomes doctor --ask --model {asked.model}` finds out how it "
            "can be asked"
        ),
        "too-large": f"the question is longer than {asked} takes; give it a smaller artifact, or fewer criteria",
        "rate-limited": (
            f"{asked} gets too many requests for the moment; try again later, or ask less at once with "
            "OUTCOMES_MAX_IN_FLIGHT"
        ),
        "overloaded": f"{asked} has no room for the moment, or broke; try again later",
        "timeout": f"{asked} did not answer in time; try again later, or ask less at once with OUTCOMES_MAX_IN_FLIGHT",
    }[code]
