"""Against worked examples that others have published, and against what other libraries say.

Values without a paper beside them were computed once with SciPy 1.17, statsmodels 0.15, scikit-learn 1.9, krippendorff
0.9 and ppi-python 0.2, which are too large to be installed for a test.
"""

from __future__ import annotations

from itertools import zip_longest

import pytest

from outcomes.statistics.agreement import Confusion, cohen_kappa, krippendorff_alpha
from outcomes.statistics.comparison import holm, mcnemar_exact
from outcomes.statistics.correction import corrected_rate, prediction_powered_rate, rogan_gladen
from outcomes.statistics.rates import Tally, normal_quantile, student_quantile, wilson


@pytest.mark.parametrize(
    ("hits", "trials", "lower", "upper"),
    [
        (0, 10, 0.0, 0.2775327999),
        (1, 1, 0.2065493144, 1.0),
        (7, 10, 0.3967781475, 0.8922087326),
        (105, 150, 0.622420196, 0.7675917062),  # the widths that a study of 150 and one of 50 tasks have at 70 %
        (35, 50, 0.5624964954, 0.808964465),
        (20, 20, 0.8388748419, 1.0),
    ],
)
def test_wilson_intervals_are_those_of_statsmodels(hits: int, trials: int, lower: float, upper: float) -> None:
    assert wilson(hits, trials) == pytest.approx((lower, upper), abs=1e-9)


def test_quantiles_are_those_of_scipy() -> None:
    assert normal_quantile() == pytest.approx(1.959963985, abs=1e-9)
    found = [student_quantile(freedom) for freedom in (1, 2, 3, 5, 10, 30, 100)]
    expected = [12.7062047, 4.3026527, 3.1824463, 2.5705818, 2.2281389, 2.0422725, 1.9839715]
    assert found == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    ("confusion", "kappa", "mcc"),
    [
        (Confusion(20, 5, 10, 15), 0.4, 0.4082482904638631),  # the example of the encyclopaedias: 50 proposals, 0.4
        (Confusion(12, 2, 4, 2), 0.21052631578947367, 0.2182178902359924),  # two doctors, 20 patients: 0.21
        (Confusion(45, 15, 25, 15), 0.13043478260869568, 0.1336306209562122),  # same agreement, other margins: 0.1304
        (Confusion(90, 5, 1, 4), 0.5419847328244276, 0.5691668497885934),
        (Confusion(1, 0, 0, 99), 1.0, 1.0),
    ],
)
def test_kappa_and_mcc_are_those_of_scikit_learn(confusion: Confusion, kappa: float, mcc: float) -> None:
    assert [confusion.kappa, confusion.mcc] == pytest.approx([kappa, mcc])


def test_kappa_of_three_categories() -> None:
    """Computed with scikit-learn."""
    first, second = "aabbccabca", "aabbcbabcc"
    assert cohen_kappa(list(zip(first, second, strict=True))) == pytest.approx(0.7014925373134329)


def test_alpha_of_krippendorffs_own_example() -> None:
    """Krippendorff (2011), example C: 12 units, 4 observers, missing data; nominal alpha 0.743."""
    data = [
        "1 1 . 1", "2 2 3 2", "3 3 3 3", "3 3 3 3", "2 2 2 2", "1 2 3 4", "4 4 4 4", "1 1 2 1", "2 2 2 2", ". 5 5 5",
        ". . 1 1", ". . 3 .",
    ]  # fmt: skip
    units = [[value for value in row.split() if value != "."] for row in data]
    assert krippendorff_alpha(units) == pytest.approx(0.743421052631579)


def test_alpha_of_three_coders_with_missing_values() -> None:
    """The example of the encyclopaedias: 15 units, 3 coders; nominal alpha 0.691."""
    columns = zip_longest("*****34121133*3", "1*213343", "**21344*21133*4", fillvalue="*")
    units = [[value for value in column if value != "*"] for column in columns]
    assert krippendorff_alpha(units) == pytest.approx(0.691358024691358)


@pytest.mark.parametrize(
    ("first", "second", "p"),
    [
        (1, 7, 0.0703125),  # Fagerland, Lydersen and Laake (2013): airway hyper-responsiveness before and after
        (9, 26, 0.005988120567053557),
        (0, 5, 0.0625),
        (10, 10, 1.0),
        (86, 150, 3.7159361395713866e-05),
        (0, 0, 1.0),
    ],
)
def test_mcnemar_is_that_of_statsmodels(first: int, second: int, p: float) -> None:
    assert mcnemar_exact(first, second) == pytest.approx(p, rel=1e-9)
    assert mcnemar_exact(second, first) == pytest.approx(p, rel=1e-9)


def test_holm_is_that_of_statsmodels() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.02, 0.02, 0.6]) == pytest.approx([0.06, 0.06, 0.6])


@pytest.mark.parametrize(("observed", "true"), [(0.70, 0.714), (0.85, 0.929)])
def test_a_known_judge_is_corrected_as_published(observed: float, true: float) -> None:
    """Specificity 0.80, sensitivity 0.90: observed 0.70 is really 0.714, and 0.85 is 0.929."""
    corrected = rogan_gladen(observed, sensitivity=0.90, specificity=0.80)
    assert corrected == pytest.approx(true, abs=5e-4)


@pytest.mark.parametrize(
    ("observed", "passed", "failed", "value", "lower", "upper"),
    [
        # Lee et al. (2025): the usage example that comes with the paper
        (Tally(400, 1000), Tally(180, 200), Tally(140, 200), 1 / 6, 0.056350724841608926, 0.2627330257859588),
        (Tally(350, 500), Tally(90, 100), Tally(80, 100), 5 / 7, 0.6277733182204684, 0.8112352353706541),
        (Tally(425, 500), Tally(90, 100), Tally(80, 100), 13 / 14, 0.8464643076980838, 1.0),
        (Tally(15, 300), Tally(40, 50), Tally(48.5, 50), 0.025974025974025997, 0.0, 0.08902905675654299),
    ],
)
def test_intervals_of_a_measured_judge_are_those_of_lang_and_reiczigel(
    observed: Tally, passed: Tally, failed: Tally, value: float, lower: float, upper: float
) -> None:
    found = corrected_rate(observed, passed, failed)
    assert found is not None
    assert (found.value, found.lower, found.upper) == pytest.approx((value, lower, upper), abs=1e-9)


def test_prediction_powered_inference_is_that_of_its_authors() -> None:
    """ppi-python: people 1011011011, judge 1111010011, and 30 passes among 50 that nobody labelled.

    Ten times over, so that what is added to few labels weighs little: standard error 0.157480 / sqrt(10).
    """
    people, judge = "1011011011", "1111010011"
    labelled = [(Tally(int(a), 1), Tally(int(b), 1)) for a, b in zip(people, judge, strict=True)] * 10
    judged = [Tally(1, 1)] * 300 + [Tally(0, 1)] * 200
    found = prediction_powered_rate(judged, labelled)
    assert found is not None
    assert found.value == pytest.approx(0.6)
    half = 1.959963985 * 0.15748015748 / 10**0.5
    assert (found.lower, found.upper) == pytest.approx((0.6 - half, 0.6 + half), abs=0.004)
