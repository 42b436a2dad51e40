"""The endpoint itself: a server on loopback, in a thread of its own, for tests that are sync or async alike."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Final, Self

from outcomes.clock import Clock, SystemClock
from outcomes.testing.endpoint.allowance import RateLimit
from outcomes.testing.endpoint.http import LONGEST_HEAD, read_request
from outcomes.testing.endpoint.profiles import PROFILES, Profile
from outcomes.testing.endpoint.recorder import Recorder
from outcomes.testing.endpoint.refusal import Refusal
from outcomes.testing.endpoint.response import Response, write_response
from outcomes.testing.endpoint.service import Manner, Service

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import AsyncIterator, Collection, Mapping

    from outcomes.testing.endpoint.answers import Script
    from outcomes.testing.endpoint.families import Family
    from outcomes.testing.endpoint.faults import Fault
    from outcomes.testing.endpoint.recorder import Seen

ANYTHING: Final = (None,)
_DRAINED: Final = 64 * 1024 * 1024
_BACKLOG: Final = 2_048


class FakeEndpoint:
    """Speaks the Messages API on `base_url`, while it is open.

    >>> with FakeEndpoint(lambda call: {"answer": 42}) as endpoint:
    ...     client = anthropic.Anthropic(api_key="any", base_url=endpoint.base_url)
    ...     client.messages.create(...)
    >>> endpoint.requests[0].parsed["model"], endpoint.recorder.times_sent("secret")

    It checks requests as the real one does, counts tokens by a rule that can be foretold (`tokens`), keeps a prompt
    cache, answers as its script says, breaks what it is told to break (`faults`), and remembers everything. Nothing
    in it is a model: what it answers says nothing about one.
    """

    def __init__(
        self,
        script: Script = ANYTHING,
        *,
        profile: str | Profile = "hosted",
        models: Mapping[str, Family] | Collection[str] = (),
        keys: Collection[str] | None = None,
        faults: Collection[Fault] = (),
        latency_seconds: float = 0.0,
        rate_limit: RateLimit | None = None,
        takes_offers: bool = True,
        clock: Clock | None = None,
        recorder: Recorder | None = None,
        port: int = 0,
    ) -> None:
        """Opened by `with`, or by `open` and `close`.

        Args:
            script: a function of the call, or answers in turn; by default any valid object that was asked for. It
                runs on the server's thread.
            profile: the kind of server, by name: hosted, ollama, llama.cpp, vllm, litellm.
            models: names that are known beside the hosted ones, with their facts if they matter.
            keys: those that are accepted; any if not given.
            faults: what goes wrong, and when.
            latency_seconds: between a request and the beginning of its answer, for real.
            rate_limit: what a minute allows; next to no limit if not given.
            takes_offers: whether the model uses a tool that it is only offered, when its answer fits it.
            clock: tells how old a cached prefix is, and when a minute is over.
            recorder: one of your own, to count only, or to watch for a text.
            port: a fixed one; any free one if not given.
        """
        kind = PROFILES[profile] if isinstance(profile, str) else profile
        self.recorder = recorder or Recorder()
        manner = Manner(
            script, kind, clock or SystemClock(), models, keys, tuple(faults), latency_seconds,
            rate_limit or RateLimit(), takes_offers,
        )  # fmt: skip
        self._service = Service(manner, self.recorder)
        self._wanted_port = port
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._ready = threading.Event()
        self._broken: BaseException | None = None
        self.port = 0

    @property
    def base_url(self) -> str:
        """Where it listens, without `/v1`."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def requests(self) -> list[Seen]:
        """Everything that came, in order."""
        return self.recorder.requests

    def misbehave(self, *faults: Fault) -> None:
        """From now on these faults instead of the earlier ones, counted from the next call."""
        self._service.misbehave(faults)

    def open(self) -> Self:
        """Begin to listen; returns when it does."""
        if self._thread is not None:
            raise RuntimeError("it is open already")
        self._ready.clear()
        self._broken = None
        self._thread = threading.Thread(target=self._run, name="fake-endpoint", daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._broken is not None:
            raise self._broken
        return self

    def close(self) -> None:
        """Let go of every connection, and return when all is gone."""
        if self._thread is None or self._loop is None or self._stop is None:
            return
        with contextlib.suppress(RuntimeError):  # its loop is closed already
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._thread = None

    def __enter__(self) -> Self:
        return self.open()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close()
        if kind is None and self.recorder.failures:
            raise self.recorder.failures[0]

    # -- on its own thread

    def _run(self) -> None:
        try:
            asyncio.run(self._listen())
        except OSError as error:
            self._broken = error
        finally:
            self._ready.set()

    async def _listen(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        talks: dict[asyncio.Task[None], socket.socket] = {}
        with socket.create_server(("127.0.0.1", self._wanted_port), backlog=_BACKLOG) as listener:
            listener.settimeout(0)
            self.port = listener.getsockname()[1]
            self._ready.set()
            async for connection in self._accepted(listener, self._stop):
                talk = asyncio.ensure_future(self._serve(connection))
                talks[talk] = connection
                talk.add_done_callback(talks.pop)
        open_still = dict(talks)
        for talk in open_still:
            talk.cancel()
        await asyncio.gather(*open_still, return_exceptions=True)
        for connection in open_still.values():  # of talks that had not begun
            connection.close()

    async def _accepted(self, listener: socket.socket, stop: asyncio.Event) -> AsyncIterator[socket.socket]:
        """Connections, until it is time to stop; none is taken that is not also handed over or closed."""
        stopping = asyncio.ensure_future(stop.wait())
        while True:
            accepting = asyncio.ensure_future(asyncio.get_running_loop().sock_accept(listener))
            await asyncio.wait({accepting, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if stopping.done():
                break
            yield accepting.result()[0]
        if accepting.done():
            accepting.result()[0].close()
        accepting.cancel()

    async def _serve(self, connection: socket.socket) -> None:
        self.recorder.connections += 1
        number = self.recorder.connections
        reader, writer = await asyncio.open_connection(sock=connection, limit=LONGEST_HEAD)
        try:
            while await self._exchange(number, reader, writer):
                pass
        except ConnectionError:
            pass  # the client went away, which is its good right
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _exchange(self, number: int, reader: StreamReader, writer: StreamWriter) -> bool:
        """One request and its response; whether the connection goes on."""
        try:
            request = await read_request(reader, writer)
        except Refusal as refusal:
            await self._turn_away(refusal, reader, writer)
            return False
        if request is None:
            return False
        self.recorder.enter(request)
        written = 0
        try:
            response = await self._service.answer(request, number)
            bodiless = request.method == "HEAD"
            written = await write_response(response, reader, writer, keep_alive=request.keep_alive, bodiless=bodiless)
        finally:
            self.recorder.leave(written)
        return request.keep_alive and response.ending == "whole"

    async def _turn_away(self, refusal: Refusal, reader: StreamReader, writer: StreamWriter) -> None:
        """Answer what could not be read to its end, and let the client finish, so that it sees the answer."""
        response = Response(refusal.status, (refusal.body("req_unread"),), headers=(("request-id", "req_unread"),))
        await write_response(response, reader, writer, keep_alive=False)
        with contextlib.suppress(OSError):
            writer.write_eof()
        left = _DRAINED
        while left > 0 and (data := await reader.read(64 * 1024)):
            left -= len(data)
