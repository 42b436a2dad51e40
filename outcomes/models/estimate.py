"""What asking some questions will cost, before the first one is asked: as a rule, and at the most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.model import likely
from outcomes.usage import FREE, Usage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outcomes.model import Model, Question

VERDICT_TOKENS: Final = 200
"""Output for a verdict with its quotes and a sentence; about 160 by count of real ones, more where something fails."""


class Estimate(NamedTuple):
    """Of the questions of a look; `cost_usd=None`: no price is known."""

    first: Usage
    """Every question answered by its first request, as nearly all are: the first reads the artifact, and the others
    have it from the cache where the endpoint has one."""
    again: Usage
    """The same for a further look at the artifact, which begins in the same words."""
    most: Usage
    """Everything counted high and nothing as cached, every question repaired and enlarged as often as it can be: no
    look costs more."""


def estimate(model: Model, questions: Iterable[Question], verdicts: Iterable[int]) -> Estimate:
    """What these questions can cost; the plan of a grading gives them, and how many verdicts each asks for."""
    first = again = most = FREE
    for number, (question, wanted) in enumerate(zip(questions, verdicts, strict=True)):
        output = wanted * VERDICT_TOKENS
        first += likely(model, question, output, again=number > 0)
        again += likely(model, question, output, again=True)
        most += model.most(question)
    return Estimate(first, again, most)
