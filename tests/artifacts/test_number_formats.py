"""A cell's text is what a spreadsheet program prints; the expected texts are those of Excel with US settings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.artifacts.xlsx.display import displayed, displayed_text, general
from outcomes.artifacts.xlsx.format_code import BUILT_IN, read_format
from outcomes.artifacts.xlsx.serial_dates import moment


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1234.567, "0", "1235"),
        (1234.567, "0.00", "1234.57"),
        (1234567.891, "#,##0", "1,234,568"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (0.5, "#,##0", "1"),
        (-0.4, "0", "0"),
        (2.5, "0", "3"),
        (1.005, "0.00", "1.01"),
        (0, "#,##0", "0"),
        (0, "#", ""),
        (0.5, "#.##", ".5"),
        (12, "#.##", "12."),
        (0.1234, "0%", "12%"),
        (0.1234, "0.0%", "12.3%"),
        (-1234.5, "#,##0.00", "-1,234.50"),
        (-1234.5, "#,##0.00;[Red](#,##0.00)", "(1,234.50)"),
        (-1234.5, '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)', "$(1,234.50)"),
        (0, '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)', "$-"),
        (1234.5, "[$€-407] #,##0.00", "€ 1,234.50"),
        (1234.5, '#,##0.00 "EUR"', "1,234.50 EUR"),
        (1234.5, "[$£-809]#,##0", "£1,235"),
        (5, "00000", "00005"),
        (5551234567, "(###) ###-####", "(555) 123-4567"),
        (123456789, "000-00-0000", "123-45-6789"),
        (1234567, "0.0,,", "1.2"),
        (1234567, '#,##0,"k"', "1,235k"),
        (12345, "0.00E+00", "1.23E+04"),
        (0.00012345, "0.00E+00", "1.23E-04"),
        (12345, "##0.0E+0", "12.3E+3"),
        (999999, "0.00E+00", "1.00E+06"),
        (0, "0.00E+00", "0.00E+00"),
        (1.5, "# ?/?", "1 1/2"),
        (0.333333, "# ?/?", "1/3"),
        (3.14159, "# ??/??", "3 1/7"),
        (2, "# ?/?", "2"),
        (1.25, "?/?", "5/4"),
        (2.37, "# ?/16", "2 6/16"),
        (2.37, "# ??/100", "2 37/100"),
        (5, '"Q"0', "Q5"),
        (7, r"\#0", "#7"),
        (5, "[>=100]0;[<10]0.0;0.00", "5.0"),
        (50, "[>=100]0;[<10]0.0;0.00", "50.00"),
        (500, "[>=100]0;[<10]0.0;0.00", "500"),
        (3, '0;-0;"none"', "3"),
        (0, '0;-0;"none"', "none"),
        (0, "0;-0;;@", ""),
        (1.5, "@", "1.5"),
        (1.5, 'General" units"', "1.5 units"),
    ],
)
def test_a_number_is_shown_as_its_format_says(value: float, code: str, shown: str) -> None:
    assert displayed(value, code) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (1200.5, "1200.5"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333333"),
        (2 / 3 * 100, "66.66666667"),
        (12345678901, "12345678901"),
        (123456789012, "1.23457E+11"),
        (1234567890.123, "1234567890"),
        (1e-9, "0.000000001"),
        (1.5e-10, "1.5E-10"),
        (1e100, "1E+100"),
        (-42, "-42"),
    ],
)
def test_without_a_format_a_number_has_at_most_eleven_characters(value: float, shown: str) -> None:
    assert general(value) == shown
    assert displayed(value, "General") == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (45000, "yyyy-mm-dd", "2023-03-15"),
        (45000, "m/d/yyyy", "3/15/2023"),
        (45000, "d-mmm-yy", "15-Mar-23"),
        (45000, "dddd, mmmm d, yyyy", "Wednesday, March 15, 2023"),
        (45000, "mmmmm", "M"),
        (45000.604166666664, "h:mm AM/PM", "2:30 PM"),
        (45000.604166666664, "yyyy-mm-dd hh:mm", "2023-03-15 14:30"),
        (0.5, "h:mm:ss", "12:00:00"),
        (0.999999, "h:mm:ss", "0:00:00"),
        (1.5, "[h]:mm", "36:00"),
        (0.0125, "[mm]:ss", "18:00"),
        (0.00001, "mm:ss.0", "00:00.9"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (60, "yyyy-mm-dd", "1900-02-29"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (1, "ddd", "Sun"),
        (45000, "[$-409]d-mmm-yy;@", "15-Mar-23"),
        (45000, "mm/dd", "03/15"),
        (45000, '"Q"m', "Q3"),
    ],
)
def test_a_date_is_shown_as_its_format_says(value: float, code: str, shown: str) -> None:
    assert displayed(value, code) == shown


def test_the_1904_epoch_begins_four_years_later() -> None:
    assert displayed(43538, "yyyy-mm-dd", epoch_1904=True) == "2023-03-15"
    assert displayed(0, "yyyy-mm-dd", epoch_1904=True) == "1904-01-01"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (-1, "yyyy-mm-dd"),
        (3e6, "yyyy-mm-dd"),
        (1, "[DBNum1]0"),
        (1, "ge.m.d"),
        (45000, "[$-1070000]d mmm"),
        (1, "0" * 400),
    ],
)
def test_what_is_not_understood_is_not_guessed(value: float, code: str) -> None:
    assert displayed(value, code) is None


def test_a_text_is_changed_by_a_section_for_texts_alone() -> None:
    assert displayed_text("Ada", '"Name: "@') == "Name: Ada"
    assert displayed_text("Ada", "0.00") == "Ada"
    assert displayed_text("Ada", '0;-0;0;"text "@') == "text Ada"
    assert displayed_text("Ada", ";;;") == ""


def test_the_day_in_1900_that_never_was_has_a_date_and_a_bare_time_has_none() -> None:
    phantom, clock = moment(60, epoch_1904=False), moment(0.5, epoch_1904=False)

    assert phantom is not None
    assert clock is not None
    assert (phantom.iso, clock.iso) == ("1900-02-29", "12:00:00")


@pytest.mark.parametrize("code", BUILT_IN.values())
def test_every_built_in_format_is_understood(code: str) -> None:
    assert None not in read_format(code).sections
    assert displayed(45000.25, code) is not None


@pytest.mark.parametrize(
    ("value", "code", "begins", "length"),
    [
        (1e300, "0", "1000", 301),
        (-1.7e308, "0.00" + "%" * 200, "-17000", 1 + 309 + 400 + 3 + 200),
        (1e22, "0.0000000", "1000", 31),
        (1.5, "0." + "0" * 60 + "E+00", "1.5000", 66),
    ],
)
def test_a_number_of_any_length_is_shown_whole(value: float, code: str, begins: str, length: int) -> None:
    shown = displayed(value, code)
    assert shown is not None
    assert shown.startswith(begins)
    assert len(shown) == length


@given(
    value=st.floats() | st.integers(-(10**12), 10**12).map(float),
    code=st.text('0#?,.%E+-/ymdhsAPM:"\\_*[]$;@Ggenral<>=1 ', max_size=24),
)
def test_any_format_shows_a_text_or_says_that_it_is_not_understood(value: float, code: str) -> None:
    assert isinstance(displayed(value, code), str | None)
    assert isinstance(displayed_text("x", code), str)
