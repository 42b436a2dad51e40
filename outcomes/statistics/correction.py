"""What a pass rate would be if people had judged, from a judge's rate and a labelled sample, in two ways.

Both give an estimate and an interval that is as unsure as both samples make it: the many artifacts that only the judge
has seen (the test set) and the few that people have labelled (the calibration set).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from outcomes.statistics.rates import CONFIDENCE, Tally, clustered_rate, effective_trials, normal_quantile

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Estimate:
    """A corrected share, 0 to 1, and where it may well lie."""

    value: float
    lower: float
    upper: float


def rogan_gladen(observed: float, *, sensitivity: float, specificity: float) -> float | None:
    """The true pass rate behind an observed one, for a judge whose errors are known; clipped to 0 to 1.

    `None` for a judge that is no better than chance (sensitivity + specificity <= 1), whose rate says nothing. Rogan,
    W. J., and Gladen, B. (1978), American Journal of Epidemiology 107 (1), 71-76.

    >>> round(rogan_gladen(0.70, sensitivity=0.90, specificity=0.80), 3)
    0.714
    """
    better = sensitivity + specificity - 1
    if better <= 0:
        return None
    return _clip((observed + specificity - 1) / better)


def corrected_rate(observed: Tally, passed: Tally, failed: Tally, confidence: float = CONFIDENCE) -> Estimate | None:
    """The same where the judge's errors were measured: `None` for one that is not shown to be better than chance.

    The interval is the adjusted one of Lang, Z., and Reiczigel, J. (2014), Confidence limits for prevalence of disease
    adjusted for estimated sensitivity and specificity, Preventive Veterinary Medicine 113 (1), 13-22; for judges: Lee,
    C., et al. (2025), How to correctly report LLM-as-a-judge evaluations, arXiv 2511.21140. Trials need not be whole
    numbers: for clustered ones give the effective number (`Rate.hits`, `Rate.effective`).

    Args:
        observed: passes by the judge among everything in the test set.
        passed: passes by the judge among what people pass.
        failed: fails by the judge among what people fail.
        confidence: of the interval.
    """
    if not (observed.trials and passed.trials and failed.trials):
        return None
    value = rogan_gladen(_share(observed), sensitivity=_share(passed), specificity=_share(failed))
    z = normal_quantile(confidence)
    tested, rate = observed.trials + z**2, (observed.hits + z**2 / 2) / (observed.trials + z**2)
    sensitivity, specificity = (passed.hits + 1) / (passed.trials + 2), (failed.hits + 1) / (failed.trials + 2)
    better = sensitivity + specificity - 1
    if value is None or better <= 0:
        return None
    centre = (rate + specificity - 1) / better
    unsure_pass = sensitivity * (1 - sensitivity) / (passed.trials + 2)
    unsure_fail = specificity * (1 - specificity) / (failed.trials + 2)
    shift = 2 * z**2 * (centre * unsure_pass - (1 - centre) * unsure_fail)
    variance = rate * (1 - rate) / tested + centre**2 * unsure_pass + (1 - centre) ** 2 * unsure_fail
    half = z * math.sqrt(variance) / better
    lower, upper = _clip(centre + shift - half), _clip(centre + shift + half)
    return Estimate(value, min(lower, value), max(upper, value))


def prediction_powered_rate(
    judged: Iterable[Tally], labelled: Iterable[tuple[Tally, Tally]], confidence: float = CONFIDENCE
) -> Estimate | None:
    """The judge's rate where nobody labelled, plus by how much people differ from it where they did.

    `mean of the judge over the test set + mean of (people - judge) over the calibration set`, with the variances of the
    two added up, each over its clusters; `None` unless each side has two clusters. A judge need not be better than
    chance: a poor one only makes it as wide as the labels alone. Angelopoulos, A. N., et al. (2023), Prediction-powered
    inference, Science 382 (6671), 669-674.

    Few trials without an error among them would make an interval without width. So both variances are those of adjusted
    counts: two more trials of each kind for a share (Agresti, A., and Coull, B. A. (1998), The American Statistician 52
    (2), 119-126), one more in each direction for a difference (Bonett, D. G., and Price, R. M. (2012), Journal of
    Educational and Behavioral Statistics 37 (4), 479-488), of as many independent trials as the clusters are worth.

    Args:
        judged: for each cluster of the test set, passes by the judge among its verdicts.
        labelled: for each cluster of the calibration set, passes by people and by the judge among the same verdicts.
        confidence: of the interval.
    """
    many = clustered_rate(judged, confidence)
    few = [Tally(people.hits - judge.hits, judge.trials) for people, judge in labelled if judge.trials]
    if many is None or many.clusters < 2 or len(few) < 2:
        return None
    trials = sum(tally.trials for tally in few)
    up = sum(max(tally.hits, 0) for tally in few) / trials
    down = sum(max(-tally.hits, 0) for tally in few) / trials
    worth = effective_trials(few, up - down, up + down - (up - down) ** 2, confidence)
    seen, unsure_seen = _adjusted(many.hits + 2, many.effective + 4)
    up_more, down_more = (up * worth + 1) / (worth + 2), (down * worth + 1) / (worth + 2)
    bias = up_more - down_more
    unsure_bias = (up_more + down_more - bias**2) / (worth + 2)
    half = normal_quantile(confidence) * math.sqrt(unsure_seen + unsure_bias)
    value = _clip(many.value + up - down)
    lower, upper = _clip(seen + bias - half), _clip(seen + bias + half)
    return Estimate(value, min(lower, value), max(upper, value))


def _adjusted(hits: float, trials: float) -> tuple[float, float]:
    """A share and its variance."""
    share = hits / trials
    return share, share * (1 - share) / trials


def _share(tally: Tally) -> float:
    return tally.hits / tally.trials


def _clip(value: float) -> float:
    return min(max(value, 0.0), 1.0)
