"""How checks report: few words, safe to print, and never more places than anyone reads."""

from __future__ import annotations

from outcomes.check import CheckResult, Finding
from outcomes.checks.findings import judged, listing, places, quoted


def test_without_findings_it_passes_and_says_what_was_measured() -> None:
    assert judged("3 slides", [], "never used") == CheckResult(passed=True, measured="3 slides")


def test_all_places_are_named_up_to_fifty() -> None:
    findings = [Finding(f"slide {number}", "no title") for number in range(1, 51)]
    result = judged("50 slides", findings, "Add titles.")
    assert result == CheckResult(
        passed=False, measured="50 slides", findings=tuple(findings), smallest_fix="Add titles."
    )


def test_what_goes_beyond_fifty_is_counted() -> None:
    findings = [Finding(f"slide {number}", "no title") for number in range(1, 1_236)]
    result = judged("many slides", findings, "Add titles.")
    assert result.findings == (*findings[:50], Finding("", "and 1,185 more like these"))


def test_names_are_joined_as_in_a_sentence_each_once() -> None:
    assert listing([]) == ""
    assert listing(["slide 1"]) == "slide 1"
    assert listing(["slide 1", "slide 2", "slide 1"]) == "slide 1 and slide 2"
    assert listing(f"slide {n}" for n in range(1, 6)) == "slide 1, slide 2, slide 3, slide 4 and slide 5"
    assert listing(f"slide {n}" for n in range(1, 9)) == "slide 1, slide 2, slide 3, slide 4 and 4 more"


def test_a_finding_about_no_place_has_a_name_in_a_sentence() -> None:
    assert places([Finding("", "x"), Finding("¶1", "y")]) == "the text and ¶1"


def test_words_of_the_artifact_are_cut_and_cannot_move_a_cursor() -> None:
    assert quoted("a\x1b[31m\nb") == '"a\\x1b[31m b"'
    assert quoted("word " * 30) == '"word word word word word word word word word word word…"'
