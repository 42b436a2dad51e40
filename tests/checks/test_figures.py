"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.checks.figures import Figure, decimal_mark, read_figure


@pytest.mark.parametrize(
    ("text", "value", "unit", "step"),
    [
        ("1,234", "1234", "", "1"),
        ("1\u202f234,5", "1234.5", "", "0.1"),
        ("1.234.567", "1234567", "", "1"),
        ("1'234.50", "1234.5", "", "0.01"),
        ("EUR 12.4 million", "12400000", "EUR", "100000"),
        ("12,4 Mio. €", "12400000", "EUR", "100000"),
        ("$1.2bn", "1200000000", "USD", "100000000"),
        ("(3.2 %)", "-3.2", "%", "0.1"),
        ("\u22125", "-5", "", "1"),
        ("10 kg", "10", "kg", "1"),
        ("0.125", "0.125", "", "0.001"),
    ],
)
def test_a_number_is_read_with_its_unit_and_what_its_last_digit_is_worth(
    text: str, value: str, unit: str, step: str
) -> None:
    assert read_figure(text) == Figure(Decimal(value), unit, Decimal(step))


@pytest.mark.parametrize("text", ["", "Q3", "3/4", "12-14", "1,23,4", "12 of 14", "(5", "about 5", "5 6", "1" * 50])
def test_what_is_no_single_number_is_not_read(text: str) -> None:
    assert read_figure(text) is None


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,234\xb9", "1234", ""),
        ("1,234^1", "1234", ""),
        ("1,234\xb9,\xb2", "1234", ""),
        ("12.5\xb2 %", "12.5", "%"),
        ("12.5 %\xb2", "12.5", "%"),
        ("(3.2)\xb9", "-3.2", ""),
        ("EUR 450\xb2", "450", "EUR"),
        ("7\xb9", "7", ""),
        ("1,234[1]", "1234", ""),
        ("1,234*", "1234", ""),
    ],
)
def test_the_mark_of_a_note_is_no_digit_of_a_number(text: str, value: str, unit: str) -> None:
    figure = read_figure(text)
    assert figure is not None
    assert (figure.value, figure.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["10\u2076", "2\xb3", "10\u207b\xb3", "1,234\u207b\xb9", "12 m\xb2", "5 6", "10^12", "2.5\xb3"]
)
def test_what_could_be_a_power_is_not_read(text: str) -> None:
    """Whoever adds up takes the column for one that cannot be added up, and not for a wrong one."""
    assert read_figure(text) is None


def test_a_point_before_three_digits_is_read_only_when_the_others_settle_what_it_is() -> None:
    assert read_figure("1.234") is None
    assert decimal_mark(["1.234", "1,5", "Total"]) == ","
    assert read_figure("1.234", ",") == Figure(Decimal(1234), "", Decimal(1))
    assert read_figure("1.234", ".") == Figure(Decimal("1.234"), "", Decimal("0.001"))


def test_numbers_that_disagree_about_their_decimal_mark_settle_nothing() -> None:
    assert decimal_mark(["1.5", "1,5"]) is None


@given(number=st.integers(-(10**12), 10**12), decimals=st.integers(0, 4))
def test_what_python_writes_with_separators_is_read_back(number: int, decimals: int) -> None:
    value = Decimal(number).scaleb(-decimals)
    figure = read_figure(f"{value:,f}", ".")
    assert figure == Figure(value, "", Decimal(1).scaleb(-decimals))


@given(text=st.text(alphabet="0123456789.,' ()-%EURkmbn", max_size=60), mark=st.sampled_from([None, ".", ","]))
def test_any_text_is_a_number_or_none(text: str, mark: str | None) -> None:
    figure = read_figure(text, mark)
    assert figure is None or figure.step > 0
