"""Keeps everything that was ever sent to an endpoint, keys apart, so that tests can look for what must not be there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from outcomes.testing.endpoint.http import Headers, HttpRequest

SECRET_HEADERS: Final = {"x-api-key", "authorization", "proxy-authorization", "cookie"}
MASK: Final = "(masked)"


@dataclass(frozen=True)
class Seen:
    """One request, and what became of it."""

    connection: int
    method: str
    target: str
    headers: Headers
    """Lower-case names; keys are masked."""
    body: bytes
    parsed: Mapping[str, Any] | None
    """The body, where it is a JSON object."""
    status: int | None
    """`None` if no status line was written."""
    fault: str | None = None
    refusal: str | None = None
    """What was said where it was refused."""
    usage: Mapping[str, Any] | None = None
    """What the answer says it cost, or would have said if it had come whole."""

    @property
    def sent(self) -> bytes:
        """Everything that was sent, masked keys aside."""
        lines = [f"{self.method} {self.target}", *(f"{name}: {value}" for name, value in self.headers)]
        return "\n".join(lines).encode("latin-1") + b"\n\n" + self.body

    def texts(self) -> Iterator[str]:
        """Every string of the body, names of fields included, with JSON's escapes undone."""
        yield from _strings(self.parsed)

    def holds(self, text: str) -> bool:
        """Whether the text was sent, in whichever spelling."""
        return text.encode("utf-8", "surrogatepass") in self.sent or any(text in found for found in self.texts())


@dataclass
class Recorder:
    """What came, in order, and how much of it."""

    keep: bool = True
    """Whether requests are kept, or only counted."""
    watched: tuple[str, ...] = ()
    """ASCII texts that are counted in every body as it comes."""
    requests: list[Seen] = field(default_factory=list)
    received: int = 0
    """Requests."""
    connections: int = 0
    in_flight: int = 0
    in_flight_peak: int = 0
    bytes_in: int = 0
    """Heads and bodies of requests."""
    bytes_out: int = 0
    watched_sent: dict[str, int] = field(default_factory=dict)
    failures: list[BaseException] = field(default_factory=list)
    """What scripts raised, which is a mistake in the test."""

    def enter(self, request: HttpRequest) -> None:
        """A request has come in whole."""
        self.received += 1
        self.in_flight += 1
        self.in_flight_peak = max(self.in_flight_peak, self.in_flight)
        self.bytes_in += len(request.head) + len(request.body)
        for text in self.watched:
            self.watched_sent[text] = self.watched_sent.get(text, 0) + request.body.count(text.encode())

    def leave(self, written: int) -> None:
        """Its answer has gone out."""
        self.in_flight -= 1
        self.bytes_out += written

    def times_sent(self, text: str) -> int:
        """How often a text stands in the bodies of all requests kept."""
        return sum(found.count(text) for seen in self.requests for found in seen.texts())

    def holding(self, text: str) -> list[Seen]:
        """The requests that a text was sent with, in head or body."""
        return [seen for seen in self.requests if seen.holds(text)]

    @property
    def sent(self) -> bytes:
        """Every byte that was ever sent, masked keys aside."""
        return b"\n".join(seen.sent for seen in self.requests)


def masked(headers: Headers) -> Headers:
    """The same, without anything secret."""
    return tuple((name, MASK if name in SECRET_HEADERS else value) for name, value in headers)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
