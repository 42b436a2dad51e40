"""Contrast and distance of colours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.checks.colours import contrast, distance, is_grey, luminance

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"{value:06X}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("000000", "FFFFFF", 21.0),
        ("FFFFFF", "FFFFFF", 1.0),
        ("777777", "FFFFFF", 4.48),
        ("767676", "FFFFFF", 4.54),
        ("0000FF", "FFFFFF", 8.59),
        ("FF0000", "FFFFFF", 4.0),
    ],
)
def test_contrast_is_what_the_known_tools_say(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@given(COLOURS, COLOURS)
def test_contrast_and_distance_do_not_depend_on_the_order(one: str, other: str) -> None:
    assert 1 <= contrast(one, other) == contrast(other, one) <= 21
    assert 0 <= distance(one, other) == distance(other, one)


@given(COLOURS)
def test_a_colour_is_at_no_distance_from_itself(colour: str) -> None:
    assert (contrast(colour, colour), distance(colour, colour)) == (1, 0)


@pytest.mark.parametrize(
    ("one", "other", "delta"), [("000000", "FFFFFF", 100), ("FF0000", "00FF00", 170.6), ("1F4E79", "1F4E7B", 1.1)]
)
def test_distance_is_delta_e_of_1976(one: str, other: str, delta: float) -> None:
    assert distance(one, other) == pytest.approx(delta, abs=0.3)


def test_greys_are_what_passes_for_grey() -> None:
    assert [is_grey(colour) for colour in ("000000", "FFFFFF", "7A7F84", "7A7A90")] == [True, True, True, False]


def test_black_is_dark_and_white_is_light() -> None:
    assert luminance("000000") == 0
    assert luminance("FFFFFF") == pytest.approx(1)
