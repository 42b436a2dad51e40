"""Typefaces, sizes, colours, headings and titles that agree."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from outcomes.appearance import Font, ShapeFormat, TextRun
from outcomes.checks.headings import heading_style_consistent
from outcomes.checks.palette import palette
from outcomes.checks.titles import consistent_titles
from outcomes.checks.typefaces import font_sizes, fonts
from tests.checks.support import deck, heading, paragraph, report, run, shape, slide, where

if TYPE_CHECKING:
    from outcomes.artifact import Block, Unit


def told(text: str, locator: str = "", **look: Any) -> Block:
    """A paragraph in one look."""
    known: dict[str, Any] = {"family": "Arial", "size_pt": 11.0, "colour": "000000"}
    font = Font(**known | look)
    return paragraph(locator or text, text)._replace(runs=(TextRun(0, len(text), font),))


def test_the_rarest_typefaces_are_too_many() -> None:
    texts = report(told("Most of all words"), told("fewer", family="Georgia"), told("x", family="Impact"))
    assert where(run(fonts, texts, max=1)) == {
        "fewer": '5 letters in "Georgia", one typeface too many',
        "x": '1 letter in "Impact", one typeface too many',
    }
    assert run(fonts, texts, max=3).measured == "3 typefaces: Arial, Georgia and Impact"


def test_signs_capitals_and_names_in_another_script_make_no_typeface() -> None:
    texts = report(told("a", family="arial"), told("b", family="ARIAL"), told("c", family="Wingdings"))
    assert run(fonts, texts, max=1).passed
    chinese = report(told("a", family="Microsoft YaHei"), told("b", family="微软雅黑"))
    assert run(fonts, chinese, max=1).passed


def test_unknown_typefaces_decide_nothing_when_they_are_most() -> None:
    unknown = run(fonts, report(told("a"), told("bcd", family=None)), max=1)
    assert (unknown.passed, unknown.measured) == (None, "the looks of 3 of 4 letters are not known")
    few = run(fonts, report(told("abc"), told("d", family=None)), max=1)
    assert (few.passed, few.measured) == (True, "1 typeface: Arial (1 letter not decided)")


def test_something_has_to_be_asked_of_typefaces_and_palettes_hold_colours() -> None:
    with pytest.raises(ValidationError, match="give max, only or both"):
        run(fonts, report())
    with pytest.raises(ValidationError, match="'blue' is no colour; write six hex digits, like 1F4E79"):
        run(palette, report(), colours=["blue"])


def test_a_palette_forgives_what_nobody_sees_and_greys_unless_told_otherwise() -> None:
    texts = report(told("Blue", colour="1F4E7B"), told("Grey", colour="808080"))
    assert run(palette, texts, colours=["#1f4e79"]).measured == "2 colours, none not in the palette"
    assert list(where(run(palette, texts, colours=["1F4E79"], tolerance=0.5))) == ["Blue"]
    assert list(where(run(palette, texts, colours=["1F4E79"], greys=False))) == ["Grey"]


def test_fills_of_shapes_are_colours_too_and_pictures_are_not() -> None:
    red = shape("red", box=(1, 1, 1, 1))._replace(shape=ShapeFormat(fill="FF0000"))
    photo = shape("photo", box=(1, 1, 1, 1))._replace(shape=ShapeFormat(fill="picture"))
    assert list(where(run(palette, deck(slide(1, None, red, photo)), colours=["1F4E79"]))) == ["red"]


def test_sizes_within_a_point_are_one_and_rare_ones_do_not_count() -> None:
    texts = report(
        told("a b c d " * 100),
        told("e f g h " * 80, size_pt=11.5),
        told("i j k l " * 10, size_pt=14.0),
        told("m n o p", size_pt=30.0),
        told("a few words", size_pt=40.0),
    )
    assert run(font_sizes, texts, max=2).measured == "2 sizes of running text: 11, 14 pt"
    assert list(where(run(font_sizes, texts, max=1))) == ["i j k l " * 10]


def test_a_heading_unlike_the_others_of_its_level_is_found() -> None:
    def head(text: str, **look: Any) -> Block:
        return told(text, **look)._replace(kind="heading", level=1)

    alike = [head("One"), head("Two"), head("Three", colour=None)]
    assert run(heading_style_consistent, report(*alike)).measured == "3 headings, none unlike the others of its level"
    odd = head("Four", family="Georgia")
    assert where(run(heading_style_consistent, report(*alike, odd))) == {
        "Four": '"Four" is in Georgia, not in Arial, unlike the others of level 1'
    }
    assert run(heading_style_consistent, report(*alike, odd._replace(level=2))).passed
    assert run(heading_style_consistent, report(heading("h", "No looks"))).passed


def slides(*places: tuple[float, float], size: float = 30.0, layout: str = "Title Only") -> list[Unit]:
    """Slides of one layout with a title at each of these places in inches."""
    made = []
    for number, (x, y) in enumerate(places, 1):
        title = shape(f"title {number}", "Title", (x, y, 8, 1))._replace(
            placeholder="title", runs=(TextRun(0, 5, Font(size_pt=size)),)
        )
        made.append(replace(slide(number, None), blocks=(title,), layout=layout))
    return made


def test_a_title_that_is_moved_is_found_among_three_of_one_layout() -> None:
    assert run(consistent_titles, deck(*slides((1, 0.5), (1, 0.5), (1.05, 0.5)))).passed
    assert where(run(consistent_titles, deck(*slides((1, 0.5), (1, 1.2), (1, 0.5))))) == {
        "title 2": "stands 0.70 in away from where most titles of this layout are"
    }
    assert run(consistent_titles, deck(*slides((1, 0.5), (1, 1.2)))).passed


def test_a_title_of_another_size_is_found_and_other_layouts_are_not_compared() -> None:
    usual = slides((1, 0.5), (1, 0.5), (1, 0.5))
    small = slides((1, 0.5), size=20)
    assert where(run(consistent_titles, deck(*usual, *small))) == {
        "title 1": "is 20 pt, most titles of this layout are 30 pt"
    }
    assert run(consistent_titles, deck(*usual, *slides((3, 3), size=20, layout="Section"))).passed
