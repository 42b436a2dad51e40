"""Checks for people who cannot see the page."""

from __future__ import annotations

import pytest

from outcomes.artifact import Block
from outcomes.check import CheckResult, Finding
from outcomes.checks.accessibility import alt_text, table_headers
from tests.checks.support import deck, report, run, slide, where


def picture(locator: str, alt: str | None) -> Block:
    return Block("picture", locator, alt=alt)


def table(locator: str, rows: int, *, header: bool) -> Block:
    cells = (Block("cell", f"{locator} R{row}C1", "x", row=row, column=1) for row in range(1, rows + 1))
    return Block("table", locator, children=tuple(cell._replace(header=header and cell.row == 1) for cell in cells))


def test_pictures_with_alternative_text_or_marked_decorative_pass() -> None:
    artifact = report(picture("p1", "Bar chart: North 12, South 9"), picture("p2", ""))
    assert run(alt_text, artifact) == CheckResult(
        passed=True, measured="2 pictures, charts and diagrams, none without alternative text"
    )


def test_a_document_without_pictures_passes_and_says_so() -> None:
    assert run(alt_text, report()) == CheckResult(passed=True, measured="no pictures, charts or diagrams")


def test_pictures_charts_and_diagrams_without_alternative_text_are_found() -> None:
    artifact = deck(slide(1, "A", picture("p", None), Block("chart", "c"), Block("diagram", "d", alt="Org chart")))
    assert run(alt_text, artifact) == CheckResult(
        passed=False,
        measured="3 pictures, charts and diagrams, 2 without alternative text",
        findings=(Finding("p", "no alternative text"), Finding("c", "no alternative text")),
        smallest_fix="Write alternative text that says what there is to see for p and c.",
    )


@pytest.mark.parametrize(
    ("alt", "problem"),
    [
        ("chart.png", 'a file name for alternative text: "chart.png"'),
        (
            "Screen Shot 2026-01-01 at 10.00.JPG",
            'a file name for alternative text: "Screen Shot 2026-01-01 at 10.00.JPG"',
        ),
        ("https://example.com/a", 'an address for alternative text: "https://example.com/a"'),
        ("image", 'alternative text that says nothing: "image"'),
        ("Picture 3", 'alternative text that says nothing: "Picture 3"'),
        ("IMG_2034", 'alternative text that says nothing: "IMG_2034"'),
        ("A chart.", 'alternative text that says nothing: "A chart."'),
        ("Content Placeholder 4", 'alternative text that says nothing: "Content Placeholder 4"'),
        ("  ", "blank alternative text"),
    ],
)
def test_what_says_nothing_is_no_alternative_text(alt: str, problem: str) -> None:
    assert where(run(alt_text, report(picture("p", alt)))) == {"p": problem}


@pytest.mark.parametrize("alt", ["Picture of a bridge", "Logo of Acme", "Chart", "Diagramm der Abteilungen", "12 %"])
def test_what_says_something_is(alt: str) -> None:
    assert run(alt_text, report(picture("p", alt))).passed is (alt != "Chart")


def test_pictures_that_nobody_sees_need_none() -> None:
    unseen = picture("p", None)._replace(visibility="hidden", reason="hidden-shape")
    artifact = deck(slide(1, "A", unseen), slide(2, "B", picture("q", None), hidden=True))
    assert run(alt_text, artifact).measured == "no pictures, charts or diagrams"


def test_tables_with_a_header_row_pass() -> None:
    artifact = report(table("Table 1", 3, header=True), table("Table 2", 1, header=False))
    assert run(table_headers, artifact) == CheckResult(passed=True, measured="1 table, none without a header row")


def test_tables_without_a_header_row_are_found() -> None:
    artifact = report(table("Table 1", 2, header=False), table("Table 2", 2, header=True))
    assert run(table_headers, artifact) == CheckResult(
        passed=False,
        measured="2 tables, 1 without a header row",
        findings=(Finding("Table 1", "no row is marked as a header"),),
        smallest_fix="Mark the first row of Table 1 as a header row.",
    )


def test_a_header_inside_a_nested_table_is_not_that_of_the_outer_one() -> None:
    outer = table("Table 1", 2, header=False)
    nested = outer.children[0]._replace(children=(table("Table 1 R1C1 / Table 1", 2, header=True),))
    artifact = report(outer._replace(children=(nested, *outer.children[1:])))
    assert list(where(run(table_headers, artifact))) == ["Table 1"]


def test_a_document_without_tables_passes_and_says_so() -> None:
    assert run(table_headers, report()) == CheckResult(passed=True, measured="no tables of two or more rows")
