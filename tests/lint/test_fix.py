"""What mending changes, and everything that it leaves as it was."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outcomes.lint.finding import Edit
from outcomes.lint.fix import applied, mend

from .looking import look, subject


def mended(text: str, name: str = "r.md", *codes: str) -> str:
    return mend(text, look(name, frozenset(codes))).subject.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- The deck has at most 12 slides\n", "- The deck has at most 12 slides `check: pptx.slides max=12`\n"),
        (
            "- **must** The deck\n  has at most\n  12 slides (id: a)\n",
            "- **must** The deck\n  has at most\n  12 slides `check: pptx.slides max=12` (id: a)\n",
        ),
        (
            "- Every claim is dated (reqired)\n- b is dated (optionl)\n",
            "- Every claim is dated (required)\n- b is dated (optional)\n",
        ),
        (
            "- Every claim is dated\n- Every page is signed\n- Every claim is dated\n",
            "- Every claim is dated\n- Every page is signed\n",
        ),
        (
            "1. Every claim is dated\n2 Every page is signed\n3 Every map has a scale\n",
            "1. Every claim is dated\n2. Every page is signed\n3. Every map has a scale\n",
        ),
        ("- Every\u200b claim\u202e is dated\n", "- Every claim is dated\n"),
        ("- Every claim is dated <!-- outcomes: ignore RB101 -->\n", "- Every claim is dated\n"),
        ("<!-- outcomes: ignore RB101 -->\n- Every claim is dated\n", "- Every claim is dated\n"),
        ("criteria:\n  - Every claim is dated  # outcomes: ignore RB101\n", "criteria:\n  - Every claim is dated\n"),
    ],
)
def test_a_finding_is_mended(before: str, after: str) -> None:
    name = "r.yaml" if before.startswith("criteria") else "r.md"
    assert mended(before, name) == after


@pytest.mark.parametrize(
    "text",
    [
        "criteria:\n  - The deck has at most 12 slides\n",
        "| criterion | required |\n|---|---|\n| The deck has at most 12 slides | yes |\n",
        "- Every claim is dated\n  in the margin\n- Every claim is dated\n  in the margin\n",
        "- Every claim is dated (id: a)\n- Every claim is dated (id: b)\n",
        "- The wording is clear\n",
    ],
)
def test_what_could_be_meant_otherwise_is_left_alone(text: str) -> None:
    assert mended(text, "r.yaml" if text.startswith("criteria") else "r.md") == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_the_byte_order_mark_are_kept(end: str, mark: str) -> None:
    lines = [f"{mark}- The deck has at most 12 slides", "- Every claim is dated", "- Every claim is dated", ""]
    kept = [f"{mark}- The deck has at most 12 slides `check: pptx.slides max=12`", "- Every claim is dated", ""]
    assert mended(end.join(lines)) == end.join(kept)


def test_slips_that_the_reader_names_one_at_a_time_are_all_mended() -> None:
    text = "".join(f"- Part {number} is dated (reqired)\n" for number in range(15))
    assert mended(text) == text.replace("reqired", "required")


def test_edits_are_made_from_the_front_whatever_their_order() -> None:
    assert applied("abcdef", [Edit(4, 5, "E"), Edit(0, 1, ""), Edit(2, 2, "-")]) == "b-cdEf"


def test_one_edit_that_breaks_the_file_does_not_keep_the_others_from_being_made() -> None:
    text = "- The deck has at most 12 slides\n- `x` The deck has at most 9 slides `\n- No two slides share a title\n"
    found = mended(text).split("\n")
    assert found[0].endswith("`check: pptx.slides max=12`")
    assert found[2].endswith("`check: pptx.unique_titles`")


LINES = [
    "- The deck has at most 12 slides", "- Every claim is dated", "- Every claim is dated (reqired)",
    "- a (2 points)",
    "1. First is dated", "2 Second is dated", "3 Third", "2. Second", "- x\u200by is dated", "## Part",
    "## Part (2 points)",
    "- The wording is clear <!-- outcomes: ignore RB101 -->", "- b is dated <!-- outcomes: ignore RB101 -->",
    "<!-- outcomes: ignore RB103 -->", "<!--", "-->", "  - Every slide has a title", "  goes on", "", "```", "---",
    "- Nothing overlaps (should)", "| a | b |", "|---|---|", "| Every slide has a title | 2 |",
    "> - quoted is dated",
    "- Every slide has a title:", "- {{ x }} is dated", "threshold: 80 %", "- No comments (applies when: a)",
    "\ufeff",
]  # fmt: skip
files = st.lists(st.sampled_from(LINES), max_size=12).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda end: end.join([*lines, ""]))
)
yaml_files = st.lists(
    st.sampled_from(["  - a is dated", "  - b  # outcomes: ignore RB101", "  - 'c\u200b'", "  - text: d\n    id: d"]),
    min_size=1,
).map(lambda lines: "\n".join(["criteria:", *lines, ""]))
texts = files.map(lambda text: (text, "r.md")) | yaml_files.map(lambda text: (text, "r.yaml"))


@given(texts)
def test_mending_twice_is_mending_once(case: tuple[str, str]) -> None:
    once = mended(*case)
    assert mended(once, case[1]) == once


@given(texts)
@example(("3 Third\n2. Second\n3 Third\n", "r.md"))
@example(("- It has at most 12 slides\n<!-- outcomes: ignore RB103 -->\n  - Every slide has a title\n", "r.md"))
def test_a_mended_file_can_be_read_and_says_the_same_where_it_was_not_touched(case: tuple[str, str]) -> None:
    text, name = case
    before = subject(text, name)
    after = subject(mended(text, name), name)
    if before.rubric is None:
        return
    assert after.rubric is not None
    kept = {c.id: c.text for c in after.rubric.criteria}
    whole = "\n".join(["", *after.lines, ""])
    for criterion in before.criteria:
        first, last = before.spans[criterion.id]
        if "\n".join(["", *before.lines[first - 1 : last + 1], ""]) in whole:
            assert kept[criterion.id] == criterion.text


@given(texts)
def test_mending_leaves_no_more_to_find_than_there_was(case: tuple[str, str]) -> None:
    _, found = look(case[1])(case[0])
    left = mend(case[0], look(case[1]))
    assert left.fixed or left.left == found
    assert len([f for f in left.left if f.edits]) <= len([f for f in found if f.edits]) + left.fixed
