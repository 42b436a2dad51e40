"""Reading order, link text, and headings that are none."""

from __future__ import annotations

import pytest

from outcomes.appearance import Font, ShapeFormat, TextRun
from outcomes.artifact import Block
from outcomes.checks.headings import real_headings
from outcomes.checks.links import link_text
from outcomes.checks.reading_order import reading_order
from tests.checks.support import deck, heading, paragraph, report, run, shape, slide, where

BOLD = Font(bold=True)


def title(y: float) -> Block:
    """A title an inch high."""
    return shape("title", "Title", (1, y, 8, 1))._replace(kind="heading", placeholder="title")


def test_a_title_that_is_read_after_what_stands_below_it_is_read_too_late() -> None:
    body = shape("body", "Body", (1, 2, 8, 4))
    assert run(reading_order, deck(slide(1, None, title(0.5), body))).passed
    assert where(run(reading_order, deck(slide(1, None, body, title(0.5))))) == {
        "body": "is read before title, which stands above it"
    }


def test_a_line_above_the_title_may_come_first_and_a_title_never_comes_too_early() -> None:
    kicker = shape("kicker", "Part 2", (1, 0.1, 8, 0.3))
    assert run(reading_order, deck(slide(1, None, kicker, title(0.5)))).passed
    picture = Block("picture", "picture", alt="A bridge", box=shape("p", box=(1, 0.1, 8, 4)).box)
    assert run(reading_order, deck(slide(1, None, title(5), picture))).passed


@pytest.mark.parametrize(
    "early",
    [
        shape("early", "Right column, read first", (7, 4, 4, 1)),
        shape("early", "", (1, 4, 4, 1)),
        shape("early", "Footer", (1, 4, 4, 1))._replace(placeholder="ftr"),
        shape("early", "Connector", (1, 4, 4, 1))._replace(style="connector"),
        shape("early", "Turned", (1, 4, 4, 1))._replace(shape=ShapeFormat(rotation=30)),
        Block("picture", "early", alt="", box=shape("p", box=(1, 4, 4, 1)).box),
    ],
)
def test_other_columns_and_what_is_not_read_are_not_judged(early: Block) -> None:
    upper = shape("upper", "Upper", (1, 1, 4, 1))
    assert run(reading_order, deck(slide(1, None, early, upper))).passed


def test_in_a_drawing_only_the_title_is_judged() -> None:
    lines = [shape(f"line {number}", box=(1, 1, 5, 0))._replace(style="connector") for number in range(3)]
    lower, upper = shape("lower", "Lower", (1, 4, 4, 1)), shape("upper", "Upper", (1, 2, 4, 1))
    assert run(reading_order, deck(slide(1, None, *lines, lower, upper))).passed
    assert list(where(run(reading_order, deck(slide(1, None, *lines, lower, title(0.5)))))) == ["lower"]


def test_one_finding_a_slide_says_how_many_more_there_are() -> None:
    shapes = [shape(f"box {y}", f"At {y}", (1, y, 4, 0.5)) for y in (3, 2, 1)]
    assert where(run(reading_order, deck(slide(1, None, *shapes)))) == {
        "box 3": "is read before box 2, which stands above it, and 2 more pairs"
    }


@pytest.mark.parametrize(
    ("text", "target", "problem"),
    [
        ("The annual report", "https://example.org", ""),
        ("here", "https://example.org", 'link text that fits any link: "here"'),
        ("Read more »", "https://example.org", 'link text that fits any link: "Read more ""'),
        ("Cliquez ici", "https://example.org", 'link text that fits any link: "Cliquez ici"'),
        ("https://example.org/a?b", "https://example.org", 'an address for link text: "https://example.org/a?b"'),
        ("www.example.org", "http://www.example.org", 'an address for link text: "www.example.org"'),
        ("example.org", "https://example.org", ""),
        ("ann@example.org", "mailto:ann@example.org", ""),
        ("here", "#chapter-2", ""),
        ("here", "slide 4", ""),
    ],
)
def test_a_link_says_where_it_leads(text: str, target: str, problem: str) -> None:
    link = Block("span", "link", name=text, target=target)
    found = where(run(link_text, report(paragraph("¶1", "x")._replace(children=(link,)))))
    assert found == ({"link": problem} if problem else {})


def told(text: str, *, bold: bool = False) -> Block:
    """A paragraph in one look."""
    return paragraph(text, text)._replace(runs=(TextRun(0, len(text), BOLD if bold else Font(bold=False)),))


def test_bold_lines_pose_as_headings_only_where_there_are_none() -> None:
    posing = [told("Summary", bold=True), told("Text."), told("Results", bold=True), told("More text.")]
    assert list(where(run(real_headings, report(*posing)))) == ["Summary", "Results"]
    assert run(real_headings, report(heading("h", "Report"), *posing)).passed


@pytest.mark.parametrize(
    "blocks",
    [
        [told("Summary", bold=True), told("Text."), told("More.")],
        [told("All bold", bold=True), told("and this", bold=True), told("and that", bold=True)],
        [told("Very important!", bold=True), told("x"), told("So is this.", bold=True), told("y")],
        [told("word " * 13, bold=True), told("x"), told("more " * 13, bold=True), told("y")],
        [paragraph("a", "Looks unknown"), told("x"), paragraph("b", "Unknown too"), told("y")],
    ],
)
def test_one_bold_line_sentences_and_long_lines_pose_as_nothing(blocks: list[Block]) -> None:
    assert run(real_headings, report(*blocks)).passed
