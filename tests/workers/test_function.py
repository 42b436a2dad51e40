"""Functions as workers."""

from __future__ import annotations

import asyncio
import functools
import sys
import threading
from contextvars import ContextVar
from typing import TYPE_CHECKING

import pytest

from outcomes.errors import ArtifactError, StoreError, UsageError, WorkerError
from outcomes.text import LONGEST_MESSAGE
from outcomes.workers.function import FunctionWorker

from .support import a_brief

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from outcomes.worker import Brief

CONTEXT: ContextVar[str] = ContextVar("CONTEXT", default="unset")


def give(function: Callable[[Brief], object], folder: Path) -> object:
    """What a function hands over for a brief."""
    return asyncio.run(FunctionWorker(function).work(a_brief(folder)[0]))


class Agent:
    """An object with state, as agents often are."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    async def __call__(self, brief: Brief) -> str:
        self.seen.append(brief.step_id)
        return threading.current_thread().name

    def method(self, brief: Brief) -> str:
        return f"{brief.description}, as a method"


def test_a_sync_function_runs_in_a_thread_and_sees_the_callers_context(tmp_path: Path) -> None:
    def work(_brief: Brief) -> object:
        return repr((threading.current_thread() is threading.main_thread(), CONTEXT.get()))

    async def call() -> object:
        CONTEXT.set("carried")
        return await FunctionWorker(work).work(a_brief(tmp_path)[0])

    assert asyncio.run(call()) == "(False, 'carried')"


def test_an_async_function_runs_on_the_event_loop(tmp_path: Path) -> None:
    async def work(_brief: Brief) -> object:
        await asyncio.sleep(0)
        return repr(threading.current_thread() is threading.main_thread())

    assert give(work, tmp_path) == "True"


def test_a_sync_function_that_returns_an_awaitable_is_awaited(tmp_path: Path) -> None:
    async def answer() -> str:
        return "awaited"

    def work(_brief: Brief) -> Coroutine[None, None, str]:
        return answer()

    assert give(work, tmp_path) == "awaited"


def test_a_callable_object_with_an_async_call_runs_on_the_event_loop(tmp_path: Path) -> None:
    agent = Agent()
    assert give(agent, tmp_path) == threading.main_thread().name
    assert agent.seen == ["run_1/it/0/work"]


def test_a_method_is_a_function_too(tmp_path: Path) -> None:
    assert give(Agent().method, tmp_path) == "Write a note, as a method"


def test_what_is_bound_by_partial_is_passed_beside_the_brief(tmp_path: Path) -> None:
    def work(tone: str, brief: Brief, *, size: int) -> str:
        return f"{brief.description} {tone} {size}"

    assert give(functools.partial(work, "kindly", size=3), tmp_path) == "Write a note kindly 3"


def with_defaults(brief: object, tone: str = "kind") -> object:
    return brief, tone


def with_anything(*briefs: object, **more: object) -> object:
    return briefs, more


@pytest.mark.parametrize("function", [with_defaults, with_anything, lambda brief: brief, str])
def test_whatever_can_be_called_with_a_brief_alone_is_taken(function: Callable[[object], object]) -> None:
    assert FunctionWorker(function).name == function.__qualname__


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (with_defaults, "with_defaults"),
        (Agent().method, "Agent.method"),
        (Agent(), "Agent"),
        (functools.partial(functools.partial(with_defaults), tone="dry"), "with_defaults"),
    ],
)
def test_a_worker_is_called_by_the_qualified_name_of_its_function(
    function: Callable[[Brief], object], name: str
) -> None:
    assert FunctionWorker(function).name == name
    assert FunctionWorker(function, name="writer").name == "writer"


def with_nothing() -> object:
    return None


def with_two(brief: object, tone: str) -> object:
    return brief, tone


def with_keyword(*, brief: object) -> object:
    return brief


@pytest.mark.parametrize(
    ("function", "signature"),
    [
        (with_nothing, "with_nothing() -> 'object'"),
        (with_two, "with_two(brief: 'object', tone: 'str') -> 'object'"),
        (with_keyword, "with_keyword(*, brief: 'object') -> 'object'"),
        (Agent, "Agent() -> 'None'"),
    ],
)
def test_a_function_that_cannot_take_a_brief_alone_is_refused_at_once(
    function: Callable[[Brief], object], signature: str
) -> None:
    with pytest.raises(UsageError) as refused:
        FunctionWorker(function)
    assert str(refused.value) == (
        f"the worker {signature} cannot be called with one positional argument; it is given the brief and nothing "
        "else: write `def work(brief)`, and bind the rest with functools.partial"
    )


def test_what_cannot_be_called_is_refused_at_once() -> None:
    with pytest.raises(UsageError, match=r"^a worker is a function \(brief\) -> deliverable, .* not 'my-agent'$"):
        FunctionWorker("my-agent")  # type: ignore[arg-type]


def test_an_exception_becomes_a_worker_error_that_remembers_its_cause(tmp_path: Path) -> None:
    cause = KeyError("colour")

    def work(_brief: Brief) -> object:
        raise cause

    with pytest.raises(WorkerError) as broke:
        give(work, tmp_path)
    assert str(broke.value) == "the worker raised KeyError: 'colour'"
    assert broke.value.__cause__ is cause


@pytest.mark.parametrize(
    "error", [WorkerError("the model is asleep"), ArtifactError("empty-file", "it is empty."), StoreError("disk full")]
)
def test_errors_that_say_who_must_act_pass_as_they_are(error: Exception, tmp_path: Path) -> None:
    async def work(_brief: Brief) -> object:
        raise error

    with pytest.raises(type(error)) as broke:
        give(work, tmp_path)
    assert broke.value is error


def test_stop_iteration_from_a_thread_ends_the_step_and_does_not_hang(tmp_path: Path) -> None:
    def work(_brief: Brief) -> object:
        return next(iter([]))

    with pytest.raises(WorkerError, match=r"^the worker raised StopIteration$"):
        give(work, tmp_path)


def test_a_function_that_exits_ends_the_step_and_not_the_program(tmp_path: Path) -> None:
    def work(_brief: Brief) -> object:
        sys.exit("no key was given")

    with pytest.raises(WorkerError, match=r"^the worker raised SystemExit: no key was given$"):
        give(work, tmp_path)


class UnprintableError(Exception):
    """Cannot even say what is wrong."""

    def __str__(self) -> str:
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("caf\udce9.txt"), "ValueError: caf\ufffd.txt"),
        (UnprintableError(), f"{__name__}.UnprintableError: <exception str() failed>"),
        (ValueError("one\n two"), "ValueError: one two"),
    ],
)
def test_what_is_said_about_an_exception_is_always_text_that_can_be_kept(
    error: Exception, said: str, tmp_path: Path
) -> None:
    def work(_brief: Brief) -> object:
        raise error

    with pytest.raises(WorkerError) as broke:
        give(work, tmp_path)
    assert str(broke.value) == f"the worker raised {said}"
    assert str(broke.value).encode()


def test_an_endless_message_is_cut(tmp_path: Path) -> None:
    def work(_brief: Brief) -> object:
        raise ValueError("x" * 1_000_000)

    with pytest.raises(WorkerError) as broke:
        give(work, tmp_path)
    assert len(str(broke.value)) <= LONGEST_MESSAGE + len("the worker raised ")
