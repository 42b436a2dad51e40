"""By simulation: intervals that say 95 % hold the truth about that often, also where verdicts are not independent.

Seeded, so that a run is repeatable; the number of rounds is what fits the time of a test, and the bounds allow for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from outcomes.statistics.comparison import mcnemar_exact, paired_bootstrap
from outcomes.statistics.correction import corrected_rate, prediction_powered_rate
from outcomes.statistics.rates import Tally, clustered_rate, wilson

from .support import seeded

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from outcomes.statistics.correction import Estimate
    from outcomes.statistics.rates import Rate

pytestmark = pytest.mark.slow

ROUNDS = 1_000
LEAST = 0.93
"""Nominal 0.95, less three standard errors of so many rounds."""


def _coverage(holds: Callable[[random.Random], bool], seed: int, rounds: int = ROUNDS) -> float:
    rng = seeded(seed)
    return sum(holds(rng) for _ in range(rounds)) / rounds


@pytest.mark.parametrize(("trials", "share"), [(20, 0.5), (50, 0.7), (50, 0.93), (200, 0.85)])
def test_wilson_intervals_hold_the_share(trials: int, share: float) -> None:
    def holds(rng: random.Random) -> bool:
        lower, upper = wilson(sum(rng.random() < share for _ in range(trials)), trials)
        return lower <= share <= upper

    assert LEAST <= _coverage(holds, seed=1) <= 0.99


@pytest.mark.parametrize(
    ("clusters", "size", "alpha", "beta"), [(10, 5, 2.0, 2.0), (20, 8, 4.0, 0.5), (50, 8, 8.0, 1.0), (30, 24, 9.0, 1.0)]
)
def test_clustered_intervals_hold_the_share_where_artifacts_differ(
    clusters: int, size: int, alpha: float, beta: float
) -> None:
    """Each artifact has a pass rate of its own, drawn from a beta distribution."""
    truth = alpha / (alpha + beta)

    def groups(rng: random.Random) -> list[Tally]:
        rates = [rng.betavariate(alpha, beta) for _ in range(clusters)]
        return [Tally(sum(rng.random() < own for _ in range(size)), size) for own in rates]

    def holds(rng: random.Random) -> bool:
        found = clustered_rate(groups(rng))
        return found is not None and found.lower <= truth <= found.upper

    def holds_as_if_independent(rng: random.Random) -> bool:
        drawn = groups(rng)
        lower, upper = wilson(sum(group.hits for group in drawn), clusters * size)
        return lower <= truth <= upper

    assert LEAST <= _coverage(holds, seed=2) <= 0.98
    assert _coverage(holds_as_if_independent, seed=2) < 0.9  # why it matters


class Study(NamedTuple):
    """Artifacts of which some are labelled, and a judge with errors."""

    labelled: int
    judged: int
    true_rate: float
    sensitivity: float
    specificity: float
    size: int = 1
    """Verdicts for each artifact."""
    spread: float = 0.0
    """How far the true rate of an artifact may lie from that of all."""

    def draw(self, rng: random.Random, artifacts: int) -> list[list[tuple[bool, bool]]]:
        """Truth and verdict, artifact by artifact."""
        return [self._verdicts(rng, self.true_rate + rng.uniform(-self.spread, self.spread)) for _ in range(artifacts)]

    def _verdicts(self, rng: random.Random, own: float) -> list[tuple[bool, bool]]:
        truths = [rng.random() < own for _ in range(self.size)]
        return [(truth, rng.random() < (self.sensitivity if truth else 1 - self.specificity)) for truth in truths]


STUDIES = [
    Study(20, 100, 0.7, 0.95, 0.9),
    Study(40, 200, 0.9, 0.9, 0.8),
    Study(100, 500, 0.5, 0.85, 0.85),
    Study(30, 60, 0.7, 0.98, 0.98),
    Study(20, 60, 0.7, 0.9, 0.8, size=8, spread=0.3),
]


def _judged(drawn: list[list[tuple[bool, bool]]]) -> list[Tally]:
    return [Tally(sum(verdict for _, verdict in one), len(one)) for one in drawn]


def _among(drawn: list[list[tuple[bool, bool]]], truth: bool) -> Rate | None:  # noqa: FBT001
    """How often the verdict was right where this is the truth."""
    chosen = [[verdict == truth for real, verdict in one if real == truth] for one in drawn]
    return clustered_rate(Tally(sum(one), len(one)) for one in chosen)


def _effective(found: Rate | None) -> Tally:
    return Tally(0, 0) if found is None else Tally(found.hits, found.effective)


@pytest.mark.parametrize("study", STUDIES)
def test_both_corrections_hold_the_true_rate(study: Study) -> None:
    held = {"rogan-gladen": [0, 0], "prediction-powered": [0, 0], "uncorrected": [0, 0]}

    def count(name: str, found: Estimate | Rate | None) -> None:
        if found is not None:
            held[name][0] += found.lower <= study.true_rate <= found.upper
            held[name][1] += 1

    rng = seeded(3)
    for _ in range(ROUNDS):
        labelled, unlabelled = study.draw(rng, study.labelled), study.draw(rng, study.judged)
        observed = clustered_rate(_judged(unlabelled))
        passed, failed = _among(labelled, truth=True), _among(labelled, truth=False)
        count("uncorrected", observed)
        count("rogan-gladen", corrected_rate(_effective(observed), _effective(passed), _effective(failed)))
        people = [Tally(sum(truth for truth, _ in one), len(one)) for one in labelled]
        both = list(zip(people, _judged(labelled), strict=True))
        count("prediction-powered", prediction_powered_rate(_judged(unlabelled), both))
    for name in ("rogan-gladen", "prediction-powered"):
        hits, rounds = held[name]
        assert rounds > 0.9 * ROUNDS
        assert hits / rounds >= LEAST


def test_a_bootstrap_over_clusters_holds_the_difference() -> None:
    def holds(rng: random.Random) -> bool:
        tasks = [rng.gauss(0.1, 0.3) for _ in range(60)]
        lower, upper = paired_bootstrap([[rng.gauss(own, 0.2) for _ in range(3)] for own in tasks], rng, resamples=200)
        return lower <= 0.1 <= upper

    assert 0.9 <= _coverage(holds, seed=4, rounds=400) <= 0.98


def test_mcnemar_raises_false_alarms_no_more_often_than_it_says() -> None:
    def alarm(rng: random.Random) -> bool:
        pairs = [rng.random() < 0.5 for _ in range(25)]
        return mcnemar_exact(sum(pairs), 25 - sum(pairs)) < 0.05

    assert _coverage(alarm, seed=5) <= 0.05
