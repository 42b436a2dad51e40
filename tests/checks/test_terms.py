"""Checks of terms, abbreviations, captions and sections: what they leave alone, and what they see."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from outcomes.checks import ALL
from tests.checks.example import read
from tests.checks.support import heading, paragraph, report, run, where

if TYPE_CHECKING:
    from outcomes.check import CheckResult


MOST_SECONDS = 10
"""As for hostile files: what is asked is that there is an end."""


def say(check: str, text: str, **args: object) -> CheckResult:
    """What a check says of a markdown text."""
    return run(ALL[check], read(text), **args)


def test_a_word_inside_the_agreed_one_is_the_agreed_one() -> None:
    terms = ["email address = mail | address"]
    assert say("glossary", "Give your email address.", terms=terms).passed
    assert where(say("glossary", "Give your address.", terms=terms)) == {
        "work.md:L1": '"address" instead of "email address"'
    }


def test_a_word_with_capitals_is_looked_for_with_them() -> None:
    assert say("glossary", "It is us.", terms=["United States = US"]).passed
    assert say("glossary", "It is the US.", terms=["United States = US"]).passed is False


@pytest.mark.parametrize(
    "text",
    [
        "Churn means that clients leave. The churn rose.",
        "The churn (clients who leave) rose.",
        "The churn rose.\n\n# Glossary\n\nChurn \u2013 clients who leave\n",
        "The churn rose.\n\n| Term | Meaning |\n|---|---|\n| Churn | clients who leave |\n",
        "Nothing of the kind is said.",
    ],
)
def test_a_term_may_be_explained_in_several_ways_or_not_used(text: str) -> None:
    assert say("glossary", text, defined=["churn"]).passed


@pytest.mark.parametrize(
    "text",
    [
        "We plan with annual recurring revenue (ARR). The ARR of this year rose.",
        "We plan with ARR (annual recurring revenue). The ARR of this year rose.",
        "We plan with the ARR this year. ARR it is.\n\n# List of abbreviations\n\nARR: annual recurring revenue\n",
        "We plan with the ARR of this year.",
        "We sell in the EU and in the EU alone.",
        "See part VII and part VII of this.",
        "ACME CORPORATION and ACME CORPORATION are two names here.",
        "DO NOT OPEN THE ARR, NEVER OPEN THE ARR",
        "The file ARR.txt and the file ARR.txt are one.",
    ],
)
def test_what_is_explained_known_or_no_abbreviation_is_left_alone(text: str) -> None:
    assert say("defined_abbreviations", text).passed


def test_an_abbreviation_that_is_explained_too_late_is_told_where() -> None:
    text = "We plan with the ARR this year.\n\nThe annual recurring revenue (ARR) rose.\n"
    assert where(say("defined_abbreviations", text)) == {
        "work.md:L1": '"ARR" is first used here, and written out only at work.md:L3'
    }
    assert say("defined_abbreviations", text, known=["ARR"]).passed
    assert say("defined_abbreviations", text, min_uses=3).passed


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Figure 1: A\n\nFigure 1: B\n", "figure 1 is there 2 times"),
        ("Table 1: A\n\nTable 3: B\n", "table 3 where 2 is due"),
        ("Figure 2: A\n", "figure 2 where 1 is due"),
    ],
)
def test_captions_are_numbered_in_order(text: str, problem: str) -> None:
    result = say("captions", text)
    assert [finding.problem for finding in result.findings] == [problem]
    assert result.smallest_fix.startswith("Number the captions in order, beginning at work.md:L")


@pytest.mark.parametrize(
    "text",
    [
        "Figure 1.1: A\n\nFigure 1.2: B\n\nFigure 2.1: C\n",
        "Figure 1 shows how it is.\n",
        "Table A.1: A\n\nTable A.2: B\n",
    ],
)
def test_captions_may_be_numbered_by_chapter_and_sentences_are_no_captions(text: str) -> None:
    assert say("captions", text).passed


@pytest.mark.parametrize(
    "text",
    [
        "# 1 A\n\n# 2 B\n\n## 2.1 C\n\nSee Section 2.1 and chapter 1.\n",
        "# A\n\nSee Section 9.\n",
        "# 1 A\n\n# 2 B\n\n# 3 C\n\nSee Section 9 of the Companies Act.\n",
        "# 1 A\n\n# 2 B\n\n# 3 C\n\n4. A clause\n\nSee Section 4.\n",
        "Figure 1: A\n\nFigure 2: B\n\nSee Figures 1 and 2.\n",
        "Figure 1: A\n\nFigure 2: B\n\nSee figs. 1-2.\n",
    ],
)
def test_references_that_lead_somewhere_or_elsewhere_are_left_alone(text: str) -> None:
    assert say("references_resolve", text).passed


def test_captioned_things_need_not_be_mentioned_where_the_rubric_says_so() -> None:
    assert say("references_resolve", "Figure 1: A\n").passed is False
    assert say("references_resolve", "Figure 1: A\n", mentioned=False).passed


def test_sections_may_have_to_be_of_a_level() -> None:
    artifact = report(heading("¶1", "Report"), heading("¶2", "Summary", level=2), paragraph("¶3", "Text"))
    assert run(ALL["sections"], artifact, names=["Summary"], level=2).passed
    assert where(run(ALL["sections"], artifact, names=["Summary"], level=1)) == {"": 'no heading "Summary" of level 1'}


def test_a_section_holds_its_subsections_but_not_its_neighbours() -> None:
    text = "# A\n\none\n\n## B\n\ntwo three\n\n# C\n\nfour\n"
    assert say("section_words", text, names=["A"], min=4, max=4).passed
    assert say("section_words", text, names=["B"], min=2, max=2).passed
    assert say("section_words", text, names=["C"], min=1, max=1).passed


def test_words_that_may_stand_twice_and_names_are_left_alone() -> None:
    assert say("no_repeated_words", "He had had it. Duran Duran played. Das die die das wei\u00df.").passed
    assert say("no_repeated_words", "Install bower bower with it.").passed
    assert run(ALL["no_repeated_words"], report(paragraph("¶1", "Our plan plan is good."))).passed is False


def test_a_text_in_another_language_has_no_reading_level() -> None:
    german = "Wir haben im vergangenen Jahr sehr viel Tee verkauft und wenig Milch. " * 20
    result = say("reading_level", german, max=12)
    assert (result.passed, result.measured) == (
        None,
        "the text does not seem to be English, for which the index is made",
    )


def test_a_text_may_be_too_easy() -> None:
    result = say("reading_level", "We sold a lot of tea. It was a good year. " * 20, min=5, max=12)
    assert result.passed is False
    assert result.smallest_fix == "Use longer sentences and words, first at work.md:L1."


@pytest.mark.parametrize(
    "text",
    [
        "Figure " + "1-1-" * 20_000 + "1x",
        "See figures " + "1, 2, and 3, " * 5_000,
        "Total revenue was " + "1,234" * 9_000,
        "ABC " * 20_000,
        "the " * 20_000 + "!",
        ("mailto:a@" + "." * 50_000 + " ") * 2,
        "[x](mailto:a@" + "." * 20_000 + ")",
        "(" * 20_000 + "ARR" + ")" * 20_000,
        "'" * 20_000 + ". A" * 5_000,
    ],
)
def test_text_made_to_be_slow_takes_no_check_long(text: str) -> None:
    artifact = read(text)
    begun = time.process_time()
    for spec in (spec for spec in ALL.values() if not spec.runs_code and not spec.example.count("=")):
        if artifact.kind in (spec.kinds or (artifact.kind,)):
            run(spec, artifact)
    run(ALL["glossary"], artifact, terms=["a = b | 1"], defined=["the"])
    run(ALL["reading_level"], artifact, max=12)
    assert time.process_time() - begun < MOST_SECONDS
