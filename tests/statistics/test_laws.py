"""What holds for all data: bounds, symmetries, and what is said where nothing can be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.statistics.agreement import (
    Confusion,
    cohen_kappa,
    disagreeing_pairs,
    flip_rate,
    krippendorff_alpha,
)
from outcomes.statistics.comparison import holm, mcnemar_exact, paired_bootstrap
from outcomes.statistics.correction import corrected_rate, prediction_powered_rate, rogan_gladen
from outcomes.statistics.rates import Interval, Rate, Tally, clustered_rate, rate, wilson

from .support import seeded

if TYPE_CHECKING:
    import random

counts = st.integers(0, 60)
confusions = st.builds(Confusion, counts, counts, counts, counts)
pairs = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=40)
units = st.lists(st.lists(st.sampled_from("pfc"), max_size=6), max_size=20)
tallies = st.integers(0, 12).flatmap(lambda n: st.builds(Tally, st.integers(0, n), st.just(n)))
shares = st.floats(0, 1)


@given(counts, counts)
def test_a_wilson_interval_holds_its_share_and_stays_within_bounds(hits: int, misses: int) -> None:
    lower, upper = wilson(hits, hits + misses)
    assert 0 <= lower < upper <= 1
    assert not hits + misses or lower <= hits / (hits + misses) <= upper


@given(counts, counts)
def test_hits_and_misses_have_mirrored_intervals(hits: int, misses: int) -> None:
    lower, upper = wilson(hits, hits + misses)
    assert wilson(misses, hits + misses) == pytest.approx((1 - upper, 1 - lower))


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_clusters_of_one_trial_are_independent_trials(hits: list[bool]) -> None:
    assert clustered_rate(Tally(int(hit), 1) for hit in hits) == rate(sum(hits), len(hits))


@given(st.lists(tallies, max_size=20))
def test_a_clustered_rate_is_the_share_of_all_trials_and_never_surer_than_they_are(groups: list[Tally]) -> None:
    found = clustered_rate(groups)
    trials = sum(group.trials for group in groups)
    assert (found is None) == (trials == 0)
    if found is not None:
        assert found.value == pytest.approx(sum(group.hits for group in groups) / trials)
        assert 0 <= found.lower <= found.value <= found.upper <= 1
        assert 1 <= found.effective <= trials


def test_the_same_verdict_over_and_over_is_no_more_than_one() -> None:
    """Ten looks at each of six artifacts, always the same: six trials, not sixty."""
    found = clustered_rate([Tally(10, 10)] * 4 + [Tally(0, 10)] * 2)
    assert found is not None
    assert found.effective < 6
    assert found.interval == wilson(found.hits, found.effective)


@given(confusions)
def test_kappa_and_mcc_lie_between_minus_one_and_one(confusion: Confusion) -> None:
    for value in (confusion.kappa, confusion.mcc):
        assert value is None or -1 - 1e-9 <= value <= 1 + 1e-9


@given(confusions)
def test_kappa_and_mcc_do_not_ask_who_is_the_truth_or_what_is_positive(confusion: Confusion) -> None:
    tp, fp, fn, tn = (
        confusion.true_positives,
        confusion.false_positives,
        confusion.false_negatives,
        confusion.true_negatives,
    )
    for twin in (Confusion(tp, fn, fp, tn), Confusion(tn, fn, fp, tp)):
        assert twin.kappa == pytest.approx(confusion.kappa)
        assert twin.mcc == pytest.approx(confusion.mcc)


@given(confusions)
def test_kappa_of_a_confusion_is_kappa_of_its_pairs(confusion: Confusion) -> None:
    listed = (
        [(True, True)] * confusion.true_positives
        + [(False, True)] * confusion.false_positives
        + [(True, False)] * confusion.false_negatives
        + [(False, False)] * confusion.true_negatives
    )
    assert Confusion.of(listed) == confusion
    assert cohen_kappa(listed) == pytest.approx(confusion.kappa)


@given(confusions, confusions)
def test_confusions_add_up(first: Confusion, second: Confusion) -> None:
    assert (first + second).total == first.total + second.total
    assert first + second == second + first


def test_nothing_is_said_where_nothing_can_be() -> None:
    assert (Confusion().kappa, Confusion().mcc, Confusion().accuracy, Confusion().sensitivity) == (None,) * 4
    only_passes = Confusion(true_positives=9)
    assert (only_passes.kappa, only_passes.mcc, only_passes.specificity) == (None, None, None)
    assert only_passes.sensitivity == Rate(1.0, *wilson(9, 9), 9, 9, 9.0)
    passed_blindly = Confusion(true_positives=5, false_positives=5)
    assert (passed_blindly.kappa, passed_blindly.mcc) == (0.0, None)
    assert (cohen_kappa([]), krippendorff_alpha([]), krippendorff_alpha([["p"], ["f"]]), flip_rate([["p"]])) == (
        None,
    ) * 4
    assert krippendorff_alpha([["p", "p"], ["p", "p"]]) is None
    assert (rate(0, 0), clustered_rate([]), clustered_rate([Tally(0, 0)])) == (None, None, None)
    assert wilson(0, 0) == Interval(0.0, 1.0)


@given(pairs)
def test_kappa_is_one_only_for_those_who_always_agree(found: list[tuple[str, str]]) -> None:
    value = cohen_kappa(found)
    assert value is None or (value == pytest.approx(1)) == all(a == b for a, b in found)


@given(units, st.randoms(use_true_random=False))
def test_flips_and_alpha_do_not_depend_on_order_or_names(found: list[list[str]], rng: random.Random) -> None:
    names = dict(zip("pfc", rng.sample("pfc", 3), strict=True))
    other = [[names[value] for value in rng.sample(unit, len(unit))] for unit in found]
    rng.shuffle(other)
    assert flip_rate(other) == pytest.approx(flip_rate(found))
    assert krippendorff_alpha(other) == pytest.approx(krippendorff_alpha(found))


@given(units)
def test_a_flip_rate_is_a_share_and_nought_for_steady_looks(found: list[list[str]]) -> None:
    value = flip_rate(found)
    steady = all(len(set(unit)) <= 1 for unit in found)
    assert value is None or (0 <= value <= 1 and (value == 0) == steady)


def test_a_flip_rate_is_how_likely_two_looks_differ() -> None:
    assert disagreeing_pairs("ppf") == Tally(2, 3)
    assert flip_rate(["ppf", "ppp", "p"]) == pytest.approx(1 / 3)


@given(shares, st.floats(0.51, 1), st.floats(0.51, 1))
def test_correcting_undoes_what_a_known_judge_does(true: float, sensitivity: float, specificity: float) -> None:
    observed = true * sensitivity + (1 - true) * (1 - specificity)
    assert rogan_gladen(observed, sensitivity=sensitivity, specificity=specificity) == pytest.approx(true, abs=1e-9)


@given(shares, st.floats(0, 0.5), st.floats(0, 0.5))
def test_a_judge_no_better_than_chance_cannot_be_corrected(observed: float, one: float, other: float) -> None:
    assert rogan_gladen(observed, sensitivity=one, specificity=other) is None
    assert corrected_rate(Tally(5, 10), Tally(10 * one, 10), Tally(10 * other, 10)) is None


@given(tallies, tallies, tallies)
def test_a_corrected_rate_is_a_share_with_bounds(observed: Tally, passed: Tally, failed: Tally) -> None:
    found = corrected_rate(observed, passed, failed)
    assert found is None or (0 <= found.value <= 1 and 0 <= found.lower <= found.upper <= 1)


@given(st.lists(tallies, max_size=12), st.lists(st.tuples(tallies, st.integers(-3, 3)), max_size=12))
def test_a_prediction_powered_rate_is_a_share_with_bounds(judged: list[Tally], labels: list[tuple[Tally, int]]) -> None:
    labelled = [(Tally(min(max(t.hits + by, 0), t.trials), t.trials), t) for t, by in labels]
    found = prediction_powered_rate(judged, labelled)
    assert found is None or (0 <= found.value <= 1 and 0 <= found.lower <= found.upper <= 1)


def test_a_judge_that_never_errs_needs_labels_all_the_same() -> None:
    """Ten labels without an error do not make an interval without width."""
    labelled = [(Tally(1, 1), Tally(1, 1))] * 10
    found = prediction_powered_rate([Tally(1, 1)] * 100, labelled)
    assert found is not None
    assert (found.value, found.upper) == (1.0, 1.0)
    assert found.lower < 0.8


@given(counts, counts)
def test_mcnemar_is_a_probability_and_symmetric(first: int, second: int) -> None:
    p = mcnemar_exact(first, second)
    assert 0 < p <= 1
    assert p == mcnemar_exact(second, first)


@given(st.lists(shares, max_size=12))
def test_holm_never_makes_a_finding_surer_and_keeps_their_order(p_values: list[float]) -> None:
    adjusted = holm(p_values)
    assert all(p <= a <= 1 for p, a in zip(p_values, adjusted, strict=True))
    ranks = sorted(range(len(p_values)), key=p_values.__getitem__)
    assert sorted(adjusted) == [adjusted[place] for place in ranks]


@given(st.lists(st.lists(st.floats(-1, 1), max_size=4), min_size=1, max_size=10).filter(any), st.integers())
def test_a_bootstrap_interval_is_the_same_for_the_same_seed_and_within_the_data(
    differences: list[list[float]], seed: int
) -> None:
    found = paired_bootstrap(differences, seeded(seed), resamples=50)
    assert found == paired_bootstrap(differences, seeded(seed), resamples=50)
    every = [value for cluster in differences for value in cluster]
    assert min(every) - 1e-9 <= found.lower <= found.upper <= max(every) + 1e-9


def test_nothing_to_resample_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one cluster with one pair"):
        paired_bootstrap([[], []], seeded(1))
