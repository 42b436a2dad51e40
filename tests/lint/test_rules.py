"""Each rule by its own examples, and the page that is made of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from outcomes.lint.page import page
from outcomes.lint.registry import RULES
from outcomes.lint.rule import FAMILIES, Rule

from .looking import codes, findings

PAGE = Path(__file__).parents[2] / "rubrics" / "LINT.md"

every_rule = pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.code) for rule in RULES])


@every_rule
def test_the_bad_example_leads_to_this_code_and_no_other(rule: Rule) -> None:
    assert set(codes(rule.bad)) == {rule.code}


@every_rule
def test_the_good_example_leads_to_nothing(rule: Rule) -> None:
    assert codes(rule.good) == []


@every_rule
def test_a_rule_that_mends_says_so_and_no_other_does(rule: Rule) -> None:
    assert any(finding.fixable for finding in findings(rule.bad)) == rule.fixable


@every_rule
def test_a_rule_is_told_in_sentences(rule: Rule) -> None:
    assert re.fullmatch(r"RB[1-5]\d\d", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert (rule.find.__doc__ or "").endswith(".")
    assert not rule.what.endswith(".")
    assert not rule.fix.endswith(".")
    assert rule.why.endswith(".")
    assert rule.wrong_when.endswith(".")


def test_codes_and_names_are_unique_and_in_order() -> None:
    assert [rule.code for rule in RULES] == sorted({rule.code for rule in RULES})
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert {rule.code[:3] for rule in RULES} == set(FAMILIES)


def test_the_page_is_what_the_rules_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(RULES), "python -m outcomes.lint > rubrics/LINT.md"
