"""`@until_satisfied`: an outcome around a call that one already has."""

from __future__ import annotations

import functools
import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, ParamSpec, TypeVar, cast

from outcomes.api import in_sync, load_rubric, run_outcome
from outcomes.errors import NotSatisfied, UsageError
from outcomes.outcome import Budget, Outcome
from outcomes.rubric import Rubric

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
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
        self._is_async = _is_async(function)
        # Without its attributes: those of a callable object, or of a call wrapped before, would replace our own.
        functools.update_wrapper(self, function, updated=())

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
        """Methods work too: bound like any function, and whatever does not bind stays as it is."""
        bind = getattr(self._function, "__get__", None)
        if instance is None or bind is None:
            return self
        return Wrapped(cast("Callable[..., R]", bind(instance, owner)), self._how)

    async def _value(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> object:
        run = await self._run(args, kwargs)
        if run.best is None or not (run.satisfied or self._how.on_gaps == "return"):
            raise NotSatisfied(run)
        return run.best.value

    async def _run(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Run:
        call: Callable[..., Any] = self._function
        signature = inspect.signature(call)
        _refuse_misfit(signature, self._how.feedback_to, args, kwargs)

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
        return f"await {_name_of(self._function)}.run_async(...)"


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
        documented = None if isinstance(function, functools.partial) else inspect.getdoc(function)
        wanted = description or documented or f"What {_name_of(function)} returns"
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


def _refuse_misfit(
    signature: inspect.Signature, feedback_to: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    """What the call itself would refuse is the caller's mistake and not a worker's, and so it is raised as it would."""
    try:
        arguments = signature.bind(*args, **kwargs)
    except TypeError:
        if feedback_to != "brief":
            raise
        arguments = signature.bind(*args, **kwargs, brief=None)
    arguments.apply_defaults()
    value = arguments.arguments[feedback_to]
    if feedback_to != "brief" and not isinstance(value, str):
        msg = f"the gaps are appended to {feedback_to!r}, which has to be a str, not {value!r}; or declare `brief=None`"
        raise UsageError(msg)


def _is_async(function: Callable[..., object]) -> bool:
    """Whether calling it makes a coroutine, whatever it is wrapped in."""
    if isinstance(function, Wrapped):
        return function._is_async  # noqa: SLF001 - one of ours
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(getattr(function, "__call__", None))  # noqa: B004


def _parameters(function: Callable[..., object]) -> Mapping[str, inspect.Parameter]:
    """Those that hold one value each; annotations evaluated where they can be."""
    name, given = _name_of(function), cast("object", function)
    if not callable(given):
        msg = f"{name} cannot be called; put @until_satisfied below @classmethod or @property, next to the function"
        raise UsageError(msg)
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        msg = f"{name} is a generator, whose pieces are no deliverable; return the whole of it"
        raise UsageError(msg)
    try:
        signature = _signature(function)
    except (TypeError, ValueError):
        msg = f"{name} does not say what parameters it takes; wrap it in a function of your own"
        raise UsageError(msg) from None
    several = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return {key: parameter for key, parameter in signature.parameters.items() if parameter.kind not in several}


def _signature(function: Callable[..., object]) -> inspect.Signature:
    try:
        return inspect.signature(function, eval_str=True)
    except Exception:  # noqa: BLE001 - annotations may name anything; their text is then what counts
        return inspect.signature(function)


def _name_of(function: object) -> str:
    """Its own name; a callable object goes by its class."""
    while isinstance(function, functools.partial):
        function = function.func
    return str(getattr(function, "__name__", type(function).__name__))


def _feedback_parameter(function: Callable[..., object], prompt: str | None) -> str:
    parameters = _parameters(function)
    name = _name_of(function)
    if prompt is not None:
        if prompt not in parameters:
            msg = f"{name} has no parameter {prompt!r} to append the gaps to; it has {', '.join(parameters) or 'none'}"
            raise UsageError(msg)
        return prompt
    if "brief" in parameters:
        return "brief"
    texts = [key for key, parameter in parameters.items() if parameter.annotation in (str, "str")]
    if len(texts) == 1:
        return texts[0]
    found = f"several str parameters ({', '.join(texts)})" if texts else "no str parameter"
    msg = f"{name} has no `brief` parameter and {found}; add `brief=None`, or name the prompt: prompt='...'"
    raise UsageError(msg)
