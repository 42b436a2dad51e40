"""The vendor SDK as plain HTTP: one client for an endpoint and an event loop, closed when the loop ends."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from outcomes.models.endpoint import NO_KEY
from outcomes.models.faults import not_reached, timed_out, unreadable
from outcomes.models.message import Raw
from outcomes.models.private import PATH

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from anthropic import AsyncAnthropic

    from outcomes.models.endpoint import Endpoint
    from outcomes.models.faults import Asked

CONNECT_SECONDS = 30.0
"""To get a connection. Long, since a busy process is late for its own handshakes, which the endpoint cannot help."""
MOST_CONNECTIONS = 256
IDLE_SECONDS = 4.0
"""An idle connection is kept: less than the 5 seconds after which common servers close theirs, which would look like
one that broke under a question."""


class Client:
    """Sends bodies to one endpoint. Belongs to the event loop that it was first used on."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Nothing is loaded or opened before `post`."""
        self._endpoint = endpoint
        self._sdk: AsyncAnthropic | None = None
        self._keeper: AsyncGenerator[AsyncAnthropic] | None = None
        self._opening = asyncio.Lock()

    async def post(self, body: bytes, asked: Asked, timeout_seconds: float) -> Raw:
        """One request, sent once: whatever status came back, and its bytes.

        Bytes, by the SDK's `post`: its `messages.create` would send the same ones, but copies and walks a body twice,
        which takes as long as half of all else that it does.

        Raises:
            EndpointError: no connection, one that broke, nothing heard for so long, or more than anybody reads.
        """
        sdk = self._sdk or await self._ready()
        from anthropic import APIConnectionError, APIStatusError, APITimeoutError, Timeout
        from httpx2 import Response

        from outcomes.models.lengths import TooLong

        timeout = Timeout(timeout_seconds, connect=CONNECT_SECONDS, pool=CONNECT_SECONDS)
        try:
            response = await sdk.post(PATH, cast_to=Response, content=body, options={"timeout": timeout})
        except APIStatusError as error:
            response = error.response
        except APITimeoutError as error:
            if _connecting(error):
                raise not_reached(asked, f"no connection in {CONNECT_SECONDS:g} seconds", sent=False) from None
            raise timed_out(asked, timeout_seconds) from None
        except APIConnectionError as error:
            cause = error.__cause__ or error
            if isinstance(cause, TooLong):
                raise unreadable(asked, str(cause)) from None
            raise not_reached(asked, _why(error), sent=not _connecting(error)) from None
        return Raw(response.status_code, *self._endpoint.hide_everywhere(response.headers, response.content))

    async def _ready(self) -> AsyncAnthropic:
        """The SDK's client.

        An asynchronous generator holds it: those are what an event loop winds up before it ends (`asyncio.run` and
        others call `shutdown_asyncgens`), so that connections are closed while there is still a loop to close them on.
        """
        async with self._opening:
            if self._sdk is None:
                await asyncio.to_thread(_load)
                self._keeper = _kept(self._endpoint)
                self._sdk = await anext(self._keeper)
        return self._sdk

    async def close(self) -> None:
        """Close its connections now."""
        if self._keeper is not None:
            await self._keeper.aclose()
        self._sdk = self._keeper = None


async def _kept(endpoint: Endpoint) -> AsyncGenerator[AsyncAnthropic]:
    sdk = _make(endpoint)
    try:
        yield sdk
    finally:
        await sdk.close()


def _load() -> None:
    """Import what takes a second or more, in a thread, so that an event loop goes on meanwhile."""
    import anthropic.resources.messages  # noqa: F401 - the rest of the package is loaded with it


def _make(endpoint: Endpoint) -> AsyncAnthropic:
    import httpx2
    from anthropic import AsyncAnthropic, DefaultAioHttpClient

    from outcomes.models.lengths import read_no_further

    key = endpoint.key or NO_KEY
    return AsyncAnthropic(
        api_key=None if endpoint.bearer else key,
        auth_token=key if endpoint.bearer else None,
        base_url=endpoint.base_url,
        max_retries=0,
        open_telemetry=False,
        default_headers={"Accept-Encoding": "identity"},
        http_client=DefaultAioHttpClient(
            # a redirect could carry rubric and artifact to somebody else
            follow_redirects=False,
            event_hooks={"response": [read_no_further]},
            limits=httpx2.Limits(
                max_connections=MOST_CONNECTIONS,
                max_keepalive_connections=MOST_CONNECTIONS,
                keepalive_expiry=IDLE_SECONDS,
            ),
        ),
    )


def _why(error: BaseException) -> str:
    """What went wrong with a connection, in the system's words rather than a library's."""
    import aiohttp

    last = error
    for last in _causes(error):
        if isinstance(last, aiohttp.ClientSSLError):
            return "what answers there does not speak TLS as it should (is it http:// that is meant?)"
        if isinstance(last, aiohttp.ClientConnectorError):
            number = last.os_error.errno or 0
            return os.strerror(number).lower() if number > 0 else str(last.os_error.strerror or last.os_error)
    return str(last) or type(last).__name__


def _connecting(error: BaseException) -> bool:
    """Whether no connection was made, so that nothing was sent.

    The transport calls everything that goes wrong with a connection `ConnectError`; what lies beneath tells.
    """
    import aiohttp

    unmade = aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError
    return any(isinstance(cause, unmade) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error, then what it was raised from, and so on."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__
