"""Workers and sinks out of what a caller gives."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, cast

from outcomes.errors import UsageError
from outcomes.text import said
from outcomes.wiring.checking import checks
from outcomes.wiring.loading import LONGEST_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from outcomes.rubric import Rubric
    from outcomes.sink import Sink
    from outcomes.worker import Brief, Worker


def text_suffix(rubric: Rubric) -> str:
    """What a worker's `str` is: what the rubric is written for, or what its checks can look at, or plain text."""
    suffixes = {"markdown": ".md", "html": ".html", "json": ".json", "csv": ".csv"}
    for kind, suffix in suffixes.items():
        if kind in rubric.applies_to:
            return suffix
    wanted = [checks()[c.check.name].kinds for c in rubric.criteria if c.check is not None]
    return ".md" if any("markdown" in kinds and "text" not in kinds for kinds in wanted) else ".txt"


def make_worker(worker: Worker | Callable[[Brief], object]) -> Worker:
    """A worker as it is; a function, or an object with a plain `work`, made one."""
    from outcomes.workers.function import FunctionWorker

    if hasattr(worker, "work") and hasattr(worker, "name"):
        refuse_class(worker, "worker")
        refuse_no_text(worker, "name")
        if inspect.iscoroutinefunction(worker.work):
            return cast("Worker", worker)
        return FunctionWorker(worker.work, worker.name)
    return FunctionWorker(worker)


def refuse_class(given: object, what: str) -> None:
    """Refuse a class where an instance of it is wanted."""
    if isinstance(given, type):
        msg = f"{given.__qualname__} is a class; give an instance of it as the {what}: {given.__qualname__}(...)"
        raise UsageError(msg)


def refuse_no_text(given: object, attribute: str) -> None:
    """What goes into the journal under somebody else's name is asked for before anything is paid for."""
    try:
        value = getattr(given, attribute)
    except Exception as error:
        msg = f"the `{attribute}` of {type(given).__qualname__} cannot be read: {type(error).__name__}"
        raise UsageError(msg) from error
    if not isinstance(value, str) or not value:
        msg = f"the `{attribute}` of {type(given).__qualname__} is {value!r}; it has to be a string that is not empty"
        raise UsageError(msg)


def check_sinks(sinks: Sequence[Sink]) -> None:
    """Refuse what could not take an event; a coroutine function would seem to, and lose every one."""
    for sink in sinks:
        call = sink if inspect.isroutine(sink) else getattr(sink, "__call__", None)  # noqa: B004 - it is looked into
        if call is None or inspect.iscoroutinefunction(call):
            what = "a coroutine function" if call is not None else f"a {type(sink).__name__}"
            msg = f"a sink is a plain function (event) -> None, called on the event loop's thread; not {what}: {sink!r}"
            raise UsageError(msg)


def report_sink_error(sink: Sink, error: BaseException) -> None:
    """Say once that a sink is left out from now on."""
    import structlog

    name = getattr(sink, "__qualname__", type(sink).__qualname__)
    structlog.get_logger("outcomes").warning("sink left out", sink=name, error=said(error, LONGEST_NAME))
