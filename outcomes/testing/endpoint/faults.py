"""What goes wrong on purpose: every fault that the SDK was measured under, on the calls that a test picks.

refused(529).at(2)                              # the second call, once; a retry gets through
reset().every(3)
stopped("refusal").of(grading).at(1).lasting()  # the first such call, and every retry of it
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from outcomes.testing.endpoint.message import Message, as_json, frame
from outcomes.testing.endpoint.refusal import Refusal
from outcomes.testing.endpoint.response import Response
from outcomes.testing.endpoint.tokens import text_tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from outcomes.testing.endpoint.call import Call
    from outcomes.testing.endpoint.response import Ending

HTML: Final = b"<!doctype html>\n<html><body><h1>502 Bad Gateway</h1></body></html>\n"


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong, and on which calls. Without a choice of calls it is on all of them."""

    name: str
    refusal: Refusal | None = None
    """Instead of an answer: nothing was generated, nothing is charged."""
    message: Callable[[Message], Message] | None = None
    """What becomes of the message."""
    response: Callable[[Response], Response] | None = None
    """What becomes of the bytes."""
    streams_only: bool = False
    """Whether only streamed answers can have it; others are then not counted."""
    numbers: frozenset[int] = frozenset()
    step: int = 0
    chosen: Callable[[Call], bool] | None = None
    lasts: bool = False

    def at(self, *numbers: int) -> Fault:
        """On these calls, from 1, counted among those that `of` chooses."""
        return replace(self, numbers=frozenset(numbers))

    def every(self, step: int) -> Fault:
        """On every so-manieth of them."""
        return replace(self, step=step)

    def of(self, chosen: Callable[[Call], bool]) -> Fault:
        """Of these calls only; others are not counted."""
        return replace(self, chosen=chosen)

    def lasting(self) -> Fault:
        """Also whenever the very bytes of a call that had it come again, as retries do."""
        return replace(self, lasts=True)

    def hits(self, number: int) -> bool:
        """Whether the call of that number, among those counted, has it."""
        if self.numbers or self.step:
            return number in self.numbers or bool(self.step and number % self.step == 0)
        return True


class Mischief:
    """Decides for each call which fault it has, if any: the first that fits."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Counts from nothing."""
        self.faults = faults
        self._counted = [0] * len(faults)
        self._doomed: list[set[str]] = [set() for _ in faults]

    def on(self, call: Call) -> Fault | None:
        """Every fault counts the call, whether or not another one comes first."""
        met = [fault for index, fault in enumerate(self.faults) if self._meets(index, fault, call)]
        return met[0] if met else None

    def _meets(self, index: int, fault: Fault, call: Call) -> bool:
        if (fault.streams_only and not call.body.get("stream")) or (fault.chosen and not fault.chosen(call)):
            return False
        self._counted[index] += 1
        if fault.hits(self._counted[index]):
            self._doomed[index].add(call.digest)
            return True
        return fault.lasts and call.digest in self._doomed[index]


# -- refusals and broken connections


def refused(
    status: int, *, retry_after: str | None = None, retry_after_ms: int | None = None, should_retry: bool | None = None
) -> Fault:
    """A status other than 200; the headers that a client may go by."""
    told = {
        "retry-after": retry_after,
        "retry-after-ms": None if retry_after_ms is None else str(retry_after_ms),
        "x-should-retry": None if should_retry is None else str(should_retry).lower(),
    }
    headers = tuple((name, value) for name, value in told.items() if value is not None)
    word = "" if should_retry is None else f" (x-should-retry: {told['x-should-retry']})"
    return Fault(f"{status}{word}", refusal=Refusal(status, f"status {status}, on purpose", headers=headers))


def reset() -> Fault:
    """The connection is torn down before a byte of the answer."""
    return Fault("connection reset", response=lambda whole: replace(whole, silent=True, pieces=(), ending="reset"))


def short_body() -> Fault:
    """Half of what `Content-Length` promised, then the connection is closed."""

    def halve(whole: Response) -> Response:
        body = b"".join(whole.pieces)
        half = body[: len(body) // 2]
        return replace(whole, pieces=(half,), streamed=False, stated_length=len(body), ending="close")

    return Fault("short body", response=halve)


def timeout() -> Fault:
    """Not a byte comes, until the client gives up or the endpoint is closed."""
    return Fault("read timeout", response=lambda whole: replace(whole, silent=True, pieces=(), ending="hold"))


def stall() -> Fault:
    """Half of the answer comes, and then nothing more."""
    return Fault("stalled body", response=lambda whole: _first_half(whole, "hold"))


def drip(*, seconds: float = 0.001, pieces: int = 20) -> Fault:
    """All of it comes, a little at a time, with a pause before each piece."""

    def slow(whole: Response) -> Response:
        body = b"".join(whole.pieces)
        size = max(1, -(-len(body) // pieces))
        cut = tuple(body[begin : begin + size] for begin in range(0, len(body), size))
        return replace(whole, pieces=cut, pause_seconds=seconds)

    return Fault("slow drip", response=slow)


def _first_half(whole: Response, ending: Ending) -> Response:
    body = b"".join(whole.pieces)
    half = whole.pieces[: len(whole.pieces) // 2] if whole.streamed else (body[: len(body) // 2],)
    return replace(whole, pieces=half, stated_length=None if whole.streamed else len(body), ending=ending)


# -- answers that are none


def body(name: str, data: bytes, content_type: str = "application/json") -> Fault:
    """Status 200, and this."""
    return Fault(name, response=lambda whole: Response(200, (data,), content_type, whole.headers))


def without_usage() -> Fault:
    """A message that does not say what it cost."""

    def forget(message: Message) -> Message:
        return {key: value for key, value in message.items() if key != "usage"}

    return Fault("no usage", message=forget)


def stopped(reason: str) -> Fault:
    """A message that ends for this reason: with nothing said if it was declined, else after half of it."""
    return Fault(f"stop reason {reason}", message=lambda message: _stop(message, reason))


def _stop(message: Message, reason: str) -> Message:
    changed = {**message, "stop_reason": reason}
    if reason == "refusal":
        details = {"type": "refusal", "category": "general_harms", "explanation": "declined, on purpose"}
        return {**changed, "content": [], "stop_details": details, "usage": {**message["usage"], "output_tokens": 1}}
    if reason not in {"max_tokens", "model_context_window_exceeded"}:
        return changed
    content = [_half(block) for block in message["content"]]
    output = sum(text_tokens(block.get("text", "")) for block in content)
    return {**changed, "content": content, "usage": {**message["usage"], "output_tokens": max(1, output)}}


def _half(block: Mapping[str, Any]) -> dict[str, Any]:
    if block.get("type") == "text":
        return {**block, "text": block["text"][: len(block["text"]) // 2]}
    return {**block, "input": {}} if "input" in block else dict(block)


# -- streams


def stream_cut(*, torn: bool = False) -> Fault:
    """The stream ends in the middle: properly closed, or torn down."""
    ending: Ending = "reset" if torn else "whole"
    name = "stream torn down" if torn else "stream closed early"
    return Fault(name, response=lambda whole: _first_half(whole, ending), streams_only=True)


def stream_error(kind: str = "overloaded_error") -> Fault:
    """An `error` event in the middle."""
    told = frame("error", {"type": "error", "error": {"type": kind, "message": "on purpose"}})
    return Fault("stream error event", response=lambda whole: _then(whole, told), streams_only=True)


def stream_half_line() -> Fault:
    """An event whose data breaks off."""
    told = b'event: content_block_delta\ndata: {"type": "content_block_de\n\n'
    return Fault("stream with half a line", response=lambda whole: _then(whole, told), streams_only=True)


def stream_empty() -> Fault:
    """Not one event."""
    return Fault("empty stream", response=lambda whole: replace(whole, pieces=()), streams_only=True)


def _then(whole: Response, told: bytes) -> Response:
    return replace(whole, pieces=(*whole.pieces[: len(whole.pieces) // 2], told))


_MALFORMED: Final = b'{"id": "msg_1", "type": "message", "content": [{"type": "te'
_STRANGE: Final = as_json({"answer": 42})
RETRIED: Final = (408, 409, 429, 500, 502, 503, 504, 529)
"""Statuses that the SDK tries again."""
FINAL: Final = (400, 401, 403, 404, 413, 422)
"""Statuses that it does not."""

FAULTS: Final[dict[str, Fault]] = {
    fault.name: fault
    for fault in (
        *(refused(status) for status in (*FINAL, *RETRIED)),
        refused(500, should_retry=False),
        refused(400, should_retry=True),
        reset(),
        short_body(),
        timeout(),
        stall(),
        body("malformed body", _MALFORMED),
        body("empty body", b""),
        body("HTML body", HTML, "text/html"),
        body("wrong shape", _STRANGE),
        without_usage(),
        stopped("refusal"),
        stopped("max_tokens"),
        stopped("model_context_window_exceeded"),
        stopped("a_reason_of_next_year"),
        stream_cut(),
        stream_cut(torn=True),
        stream_error(),
        stream_half_line(),
        stream_empty(),
        drip(),
    )
}
"""All of them by name, on all calls; a slow drip is the only one that a client has to live with."""
