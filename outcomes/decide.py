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
    from outcomes.errors import Limit
    from outcomes.history import History, Iteration, Shortfall
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
    if grade is not None and grade.result == "failed" and _agreed(current):
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
    if grade is not None and grade.result == "failed" and not grade.blocking:
        return Stop("undecided", _why_failed(grade))
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
    if not current.grades:
        return _look(0, outcome.rubric.ids)
    judged = outcome.rubric.judged_ids
    if not judged or len(current.grades) >= MOST_LOOKS or not _in_doubt(current, outcome):
        return None
    return _look(len(current.grades), judged)


def _in_doubt(current: Iteration, outcome: Outcome) -> bool:
    """Whether what the first look said, and would end the run, has still to be confirmed.

    That a rubric does not apply to what was delivered is confirmed like a pass, whatever `confirm` says.
    """
    first, *later = current.grades
    if first.result == "failed":
        return True  # two that agree have ended the run
    if outcome.confirm == 0 or not first.satisfied:
        return False
    agreed = current.grade is not None and current.grade.satisfied
    return not later or not (agreed or outcome.confirm == "strict")


def _agreed(current: Iteration | None) -> bool:
    """Whether two looks say that the rubric does not apply; of code alone, which is asked once, its word is enough."""
    if current is None:
        return False
    bar = current.grades[0].bar
    return sum(grade.result == "failed" for grade in current.grades) > any(item.judged for item in bar.items)


def _look(index: int, criterion_ids: tuple[str, ...]) -> Look:
    return Look(index=index, seed=index, criterion_ids=criterion_ids)


def _why_failed(grade: Grade) -> Reason:
    if grade.contradiction is not None:
        return Reason(code="contradiction", detail=grade.contradiction)
    return Reason(code="nothing_applies")


def _over_budget(history: History, outcome: Outcome) -> Reason | None:
    if history.shortfall is not None:
        return _short(history.shortfall, history, outcome)
    budget = outcome.budget
    if history.out_of_time or (budget.seconds is not None and history.seconds >= budget.seconds):
        return Reason(code="seconds", limit=budget.seconds, spent=history.seconds)
    if budget.tokens is not None and (history.spent_tokens is None or history.spent_tokens >= budget.tokens):
        return _overspent("tokens", budget.tokens, history.spent_tokens)
    if budget.cost_usd is not None and (history.spent_usd is None or history.spent_usd >= budget.cost_usd):
        return _overspent("cost_usd", budget.cost_usd, history.spent_usd)
    return None


def _overspent(limit: Limit, allowed: float, spent: float | None) -> Reason:
    if spent is None:
        return Reason(code="usage_unknown", detail="a grader did not say what it used, so the limit cannot be kept")
    return Reason(code=limit, limit=allowed, spent=spent)


def _short(shortfall: Shortfall, history: History, outcome: Outcome) -> Reason:
    """A limit that was not reached, and might have been."""
    spent: dict[Limit, float | None] = {
        "seconds": history.seconds,
        "tokens": history.spent_tokens,
        "cost_usd": history.spent_usd,
    }
    allowed: float | None = getattr(outcome.budget, shortfall.limit)
    return Reason(code=shortfall.limit, detail=shortfall.message, limit=allowed, spent=spent[shortfall.limit])


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
