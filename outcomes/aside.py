"""A call in a thread that nobody has to wait for."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import functools
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


async def in_thread(call: Callable[[], T], *, name: str) -> T:
    """Like `asyncio.to_thread`, but nobody waits for the thread: neither the event loop's end nor the program's.

    A thread cannot be stopped: one whose call is given up goes on in the background, and what it returns is dropped.
    What ends a program elsewhere (`SystemExit`) ends the call alone, and is raised where it is awaited.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()
    context = contextvars.copy_context()

    def work() -> None:
        settle: Callable[[], None]
        try:
            settle = functools.partial(future.set_result, context.run(call))
        except StopIteration as error:  # a future refuses it
            settle = functools.partial(future.set_exception, RuntimeError(f"StopIteration: {error}"))
        except BaseException as error:  # noqa: BLE001 - it is raised again where the call is awaited
            settle = functools.partial(future.set_exception, error)
        with contextlib.suppress(RuntimeError):  # the event loop is closed: the call was given up long ago
            loop.call_soon_threadsafe(lambda: None if future.done() else settle())

    threading.Thread(target=work, name=name, daemon=True).start()
    return await future
