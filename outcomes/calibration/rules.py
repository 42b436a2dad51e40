"""How often the rule that accepts an artifact accepts a bad one, or sends a good one back.

The rule is that of a run (`Outcome.confirm`): 0 believes the first look; 1 wants a second that agrees, and where it
does not a third, of which two must pass; `strict` sends it back at the first dissent.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Final, Literal

from outcomes.statistics.rates import Tally
from outcomes.verdict import merge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.verdict import Grade

Rule = Literal[0, 1, "strict"]
RULES: Final[tuple[Rule, ...]] = (0, 1, "strict")
LOOKS: Final[dict[Rule, int]] = {0: 1, 1: 3, "strict": 2}
"""The most looks that a rule takes."""


def accepts(rule: Rule, look: float) -> float:
    """How likely the rule accepts where each look passes with this probability, *if looks are independent*.

    >>> [round(accepts(rule, 0.05), 6) for rule in RULES]
    [0.05, 0.004875, 0.0025]
    """
    if rule == 0:
        return look
    return look**2 if rule == "strict" else look**2 + look * (1 - look) * look


def over_rounds(once: float, rounds: int) -> float:
    """How likely something happens at least once in so many rounds, *if rounds are independent*."""
    return 1 - (1 - once) ** rounds


def measured(rule: Rule, looks: Sequence[Grade]) -> Tally | None:
    """Of all orders in which these looks at one artifact could have come, how many the rule accepts.

    `None` where there are fewer looks than the rule may need.
    """
    if len(looks) < LOOKS[rule]:
        return None
    panel = _Panel(looks)
    orders = list(permutations(range(len(looks)), LOOKS[rule]))
    return Tally(sum(panel.accepted(rule, order) for order in orders), len(orders))


class _Panel:
    """What several looks at one artifact say together; each combination is merged once."""

    def __init__(self, looks: Sequence[Grade]) -> None:
        self._looks = looks
        self._known: dict[frozenset[int], bool] = {}

    def _satisfied(self, *chosen: int) -> bool:
        key = frozenset(chosen)
        if key not in self._known:
            self._known[key] = merge([self._looks[index] for index in sorted(key)]).satisfied
        return self._known[key]

    def accepted(self, rule: Rule, order: Sequence[int]) -> bool:
        """Whether the rule accepts when the looks come in this order; mirrors `decide`."""
        if not self._satisfied(order[0]):
            return False
        if rule == 0 or self._satisfied(*order[:2]):
            return True
        return rule == 1 and self._satisfied(*order)
