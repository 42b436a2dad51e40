"""How much room text takes in a box."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.checks.overflow.estimate import Frame, Need, Paragraph, need
from outcomes.checks.overflow.faces import AverageFace
from outcomes.checks.overflow.wrap import Stretch

EVEN = AverageFace(0.5, 0.5, 0.5, 0.5, 0.5)
BARE = Frame(100, 100, 0, 0, 0, 0)


def told(text: str, **marks: Any) -> Paragraph:
    """A paragraph in 10 pt, 5 points a letter."""
    return Paragraph((Stretch(text, EVEN, 10),), **marks)


def test_a_line_is_one_and_a_fifth_of_its_type_and_paint_ends_where_the_letters_do() -> None:
    assert need([told("axe")], BARE) == Need(height=10.1, width=15, lines=1, full=12)
    assert need([told("gap")], BARE) == Need(height=12.1, width=15, lines=1, full=12)


@pytest.mark.parametrize(
    ("paragraph", "full"),
    [
        (told("a\na"), 24),
        (told("a\na", line_spacing=1.5), 36),
        (told("a\na", line_pt=20), 40),
        (told("a", before=6, after=6), 12),
    ],
)
def test_lines_are_as_far_apart_as_stated(paragraph: Paragraph, full: float) -> None:
    assert need([paragraph], BARE).full == pytest.approx(full)


def test_space_between_paragraphs_counts_and_space_around_them_does_not() -> None:
    assert need([told("a", before=6, after=4), told("b", before=6, after=4)], BARE).full == pytest.approx(34)


def test_indents_narrow_the_lines_and_a_label_hangs_before_them() -> None:
    twelve_letters = told("a" * 12 + " " + "b" * 12)
    assert need([twelve_letters], Frame(130, 99, 0, 0, 0, 0)).lines == 1
    assert need([twelve_letters._replace(left=20)], Frame(130, 99, 0, 0, 0, 0)).lines == 2
    hanging = told("aaaaaaaa bbbbbbbbb", left=10, first=-10)
    assert need([hanging], BARE).lines == 1
    assert need([hanging._replace(label="\u2022")], BARE).lines == 1
    assert need([hanging._replace(label="(viii)")], BARE).lines == 2


def test_text_that_does_not_wrap_is_as_wide_as_its_longest_line() -> None:
    wide = need([told("a" * 30)], BARE._replace(wrap=False))
    assert (wide.width, wide.lines, wide.ratio(BARE)) == (150, 1, 1.5)


@pytest.mark.parametrize(
    ("anchor", "height"),
    [("top", 5 + 24 + 10.1), ("bottom", 2 + 36 - 3), ("middle", 2 * 16.1 + 3)],
)
def test_paint_is_measured_from_the_edge_at_which_text_is_anchored(anchor: Any, height: float) -> None:
    frame = BARE._replace(top=5, bottom=2, anchor=anchor)
    assert need([told("axe\naxe\naxe")], frame).height == pytest.approx(height, abs=0.5)


def test_empty_lines_take_room_and_paint_nothing() -> None:
    assert need([told("\n\n")], BARE)._replace(full=36) == Need(0, 0, 3, 36)


@given(st.text("ab \n", min_size=1, max_size=60), st.integers(20, 200))
def test_a_larger_box_never_needs_more(text: str, width: int) -> None:
    frame = BARE._replace(width=float(width))
    assert need([told(text)], frame._replace(width=width + 10.0)).full <= need([told(text)], frame).full
