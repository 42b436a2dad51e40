"""Patterns of a rubric: refused where they stand, and matched in linear time."""

from __future__ import annotations

import pytest

from outcomes.checks import ALL
from outcomes.checks.patterns import found, matches_all
from outcomes.errors import RubricError
from outcomes.wiring import read_rubric
from tests.checks.support import paragraph, report, run, where


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(?=a)b", "lookahead and lookbehind are not supported: they cannot be matched in linear time"),
        ("(?<!a)b", "lookahead and lookbehind are not supported"),
        (r"(a)\\1", "backreferences are not supported: they cannot be matched in linear time"),
        ("a[", "missing ]: ["),
        ("a{2000}", "invalid repetition size: {2000}"),
        ("", "the pattern is empty; give what to look for"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_with_file_and_line(pattern: str, why: str) -> None:
    with pytest.raises(RubricError) as caught:
        read_rubric(f'# Note\n\n- It fits `check: matches pattern="{pattern}"`\n', "r.md")
    assert str(caught.value).startswith("r.md:3: check 'matches': argument 'pattern': ")
    assert why in str(caught.value)


def test_a_pattern_that_would_take_for_ever_elsewhere_takes_no_time() -> None:
    assert list(found("(a+)+$", "a" * 100_000 + "b")) == []
    assert not matches_all("(a|a)*", "a" * 100_000 + "b")


def test_lines_are_what_a_pattern_begins_and_ends_at() -> None:
    assert list(found("^x.*$", "ax\nx\u00e9 1\nxb")) == ["x\u00e9 1", "xb"]


def test_matches_are_counted_over_all_that_can_be_seen() -> None:
    artifact = report(paragraph("¶1", "a\u2013b and a\u2010b"), paragraph("¶2", "a\u00a0b, a-b"))
    assert run(ALL["matches"], artifact, pattern="a-b", min=3, max=3).measured == '3 matches of "a-b"'
    assert where(run(ALL["matches"], artifact, pattern="a-b", min=0, max=2)) == {"¶2": '"a-b" matches'}
    assert run(ALL["matches"], artifact, pattern="A-B", min=4).passed is False
    assert run(ALL["matches"], artifact, pattern="A-B", min=3, ignore_case=True).passed


def test_separators_between_groups_of_digits_may_be_left_aside() -> None:
    artifact = report(paragraph("¶1", "Revenue of 1,234,567 and 1\u202f200"))
    assert run(ALL["contains"], artifact, text="1234567", ignore_separators=True).passed
    assert run(ALL["contains"], artifact, text="1'200", ignore_separators=True).passed
    assert run(ALL["contains"], artifact, text="1234567").passed is False
    assert run(ALL["not_contains"], artifact, text="1200", ignore_separators=True).passed is False
