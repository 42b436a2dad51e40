"""An end to replies without one: no more is read than any message has, and unpacked no more than memory can hold.

Loaded with the client that it is for, since it needs what the client speaks over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from httpx2 import AsyncByteStream

from outcomes.models.message import LARGEST
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from httpx2 import Response

LARGEST_PACKED: Final = 128 * 1024
"""Bytes of a compressed reply that are read. Nobody asks for one, but some servers send it all the same, and a byte can
become a thousand."""


class TooLong(Exception):  # noqa: N818 - it is what a reply is, and it never leaves this package
    """A reply that is not read to its end."""


async def read_no_further(response: Response) -> None:
    """Put a limit on what comes of a response; called before any of it is read.

    Raises:
        TooLong: it says itself that it is longer.
    """
    packed = response.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity")
    limited = _Limited(response.stream, packed=packed)  # type: ignore[arg-type]
    stated = response.headers.get("content-length", "")
    if stated.isdecimal() and int(stated[:18]) > limited.most:
        raise limited.too_long()
    response.stream = limited


class _Limited(AsyncByteStream):
    """The same stream, which breaks off when it has given all that is read."""

    def __init__(self, stream: AsyncByteStream, *, packed: bool) -> None:
        self._stream = stream
        self._packed = packed
        self.most = LARGEST_PACKED if packed else LARGEST

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = self.most
        async for piece in self._stream:
            left -= len(piece)
            if left < 0:
                raise self.too_long()
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()

    def too_long(self) -> TooLong:
        how = "compressed, " if self._packed else ""
        return TooLong(f"more than {count(self.most, 'byte')}, {how}which is more than any message has")
