"""A slow sink in a thread of its own: a webhook, a database, a network disk."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from outcomes.events import Event
    from outcomes.sink import Sink


class BackgroundSink:
    """Hands events to a sink in a thread, in order, so that no run waits for it.

    A sink is called on the event loop's thread, where one that takes a second costs every run of the process a second.
    What the inner sink raises comes out of the next call, so that a run reports it and leaves it out, as any other.

    >>> with BackgroundSink(post_to_webhook) as sink:
    ...     run = await run_outcome(outcome, worker, sinks=[sink])
    """

    def __init__(self, inner: Sink) -> None:
        """The thread begins with the first event."""
        self._inner = inner
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._broke: BaseException | None = None

    def __call__(self, event: Event) -> None:
        """Take one event; what the inner sink raised on an earlier one is raised here."""
        if self._broke is not None:
            raise self._broke
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="outcomes-sink", daemon=True)
                self._thread.start()
        self._events.put(event)

    def close(self) -> None:
        """Wait until everything is told."""
        with self._starting:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._events.put(None)
            thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self) -> None:
        while (event := self._events.get()) is not None:
            if self._broke is None:
                try:
                    self._inner(event)
                except BaseException as error:  # noqa: BLE001 - told to whoever hands over the next event
                    self._broke = error
