"""What asking some questions will cost, before the first one is asked: as a rule, and when they go badly."""

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
    """Of the questions that a look begins with; `cost_usd=None`: no price is known.

    Questions that come on top of them, to look something up in a long file or for other quotes, are in neither.
    """

    usual: Usage
    """Every question answered by its first request, as nearly all are: the first reads the artifact, and the others
    have it from the cache where the endpoint has one."""
    high: Usage
    """Everything counted high and nothing as cached, every question repaired and enlarged as often as it can be."""


def estimate(model: Model, questions: Iterable[Question], verdicts: Iterable[int], *, again: bool = False) -> Estimate:
    """What these questions cost; the plan of a grading gives them, and how many verdicts each asks for.

    `again`: the same model was asked about the artifact shortly before, in the same words up to the criteria.
    """
    usual = high = FREE
    for number, (question, wanted) in enumerate(zip(questions, verdicts, strict=True)):
        usual += likely(model, question, wanted * VERDICT_TOKENS, again=again or number > 0)
        high += model.most(question)
    return Estimate(usual, high)
