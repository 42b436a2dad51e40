"""Bounds around a measured number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.drafting.ranges import above, around, half

NUMBERS = st.integers(min_value=1, max_value=10**7)


@pytest.mark.parametrize(
    ("measured", "bounds"),
    [(1, (1, 2)), (3, (2, 4)), (12, (9, 15)), (82, (60, 110)), (1_242, (930, 1_600)), (30_000, (22_000, 38_000))],
)
def test_a_range_is_a_quarter_either_way_and_round(measured: int, bounds: tuple[int, int]) -> None:
    assert around(measured) == bounds


@given(NUMBERS)
def test_a_range_holds_what_was_measured_and_at_least_a_quarter_to_each_side(number: int) -> None:
    low, high = around(number)
    assert 1 <= low <= max(number * 0.75, 1)
    assert high == above(number) >= number * 1.25


@given(NUMBERS, NUMBERS)
def test_more_measured_is_never_less_asked(one: int, other: int) -> None:
    few, many = sorted((one, other))
    assert around(few) <= around(many)
    assert half(few) <= half(many) <= many / 2
