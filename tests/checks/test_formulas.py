"""Formulas are taken apart without loss and in little time, and copies of one are known as copies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.formula.translate import Translator  # type: ignore[import-untyped]

from outcomes.checks import ALL
from outcomes.checks.formulas import tokens
from tests.checks.example import read
from tests.checks.support import run, where

COLUMNS = "EFGHIJ"
_FIXED = st.sampled_from(["", "$"])
_REFERENCES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "$"]),
    st.sampled_from("CDE"),
    st.sampled_from(["", "$"]),
    st.integers(2, 99),
)
_OPERANDS = st.one_of(
    _REFERENCES,
    st.builds("{}:{}".format, _REFERENCES, _REFERENCES),
    st.builds("'Plan 2026'!{}".format, _REFERENCES),
    st.sampled_from(["1", "12.5", "5%", '"Q4 2026"', "Prices[Net]", "Rate"]),
)
_FORMULAS = st.recursive(
    _OPERANDS,
    lambda inner: st.one_of(
        st.builds("{}{}{}".format, inner, st.sampled_from("+-*/&<"), inner),
        st.builds("{}({},{})".format, st.sampled_from(["SUM", "IF", "ROUND", "LOG10"]), inner, inner),
    ),
    max_leaves=6,
).map("={}".format)


@given(_FORMULAS)
def test_nothing_of_a_formula_is_lost(formula: str) -> None:
    assert "".join(token.text for token in tokens(formula)) == formula


@given(_FORMULAS)
def test_a_formula_that_was_copied_along_a_row_is_the_same_everywhere(formula: str) -> None:
    book = Workbook()
    for column in COLUMNS:
        book.active[f"{column}1"] = Translator(formula, "E1").translate_formula(f"{column}1")
    assert where(run(ALL["xlsx.consistent_rows"], read(book))) == {}


@given(_FORMULAS)
def test_another_formula_among_copies_is_found_where_it_is(formula: str) -> None:
    book = Workbook()
    for column in COLUMNS:
        book.active[f"{column}1"] = Translator(formula, "E1").translate_formula(f"{column}1")
    book.active["G1"] = "=CHOOSE(1,ZZ1,ZZ2)"
    assert list(where(run(ALL["xlsx.consistent_rows"], read(book)))) == ["Sheet!G1"]


@pytest.mark.parametrize("piece", ["'a'", "'a", '"a', '""', "[a", "[a[b]", "A1:", "((", "aaaa", "1e", "$"])
def test_a_long_formula_of_one_odd_piece_loses_nothing_either(piece: str) -> None:
    formula = piece * 20_000
    assert "".join(token.text for token in tokens(formula)) == formula
