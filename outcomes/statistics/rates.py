"""Rates with intervals: of independent trials, and of trials that come in clusters.

Verdicts on one artifact are not independent: they share its length, its language and its faults, and repeated looks at
it share even more. What is counted over several verdicts of one artifact is therefore given in groups, one for each
artifact, and the interval is as wide as the differences *between* artifacts make it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CONFIDENCE: Final = 0.95
"""Of every interval where nothing else is said."""


class Interval(NamedTuple):
    """Where a value may well lie."""

    lower: float
    upper: float


class Tally(NamedTuple):
    """What one cluster holds: how many of its trials were hits."""

    hits: float
    trials: float


@dataclass(frozen=True, slots=True)
class Rate:
    """A share between 0 and 1, how sure it is, and what it was counted from."""

    value: float
    lower: float
    upper: float
    trials: float
    """How many were counted."""
    clusters: int
    """In how many groups that are independent of each other."""
    effective: float
    """So many independent trials would be as sure."""

    @property
    def interval(self) -> Interval:
        """The two bounds."""
        return Interval(self.lower, self.upper)

    @property
    def hits(self) -> float:
        """`value` of the effective trials."""
        return self.value * self.effective


@cache
def normal_quantile(confidence: float = CONFIDENCE) -> float:
    """How many standard errors an interval reaches to each side: 1.96 for 0.95."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


@cache
def student_quantile(freedom: float, confidence: float = CONFIDENCE) -> float:
    """The same where the standard error is itself estimated, with `freedom` degrees: 2.23 for 10 and 0.95.

    Hill, G. W. (1970), Algorithm 396: Student's t-quantiles, Communications of the ACM 13 (10), 619-620.
    """
    two_tailed = 1 - confidence
    if freedom < 2:
        half = two_tailed * math.pi / 2
        return math.cos(half) / math.sin(half)
    if freedom == 2:
        return math.sqrt(2 / (two_tailed * (2 - two_tailed)) - 2)
    a = 1 / (freedom - 0.5)
    b = 48 / a**2
    c = ((20_700 * a / b - 98) * a - 16) * a + 96.36
    d = ((94.5 / (b + c) - 3) / b + 1) * math.sqrt(a * math.pi / 2) * freedom
    y = (d * two_tailed) ** (2 / freedom)
    if y > 0.05 + a:
        x = -normal_quantile(confidence)
        y = x**2
        if freedom < 5:
            c += 0.3 * (freedom - 4.5) * (x + 0.6)
        c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c
        y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
        y = math.expm1(a * y**2)
    else:
        near = 1 / (((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3)
        y = ((near + 0.5 / (freedom + 4)) * y - 1) * (freedom + 1) / (freedom + 2) + 1 / y
    return math.sqrt(freedom * y)


def wilson(hits: float, trials: float, confidence: float = CONFIDENCE) -> Interval:
    """The score interval of a share; it never leaves 0 to 1, and never has no width. No trials: anything.

    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, JASA 22, 209-212.

    >>> wilson(105, 150)
    Interval(lower=0.6224201959957115, upper=0.7675917061681797)
    """
    if trials <= 0:
        return Interval(0.0, 1.0)
    square = normal_quantile(confidence) ** 2
    share = hits / trials
    centre = (share + square / (2 * trials)) / (1 + square / trials)
    half = math.sqrt(square * (share * (1 - share) / trials + square / (4 * trials**2))) / (1 + square / trials)
    # At the ends the arithmetic is off by a rounding error, and the formula is not.
    return Interval(
        0.0 if hits <= 0 else max(centre - half, 0.0),
        1.0 if hits >= trials else min(centre + half, 1.0),
    )


def rate(hits: int, trials: int, confidence: float = CONFIDENCE) -> Rate | None:
    """The share of independent trials, with its Wilson interval; `None` without trials."""
    if not trials:
        return None
    return Rate(hits / trials, *wilson(hits, trials, confidence), trials, trials, float(trials))


def clustered_rate(groups: Iterable[Tally], confidence: float = CONFIDENCE) -> Rate | None:
    """The share of trials that come in groups; `None` without trials.

    The Wilson interval for as many independent trials as would be as sure: the share's variance between the groups
    (a ratio estimate, linearised) says how many, and few groups make it fewer still. Where all trials agree, each group
    counts once. Korn, E. L., and Graubard, B. I. (1998), Confidence intervals for proportions with small expected
    number of positive counts estimated from survey data, Survey Methodology 24 (2), 193-201.
    """
    held = [group for group in groups if group.trials]
    trials = sum(group.trials for group in held)
    if not trials:
        return None
    share = sum(group.hits for group in held) / trials
    effective = effective_trials(held, share, share * (1 - share), confidence)
    return Rate(share, *wilson(share * effective, effective, confidence), trials, len(held), effective)


def effective_trials(groups: Sequence[Tally], ratio: float, spread: float, confidence: float = CONFIDENCE) -> float:
    """How many independent trials would give this ratio of hits to trials as surely as these groups do.

    Between 1 and the number of trials, and no more than there are groups where the groups do not differ at all.

    Args:
        groups: all with trials.
        ratio: sum of hits / sum of trials.
        spread: the variance of a single trial: `ratio * (1 - ratio)` where a trial is a hit or none.
        confidence: of the interval that it is meant for: few groups say little of how groups differ.
    """
    if all(group.trials == 1 for group in groups):
        return float(len(groups))
    variance = ratio_variance(groups, ratio) if len(groups) > 1 and spread > 0 else 0.0
    if variance <= 0:
        return float(len(groups))
    few = normal_quantile(confidence) / student_quantile(len(groups) - 1, confidence)
    return max(min(spread / variance * few**2, sum(group.trials for group in groups)), 1.0)


def ratio_variance(groups: Sequence[Tally], ratio: float) -> float:
    """The variance of sum of hits / sum of trials over independent groups, linearised; at least two groups."""
    trials = sum(group.trials for group in groups)
    squares = sum((group.hits - ratio * group.trials) ** 2 for group in groups)
    return squares * len(groups) / (len(groups) - 1) / trials**2
