"""Whatever a file holds, the linter answers with findings, in its lines and columns, and in reasonable time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes import lint_rubric, wiring
from outcomes.format import MAX_CHARACTERS
from outcomes.lint.registry import RULES

from .looking import codes, findings, subject

pieces = st.sampled_from(
    [
        "- The wording is clear", "\n", "\r\n", "\r", "\x00", "\x1b[31m", "\u202e", "\ud800", "<!--", "-->",
        "```", "---\n", "\ufeff",
        "# T (10 points)", "(2 points)", "(50 %)", " and is ", "; and so", "{{ x }}", "`check: words max=9`",
        "| a |", "|---|",
        "criteria:\n", "  - text: a\n", "{", '"', "[x]", "- a:\n  - b\n", "<!-- outcomes: ignore RB1 -->",
        "# outcomes: ignore x",
        "\u2028", "\x85", "threshold: 3 %\n", "applies_to: [docx]\n", "no not never without",
        "If there is a, b", "\U0001f600", "e\u0301",
    ]
)  # fmt: skip
texts = st.lists(pieces | st.text(max_size=8), max_size=25).map("".join)


@given(texts, st.sampled_from(["r.md", "r.yaml", "r.json", "r", "r.prompty", "r.docx", "r.py"]))
def test_any_text_leads_to_findings_inside_the_file(text: str, name: str) -> None:
    lines = subject(text, name).lines
    for finding in findings(text, name):
        assert 1 <= finding.line <= finding.end_line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1
        assert (finding.line, finding.column) <= (finding.end_line, finding.end_column)
        assert finding.message
        assert all(0 <= edit.start <= edit.end <= len(text) for edit in finding.edits)


@given(st.binary(max_size=200))
def test_any_bytes_lead_to_findings(data: bytes) -> None:
    assert wiring.lint_findings(wiring.lint_bytes(data, "r.md"), RULES) is not None


def test_what_is_not_utf8_is_one_finding() -> None:
    (found,) = wiring.lint_findings(wiring.lint_bytes(b"- \xff", "r.md"), RULES)
    assert (found.code, found.place, found.message) == (
        "RB401", "r.md:1:1", "the file is not UTF-8 text (byte 2); save it as UTF-8",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "<!--" * 60_000,
        "- " + "that is clear and " * 12_000,
        "- " + "clear " * 40_000,
        "- " + "a" * 250_000,
        "- " + "`" * 99_999 + " clear",
        "- " + '"' * 100_000,
        "- x; " * 50_000,
        "\n".join(f"- The wording {number} is clear and {number} is good" for number in range(5_000)),
        "\n".join(f"- The same words again {number % 7}" for number in range(7)) + "\n\n" + "## A\n\n" * 20_000,
        "\n".join("<!-- outcomes: ignore RB101 -->" for _ in range(8_000)) + "\n- a is clear\n",
        "- a is clear " + "<!-- outcomes: ignore RB101 -->" * 8_000,
        "- a\n" + " " * 100_000 + "\n" + "```\n" * 30_000,
        "- If " + "a (" * 60_000,
        "- " + "{{" * 60_000,
        "- " + "[" * 120_000 + "x",
        "- " + "is changed, " * 15_000,
        "- No " + "very " * 40_000 + "is not",
        "\n".join(f"## H{n} (3 points)\n\n- Part {n} a (1 point)\n- Part {n} b (2 points)" for n in range(3_000)),
        "- " + "**a " * 60_000 + ": x, y, z",
    ],
    ids=range(19),
)  # fmt: skip
def test_the_longest_file_is_answered_whatever_it_repeats(text: str) -> None:
    """Each of these took minutes in a version that looked at each pair, or began anew at each place."""
    assert len(text) <= MAX_CHARACTERS + 100
    assert isinstance(findings(text, "r.md"), tuple)


def test_a_file_that_is_too_long_is_one_finding() -> None:
    assert codes("- a is dated\n" * 30_000) == ["RB401"]


def test_a_place_beyond_a_line_is_its_end() -> None:
    seen = subject("- a\n")
    assert (seen.offset(99), seen.offset(None), seen.offset(1, 99)) == (4, 0, 4)


def test_a_shipped_rubric_is_found_by_name_and_a_missing_file_is_the_callers_error() -> None:
    assert {finding.severity for finding in lint_rubric("demo-report")} <= {"info", "warning"}
