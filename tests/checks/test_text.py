"""Checks of words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from outcomes.artifact import Block
from outcomes.artifacts.html.reader import read_html
from outcomes.check import CheckResult, Finding
from outcomes.checks.matching import not_matches
from outcomes.checks.privacy import no_hidden_text
from outcomes.checks.text import contains, not_contains, words_between
from tests.checks.example import read
from tests.checks.support import paragraph, report, run, where

NOTE = Block("note", "slide 1 / notes", "Strictly confidential", visibility="hidden", reason="note")
TEXT = report(paragraph("¶1", "Revenue rose \u2013 by\u00a012 %."), paragraph("¶2", "We don\u2019t know why."), NOTE)


def test_a_text_of_the_right_length_passes() -> None:
    assert run(words_between, TEXT, min=8, max=8) == CheckResult(passed=True, measured="8 visible words")


def test_a_text_too_short_or_too_long_says_by_how_many_words() -> None:
    assert run(words_between, TEXT, min=10) == CheckResult(
        passed=False,
        measured="8 visible words",
        findings=(Finding("", "8 words, asked for at least 10"),),
        smallest_fix="Add at least 2 words.",
    )
    assert run(words_between, TEXT, max=7).smallest_fix == "Cut at least 1 word."
    assert where(run(words_between, TEXT, min=5, max=5)) == {"": "8 words, asked for exactly 5"}


@given(number=st.integers(0, 40), least=st.integers(0, 40), more=st.integers(0, 40))
def test_the_length_passes_exactly_within_the_bounds(number: int, least: int, more: int) -> None:
    most = max(1, least + more)
    result = run(words_between, report(paragraph("¶1", "word " * number)), min=least, max=most)
    assert result.passed is (least <= number <= most)


def test_words_are_found_whatever_their_dashes_quotation_marks_and_spaces() -> None:
    assert run(contains, TEXT, text="rose - by 12 %") == CheckResult(
        passed=True, measured='"rose - by 12 %" 1 time in 8 visible words'
    )
    assert run(contains, TEXT, text="DON'T know").passed
    assert run(contains, TEXT, text="12 %. We").passed


def test_capitals_matter_where_the_rubric_says_so() -> None:
    assert run(contains, TEXT, text="revenue", ignore_case=False).passed is False


def test_words_that_are_not_there_are_said_to_be_missing() -> None:
    assert run(contains, TEXT, text="profit") == CheckResult(
        passed=False,
        measured='"profit" not found in 8 visible words',
        findings=(Finding("", '"profit" is not in the text'),),
        smallest_fix='Write "profit" where a reader sees it.',
    )


def test_words_that_nobody_sees_do_not_count_but_are_pointed_out() -> None:
    assert where(run(contains, TEXT, text="confidential")) == {
        "slide 1 / notes": '"confidential" stands here, but cannot be seen'
    }


def test_unwanted_words_that_are_absent_pass() -> None:
    assert run(not_contains, TEXT, text="guarantee") == CheckResult(
        passed=True, measured='"guarantee" not found in 8 visible words'
    )


def test_unwanted_words_are_found_wherever_they_stand() -> None:
    artifact = report(paragraph("¶1", "We guarantee it."), paragraph("¶2", "No."), paragraph("¶3", "A Guarantee!"))
    assert run(not_contains, artifact, text="guarantee") == CheckResult(
        passed=False,
        measured='"guarantee" 2 times in 6 visible words',
        findings=(
            Finding("¶1", '"guarantee" in "We guarantee it."'),
            Finding("¶3", '"guarantee" in "A Guarantee!"'),
        ),
        smallest_fix='Take "guarantee" out of ¶1 and ¶3.',
    )


def test_unwanted_words_are_found_across_the_end_of_a_line() -> None:
    artifact = report(paragraph("¶1", "No money"), paragraph("¶2", "back"))
    result = run(not_contains, artifact, text="money back")
    assert where(result) == {"": '"money back", across the end of a line'}
    assert result.smallest_fix == 'Take "money back" out of the text.'


@given(text=st.text(min_size=1), wanted=st.sampled_from(["a", "B", "\u00e9", "-"]))
def test_a_text_either_contains_words_or_does_not(text: str, wanted: str) -> None:
    artifact = report(paragraph("¶1", text))
    assert run(contains, artifact, text=wanted).passed is not run(not_contains, artifact, text=wanted).passed


def test_struck_text_is_no_hidden_text_and_is_not_counted() -> None:
    work = read("<p>The price is <s>a hundred and</s> forty")

    assert run(no_hidden_text, work).passed
    assert run(words_between, work, max=4).passed
    assert where(run(contains, work, text="hundred")) == {
        "work.html / p 1 / hidden 1": '"hundred" stands here, but is struck out'
    }


def test_what_must_not_be_there_may_not_be_there_struck_out_either() -> None:
    artifact = read_html(b"<p>For <s>Acme Corp</s> us</p>", "p.html")
    assert where(run(not_contains, artifact, text="acme")) == {
        "p.html / p 1 / hidden 1": '"acme", struck out and still legible'
    }
    assert not run(not_matches, artifact, pattern="Acme").passed
    assert not run(contains, artifact, text="Acme").passed
