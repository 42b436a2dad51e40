"""The rules that accept: what they do when looks are independent, and what looks that are there would have done."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.calibration import rules
from outcomes.calibration.assess import assess
from outcomes.decide import LookAgain, Stop, decide
from outcomes.history import Delivery, History, Iteration
from outcomes.outcome import Outcome
from outcomes.rubric import CheckCall, Criterion, Rubric
from outcomes.statistics.rates import Tally
from outcomes.usage import FREE

from .support import ONE, RUBRIC, seen


def test_five_rounds_with_five_percent_false_passes_are_as_the_design_has_them() -> None:
    found = [round(rules.over_rounds(rules.accepts(rule, 0.05), 5), 3) for rule in rules.RULES]
    assert found == [0.226, 0.024, 0.012]


@given(st.floats(0, 1))
def test_more_dissent_is_never_accepted_more_often(look: float) -> None:
    strict, once, none = (rules.accepts(rule, look) for rule in ("strict", 1, 0))
    assert 0 <= strict <= once <= none <= 1


@pytest.mark.parametrize("rule", rules.RULES)
@pytest.mark.parametrize("looks", list(product("pf", repeat=3)))
def test_each_order_of_looks_is_accepted_as_a_run_would(rule: rules.Rule, looks: tuple[str, ...]) -> None:
    """Against `decide` itself, look by look."""
    one = seen(1, "p", *looks)
    delivery = Delivery(kind="text", name="a", files=(), sha256="0" * 64, content_sha256="0" * 64)
    history = History((Iteration(index=0, delivery=delivery),))
    outcome = Outcome(description="x", rubric=ONE, max_iterations=1, confirm=rule)
    waiting = list(one.looks)
    while isinstance(decision := decide(history, outcome), LookAgain):
        current = history.iterations[0]
        history = history.with_current(Iteration(index=0, delivery=delivery, grades=(*current.grades, waiting.pop(0))))
    accepted = isinstance(decision, Stop) and decision.result == "satisfied"
    panel = rules._Panel(one.looks)
    assert panel.accepted(rule, list(range(3))[: rules.LOOKS[rule]]) == accepted


def test_all_orders_count_and_a_rule_that_needs_more_looks_says_nothing() -> None:
    two_of_three = seen(1, "f", "p", "p", "f").looks
    assert [rules.measured(rule, two_of_three) for rule in rules.RULES] == [Tally(2, 3), Tally(4, 6), Tally(2, 6)]
    assert [rules.measured(rule, two_of_three[:2]) for rule in rules.RULES] == [Tally(2, 2), None, Tally(2, 2)]


def test_errors_that_looks_have_in_common_are_measured_and_not_computed_away() -> None:
    """Two of ten bad artifacts fool every look: independence promises 0.8 %, and it is 20 %."""
    fooled = [seen(number, "f", *("ppp" if number < 2 else "fff")) for number in range(10)]
    found = assess(ONE, fooled, grader="g", repeat=3, spent=FREE).acceptance
    strict = found.rules[2].false_accepts
    assert (found.good, found.bad, found.open) == (0, 10, 0)
    assert strict.measured is not None
    assert strict.independent == pytest.approx(0.04)
    assert [strict.measured.value, strict.measured.trials] == pytest.approx([0.2, 10])
    assert strict.over_rounds == pytest.approx(1 - 0.8**5)


def test_good_artifacts_that_are_sent_back_are_false_rejects() -> None:
    found = assess(ONE, [seen(1, "p", "p", "p", "f")], grader="g", repeat=3, spent=FREE).acceptance
    rejects = [rule.false_rejects.measured for rule in found.rules]
    assert [None if one is None else round(one.value, 3) for one in rejects] == [0.333, 0.333, 0.667]
    assert found.rules[0].false_rejects.independent == pytest.approx(1 / 3)


def test_labels_that_leave_it_open_whether_it_is_good_are_counted_apart() -> None:
    several = [
        seen(1, "pp", "pp", rubric=RUBRIC),
        seen(2, "p.", "pp", rubric=RUBRIC),
        seen(3, ".f", "pp", rubric=RUBRIC),
        seen(4, "..", "pp", rubric=RUBRIC),
    ]
    found = assess(RUBRIC, several, grader="g", repeat=1, spent=FREE).acceptance
    assert (found.good, found.bad, found.open) == (1, 1, 2)


def test_a_judge_that_passes_everything_is_caught_though_code_sends_every_artifact_back() -> None:
    counted = Criterion(id="long", text="It is long", check=CheckCall(name="words", args={"min": 5}))
    both = Rubric(criteria=(*ONE.criteria, counted))
    fooled = [seen(number, "f.", "pf", rubric=both) for number in range(6)]
    fair = [seen(10 + number, "p.", "pf", rubric=both) for number in range(4)]
    found = assess(both, [*fooled, *fair], grader="g", repeat=1, spent=FREE).acceptance
    assert (found.good, found.bad) == (4, 6)
    first = found.rules[0]
    assert first.false_accepts.measured is not None
    assert first.false_rejects.measured is not None
    assert (first.false_accepts.measured.value, first.false_rejects.measured.value) == (1, 0)
