"""Every word that a worker is told, as golden texts: a change of the template is a change of these."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import UndefinedError

from outcomes.prompts import render
from outcomes.rubric import VisibleCriterion
from outcomes.verdict import OpenGap
from outcomes.worker import GENERAL_REQUEST, Brief

CRITERIA = tuple(VisibleCriterion(id=word, text=f"It is {word}") for word in ("clear", "short", "sourced", "dated"))


def feedback(*, iteration: int = 1, **more: Any) -> str:
    return Brief(description="d", iteration=iteration, criteria=CRITERIA, step_id="s", **more).feedback()


def test_nothing_is_said_in_the_first_iteration() -> None:
    assert feedback(iteration=0) == ""


def test_gaps_say_what_is_missing_where_and_what_would_be_enough_and_what_is_met_is_named() -> None:
    short = OpenGap(
        criterion_id="short",
        missing="It has nine pages",
        where=("section 2", "\u00b612"),
        smallest_fix="Cut section 2",
        done_when="It has three pages",
    )
    sourced = OpenGap(criterion_id="sourced", missing="The figure has no source")
    assert feedback(gaps=(short, sourced), keep=("clear", "dated")) == (
        "Your last version was checked against the criteria below. Change only what is needed.\n"
        "\n"
        "## Not yet met\n"
        "\n"
        "1. It is short\n"
        "   - Missing: It has nine pages\n"
        "   - Where: section 2, \u00b612\n"
        "   - Smallest fix: Cut section 2\n"
        "   - Done when: It has three pages\n"
        "\n"
        "2. It is sourced\n"
        "   - Missing: The figure has no source\n"
        "\n"
        "## Met already: leave as it is\n"
        "- It is clear\n"
        "- It is dated\n"
    )


def test_what_the_last_attempt_broke_is_named_once_and_not_among_what_is_met() -> None:
    gap = OpenGap(criterion_id="short", missing="It has nine pages")
    assert feedback(gaps=(gap,), keep=("clear", "dated"), broke=("dated",)) == (
        "Your last version was checked against the criteria below. Change only what is needed.\n"
        "\n"
        "## Not yet met\n"
        "\n"
        "1. It is short\n"
        "   - Missing: It has nine pages\n"
        "\n"
        "## Broken by your last attempt\n"
        "That attempt was set aside; go on from the better version before it. These were met there and must stay so:\n"
        "- It is dated\n"
        "\n"
        "## Met already: leave as it is\n"
        "- It is clear\n"
    )


def test_there_is_no_empty_list_when_all_that_was_met_was_broken() -> None:
    assert feedback(keep=("dated",), broke=("dated",)).endswith(
        "These were met there and must stay so:\n- It is dated\n"
    )


def test_a_file_that_nobody_could_read_is_said_to_be_one() -> None:
    assert feedback(unreadable="'note.docx' is not a whole zip archive. Save it again.") == (
        "Your last version was checked against the criteria below. Change only what is needed.\n"
        "\n"
        "The last deliverable could not be read: 'note.docx' is not a whole zip archive. Save it again.\n"
    )


def test_when_only_withheld_criteria_fail_the_request_is_general() -> None:
    assert feedback(request=GENERAL_REQUEST, keep=("clear",)) == (
        "Your last version was checked against the criteria below. Change only what is needed.\n"
        "\n"
        "All the criteria that you were given are met. The work was also checked for its overall quality and was not "
        "yet good enough. Read it once more as its most demanding reader would, and improve what you find.\n"
        "\n"
        "## Met already: leave as it is\n"
        "- It is clear\n"
    )


def test_when_the_last_version_was_no_better_it_is_said_which_one_is_meant() -> None:
    gap = OpenGap(criterion_id="short", missing="It has nine pages")
    told = feedback(gaps=(gap,), set_aside=True)
    assert told.startswith(
        "Your last version was no better than an earlier one, and was set aside. What follows is about"
    )
    broken = feedback(gaps=(gap,), keep=("dated",), broke=("dated",), set_aside=True)
    assert broken.startswith("Your last version was checked"), "what it broke says that already"


def test_the_text_that_the_gaps_are_about_stands_at_the_end_as_it_is() -> None:
    draft = "# Nine pages\n\n{{ not.a.template }}"
    assert feedback(keep=("clear",), draft=draft).endswith(
        f"- It is clear\n\n## The version to go on from\n\n{draft}\n"
    )


def test_what_a_gap_says_is_data_and_never_a_template_or_html() -> None:
    gap = OpenGap(criterion_id="short", missing="{{ brief.step_id }} {% raw %} <b> & 'q' {# no #}")
    assert "   - Missing: {{ brief.step_id }} {% raw %} <b> & 'q' {# no #}\n" in feedback(gaps=(gap,))


def test_a_value_that_a_template_needs_and_did_not_get_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="'brief' is undefined"):
        render("feedback.md.j2")
