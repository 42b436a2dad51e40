"""Every rule that ends or continues a run.

`decide` is asked after each step and looks at nothing but the history and the outcome. The rules stand in the order of
their precedence: when several hold, the earlier one wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from outcomes.verdict import Look, OpenGap

if TYPE_CHECKING:
    from outcomes.history import History, Iteration
    from outcomes.outcome import Outcome
    from outcomes.verdict import Grade

Result = Literal[
    "satisfied", "needs_revision", "max_iterations_reached", "failed", "interrupted",
    "budget_reached", "stalled", "undecided", "worker_error", "grader_error",
]  # fmt: skip
"""The first five are the platform's own words and meanings. `needs_revision` is the only one that continues."""

ReasonCode = Literal[
    "all_pass", "gaps", "unreadable", "only_withheld",
    "interrupted", "worker_error", "grader_error", "contradiction", "nothing_applies",
    "seconds", "tokens", "cost_usd", "usage_unknown", "not_judged", "max_iterations",
    "same_content", "no_gain", "flipping", "withheld_remain",
]  # fmt: skip

STALL_ROUNDS = 2
"""Rounds without a better artifact after which a run is stalled."""
MOST_RELAPSES = 1
"""How often a criterion may go from pass to fail before it counts as flipping."""
MOST_LOOKS = 3


class Reason(BaseModel):
    """Why a decision was taken, as data."""

    model_config = ConfigDict(frozen=True, extra="allow")

    code: ReasonCode
    detail: str = ""
    """What was found, where the code alone does not say it: an error's sentence, a contradiction."""
    criterion_ids: tuple[str, ...] = ()
    limit: float | None = None
    spent: float | None = None
    """For limits: what was allowed and what was used, in the unit that the code names."""


@dataclass(frozen=True, slots=True)
class Revise:
    """Work on, from the best artifact so far and with that artifact's gaps."""

    reason: Reason
    base: int | None = None
    gaps: tuple[OpenGap, ...] = ()
    """Gaps of the base that the worker may know."""
    keep: tuple[str, ...] = ()
    """Visible criteria that the base passes."""
    broke: tuple[str, ...] = ()
    """Visible criteria that pass on the base and that the last attempt, now rejected, did not pass."""
    general: bool = False
    """Only withheld criteria fail: ask in general words, once."""


@dataclass(frozen=True, slots=True)
class LookAgain:
    """Have the artifact graded, afresh."""

    look: Look


@dataclass(frozen=True, slots=True)
class Stop:
    """The run is over."""

    result: Result
    reason: Reason


Decision = Revise | LookAgain | Stop


def decide(history: History, outcome: Outcome) -> Decision:  # noqa: C901, PLR0911 - one return per rule, in order
    """What happens next. Pure: the same history and outcome always give the same decision."""
    current = history.current
    grade = current.grade if current is not None else None
    if history.interrupted:
        return Stop("interrupted", Reason(code="interrupted"))
    if history.worker_error is not None:
        return Stop("worker_error", Reason(code="worker_error", detail=history.worker_error))
    if history.grader_error is not None:
        return Stop("grader_error", Reason(code="grader_error", detail=history.grader_error))
    look = _next_look(current, outcome)
    if grade is not None and look is None and grade.satisfied:
        return Stop("satisfied", Reason(code="all_pass"))
    if grade is not None and look is None and grade.result == "failed":
        return Stop("failed", _why_failed(grade))
    over = _over_budget(history, outcome)
    if over is not None:
        return Stop("budget_reached", over)
    if look is not None:
        return LookAgain(look)
    if current is None:
        return Revise(Reason(code="gaps"))
    if grade is not None and grade.result == "undecided":
        return Stop("undecided", Reason(code="not_judged", criterion_ids=_not_judged(grade)))
    if len(history.iterations) >= outcome.max_iterations:
        limit, spent = outcome.max_iterations, len(history.iterations)
        return Stop("max_iterations_reached", Reason(code="max_iterations", limit=limit, spent=spent))
    top = best(history)
    stall = _stall(history, top)
    if stall is not None:
        return Stop("stalled", stall)
    return _revise(current, top)


def best(history: History) -> Iteration | None:
    """The best graded iteration; `None` if nothing was graded.

    Satisfied, then fewer required failures, fewer required not judged, higher lower bound, higher upper bound, earlier.
    """
    graded = [(rank(it.grade), it.index, it) for it in history.iterations if it.grade is not None]
    return min(graded, key=lambda entry: entry[:2])[2] if graded else None


def rank(grade: Grade) -> tuple[bool, int, int, float, float]:
    """Sorts grades from best to worst."""
    return (
        not grade.satisfied,
        grade.required_failures,
        grade.required_undecided,
        -grade.score_lower,
        -grade.score_upper,
    )


def _next_look(current: Iteration | None, outcome: Outcome) -> Look | None:
    """The look that the current artifact still needs: the first, a confirmation, or the one that settles a tie."""
    if current is None or current.delivery is None:
        return None
    taken = len(current.grades)
    if taken == 0:
        return _look(0, outcome.rubric.ids)
    judged = outcome.rubric.judged_ids
    passed_at_first = current.grades[0].satisfied
    if outcome.confirm == 0 or not judged or not passed_at_first or taken >= MOST_LOOKS:
        return None
    if taken == 1:
        return _look(1, judged)
    agreed = current.grade is not None and current.grade.satisfied
    return None if agreed or outcome.confirm == "strict" else _look(2, judged)


def _look(index: int, criterion_ids: tuple[str, ...]) -> Look:
    return Look(index=index, seed=index, criterion_ids=criterion_ids)


def _why_failed(grade: Grade) -> Reason:
    if grade.contradiction is not None:
        return Reason(code="contradiction", detail=grade.contradiction)
    return Reason(code="nothing_applies")


def _over_budget(history: History, outcome: Outcome) -> Reason | None:
    budget = outcome.budget
    if history.out_of_time or (budget.seconds is not None and history.seconds >= budget.seconds):
        return Reason(code="seconds", limit=budget.seconds, spent=history.seconds)
    if budget.tokens is None and budget.cost_usd is None:
        return None
    grader, worker = history.grader_usage, history.known_worker_usage
    if grader is None or (budget.cost_usd is not None and grader.cost_usd is None):
        return Reason(code="usage_unknown", detail="a grader did not say what it used, so the limit cannot be kept")
    tokens = worker.tokens + grader.tokens
    if budget.tokens is not None and tokens >= budget.tokens:
        return Reason(code="tokens", limit=budget.tokens, spent=tokens)
    cost = (worker.cost_usd or 0.0) + (grader.cost_usd or 0.0)
    if budget.cost_usd is not None and cost >= budget.cost_usd:
        return Reason(code="cost_usd", limit=budget.cost_usd, spent=cost)
    return None


def _not_judged(grade: Grade) -> tuple[str, ...]:
    return tuple(item.id for item in grade.bar.items if grade.status(item.id) == "cannot_judge")


def _stall(history: History, top: Iteration | None) -> Reason | None:
    """Whether going on would only repeat itself."""
    *earlier, current = history.iterations
    if current.delivery is not None:
        content = current.delivery.content_sha256
        if any(it.delivery is not None and it.delivery.content_sha256 == content for it in earlier):
            return Reason(code="same_content")
    last_gain = top.index if top is not None else 0
    if current.index - last_gain >= STALL_ROUNDS:
        return Reason(code="no_gain", limit=STALL_ROUNDS, spent=current.index - last_gain)
    flipping = _flipping(history)
    if flipping:
        return Reason(code="flipping", criterion_ids=flipping)
    grade = top.grade if top is not None else None
    if grade is not None and _only_withheld(grade) and any(it.general for it in history.iterations):
        return Reason(code="withheld_remain", criterion_ids=grade.blocking)
    return None


def _flipping(history: History) -> tuple[str, ...]:
    """Criteria that went from pass to fail more often than `MOST_RELAPSES`."""
    grades = [it.grade for it in history.iterations if it.grade is not None]
    steps = list(pairwise(grades))
    return tuple(
        item.id
        for item in (grades[-1].bar.items if grades else ())
        if sum(a.status(item.id) == "pass" and b.status(item.id) == "fail" for a, b in steps) > MOST_RELAPSES
    )


def _only_withheld(grade: Grade) -> bool:
    """Whether all that stands in the way is withheld; visible gaps that do not count do not change that."""
    return bool(grade.blocking) and all(grade.bar.by_id[name].withheld for name in grade.blocking)


def _revise(current: Iteration, base: Iteration | None) -> Revise:
    """From the best artifact, with its gaps, and a word on what the last attempt broke."""
    if base is None or base.grade is None:
        return Revise(_why_revise(current))
    items = base.grade.bar.items
    visible = {item.id for item in items if not item.withheld}
    gaps = tuple(gap for gap in base.grade.gaps if gap.criterion_id in visible)
    keep = tuple(item.id for item in items if item.id in visible and base.grade.status(item.id) == "pass")
    after = current.grade
    broke = tuple(name for name in keep if after is not None and after.status(name) != "pass")
    return Revise(_why_revise(current), base.index, gaps, keep, broke, general=_only_withheld(base.grade))


def _why_revise(current: Iteration) -> Reason:
    if current.problem is not None:
        return Reason(code="unreadable", detail=current.problem.message)
    if current.grade is not None and _only_withheld(current.grade):
        return Reason(code="only_withheld", criterion_ids=current.grade.blocking)
    return Reason(code="gaps", criterion_ids=current.grade.blocking if current.grade is not None else ())
