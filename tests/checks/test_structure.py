"""Checks of headings and sections."""

from __future__ import annotations

import pytest

from outcomes.artifact import Unit
from outcomes.check import CheckResult, Finding
from outcomes.checks.structure import heading_order, sections
from tests.checks.support import an_artifact, deck, heading, paragraph, report, run, slide, where


def test_levels_that_go_down_one_at_a_time_and_up_at_will_pass() -> None:
    levels = (1, 2, 3, 3, 1, 2, 1)
    artifact = report(*(heading(f"¶{at}", f"Part {at}", level) for at, level in enumerate(levels)))
    assert run(heading_order, artifact) == CheckResult(passed=True, measured="7 headings, none out of order or empty")


def test_a_document_without_headings_passes_and_says_so() -> None:
    assert run(heading_order, report(paragraph("¶1", "Text"))) == CheckResult(
        passed=True, measured="no headings, none out of order or empty"
    )


def test_a_skipped_level_is_found_where_it_is_skipped() -> None:
    artifact = report(heading("¶1", "Summary"), heading("¶4", "Detail", 3), heading("¶6", "More", 4))
    assert run(heading_order, artifact) == CheckResult(
        passed=False,
        measured="3 headings, 1 out of order or empty",
        findings=(Finding("¶4", '"Detail" is of level 3 after level 1'),),
        smallest_fix="Change the level of the heading at ¶4 to fit the one above it.",
    )


def test_the_first_heading_is_of_level_one() -> None:
    assert where(run(heading_order, report(heading("¶1", "Summary", 2)))) == {
        "¶1": '"Summary" is of level 2 as the first heading; the first is of level 1'
    }


def test_an_empty_heading_is_found_and_does_not_fill_a_gap() -> None:
    result = run(heading_order, report(heading("¶1", "One"), heading("¶2", " ", 2), heading("¶3", "Three", 3)))
    assert where(result) == {"¶2": "an empty heading of level 2", "¶3": '"Three" is of level 3 after level 1'}
    assert result.smallest_fix == "Write or take out the empty heading at ¶2."


def test_headings_that_are_not_read_do_not_count() -> None:
    deleted = heading("¶1", "Old", 5, visibility="markup")
    margins = Unit("margin", 2, "margins", blocks=(heading("header 1", "Head", 4),))
    artifact = an_artifact("docx", Unit("section", 1, "section 1", blocks=(deleted, heading("¶2", "New"))), margins)
    assert run(heading_order, artifact).passed


NUMBERED = report(heading("¶1", "1. Summary"), heading("¶2", "2.1 Main  Risks:"), heading("¶3", "Next steps"))


def test_sections_are_matched_without_regard_to_capitals_numbers_spaces_and_a_colon() -> None:
    assert run(sections, NUMBERED, names=["summary", "Main risks", "NEXT STEPS"]) == CheckResult(
        passed=True, measured='3 headings; looked for "summary", "Main risks" and "NEXT STEPS"'
    )


@pytest.mark.parametrize(
    "title", ["A. Costs", "iv) Costs", "Chapter 3: Costs", "Appendix B - Costs", "3.1.2 Costs", "Costs"]
)
def test_numbering_of_many_kinds_is_ignored(title: str) -> None:
    assert run(sections, report(heading("¶1", title)), names=["Costs"]).passed


@pytest.mark.parametrize("title", ["A costs overview", "2026 Costs", "Costs and risks", "Our costs"])
def test_other_words_make_another_heading(title: str) -> None:
    assert run(sections, report(heading("¶1", title)), names=["Costs"]).passed is False


def test_a_name_with_a_number_of_its_own_matches_itself() -> None:
    assert run(sections, report(heading("¶1", "2026 outlook")), names=["2026 outlook"]).passed
    assert run(sections, report(heading("¶1", "2025 outlook")), names=["2026 outlook"]).passed is False


def test_a_missing_section_is_named_with_the_place_where_it_belongs() -> None:
    assert run(sections, NUMBERED, names=["Summary", "Costs", "Next steps"]) == CheckResult(
        passed=False,
        measured='3 headings; looked for "Summary", "Costs" and "Next steps"',
        findings=(Finding("", 'no heading "Costs"'),),
        smallest_fix='Add a section headed "Costs" after "Summary".',
    )


def test_sections_in_another_order_are_found_unless_the_order_is_free() -> None:
    names = ["Next steps", "Summary"]
    result = run(sections, NUMBERED, names=names)
    assert where(result) == {"¶1": '"Summary" stands before "Next steps"'}
    assert result.smallest_fix == 'Move the section "Summary" behind "Next steps".'
    assert run(sections, NUMBERED, names=names, in_order=False).passed


def test_slide_titles_are_headings_and_hidden_slides_have_none() -> None:
    artifact = deck(slide(1, "Summary"), slide(2, "Risks", hidden=True))
    assert where(run(sections, artifact, names=["Summary", "Risks"])) == {"": 'no heading "Risks"'}


def test_a_heading_in_several_pieces_is_one() -> None:
    pieces = (paragraph("a", "Next"), paragraph("b", "steps"))
    whole = heading("¶1", "")._replace(children=pieces)
    assert run(sections, report(whole), names=["Next steps"]).passed
