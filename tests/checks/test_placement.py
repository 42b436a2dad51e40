"""Things that lie on one another, and things too near the edge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from outcomes.appearance import Box, Font, ParagraphFormat, ShapeFormat, TextFrame, TextRun
from outcomes.artifact import Block
from outcomes.checks.alignment import alignment
from outcomes.checks.edges import slide_margins
from outcomes.checks.placement import no_overlap
from outcomes.checks.reading_order import reading_order
from outcomes.checks.text_area import text_area
from tests.checks.support import EMU, deck, run, shape, slide, where

if TYPE_CHECKING:
    from outcomes.check import CheckSpec

ARIAL = Font("Arial", 18.0, bold=False)


def words(
    name: str, at: tuple[float, float, float, float], text: str = "Some words", *, z: int = 0, **marks: Any
) -> Block:
    """A text box at x, y, width and height in inches; `marks` are those of its shape, its frame or its paragraph."""
    looks = ParagraphFormat(marks.pop("alignment", "left"), 1.0)
    frame = TextFrame(0, 0, 0, 0, wrap=True, autofit="none", anchor=marks.pop("anchor", "top"))
    looks_like: dict[str, Any] = {"z": z, "geometry": "rect", "fill": "none", "outline": "none", "frame": frame}
    format_ = ShapeFormat(**looks_like | marks)
    runs = (TextRun(0, len(text), ARIAL),)
    return shape(name, text, at)._replace(kind="text_box", shape=format_, paragraph=looks, runs=runs)


def picture(name: str, at: tuple[float, float, float, float], z: int = 0) -> Block:
    """A picture."""
    return shape(name, "", at)._replace(kind="picture", alt="", shape=ShapeFormat(z=z))


def overlaps(*blocks: Block) -> dict[str, str]:
    """What is found on a slide with these on it."""
    return where(run(no_overlap, deck(slide(1, None, *blocks))))


LOWER = words("lower", (1, 1, 4, 1))


@pytest.mark.parametrize(
    ("front", "found"),
    [
        (words("front", (1.2, 1.1, 4, 1), z=1), True),
        (words("front", (1, 1.5, 4, 1), z=1), False),
        (words("front", (1, 1.25, 4, 1), z=1, alignment="right"), False),
        (words("front", (2.8, 1, 1, 1), z=1, fill="FFFFFF"), False),
        (words("front", (0, 0.5, 8, 3), z=1, fill="FFFFFF", anchor="bottom"), True),
        (words("front", (1.2, 1.1, 4, 1), z=1, rotation=30.0), False),
        (words("front", (1.2, 1.1, 4, 1), "some words", z=1), False),
        (picture("front", (1, 1, 2, 1), z=1), True),
        (picture("front", (3, 1, 2, 1), z=1), False),
        (shape("front", "", (1, 1, 4, 1)), False),
        (words("front", (1.2, 1.1, 4, 1), z=1)._replace(style="connector"), False),
        (words("front", (1.2, 1.1, 4, 1), "other", z=1)._replace(visibility="hidden", reason="hidden-shape"), False),
    ],
)
def test_what_covers_words_is_found_and_what_only_covers_an_empty_part_of_their_box_is_not(
    front: Block, *, found: bool
) -> None:
    if front.text == "Some words":
        front = front._replace(text="Other text")
    assert list(overlaps(LOWER, front)) == (["front"] if found else [])


def test_words_on_a_picture_or_on_a_filled_shape_are_fine() -> None:
    assert overlaps(picture("photo", (0, 0, 13, 7)), words("label", (1, 1, 4, 1), z=1)) == {}
    card = shape("card", "", (0, 0, 8, 4))._replace(shape=ShapeFormat(fill="EEEEEE"))
    assert overlaps(card, words("label", (1, 1, 4, 1), z=1)) == {}


def test_a_logo_in_a_picture_is_fine_and_two_pictures_that_overlap_are_not() -> None:
    photo = picture("photo", (1, 1, 6, 4))
    assert overlaps(photo, picture("logo", (1.2, 1.2, 1, 1), z=1)) == {}
    assert overlaps(photo, picture("other", (5, 1, 6, 4), z=1)) == {
        "other": "lies on photo: 33% of the smaller one is covered"
    }


def test_a_chart_on_a_table_is_found_and_a_label_in_a_chart_is_not() -> None:
    cells = (Block("cell", "R1C1", "1", box=Box(EMU, EMU, 4 * EMU, EMU)),)
    table = Block("table", "table", children=cells, box=Box(EMU, EMU, EMU, EMU))
    chart = shape("chart", "", (3, 1, 5, 3))._replace(kind="chart", shape=ShapeFormat(z=1))
    assert overlaps(table, chart) == {"chart": "lies on table: 50% of the smaller one is covered"}
    assert overlaps(chart, words("label", (4, 2, 2, 0.5), z=2)) == {}


def test_members_of_one_group_belong_together() -> None:
    inside = (LOWER, words("front", (1.2, 1.1, 4, 1), "Other", z=1))
    assert overlaps(Block("group", "group", children=inside)) == {}
    assert list(overlaps(Block("group", "group", children=inside[:1]), inside[1])) == ["front"]


def test_the_share_is_an_argument() -> None:
    artifact = deck(slide(1, None, LOWER, words("front", (1, 1.18, 4, 1), "Other", z=1)))
    assert [run(no_overlap, artifact, share=share).passed for share in (0.15, 0.5)] == [False, True]


def test_words_that_are_wholly_covered_are_found() -> None:
    covered = LOWER._replace(visibility="hidden", reason="covered")
    assert overlaps(covered) == {"lower": '"Some words" is covered by what lies in front'}


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        (words("w", (1, 1, 4, 1)), ""),
        (words("w", (0.45, 1, 4, 1)), ""),
        (words("w", (0.2, 1, 4, 1)), "0.20 in from the left edge, at least 0.5 in asked for"),
        (words("w", (0, 1, 13.33, 1), alignment="center"), ""),
        (words("w", (9, 1, 4.2, 1), alignment="right"), "0.13 in from the right edge, at least 0.5 in asked for"),
        (words("w", (1, 0.1, 4, 1)), ""),
        (words("w", (0.1, 0.1, 4, 1)), "0.10 in from the left edge, at least 0.5 in asked for"),
        (
            shape("w", "", (1, 5, 4, 2.4))._replace(kind="chart"),
            "0.10 in from the bottom edge, at least 0.5 in asked for",
        ),
        (words("w", (1, 0.1, 4, 1))._replace(placeholder="title"), ""),
        (words("w", (1, 7.1, 4, 0.4)), ""),
        (words("w", (0.1, 3, 4, 0.4))._replace(placeholder="ftr"), ""),
        (words("w", (-0.5, 3, 4, 0.4)), ""),
        (picture("w", (0, 0, 4, 4)), ""),
        (shape("w", "", (0, 1, 4, 1))._replace(kind="chart"), "0.00 in from the left edge, at least 0.5 in asked for"),
    ],
)
def test_words_tables_and_charts_keep_away_from_the_edge(block: Block, problem: str) -> None:
    found = where(run(slide_margins, deck(slide(1, None, block))))
    assert found == ({"w": problem} if problem else {})


def test_words_on_a_band_that_runs_to_the_edge_may_be_near_it_but_not_on_a_background() -> None:
    label = words("label", (0.1, 3, 2, 1), z=1)
    band = shape("band", "", (0, 0, 4, 7.5))._replace(shape=ShapeFormat(fill="1F4E79"))
    assert where(run(slide_margins, deck(slide(1, None, band, label)))) == {}
    background = band._replace(box=Box(0, 0, 12_192_000, 6_858_000))
    inner = band._replace(box=Box(EMU // 20, 0, 4 * EMU, 7 * EMU))
    for other in (background, inner):
        assert list(where(run(slide_margins, deck(slide(1, None, other, label))))) == ["label"]


def test_a_badge_on_the_corner_of_an_arrow_covers_none_of_its_words() -> None:
    arrow = words(
        "arrow", (1, 2, 3, 1.4), "Plan", fill="1D4ED8", geometry="chevron", anchor="middle", alignment="center"
    )
    badge = words("badge", (1, 1.8, 0.5, 0.5), "1", z=1, fill="F97316", geometry="ellipse")
    assert overlaps(arrow, badge) == {}


def test_words_take_the_room_of_their_letters() -> None:
    area = text_area(words("w", (1, 1, 4, 1), "Ten letters", anchor="bottom", alignment="right"))
    assert area is not None
    assert (area.right, round(area.width / EMU, 1), round(area.bottom / EMU, 1)) == (5 * EMU, 1.3, 2.0)


def test_where_nothing_is_known_the_box_stands_for_the_words() -> None:
    unknown = shape("w", "Words", (1, 1, 4, 1))
    assert text_area(unknown) == unknown.box
    assert text_area(unknown._replace(box=None)) is None


@pytest.mark.parametrize(
    ("places", "odd"),
    [
        ([(1, 2), (5, 2), (9, 2)], []),
        ([(1, 2), (5, 2.01), (9, 2)], []),
        ([(1, 2), (5, 2.08), (9, 2)], ["1"]),
        ([(1.05, 1), (1, 3), (1, 5)], ["0"]),
        ([(1, 2), (5, 2.3)], []),
        ([(1, 2), (1.05, 2.5)], []),
        ([(1, 2), (5, 2.08)], ["1"]),
    ],
)
def test_things_of_one_size_in_a_row_or_column_line_up(places: list[tuple[float, float]], odd: list[str]) -> None:
    cards = [words(str(number), (x, y, 3, 1.5), fill="EEEEEE") for number, (x, y) in enumerate(places)]
    assert list(where(run(alignment, deck(slide(1, None, *cards))))) == odd


def test_things_of_two_sizes_or_kinds_need_not_line_up() -> None:
    card = words("card", (1, 2, 3, 1.5))
    for other in (
        words("wide", (5, 2.08, 4, 1.5)),
        picture("photo", (5, 2.08, 3, 1.5)),
        words("turned", (5, 2.08, 3, 1.5), rotation=5.0),
    ):
        assert run(alignment, deck(slide(1, None, card, other))).passed


@pytest.mark.parametrize("check", [no_overlap, alignment, reading_order])
def test_a_slide_with_too_many_things_to_compare_is_not_decided(check: CheckSpec[Any]) -> None:
    many = [words(str(number), (1, 1 + number, 3, 0.5), str(number)) for number in range(301)]
    result = run(check, deck(slide(1, None, *many)))
    assert (result.passed, result.measured) == (None, "more than 300 things to compare on slide 1")
    found = run(check, deck(slide(1, None, *many), slide(2, None, *BAD)))
    assert found.passed is False


BAD = [
    words("b", (5, 3.05, 3, 1), "Lower"),
    words("a", (1, 3, 3, 1), "x"),
    words("c", (5, 1, 3, 1), "Upper"),
    words("d", (5, 1, 3, 1), "y", z=1),
]
"""A thing nearly in line, one read too early, one on another."""
