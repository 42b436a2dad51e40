"""How far two raters, or many, say the same: confusion, kappa, MCC, alpha, and how often looks flip.

What is not defined is `None`, and never a number that looks like one: a kappa where both raters only ever gave one
answer is 0 / 0, and says nothing about either of them.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from outcomes.statistics.rates import Rate, Tally, rate

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

T = TypeVar("T", bound="Hashable")


@dataclass(frozen=True, slots=True)
class Confusion:
    """A judge's verdicts against what is true: positive is a pass.

    >>> Confusion(true_positives=20, false_positives=5, false_negatives=10, true_negatives=15).accuracy.value
    0.7
    """

    true_positives: int = 0
    """True passes that were passed."""
    false_positives: int = 0
    """True fails that were passed: false accepts."""
    false_negatives: int = 0
    """True passes that were failed: false rejects."""
    true_negatives: int = 0

    @classmethod
    def of(cls, pairs: Iterable[tuple[bool, bool]]) -> Confusion:
        """From pairs of (truth, verdict)."""
        found = Counter(pairs)
        return cls(found[True, True], found[False, True], found[True, False], found[False, False])

    def __add__(self, other: Confusion) -> Confusion:
        """Both together."""
        return Confusion(
            self.true_positives + other.true_positives,
            self.false_positives + other.false_positives,
            self.false_negatives + other.false_negatives,
            self.true_negatives + other.true_negatives,
        )

    @property
    def total(self) -> int:
        """How many pairs there are."""
        return self.positives + self.negatives

    @property
    def positives(self) -> int:
        """True passes."""
        return self.true_positives + self.false_negatives

    @property
    def negatives(self) -> int:
        """True fails."""
        return self.true_negatives + self.false_positives

    @property
    def accuracy(self) -> Rate | None:
        """The share of verdicts that are true, as if each were independent of the others."""
        return rate(self.true_positives + self.true_negatives, self.total)

    @property
    def sensitivity(self) -> Rate | None:
        """The share of true passes that were passed."""
        return rate(self.true_positives, self.positives)

    @property
    def specificity(self) -> Rate | None:
        """The share of true fails that were failed."""
        return rate(self.true_negatives, self.negatives)

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa; see `cohen_kappa`."""
        if not self.total:
            return None
        passed = self.true_positives + self.false_positives
        chance = (self.positives * passed + self.negatives * (self.total - passed)) / self.total**2
        return _beyond_chance((self.true_positives + self.true_negatives) / self.total, chance)

    @property
    def mcc(self) -> float | None:
        """Matthews' correlation, from -1 to 1: Pearson's of two binary variables, phi.

        `None` where truth or verdicts are all of one kind (0 / 0; some libraries call that 0). Matthews, B. W. (1975),
        Biochimica et Biophysica Acta 405 (2), 442-451.
        """
        passed = self.true_positives + self.false_positives
        product = self.positives * self.negatives * passed * (self.total - passed)
        if not product:
            return None
        right = self.true_positives * self.true_negatives
        return (right - self.false_positives * self.false_negatives) / math.sqrt(product)


def cohen_kappa(pairs: Sequence[tuple[T, T]]) -> float | None:
    """Agreement of two raters beyond what their own rates would give by chance: 1 is perfect, 0 is chance.

    `None` without pairs, and where both only ever gave one and the same answer (0 / 0). Cohen, J. (1960), A coefficient
    of agreement for nominal scales, Educational and Psychological Measurement 20 (1), 37-46.
    """
    if not pairs:
        return None
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[name] * second[name] for name in first) / len(pairs) ** 2
    return _beyond_chance(sum(a == b for a, b in pairs) / len(pairs), chance)


def _beyond_chance(observed: float, chance: float) -> float | None:
    return None if chance >= 1 else (observed - chance) / (1 - chance)


def krippendorff_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for named categories: any number of raters for each unit, missing ones left out.

    `None` where no unit has two ratings, or all ratings are the same (0 / 0). Krippendorff, K. (2011), Computing
    Krippendorff's alpha-reliability.
    """
    rated = [Counter(unit) for unit in units if len(unit) > 1]
    totals = sum(rated, Counter[object]())
    pairable = totals.total()
    by_chance = pairable**2 - sum(number**2 for number in totals.values())
    if not by_chance:
        return None
    observed = sum(
        (unit.total() ** 2 - sum(number**2 for number in unit.values())) / (unit.total() - 1) for unit in rated
    )
    return 1 - (pairable - 1) * observed / by_chance


def disagreeing_pairs(ratings: Sequence[Hashable]) -> Tally:
    """Of all pairs of ratings of one unit, how many differ."""
    pairs = len(ratings) * (len(ratings) - 1) // 2
    agree = sum(number * (number - 1) // 2 for number in Counter(ratings).values())
    return Tally(pairs - agree, pairs)


def flip_rate(units: Iterable[Sequence[Hashable]]) -> float | None:
    """How likely two fresh looks at the same thing differ: the mean share of differing pairs of looks, unit by unit.

    It does not depend on how many looks there are, in expectation; units with fewer than two say nothing, and without
    any other it is `None`. One minus it is the percent agreement of a panel.
    """
    pairs = [disagreeing_pairs(unit) for unit in units if len(unit) > 1]
    return sum(pair.hits / pair.trials for pair in pairs) / len(pairs) if pairs else None
