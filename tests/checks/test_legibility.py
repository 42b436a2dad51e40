"""Contrast and size of text, and which part text plays."""

from __future__ import annotations

import pytest

from outcomes.appearance import Box, Font, TextRun
from outcomes.artifact import Block, Unit
from outcomes.checks.legibility import contrast, font_size
from outcomes.checks.looks import seen
from tests.checks.support import EMU, an_artifact, deck, report, run, slide, where

BLACK = Font("Arial", 12.0, bold=False, italic=False, colour="000000", background="FFFFFF")
PALE = BLACK._replace(colour="AAAAAA")


def told(text: str, font: Font | None = BLACK, locator: str = "¶1", **marks: object) -> Block:
    """A paragraph in one look; none when `font` is `None`."""
    runs = (TextRun(0, len(text), font),) if font is not None else ()
    return Block("paragraph", locator, text, runs=runs)._replace(**marks)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("font", "passes"),
    [
        (BLACK, True),
        (PALE, False),
        (BLACK._replace(colour="767676"), True),
        (BLACK._replace(colour="777777"), False),
        (BLACK._replace(colour="8A8A8A"), False),
        (BLACK._replace(colour="8A8A8A", size_pt=18.0), True),
        (BLACK._replace(colour="8A8A8A", size_pt=14.0), False),
        (BLACK._replace(colour="8A8A8A", size_pt=14.0, bold=True), True),
        (PALE._replace(size_pt=40.0), False),
        (PALE._replace(size_pt=None), False),
        (BLACK._replace(colour=None), None),
        (BLACK._replace(background=None), None),
        (BLACK._replace(colour="8A8A8A", size_pt=None), None),
        (None, None),
    ],
)
def test_small_text_needs_more_contrast_than_large_text(font: Font | None, passes: bool | None) -> None:  # noqa: FBT001
    assert run(contrast, report(told("Some words", font))).passed is passes


def test_the_palest_stretch_of_a_block_is_reported() -> None:
    runs = (TextRun(0, 4, BLACK), TextRun(4, 8, PALE), TextRun(8, 12, BLACK._replace(colour="EEEEEE")))
    result = run(contrast, report(told("oneatwobsix!")._replace(runs=runs)))
    assert where(result) == {
        "¶1": '"six!" has a contrast of 1.16:1 (#EEEEEE on #FFFFFF), at least 4.50:1 asked for',
    }
    assert result.measured == "11 letters, 1 place too pale"


def test_what_is_not_known_is_counted_apart_and_decides_nothing_when_it_is_most() -> None:
    unknown = BLACK._replace(background=None)
    some = run(contrast, report(told("known words"), told("not", unknown)))
    assert (some.passed, some.measured) == (True, "13 letters, nowhere too pale (3 letters not decided)")
    most = run(contrast, report(told("known"), told("not known at all", unknown)))
    assert (most.passed, most.measured) == (None, "the looks of 13 of 18 letters are not known")


def test_a_stricter_level_asks_for_more() -> None:
    grey = report(told("Grey", BLACK._replace(colour="767676")))
    assert [run(contrast, grey, ratio=ratio).passed for ratio in (4.5, 7)] == [True, False]


def test_text_without_letters_and_unseen_text_is_not_looked_at() -> None:
    dashes, unseen = told("--- *", PALE), told("hidden", PALE, visibility="hidden", reason="white")
    assert run(contrast, report(dashes, unseen)).measured == "no text to look at"


def test_captions_and_footers_have_sizes_of_their_own_or_none() -> None:
    small = BLACK._replace(size_pt=8.0)
    caption = told("A caption", small, "caption", style="Caption")
    cell = told("In a cell", small, "cell", kind="cell")
    body = Unit("section", 1, "section 1", blocks=(told("Body"), caption, Block("table", "table", children=(cell,))))
    margin = Unit("margin", 2, "footer 1", blocks=(told("Page 3", small, "footer"),))
    artifact = an_artifact("docx", body, margin)
    assert run(font_size, artifact, body_pt=10).passed
    assert list(where(run(font_size, artifact, body_pt=10, captions_pt=9))) == ["caption", "cell"]
    assert list(where(run(font_size, artifact, body_pt=10, footers_pt=9))) == ["footer"]


def test_superscripts_are_no_small_print() -> None:
    small = BLACK._replace(size_pt=7.0)
    raised = told("H2O and more")._replace(runs=(TextRun(0, 1, BLACK), TextRun(1, 2, small), TextRun(2, 12, BLACK)))
    assert run(font_size, report(raised), body_pt=10).passed
    words = told("Hello there")._replace(runs=(TextRun(0, 5, BLACK), TextRun(5, 11, small)))
    assert where(run(font_size, report(words), body_pt=10)) == {"¶1": '"there" is 7 pt, at least 10 pt asked for'}


def test_the_lowest_tenth_of_a_slide_is_its_footer() -> None:
    low = told("Source: survey", BLACK._replace(size_pt=8.0))._replace(box=Box(0, 7 * EMU, EMU, EMU // 4))
    assert run(font_size, deck(slide(1, None, low)), body_pt=12).passed
    higher = low._replace(box=Box(0, 6 * EMU, EMU, EMU // 4))
    assert run(font_size, deck(slide(1, None, higher)), body_pt=12).passed is False


def test_type_on_a_slide_of_an_odd_size_is_taken_as_it_looks() -> None:
    half = Unit(
        "slide", 1, "slide 1", blocks=(told("Words", BLACK._replace(size_pt=7.0)),), width=6 * EMU, height=3 * EMU
    )
    assert [text.size_pt for text in seen(an_artifact("pptx", half))] == [17.5]


def test_every_text_plays_a_part() -> None:
    parts = [
        told("t", locator="t", placeholder="ctrTitle"),
        told("s", locator="s", placeholder="subTitle"),
        told("h", locator="h", kind="heading"),
        told("b", locator="b"),
        told("f", locator="f", placeholder="sldNum"),
        Block("footnote", "n", children=(told("n", locator="n"),)),
        Block("chart", "c", "c"),
        Block("note", "x", "x", visibility="hidden", reason="note"),
    ]
    assert {text.block.locator: text.role for text in seen(report(*parts))} == {
        "t": "title",
        "s": "title",
        "h": "heading",
        "b": "body",
        "f": "footer",
        "n": "caption",
        "c": "caption",
    }


def test_the_largest_words_at_the_top_stand_for_a_title_where_there_is_none() -> None:
    def box(name: str, y: float, size: float) -> Block:
        place = Box(EMU, round(y * EMU), 4 * EMU, EMU)
        return told(name, BLACK._replace(size_pt=size), name, kind="text_box", box=place)

    boxes = [box("claim", 0.4, 28.0), box("text", 2, 16.0), box("number", 4, 40.0), box("more", 5, 16.0)]
    untitled = [(text.text, text.role) for text in seen(deck(slide(1, None, *boxes)))]
    assert untitled == [("claim", "title"), ("text", "body"), ("number", "body"), ("more", "body")]
    titled = [(text.text, text.role) for text in seen(deck(slide(1, "A title", *boxes)))]
    assert titled == [("A title", "title"), ("claim", "body"), ("text", "body"), ("number", "body"), ("more", "body")]
