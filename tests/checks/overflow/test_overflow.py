"""When a box or a table counts as running over. Courier New is as wide on every machine, installed or not."""

from __future__ import annotations

from typing import Any

import pytest

from outcomes.appearance import Box, Font, ParagraphFormat, ShapeFormat, TextFrame, TextRun
from outcomes.artifact import Artifact, Block
from outcomes.checks.overflow.averages import NARROW
from outcomes.checks.overflow.check import text_overflow
from outcomes.checks.overflow.growth import grown_height
from outcomes.checks.overflow.reading import Undecided, frame, paragraphs
from outcomes.checks.overflow.setting import Faces, set_text
from tests.checks.support import EMU, deck, run, slide, where

COURIER = Font("Courier New", 18.0, bold=False, italic=False, colour="000000", background="FFFFFF")
"""10.8 points a letter: 32 letters and a little in five inches without insets."""
PLAIN = TextFrame(0, 0, 0, 0, wrap=True, autofit="none", anchor="top")
FOUR_LINES = "thirty letters to fill a line. " * 4


def box(
    text: str = FOUR_LINES,
    at: tuple[float, float, float, float] = (1, 2, 5, 1.3),
    *,
    font: Font = COURIER,
    name: str = "box",
    **marks: Any,
) -> Block:
    """A text box at x, y, width and height in inches; `marks` are those of its frame and its shape."""
    place = Box(*(round(side * EMU) for side in at))
    framed = {key: marks.pop(key) for key in list(marks) if key in TextFrame._fields}
    shape = ShapeFormat(
        **{"geometry": "rect", "fill": "EEEEEE", "outline": "none", "frame": PLAIN._replace(**framed)} | marks
    )
    look = ParagraphFormat("left", 1.0)
    return Block("text_box", name, text, box=place, shape=shape, paragraph=look, runs=(TextRun(0, len(text), font),))


def on(*blocks: Block) -> Artifact:
    """A deck of one slide with these on it, beside its title."""
    return deck(slide(1, None, *blocks))


def test_text_that_fits_passes_and_text_that_does_not_is_told_how_much_it_needs() -> None:
    assert run(text_overflow, on(box())).measured == "1 slide, 1 text, none running over"
    result = run(text_overflow, on(box(at=(1, 2, 5, 0.6))))
    assert (result.passed, where(result)) == (
        False,
        {"box": "its text needs 2.0 times the box (4 lines, far too high)"},
    )
    assert result.smallest_fix == "Cut the text of box, enlarge the box, or make the type smaller."


def test_text_in_a_box_without_height_or_width_runs_over() -> None:
    flat, thin = on(box(at=(1, 2, 5, 0))), on(box(at=(1, 2, 0, 5), wrap=False))
    assert where(run(text_overflow, flat)) == {"box": "its text needs over 100 times the box (4 lines, far too high)"}
    assert where(run(text_overflow, thin)) == {"box": "its text needs over 100 times the box (1 line, far too wide)"}


def test_the_ratio_from_which_it_counts_is_an_argument() -> None:
    tight = on(box(at=(1, 2, 5, 1.05)))
    assert where(run(text_overflow, tight)) == {"box": "its text needs 1.1 times the box (4 lines, too high)"}
    assert run(text_overflow, tight, ratio=1.35).passed


def test_a_long_line_that_does_not_wrap_is_too_wide() -> None:
    wide = box("a line of forty letters without a break.", at=(1, 2, 4, 1), wrap=False)
    assert where(run(text_overflow, on(wide))) == {"box": "its text needs 1.5 times the box (1 line, far too wide)"}


def test_a_little_over_an_invisible_box_counts_only_where_it_meets_something() -> None:
    unseen = box(at=(1, 2, 5, 1.0), fill="none")
    assert run(text_overflow, on(unseen)).passed
    below = box("below", at=(1, 3.05, 5, 1), name="below")
    assert list(where(run(text_overflow, on(unseen, below)))) == ["box"]
    at_the_edge = box(at=(1, 6.5, 5, 1.0), fill="none")
    assert list(where(run(text_overflow, on(at_the_edge)))) == ["box"]
    far_over = box(at=(1, 2, 5, 0.6), fill="none")
    assert list(where(run(text_overflow, on(far_over)))) == ["box"]


def test_a_box_that_shrinks_its_text_counts_only_when_that_is_beyond_doubt() -> None:
    assert run(text_overflow, on(box(at=(1, 2, 5, 1.0), autofit="shrink"))).passed
    assert list(where(run(text_overflow, on(box(at=(1, 2, 5, 0.6), autofit="shrink"))))) == ["box"]


def test_a_box_that_grows_counts_when_it_grows_off_the_slide() -> None:
    assert run(text_overflow, on(box(at=(1, 2, 5, 0.6), autofit="resize"))).passed
    result = run(text_overflow, on(box(at=(1, 6.8, 5, 0.6), autofit="resize")))
    assert where(result) == {"box": "grows with its text to 2.0 times its height, 0.50 in over the edge of the slide"}


@pytest.mark.parametrize(
    ("block", "why"),
    [
        (box(font=COURIER._replace(size_pt=None)), "the size of its text is not known"),
        (box(rotation=45.0), "it is turned"),
        (box(vertical=True), "its text is set upright or in columns"),
        (box(columns=2), "its text is set upright or in columns"),
        (box(wrap=None), "whether its lines wrap is not known"),
        (box(geometry="cloud"), "where text lies in the outline 'cloud' is not known"),
        (box()._replace(shape=None), "the place or the frame of its text is not known"),
        (box()._replace(runs=()), "the looks of its text are not known"),
    ],
)
def test_what_is_not_known_is_not_guessed(block: Block, why: str) -> None:
    result = run(text_overflow, on(block))
    assert (result.passed, result.measured) == (None, f"1 of 1 text not decided: {why}")


def test_a_few_unknown_boxes_leave_the_rest_decided() -> None:
    some = on(box(), box(name="other"), box(rotation=45.0))
    assert run(text_overflow, some).measured == "1 slide, 3 texts (1 not decided), none running over"


def test_of_an_unknown_typeface_a_narrow_and_a_wide_guess_must_agree() -> None:
    papyrus = COURIER._replace(family="Papyrus")
    assert run(text_overflow, on(box(at=(1, 2, 5, 2), font=papyrus))).passed
    assert run(text_overflow, on(box(at=(1, 2, 5, 0.4), font=papyrus))).passed is False
    between = run(text_overflow, on(box(at=(1, 2, 5, 1), font=papyrus)))
    assert between.measured == (
        "1 of 1 text not decided: whether it fits hangs on the typeface Papyrus, which is not known here"
    )


def test_a_table_counts_when_its_rows_grow_off_the_slide() -> None:
    def table(y: float) -> Block:
        cells = tuple(
            box(at=(1, y + row * 0.4, 5, 0.4), name=f"R{row + 1}C1")._replace(kind="cell", row=row + 1, column=1)
            for row in range(2)
        )
        return Block("table", "table", children=cells, box=Box(EMU, round(y * EMU), 5 * EMU, EMU * 4 // 5))

    assert grown_height(table(1)) == pytest.approx(2 * 4 * 21.6 * 12_700, abs=2)
    assert run(text_overflow, on(table(1))).passed
    assert where(run(text_overflow, on(table(6)))) == {
        "table": "grows with its text from 0.80 in to 2.40 in, 0.90 in over the edge of the slide"
    }


def test_empty_paragraphs_between_others_take_room() -> None:
    lines = tuple(box("words", name=f"shape / ¶{number}") for number in (1, 4))
    told = paragraphs(
        box("")._replace(children=tuple(line._replace(kind="paragraph") for line in lines)), Faces(NARROW)
    )
    assert ["".join(piece.text for piece in paragraph.stretches) for paragraph in told] == ["words", "", "", "words"]


def test_an_equation_is_not_set() -> None:
    formula = box("")._replace(children=(Block("equation", "e", "x^2"),))
    with pytest.raises(Undecided, match="it holds an equation"):
        paragraphs(formula, Faces(NARROW))


def test_text_in_an_ellipse_has_its_inner_rectangle() -> None:
    around = frame(box(at=(0, 0, 4, 2), geometry="ellipse"))
    assert (around.left, around.top) == pytest.approx((288 * 0.14645, 144 * 0.14645), abs=0.01)


def test_insets_that_are_not_stated_are_those_of_the_format() -> None:
    around = frame(box(left=None, top=None))
    assert (around.left, around.top, around.right, around.bottom) == (7.2, 3.6, 0, 0)


def test_what_is_set_tells_whether_its_typefaces_were_known() -> None:
    assert set_text(box()).unknown == ""
    assert set_text(box(font=COURIER._replace(family=None))).unknown == "of its letters"


def test_a_text_that_no_slide_could_hold_is_not_set_to_its_end() -> None:
    endless = box("word " * 400_000)
    assert sum(len(piece.text) for piece in paragraphs(endless, Faces(NARROW))[0].stretches) == 100_000
    assert run(text_overflow, on(endless)).passed is False
