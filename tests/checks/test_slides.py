"""Checks of decks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.artifact import Block
from outcomes.check import CheckResult, Finding
from outcomes.checks.edges import on_slide
from outcomes.checks.slides import notes, slides_between, titles, unique_titles, words_per_slide
from tests.checks.support import deck, run, shape, slide, where


def test_a_deck_with_a_title_on_each_slide_passes() -> None:
    assert run(titles, deck(slide(1), slide(2))) == CheckResult(passed=True, measured="2 slides, none without a title")


def test_slides_without_a_title_are_named_with_what_to_do() -> None:
    bare = replace(slide(3), blocks=(shape("slide 3 / shape 1", "Large text"),))
    assert run(titles, deck(slide(1), slide(2, None), bare)) == CheckResult(
        passed=False,
        measured="3 slides, 2 without a title",
        findings=(Finding("slide 2", "the title placeholder is empty"), Finding("slide 3", "no title")),
        smallest_fix="Add a title to slide 2 and slide 3.",
    )


def test_a_title_that_nobody_sees_is_no_title() -> None:
    unseen = slide(1)
    white = unseen.blocks[0]._replace(visibility="hidden", reason="white")
    result = run(titles, deck(replace(unseen, blocks=(white,))))
    assert where(result) == {"slide 1": "the title cannot be seen"}


def test_a_title_in_several_paragraphs_is_a_title() -> None:
    lines = (Block("paragraph", "l1", "Two"), Block("paragraph", "l2", "lines"))
    title = Block("heading", "t", level=1, placeholder="ctrTitle", children=lines)
    assert run(titles, deck(replace(slide(1), blocks=(title,)))).passed


def test_hidden_slides_are_not_counted() -> None:
    result = run(titles, deck(slide(1), slide(2, None, hidden=True)))
    assert result == CheckResult(passed=True, measured="1 slide (1 more hidden, not counted), none without a title")


@pytest.mark.parametrize(
    ("spec", "args"),
    [(titles, {}), (unique_titles, {}), (words_per_slide, {"max": 9}), (on_slide, {}), (notes, {})],
)
def test_a_deck_that_shows_nothing_meets_nothing(spec: object, args: dict[str, int]) -> None:
    hidden = run(spec, deck(slide(1, hidden=True), slide(2, hidden=True)), **args)  # type: ignore[arg-type]
    assert hidden == CheckResult(
        passed=False,
        measured="0 slides (2 more hidden, not counted)",
        findings=(Finding("", "every slide is hidden"),),
        smallest_fix="Show slide 1 and slide 2.",
    )
    empty = run(spec, deck(), **args)  # type: ignore[arg-type]
    assert (empty.measured, empty.smallest_fix) == ("0 slides", "Add slides.")


def test_titles_that_differ_pass_as_unique() -> None:
    result = run(unique_titles, deck(slide(1, "Costs"), slide(2, "Revenue"), slide(3, None), slide(4, None)))
    assert result == CheckResult(passed=True, measured="4 slides, none with the title of an earlier one")


@pytest.mark.parametrize(
    "again",
    ["Costs", "COSTS", " costs ", "Costs (cont.)", "Costs (continued)", "Costs (2)", "Costs (2/3)", "Costs (2 of 3)"],
)
def test_capitals_and_marks_of_continuation_do_not_make_a_title_another(again: str) -> None:
    result = run(unique_titles, deck(slide(1, "Costs"), slide(2, "Revenue"), slide(3, again)))
    assert (list(where(result)), result.smallest_fix) == (["slide 3"], "Give a title of its own to slide 3.")
    assert where(result)["slide 3"].endswith("is already that of slide 1")


@pytest.mark.parametrize("other", ["Costs 2", "Costs (net)", "(2)"])
def test_other_additions_do_make_a_title_another(other: str) -> None:
    assert run(unique_titles, deck(slide(1, "Costs"), slide(2, other))).passed


def test_a_deck_of_the_right_length_passes() -> None:
    artifact = deck(slide(1), slide(2), slide(3, hidden=True))
    assert run(slides_between, artifact, min=2, max=2) == CheckResult(
        passed=True, measured="2 slides (1 more hidden, not counted)"
    )


def test_a_deck_too_short_or_too_long_says_by_how_much() -> None:
    artifact = deck(slide(1), slide(2))
    assert run(slides_between, artifact, min=5, max=12) == CheckResult(
        passed=False,
        measured="2 slides",
        findings=(Finding("", "2 slides, asked for between 5 and 12"),),
        smallest_fix="Add 3 slides.",
    )
    assert run(slides_between, artifact, max=1).smallest_fix == "Take out 1 slide, or merge as many into others."


@given(number=st.integers(0, 9), least=st.integers(0, 9), more=st.integers(0, 9))
def test_the_length_passes_exactly_within_the_bounds(number: int, least: int, more: int) -> None:
    artifact = deck(*(slide(at) for at in range(1, number + 1)))
    most = max(1, least + more)
    assert run(slides_between, artifact, min=least, max=most).passed is (least <= number <= most)


def test_visible_words_are_counted_on_each_slide() -> None:
    note = Block("note", "slide 1 / notes", "not these words", visibility="hidden", reason="note")
    footer = Block("shape", "slide 1 / shape 9", "nor these", placeholder="ftr")
    artifact = deck(slide(1, "Two words", shape("s", "and three more"), note, footer), slide(2, "One"))
    assert run(words_per_slide, artifact, max=5) == CheckResult(
        passed=True, measured="2 slides, the fullest has 5 words"
    )
    assert run(words_per_slide, artifact, max=4) == CheckResult(
        passed=False,
        measured="2 slides, the fullest has 5 words",
        findings=(Finding("slide 1", "5 words, at most 4 asked for"),),
        smallest_fix="Cut slide 1 to 4 words or fewer.",
    )


def test_what_lies_on_the_slide_passes() -> None:
    full_bleed = shape("bleed", box=(-0.05, -0.05, 13.43, 7.6))
    artifact = deck(slide(1, "A", shape("s", "text", (1, 1, 3, 1)), full_bleed, Block("note", "n", "no box")))
    assert run(on_slide, artifact) == CheckResult(passed=True, measured="1 slide, 2 objects, none over the edge")


def test_what_hangs_over_the_edge_is_named_with_how_far() -> None:
    artifact = deck(
        slide(
            1, "A", shape("over", box=(12.33, 1, 2, 1)), shape("out", box=(1, 8, 1, 1)), shape("in", box=(0, 0, 1, 1))
        )
    )
    assert run(on_slide, artifact) == CheckResult(
        passed=False,
        measured="1 slide, 3 objects, 2 over the edge",
        findings=(
            Finding("over", "reaches 1.0 in over the right edge; 50% of it is outside"),
            Finding("out", "lies outside the slide, beyond its bottom edge"),
        ),
        smallest_fix="Move or shrink over and out, so that all of it lies on the slide.",
    )


def test_a_line_without_thickness_has_a_place_too() -> None:
    line = shape("line", box=(12.83, 1, 1, 0))
    assert where(run(on_slide, deck(slide(1, "A", line)))) == {
        "line": "reaches 0.5 in over the right edge; 50% of it is outside"
    }


def test_what_is_in_a_group_is_looked_at_instead_of_the_group() -> None:
    inner = shape("inner", box=(13, 1, 3, 1))
    group = shape("group", box=(0, 0, 30, 1))._replace(kind="group", children=(inner,))
    assert list(where(run(on_slide, deck(slide(1, "A", group))))) == ["inner"]


def test_a_turned_group_stands_for_what_is_in_it() -> None:
    inner = Block("shape", "inner", "text")
    group = shape("group", box=(13, 1, 3, 1))._replace(kind="group", children=(inner,))
    assert list(where(run(on_slide, deck(slide(1, "A", group))))) == ["group"]
    switched_off = group._replace(children=(inner._replace(visibility="hidden", reason="hidden-shape"),))
    assert run(on_slide, deck(slide(1, "A", switched_off))).passed


def test_what_no_one_sees_may_lie_anywhere_but_what_was_put_off_the_slide_is_found() -> None:
    away = shape("s", "text", (20, 1, 1, 1))
    switched_off = away._replace(visibility="hidden", reason="hidden-shape")
    empty = away._replace(text="", placeholder="body")
    assert run(on_slide, deck(slide(1, "A", switched_off, empty))).passed
    assert run(on_slide, deck(slide(1, "A", away._replace(visibility="hidden", reason="off-slide")))).passed is False


def test_a_slide_of_unknown_size_cannot_be_decided() -> None:
    artifact = deck(replace(slide(1), width=None))
    assert run(on_slide, artifact) == CheckResult(passed=None, measured="the size of slide 1 is not known")


def test_speaker_notes_are_counted_in_words() -> None:
    note = Block("note", "slide 1 / notes", "Say this aloud", visibility="hidden", reason="note")
    artifact = deck(slide(1, "A", note), slide(2, "B"))
    assert run(notes, artifact) == CheckResult(
        passed=False,
        measured="2 slides, 1 without speaker notes",
        findings=(Finding("slide 2", "no speaker notes"),),
        smallest_fix="Write speaker notes for slide 2.",
    )
    assert where(run(notes, artifact, min_words=4)) == {
        "slide 1": "notes of 3 words, at least 4 asked for",
        "slide 2": "no speaker notes",
    }
    assert run(notes, deck(slide(1, "A", note)), min_words=3).passed
