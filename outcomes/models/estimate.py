"""What asking some questions will cost at the most, before the first one is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.usage import FREE, Usage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outcomes.model import Model, Question


class Estimate(NamedTuple):
    """Both count input high, nothing as cached, each answer as long as it may be; `cost_usd=None`: no price known."""

    usual: Usage
    """Every question answered by its first request, as nearly all are."""
    most: Usage
    """Every question repaired and enlarged as often as it can be: no grading costs more."""


def estimate(model: Model, questions: Iterable[Question]) -> Estimate:
    """What these questions can cost; the plan of a grading gives them."""
    once = getattr(model, "once", model.most)
    usual = most = FREE
    for question in questions:
        usual += once(question)
        most += model.most(question)
    return Estimate(usual, most)
