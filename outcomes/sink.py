"""The seat of sinks: whatever wants to know what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from outcomes.events import Event


class Sink(Protocol):
    """Takes events, one at a time, in order. A plain function is one.

    It should return quickly. One that raises is reported once, left out from then on, and never ends a run.
    """

    def __call__(self, event: Event) -> None:
        """Take one event."""
