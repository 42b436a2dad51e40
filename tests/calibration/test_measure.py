"""From labels and looks to measures: what is counted, and what is left out of which number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes.calibration.measure import cells, measure
from outcomes.calibration.report import Confusion
from outcomes.evidence import Quote
from outcomes.rubric import Criterion, Rubric
from outcomes.statistics.correction import Estimate, corrected_rate
from outcomes.statistics.rates import Tally, wilson

from .support import CLEAR, RUBRIC, seen

if TYPE_CHECKING:
    from outcomes.search import QuoteCheck

SOMETIMES = Rubric(criteria=(Criterion(id="when", text="It has a date", applies_when="it is a letter"),))


def test_all_looks_count_in_the_confusion_and_none_is_left_out_in_silence() -> None:
    three = [seen(1, "p", "p", "f", "c"), seen(2, "f", "f", "p", "p"), seen(3, ".", "p", "p", "p")]
    found = measure(cells(three, ["clear"]))
    assert found.confusion == Confusion(
        label_pass_verdict_pass=1,
        label_fail_verdict_pass=2,
        label_pass_verdict_fail=1,
        label_fail_verdict_fail=1,
        cannot_judge=1,
    )
    assert (found.artifacts, found.looks, found.labels, found.disputed) == (3, 9, 2, 0)
    assert found.coverage is not None
    assert (found.coverage.value, found.coverage.trials) == (8 / 9, 9)


def test_agreement_is_counted_among_verdicts_that_decide() -> None:
    found = measure(cells([seen(1, "p", "p", "c"), seen(2, "f", "p", "f")], ["clear"]))
    assert found.agreement is not None
    assert (found.agreement.value, found.agreement.trials, found.agreement.clusters) == (2 / 3, 3, 2)
    assert (found.sensitivity, found.specificity) != (None, None)


def test_what_does_not_apply_is_neither_a_pass_nor_a_fail() -> None:
    found = measure(
        cells([seen(1, "n", "n", "p", rubric=SOMETIMES), seen(2, "p", "n", "p", rubric=SOMETIMES)], ["when"])
    )
    assert found.confusion == Confusion(label_pass_verdict_pass=1, applicability_agreed=1, applicability_disputed=2)
    assert found.agreement is not None
    assert found.agreement.value == 0.5


def test_flips_are_how_likely_two_looks_differ() -> None:
    found = measure(cells([seen(1, ".", "p", "p", "f"), seen(2, ".", "p", "p", "p")], ["clear"])).flips
    assert found is not None
    assert (found.value, found.trials, found.clusters) == (1 / 3, 6, 2)
    assert measure(cells([seen(1, ".", "p")], ["clear"])).flips is None


def test_people_are_held_against_each_other() -> None:
    four = [seen(1, "p p", "p"), seen(2, "p f", "p"), seen(3, "f f f", "f"), seen(4, "p", "p")]
    found = measure(cells(four, ["clear"]))
    assert found.people is not None
    assert (found.people.value, found.people.trials) == (4 / 5, 5)
    assert found.people_alpha == pytest.approx(1 - 6 * 2 / 24)
    assert (found.labels, found.disputed) == (3, 1)


def test_criteria_of_one_artifact_are_one_cluster() -> None:
    found = measure(cells([seen(1, "pp", "pp", rubric=RUBRIC), seen(2, "pp", "ff", rubric=RUBRIC)], ["clear", "short"]))
    assert found.agreement is not None
    assert (found.agreement.trials, found.agreement.clusters) == (4, 2)
    assert found.agreement.effective <= 2


def test_quotes_count_that_were_looked_up() -> None:
    one = seen(1, "p", "p")
    checks: tuple[QuoteCheck | None, ...] = ("exact", "not_found", None)
    quotes = [Quote(locator="L1", text="a", check=check) for check in checks]
    verdict = one.looks[0].verdicts[0].model_copy(update={"evidence": tuple(quotes)})
    grade = one.looks[0].with_verdicts((verdict,))
    found = measure(cells([type(one)(one.labelled, (grade,))], [CLEAR.id])).quotes
    assert found is not None
    assert (found.value, found.trials) == (0.5, 2)


def test_pass_rates_are_those_of_the_unlabelled_corrected_by_the_labelled() -> None:
    """Worked by hand: 10 of 12 true passes passed, 8 of 10 true fails failed, 6 of 8 unlabelled passed."""
    passing = [seen(i, "p", "p" if i < 10 else "f") for i in range(12)]
    labelled = [*passing, *(seen(20 + i, "f", "f" if i < 8 else "p") for i in range(10))]
    unlabelled = [seen(40 + i, ".", "p" if i < 6 else "c") for i in range(8)]
    rates = measure(cells([*labelled, *unlabelled], ["clear"])).pass_rates
    assert rates.judge is not None
    assert rates.people is not None
    assert (rates.judge.value, rates.judge.interval) == (0.75, wilson(6, 8))
    assert (rates.people.value, rates.people.interval) == (12 / 22, wilson(12, 22))
    assert rates.rogan_gladen == corrected_rate(Tally(6, 8), Tally(10, 12), Tally(8, 10))
    assert rates.rogan_gladen is not None
    assert rates.rogan_gladen.value == pytest.approx((0.75 + 0.8 - 1) / (10 / 12 + 0.8 - 1))
    assert rates.prediction_powered is not None
    assert rates.prediction_powered.value == pytest.approx(0.75 + (2 - 2) / 22)


def test_a_disputed_artifact_is_not_taken_for_an_unlabelled_one() -> None:
    assert measure(cells([seen(1, "p f", "p"), seen(2, "p", "p")], ["clear"])).pass_rates.judge is None


def test_too_few_labels_of_one_kind_correct_nothing() -> None:
    labelled = [*(seen(i, "p", "p") for i in range(12)), *(seen(20 + i, "f", "f") for i in range(4))]
    rates = measure(cells([*labelled, *(seen(40 + i, ".", "p") for i in range(8))], ["clear"])).pass_rates
    assert rates.rogan_gladen is None
    assert isinstance(rates.prediction_powered, Estimate)


def test_nothing_seen_is_nothing_said() -> None:
    found = measure([])
    assert (found.artifacts, found.agreement, found.kappa, found.flips, found.pass_rates.judge) == (0,) + (None,) * 4
