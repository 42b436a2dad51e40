"""Any function of a brief as a worker: async functions on the event loop, all others in a thread."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING

from outcomes.aside import in_thread
from outcomes.errors import ArtifactError, StoreError, UsageError, WorkerError
from outcomes.text import said

if TYPE_CHECKING:
    from collections.abc import Callable

    from outcomes.worker import Brief


class FunctionWorker:
    """Calls a function once per step.

    A step that is given up cancels an async function; a thread cannot be stopped, so a sync function goes on in the
    background, where it keeps nobody from leaving, and what it returns is dropped.
    """

    def __init__(self, function: Callable[[Brief], object], name: str | None = None) -> None:
        """Wrap a function, method or callable object that can be called with a brief alone.

        Args:
            function: `(brief) -> deliverable`; see `outcomes.worker.Worker.work` for what it may return.
            name: for events and records; the function's qualified name if not given.

        Raises:
            UsageError: it is not callable, or not with one positional argument.
        """
        _refuse_other_signatures(function)
        self._function = function
        self._is_async = _is_async(function)
        self.name = name if name is not None else _name_of(function)

    async def work(self, brief: Brief) -> object:
        """Call the function; whatever it raises is a `WorkerError`, but for errors about its files."""
        try:
            if self._is_async:
                value = self._function(brief)
            else:
                value = await in_thread(functools.partial(self._call, brief), name="outcomes-worker")
            return await value if inspect.isawaitable(value) else value
        except (WorkerError, ArtifactError, StoreError):
            raise
        except (Exception, SystemExit) as error:
            raise _broke(error) from error

    def _call(self, brief: Brief) -> object:
        """In the thread: a future refuses `StopIteration`, and what ends a program elsewhere ends the step alone."""
        try:
            return self._function(brief)
        except StopIteration as error:
            raise _broke(error) from error
        except Exception:
            raise
        except BaseException as error:
            raise _broke(error) from error


def _refuse_other_signatures(function: object) -> None:
    if not callable(function):
        msg = f"a worker is a function (brief) -> deliverable, or an object with `name` and `work`; not {function!r}"
        raise UsageError(msg)
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return  # some built-in callables do not tell what they take
    try:
        signature.bind(None)
    except TypeError:
        msg = (
            f"the worker {_name_of(function)}{signature} cannot be called with one positional argument; it is given "
            "the brief and nothing else: write `def work(brief)`, and bind the rest with functools.partial"
        )
        raise UsageError(msg) from None


def _is_async(function: Callable[..., object]) -> bool:
    """Whether calling it only makes a coroutine; asked of a callable object's `__call__` too."""
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(getattr(function, "__call__", None))  # noqa: B004


def _name_of(function: Callable[..., object]) -> str:
    """The qualified name; a callable object goes by its class."""
    while isinstance(function, functools.partial):
        function = function.func
    name = getattr(function, "__qualname__", None)
    return name if isinstance(name, str) else type(function).__qualname__


def _broke(error: BaseException) -> WorkerError:
    """What was raised, in one line of text that can be kept, whatever its message is made of."""
    return WorkerError(f"the worker raised {said(error)}")
