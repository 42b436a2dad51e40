"""What all runs of one event loop share for an endpoint: its connections and its limits."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from outcomes.models.limiter import Gate
from outcomes.models.sdk import Client

if TYPE_CHECKING:
    from outcomes.clock import Clock
    from outcomes.models.endpoint import Endpoint


@dataclass(frozen=True)
class Shared:
    """One endpoint as one event loop knows it."""

    client: Client
    gate: Gate
    probing: dict[str, asyncio.Lock] = field(default_factory=dict)
    """By model: while its ability is found out, others wait for the answer instead of asking too."""


class Sharing:
    """Gives every run on an event loop the same `Shared` for the same endpoint and key."""

    def __init__(self, clock: Clock, most_in_flight: int) -> None:
        """`clock` is what the limits go by."""
        self._clock = clock
        self._most = most_in_flight
        self._loops: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Endpoint, Shared]] = WeakKeyDictionary()

    def of(self, endpoint: Endpoint) -> Shared:
        """That of the running event loop."""
        known = self._loops.setdefault(asyncio.get_running_loop(), {})
        if endpoint not in known:
            known[endpoint] = Shared(Client(endpoint), Gate(self._clock, self._most))
        return known[endpoint]
