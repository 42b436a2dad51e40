"""Checks of numbers: what they leave alone, and what they see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes.appearance import ChartData, ChartSeries
from outcomes.artifact import Block
from outcomes.checks import ALL
from outcomes.testing.documents import Docx
from tests.checks.example import read
from tests.checks.support import artifact, paragraph, report, run, where

if TYPE_CHECKING:
    from outcomes.check import CheckResult


def totals(*rows: list[str], **args: float) -> CheckResult:
    """What `table_totals` says of one table."""
    return run(ALL["table_totals"], read(Docx().table(rows)), **args)


HEAD = ["", "Revenue"]


@pytest.mark.parametrize(
    "rows",
    [
        [["A", "1"], ["Subtotal", "1"], ["B", "2"], ["C", "3"], ["Subtotal", "5"], ["Total", "6"]],
        [["A", "1"], ["B", "2"], ["Subtotal", "3"], ["C", "4"], ["Total", "7"]],
        [["Assets", ""], ["A", "1"], ["B", "2"], ["Total assets", "3"], ["C", "4"], ["D", "5"], ["Total debts", "9"]],
        [["A", "3"], ["of which X", "1"], ["B", "2"], ["Total", "5"]],
        [["A", "0.4"], ["B", "0.4"], ["C", "0.4"], ["Total", "1.3"]],
        [["A", "EUR 1 million"], ["B", "EUR 2 million"], ["Total", "EUR 3 million"]],
        [["A", "1"], ["B", "n/a"], ["C", "\u2013"], ["D", "2"], ["Total", "3"]],
        [["A", "10 of 12"], ["B", "5"], ["C", "6"], ["Total", "99"]],
        [["A", "1.234"], ["B", "2.345"], ["Total", "9.999"]],
        [["A", "5 %"], ["B", "7 %"], ["Total", "6 %"]],
        [["A", "5 kg"], ["B", "7 m"], ["Total", "99"]],
        [["A", "1"], ["Total", "9"]],
    ],
)
def test_totals_that_add_up_in_some_way_and_figures_that_cannot_be_added_are_left_alone(rows: list[list[str]]) -> None:
    assert totals(HEAD, *rows).passed


@pytest.mark.parametrize("header", ["Price", "Average age", "Growth", "Share", "Revenue per head", "Margin %", "Year"])
def test_columns_that_nobody_adds_up_are_left_alone(header: str) -> None:
    assert totals(["", header], ["A", "10"], ["B", "20"], ["Total", "15"]).passed


def test_a_wrong_total_is_shown_with_what_the_figures_add_up_to() -> None:
    result = totals(HEAD, ["A", "1,000.50"], ["B", "2,000"], ["Sum", "3,100"])
    assert where(result) == {"Table 1 R4C2": '"3,100", but the figures add up to 3,000.50'}
    assert result.measured == "1 total added up, 1 wrong"


def test_a_total_is_added_up_without_marks_of_notes_and_what_is_struck_out() -> None:
    """The mark is no last digit, the struck figure no figure, and a power leaves the column alone."""
    marked = read(
        "<table><tr><th>A<th>Revenue<tr><td>B<td>1,000<sup>1</sup><tr><td>C<td><s>900</s> 500<sup>2</sup>"
        "<tr><td>D<td><s>70</s><tr><td>Total<td>1,500</table>"
    )
    assert run(ALL["table_totals"], marked).measured == "1 total added up, none wrong"

    powers = read(
        "<table><tr><th>A<th>Units<tr><td>B<td>10<sup>3</sup><tr><td>C<td>10<sup>2</sup><tr><td>Total<td>1,100</table>"
    )
    assert run(ALL["table_totals"], powers).measured == "no total over figures in a table"


def test_a_tolerance_takes_the_place_of_rounding() -> None:
    rows = [HEAD, ["A", "1"], ["B", "2"], ["Total", "4"]]
    assert totals(*rows).passed
    assert totals(*rows, tolerance=0.5).passed is False
    assert totals(HEAD, ["A", "1"], ["B", "2"], ["Total", "8"], tolerance=5).passed


def test_totals_of_rows_are_looked_at_where_most_of_them_are_sums() -> None:
    invoice = [["Item", "Pieces", "Each", "Total"], ["Tea", "2", "10", "20"], ["Milk", "3", "5", "15"]]
    assert totals(*invoice).measured == "no total over figures in a table"


def agree(*sentences: str, **args: float) -> CheckResult:
    """What `numbers_agree` says of a few paragraphs."""
    blocks = (paragraph(f"¶{number}", sentence) for number, sentence in enumerate(sentences, 1))
    return run(ALL["numbers_agree"], report(*blocks), **args)


@pytest.mark.parametrize(
    "sentences",
    [
        ("Total revenue was EUR 12.4 million in 2024.", "Total revenue was EUR 12.6 million in 2025."),
        ("Total revenue was EUR 12.4 million in the north.", "Total revenue was EUR 3 million in the south."),
        ("Total revenue was EUR 12.4 million.", "Total revenue was USD 13.1 million."),
        ("Revenue of Acme was EUR 4 million.", "Revenue of Beta was EUR 5 million."),
        ("A sum of EUR 5.", "A sum of EUR 7."),
        ("The default is 10.", "The default is 20."),
        ("Total revenue was 12.4 %.", "Total revenue was EUR 12.4 million."),
        ("Total revenue was EUR 12.4 million.", "Total revenue was EUR 12,412,000."),
    ],
)
def test_figures_of_different_things_may_differ(sentences: tuple[str, ...]) -> None:
    assert agree(*sentences).passed


def test_a_tolerance_allows_for_a_share_of_the_figure() -> None:
    sentences = ("Total revenue was EUR 12.4 million.", "Total revenue was EUR 12.6 million.")
    assert agree(*sentences).passed is False
    assert agree(*sentences, tolerance=0.05).passed


def test_tables_that_agree_on_little_are_about_different_things() -> None:
    first = [["", "Q1", "Q2"], ["North", "1", "2"], ["South", "3", "4"]]
    other = [["", "Q1", "Q2"], ["North", "10", "20"], ["South", "30", "4"]]
    assert run(ALL["numbers_agree"], read(Docx().table(first).table(other))).passed


def test_a_chart_is_held_against_the_table_beside_it() -> None:
    series = ChartSeries("North", ("Q1", "Q2"), (1, 5))
    table = read(Docx().table([["", "Q1", "Q2"], ["North", "1", "2"]])).units[0].blocks[0]
    chart = Block("chart", "chart 1", chart=ChartData("bar", (series,)))
    result = run(ALL["numbers_agree"], artifact("docx", table, chart))
    assert where(result) == {"chart 1": '"Q2 / North" is 5 here, and 2 at Table 1 R2C3'}
