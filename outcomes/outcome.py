"""What is wanted, and what it may cost."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from outcomes.rubric import Rubric


class Budget(BaseModel):
    """Limits on a whole run; `None` means no limit. A run may pass one by the single step in flight, and says so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seconds: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """Time that workers and graders were at work, in seconds."""
    tokens: int | None = Field(default=None, gt=0)
    """Tokens read and written by workers that report them and by graders."""
    cost_usd: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """Dollars. While a worker does not report its cost, only what the engine itself spends counts."""


class Outcome(BaseModel):
    """A description for the worker, a rubric for the grader, and limits for the loop."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    description: str = Field(min_length=1)
    """What the worker should make. The grader never sees it."""
    rubric: Rubric
    max_iterations: int = Field(default=3, ge=1)
    """Evaluations before giving up. Looking again at the same artifact does not count."""
    budget: Budget = Budget()
    references: tuple[str, ...] = ()
    """Files to compare the artifact with, as paths: beside those that the rubric names, read before the first
    iteration. The grader is shown them; the worker is not told of them."""
    confirm: Literal[0, 1, "strict"] = 1
    """Fresh looks before `satisfied` is accepted on judged criteria: none; one, and two of three after a
    disagreement; or `strict`, where one dissent sends the work back."""
