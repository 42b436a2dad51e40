"""`@until_satisfied`: an outcome around a call that one already has."""

from __future__ import annotations

import functools
import inspect
import typing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, ParamSpec, TypeVar, cast

from outcomes.api import in_sync, load_rubric, run_outcome
from outcomes.errors import NotSatisfied, UsageError
from outcomes.outcome import Budget, Outcome
from outcomes.rubric import Rubric

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from outcomes.grader import Grader
    from outcomes.run import Run
    from outcomes.sink import Sink
    from outcomes.worker import Brief

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class _How:
    """What the decorator was told."""

    outcome: Outcome
    feedback_to: str
    """The parameter that gets the gaps: `brief`, or the prompt."""
    grader: Grader | None
    sinks: tuple[Sink, ...]
    on_gaps: Literal["raise", "return"]


class Wrapped(Generic[P, R]):
    """A call that goes on until its rubric is satisfied. It keeps its signature; `.run(...)` gives the whole run."""

    def __init__(self, function: Callable[P, R], how: _How) -> None:
        """Made by `until_satisfied`."""
        self._function = function
        self._how = how
        self._is_async = inspect.iscoroutinefunction(function)
        functools.update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """The best value, in the call's own type; `NotSatisfied` when the rubric is not, unless told to return it."""
        value = self._value(args, kwargs)
        return cast("R", value if self._is_async else in_sync(value, self._instead))

    def run(self, *args: P.args, **kwargs: P.kwargs) -> Run:
        """The whole run: every iteration, every verdict, the cost. For code without an event loop."""
        return in_sync(self._run(args, kwargs), self._instead)

    async def run_async(self, *args: P.args, **kwargs: P.kwargs) -> Run:
        """The whole run, for async code."""
        return await self._run(args, kwargs)

    def __get__(self, instance: object, owner: type | None = None) -> Wrapped[..., R]:
        """Methods work too: bound like any function."""
        if instance is None:
            return self
        return Wrapped(cast("Callable[..., R]", self._function.__get__(instance, owner)), self._how)

    async def _value(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> object:
        run = await self._run(args, kwargs)
        if run.best is None or not (run.satisfied or self._how.on_gaps == "return"):
            raise NotSatisfied(run)
        return run.best.value

    async def _run(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Run:
        call: Callable[..., Any] = self._function
        signature = inspect.signature(call)
        signature.bind_partial(*args, **kwargs)

        def bound(brief: Brief) -> inspect.BoundArguments:
            arguments = signature.bind_partial(*args, **kwargs)
            arguments.apply_defaults()
            _tell(arguments, self._how.feedback_to, brief)
            return arguments

        def work(brief: Brief) -> object:
            arguments = bound(brief)
            return call(*arguments.args, **arguments.kwargs)

        async def work_async(brief: Brief) -> object:
            return await work(brief)  # type: ignore[misc]  # the wrapped function is a coroutine function

        worker = work_async if self._is_async else work
        return await run_outcome(self._how.outcome, worker, grader=self._how.grader, sinks=self._how.sinks)

    @property
    def _instead(self) -> str:
        return f"await {getattr(self._function, '__name__', 'call')}.run_async(...)"


def until_satisfied(
    rubric: str | Path | Rubric,
    *,
    max_iterations: int = 3,
    description: str | None = None,
    prompt: str | None = None,
    grader: Grader | None = None,
    budget: Budget | None = None,
    confirm: Literal[0, 1, "strict"] = 1,
    sinks: Sequence[Sink] = (),
    on_gaps: Literal["raise", "return"] = "raise",
) -> Callable[[Callable[P, R]], Wrapped[P, R]]:
    """Call a function again, with the gaps, until its result satisfies the rubric.

    The gaps go to a parameter called `brief`, if the function has one; otherwise they are appended to its prompt: the
    parameter named by `prompt`, or the only one annotated `str`.

    Args:
        rubric: a path, a shipped rubric's name, or a rubric.
        max_iterations: evaluations before giving up.
        description: what is wanted, for records; the function's docstring if not given.
        prompt: the parameter that the gaps are appended to.
        grader: judges the criteria that carry no check.
        budget: limits on the whole run.
        confirm: fresh looks before a pass on judged criteria is believed.
        sinks: functions that get every event.
        on_gaps: `return` gives the best value even if the rubric is not satisfied.

    Raises:
        UsageError: the function has no `brief`, and not exactly one `str` parameter.
        RubricError: the rubric cannot be used.

    >>> @until_satisfied("rubrics/summary.md", grader=my_grader)
    ... def summarise(text: str, *, brief=None) -> str: ...
    """
    loaded = rubric if isinstance(rubric, Rubric) else load_rubric(rubric)

    def wrap(function: Callable[P, R]) -> Wrapped[P, R]:
        name = getattr(function, "__name__", "call")
        wanted = description or inspect.getdoc(function) or f"What {name} returns"
        how = _How(
            outcome=Outcome(
                description=wanted,
                rubric=loaded,
                max_iterations=max_iterations,
                budget=budget if budget is not None else Budget(),
                confirm=confirm,
            ),
            feedback_to=_feedback_parameter(function, prompt),
            grader=grader,
            sinks=tuple(sinks),
            on_gaps=on_gaps,
        )
        return Wrapped(function, how)

    return wrap


def _tell(arguments: inspect.BoundArguments, parameter: str, brief: Brief) -> None:
    """Put the gaps where the function can see them."""
    if parameter == "brief":
        arguments.arguments["brief"] = brief
        return
    feedback = brief.feedback()
    if feedback:
        arguments.arguments[parameter] = f"{arguments.arguments[parameter]}\n\n{feedback}"


def _feedback_parameter(function: Callable[..., object], prompt: str | None) -> str:
    parameters = inspect.signature(function).parameters
    name = getattr(function, "__name__", "the function")
    if prompt is not None:
        if prompt not in parameters:
            msg = f"{name} has no parameter {prompt!r} to append the gaps to; it has {', '.join(parameters) or 'none'}"
            raise UsageError(msg)
        return prompt
    if "brief" in parameters:
        return "brief"
    texts = [key for key in parameters if _is_text(function, key)]
    if len(texts) == 1:
        return texts[0]
    found = f"several str parameters ({', '.join(texts)})" if texts else "no str parameter"
    msg = f"{name} has no `brief` parameter and {found}; add `brief=None`, or name the prompt: prompt='...'"
    raise UsageError(msg)


def _is_text(function: Callable[..., object], parameter: str) -> bool:
    try:
        hints = typing.get_type_hints(function)
    except Exception:  # noqa: BLE001 - annotations may name anything; the text of the annotation is then what counts
        hints = dict(getattr(function, "__annotations__", {}))
    return hints.get(parameter) in (str, "str")
