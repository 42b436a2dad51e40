"""One response as bytes on a connection, with everything that can go wrong while they are written."""

from __future__ import annotations

import asyncio
import socket
import struct
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

    from outcomes.testing.endpoint.http import Headers

Ending = Literal["whole", "close", "reset", "hold"]
"""How a response ends: as it should; the connection closed; torn down (TCP reset); or never, until the client goes."""


@dataclass(frozen=True, slots=True)
class Response:
    """What is written, piece by piece. A stream is chunked; anything else says its length."""

    status: int
    pieces: tuple[bytes, ...]
    content_type: str = "application/json"
    headers: Headers = ()
    streamed: bool = False
    ending: Ending = "whole"
    silent: bool = False
    """Not even a status line is written."""
    stated_length: int | None = None
    """What `Content-Length` says where that is not the truth."""
    pause_seconds: float = 0.0
    """Before each piece."""

    def head(self, *, keep_alive: bool) -> bytes:
        """Status line and headers."""
        length = sum(map(len, self.pieces)) if self.stated_length is None else self.stated_length
        framing = ("transfer-encoding", "chunked") if self.streamed else ("content-length", str(length))
        going_on = ("connection", "keep-alive" if keep_alive and self.ending == "whole" else "close")
        fields = [("content-type", self.content_type), *self.headers, framing, going_on]
        lines = [f"HTTP/1.1 {self.status} {phrase(self.status)}", *(f"{name}: {value}" for name, value in fields)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def phrase(status: int) -> str:
    """The reason phrase; nobody reads it."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Overloaded" if status == 529 else "Unknown"


async def write_response(
    response: Response, reader: StreamReader, writer: StreamWriter, *, keep_alive: bool, bodiless: bool = False
) -> int:
    """Write it and end it; returns the number of bytes written."""
    begin = b"" if response.silent else response.head(keep_alive=keep_alive)
    pieces = () if bodiless else response.pieces
    framed = [b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces] if response.streamed else list(pieces)
    if response.streamed and response.ending == "whole" and not bodiless:
        framed.append(b"0\r\n\r\n")
    parts = [begin, *framed] if response.pause_seconds else [begin + b"".join(framed)]
    for number, part in enumerate(parts):
        if number:
            await asyncio.sleep(response.pause_seconds)
        writer.write(part)
        await writer.drain()
    await _end(response.ending, reader, writer)
    return sum(map(len, parts))


async def _end(ending: Ending, reader: StreamReader, writer: StreamWriter) -> None:
    if ending == "hold":
        await reader.read(1)  # returns when the client gives up; the server cancels it when it closes
        writer.transport.abort()
    elif ending == "reset":
        connection = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
    elif ending == "close":
        writer.close()
