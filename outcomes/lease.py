"""Holding a run while it is driven, so that two processes never drive one."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

from outcomes.errors import StoreError
from outcomes.store import LEASE_SECONDS, RunHeld, broke

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from outcomes.store import Holder, Store

_SIGNS_OF_LIFE: Final = 3
"""How many fit into the time that a run stays held without one."""


@asynccontextmanager
async def held(store: Store, run_id: str, holder: Holder) -> AsyncIterator[None]:
    """Hold a run, with signs of life, until the end of the block.

    Whoever gives none for too long (a machine that slept, an event loop that was blocked) may find that somebody else
    has gone on: the store then refuses the next record, and says who it was.

    Raises:
        RunHeld: another process drives it.
    """
    await _take(store, run_id, holder)
    alive = asyncio.create_task(_alive(store, run_id, holder))
    try:
        yield
    finally:
        alive.cancel()
        with suppress(asyncio.CancelledError):
            await alive
        with suppress(Exception):
            await store.release(run_id, holder)


async def _take(store: Store, run_id: str, holder: Holder) -> None:
    """Take it; whoever is cancelled while it is taken does not keep it."""
    try:
        await store.hold(run_id, holder)
    except StoreError:
        raise
    except Exception as error:
        raise broke(store, error) from error
    except asyncio.CancelledError:
        with suppress(Exception):
            await store.release(run_id, holder)
        raise


async def _alive(store: Store, run_id: str, holder: Holder) -> None:
    """Give signs of life; one that fails is made up for by the next, until somebody else has the run."""
    while True:
        await asyncio.sleep(LEASE_SECONDS / _SIGNS_OF_LIFE)
        try:
            await store.hold(run_id, holder)
        except RunHeld:
            return  # the next record is refused, and says why
        except Exception:  # noqa: BLE001, S112 - a disk that is full for a moment loses nobody a run
            continue
