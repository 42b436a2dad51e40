"""As much of HTTP/1.1 (RFC 9112) as a server needs to read requests from anyone, well-behaved or not."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlsplit

from outcomes.testing.endpoint.refusal import Refusal

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

LONGEST_HEAD: Final = 64 * 1024
LARGEST_BODY: Final = 32 * 1024 * 1024
"""Bytes of a request to the Messages API; more is `request_too_large`."""

_TOKEN: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - RFC 9110 calls it a token
_REQUEST_LINE: Final = re.compile(rf"({_TOKEN}) (\S+) HTTP/([0-9])\.([0-9])")
_FIELD: Final = re.compile(rf"({_TOKEN}):[ \t]*((?:[^\x00-\x08\x0a-\x1f\x7f])*?)[ \t]*")
_CHUNK: Final = re.compile(r"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?")

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class HttpRequest:
    """One request, whole. Header names are lower-case; `head` is its first lines as they came."""

    method: str
    target: str
    minor: int
    headers: Headers
    body: bytes
    head: bytes

    def header(self, name: str) -> str | None:
        """The first of that (lower-case) name."""
        return next((value for key, value in self.headers if key == name), None)

    def listed(self, name: str) -> list[str]:
        """All values of a header that is a list, in lower case."""
        values = ",".join(value for key, value in self.headers if key == name)
        return [value.strip().lower() for value in values.split(",") if value.strip()]

    @cached_property
    def path(self) -> str:
        """Without the query."""
        return urlsplit(self.target).path

    @cached_property
    def query(self) -> dict[str, str]:
        """The last value of each name."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def keep_alive(self) -> bool:
        """Whether the client wants to go on with this connection."""
        asked = self.listed("connection")
        return "close" not in asked and (self.minor >= 1 or "keep-alive" in asked)


async def read_request(reader: StreamReader, writer: StreamWriter) -> HttpRequest | None:
    """The next request of a connection; `None` when the client is done.

    Raises:
        Refusal: it is not HTTP, or larger than what is allowed; the connection cannot go on.
    """
    head = await _read_head(reader)
    if head is None:
        return None
    first, *fields = head.decode("latin-1").split("\r\n")[:-2]
    line = _REQUEST_LINE.fullmatch(first)
    if line is None:
        raise Refusal(400, f"this is not a request line: {first[:80]!r}")
    if line[3] != "1":
        raise Refusal(505, f"this speaks HTTP/1.1, and not HTTP/{line[3]}.{line[4]}")
    headers = tuple(_field(field) for field in fields)
    request = HttpRequest(line[1], line[2], int(line[4]), headers, b"", head)
    if request.minor >= 1 and sum(name == "host" for name, _ in headers) != 1:
        raise Refusal(400, "a request has exactly one Host header")
    body = await _read_body(request, reader, writer)
    return HttpRequest(line[1], line[2], int(line[4]), headers, body, head)


async def _read_head(reader: StreamReader) -> bytes | None:
    """Up to and with the empty line. Empty lines before a request are skipped, as RFC 9112 2.2 asks."""
    lines: list[bytes] = []
    size = 0
    while True:
        line = await _read_line(reader, LONGEST_HEAD - size)
        if line is None:
            if lines:
                raise Refusal(400, "the connection was closed in the middle of a request's head")
            return None
        size += len(line)
        if line == b"\r\n" and not lines:
            continue
        lines.append(line)
        if line == b"\r\n":
            return b"".join(lines)


async def _read_line(reader: StreamReader, most: int) -> bytes | None:
    """A line with its CRLF; `None` at the end of the stream, even in the middle of a line."""
    try:
        line = await reader.readuntil(b"\n")
    except asyncio.IncompleteReadError:
        return None
    except asyncio.LimitOverrunError:
        raise Refusal(431, f"a request's head has at most {LONGEST_HEAD:,} bytes") from None
    if len(line) > most:
        raise Refusal(431, f"a request's head has at most {LONGEST_HEAD:,} bytes")
    if not line.endswith(b"\r\n"):
        raise Refusal(400, "lines of a request end with CR LF")
    return line


def _field(line: str) -> tuple[str, str]:
    match = _FIELD.fullmatch(line)
    if match is None:
        raise Refusal(400, f"this is not a header: {line[:80]!r}")
    return match[1].lower(), match[2]


async def _read_body(request: HttpRequest, reader: StreamReader, writer: StreamWriter) -> bytes:
    """The body, by its length or by its chunks; both at once is how requests are smuggled, and refused."""
    codings, lengths = request.listed("transfer-encoding"), set(request.listed("content-length"))
    if codings:
        if lengths or not request.minor:
            raise Refusal(400, "a body is either chunked or has a Content-Length, and chunks need HTTP/1.1")
        if codings != ["chunked"]:
            raise Refusal(501, f"the transfer coding {', '.join(codings)!r} is not known here")
    elif not lengths:
        return b""
    elif len(lengths) > 1 or not (stated := lengths.pop()).isascii() or not stated.isdigit():
        raise Refusal(400, "Content-Length is one whole number")
    elif len(stated) > 18 or int(stated) > LARGEST_BODY:
        raise _too_large()
    await _expected(request, writer)
    try:
        return await (_read_chunks(reader) if codings else reader.readexactly(int(stated)))
    except asyncio.IncompleteReadError:
        raise Refusal(400, "the connection was closed in the middle of a request's body") from None


async def _expected(request: HttpRequest, writer: StreamWriter) -> None:
    """Tell a client that waits for it to go on (RFC 9110 10.1.1)."""
    expected = request.listed("expect")
    if not expected or not request.minor:
        return
    if expected != ["100-continue"]:
        raise Refusal(417, f"the expectation {', '.join(expected)!r} cannot be met")
    writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    await writer.drain()


async def _read_chunks(reader: StreamReader) -> bytes:
    body = bytearray()
    while True:
        line = await _read_line(reader, LONGEST_HEAD)
        size = _CHUNK.fullmatch(line[:-2].decode("latin-1")) if line else None
        if size is None:
            raise Refusal(400, f"this is not the size of a chunk: {(line or b'')[:40]!r}")
        length = int(size[1], 16)
        if len(body) + length > LARGEST_BODY:
            raise _too_large()
        if not length:
            break
        body += await reader.readexactly(length)
        if await reader.readexactly(2) != b"\r\n":
            raise Refusal(400, "a chunk is longer or shorter than it says")
    while (line := await _read_line(reader, LONGEST_HEAD)) != b"\r\n":
        if line is None:
            raise Refusal(400, "the connection was closed in the middle of a request's trailers")
        _field(line[:-2].decode("latin-1"))
    return bytes(body)


def _too_large() -> Refusal:
    return Refusal(413, f"Request exceeds the maximum size of {LARGEST_BODY:,} bytes")
