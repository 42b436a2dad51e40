"""Where lines break."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.checks.overflow.faces import AverageFace, Ink
from outcomes.checks.overflow.wrap import Line, Stretch, set_lines

EVEN = AverageFace(0.5, 0.5, 0.5, 0.5, 0.5)
"""Every letter is half as wide as the type is high, so that 10 pt is 5 points a letter."""


def widths(text: str, letters: float, first: float | None = None) -> list[float]:
    """The letters in each line of 10 pt type, in a width of so many letters."""
    lines = set_lines([Stretch(text, EVEN, 10)], 5 * (letters if first is None else first), 5 * letters)
    return [line.width / 5 for line in lines]


@pytest.mark.parametrize(
    ("text", "letters", "lines"),
    [
        ("one two three", inf, [13]),
        ("one two three", 13, [13]),
        ("one two three", 12, [7, 5]),
        ("one two three", 7, [7, 5]),
        ("one two three", 5, [3, 3, 5]),
        ("one\ntwo", 99, [3, 3]),
        ("one\n\ntwo", 99, [3, 0, 3]),
        ("year-end sales", 8, [8, 5]),
        ("year-end sales", 6, [5, 3, 5]),
        ("minus -12.5 percent", 11, [11, 7]),
        ("unbreakable", 4, [4, 4, 3]),
        ("an unbreakable", 4, [2, 4, 4, 3]),
        ("trailing   ", 8, [8]),
        ("", 4, [0]),
    ],
)
def test_lines_break_at_blanks_and_hyphens_and_long_words_between_letters(
    text: str, letters: float, lines: list[float]
) -> None:
    assert widths(text, letters) == lines


def test_ideographs_break_anywhere() -> None:
    lines = set_lines([Stretch("四半期の売上", EVEN, 10)], 30, 30)
    assert [line.width for line in lines] == [30, 30]


def test_the_first_line_may_have_a_width_of_its_own() -> None:
    assert widths("one two three four", 18, first=7) == [7, 10]


def test_a_word_of_two_looks_is_kept_together() -> None:
    lines = set_lines([Stretch("one tw", EVEN, 10), Stretch("o", EVEN, 20)], 30, 30)
    assert [(line.width, line.size) for line in lines] == [(15, 10), (20, 20)]


def test_a_line_is_as_high_as_its_largest_type() -> None:
    both = (Stretch("a", EVEN, 10), Stretch("b", EVEN, 30))
    (line,) = set_lines(both, inf, inf)
    assert line == Line(20, 30, both)
    assert line.ink == Ink(21, 0.3)


def test_words_of_one_look_are_one_stretch_of_a_line() -> None:
    pieces = (Stretch("one two ", EVEN, 10), Stretch("three", EVEN, 10))
    assert set_lines(pieces, inf, inf)[0].stretches == (Stretch("one two three", EVEN, 10),)


def test_nothing_has_no_lines() -> None:
    assert set_lines([], 10, 10) == []


@given(st.text("ab -\n", max_size=60), st.integers(1, 40))
def test_no_line_is_wider_than_there_is_room_and_no_letter_is_lost(text: str, letters: int) -> None:
    lines = widths(text, letters)
    assert max(lines) <= letters
    assert sum(lines) >= len(text.replace(" ", "").replace("\n", ""))


@given(st.text("ab -\n", max_size=60), st.integers(1, 40))
def test_more_room_never_makes_more_lines(text: str, letters: int) -> None:
    assert len(widths(text, letters + 1)) <= len(widths(text, letters))
