"""Whether one way of working is better than another on the same tasks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from outcomes.statistics.rates import CONFIDENCE, Interval

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence


def mcnemar_exact(only_first: int, only_second: int) -> float:
    """How likely two equally good ways differ so much or more: the two-sided exact p-value over the discordant pairs.

    McNemar, Q. (1947), Psychometrika 12 (2), 153-157; the exact conditional test. Without discordant pairs it is 1.

    Args:
        only_first: pairs in which only the first succeeded.
        only_second: pairs in which only the second did.

    >>> mcnemar_exact(1, 7)
    0.0703125
    """
    pairs = only_first + only_second
    tail = sum(math.comb(pairs, k) for k in range(min(only_first, only_second) + 1))
    return min(2 * tail / (1 << pairs), 1.0)


def paired_bootstrap(
    differences: Sequence[Sequence[float]],
    rng: random.Random,
    *,
    resamples: int = 10_000,
    confidence: float = CONFIDENCE,
) -> Interval:
    """Where the mean difference of pairs may well lie: percentiles over resamples of whole clusters.

    Efron, B., and Tibshirani, R. J. (1993), An introduction to the bootstrap, chapter 13. All pairs count alike.

    Args:
        differences: for each cluster (a task, an artifact), the differences of its pairs; at least one.
        rng: where chance comes from: seeded, so that the same data give the same interval.
        resamples: how many.
        confidence: of the interval.
    """
    sums = [(sum(cluster), len(cluster)) for cluster in differences if cluster]
    if not sums:
        msg = "there is no difference to resample; give at least one cluster with one pair"
        raise ValueError(msg)
    means = sorted(_mean(rng.choices(sums, k=len(sums))) for _ in range(resamples))
    return Interval(_percentile(means, (1 - confidence) / 2), _percentile(means, (1 + confidence) / 2))


def _mean(drawn: Sequence[tuple[float, int]]) -> float:
    return sum(total for total, _ in drawn) / sum(number for _, number in drawn)


def _percentile(ordered: Sequence[float], share: float) -> float:
    """Interpolated between the two values next to it."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values adjusted for how many there are, in the order given: each can be held against the same level.

    Holm, S. (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6 (2),
    65-70.
    """
    adjusted = [0.0] * len(p_values)
    least = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        least = max(least, min((len(p_values) - rank) * p_values[place], 1.0))
        adjusted[place] = least
    return adjusted
