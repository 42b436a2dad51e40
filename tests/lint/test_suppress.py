"""Comments and settings that switch rules off, and what becomes of those that switch off nothing."""

from __future__ import annotations

import pytest

from outcomes import UsageError, lint_rubric, wiring
from outcomes.lint.registry import RULES, chosen, rule_named

from .looking import Spot, codes, spots

ALL = [rule.code for rule in RULES]


@pytest.mark.parametrize(
    "text",
    [
        "- The wording is clear <!-- outcomes: ignore RB101 -->\n",
        "- The wording is clear (2 points) (required) <!-- outcomes: ignore RB101 -->\n",
        "- The wording is clear <!-- outcomes: ignore RB101 --> (should)\n- Every claim is dated\n",
        "<!-- outcomes: ignore RB101 -->\n- The wording is clear\n",
        "<!-- outcomes: ignore RB101 -->\n\n- The wording is clear\n",
        "- The wording\n  is clear <!-- outcomes: ignore RB101 -->\n",
        "- The wording <!-- outcomes: ignore RB101 -->\n  is clear\n",
        "- Every claim is dated\n  <!-- outcomes: ignore RB101 -->\n- The wording is clear\n",
        "| criterion | required |\n|---|---|\n| The wording is clear <!-- outcomes: ignore RB101 --> | yes |\n",
        "- The wording is clear\n\n<!-- outcomes: ignore-file RB101 -->\n",
        "- The wording is clear <!-- outcomes: ignore RB1 -->\n",
        "- The wording is clear <!--outcomes:ignore rb101,RB103-->\n- The deck opens and is dated\n",
        "- The wording is clear <!-- outcomes: ignore RB103 RB101 -->\n",
        "criteria:\n  - The wording is clear  # outcomes: ignore RB101\n",
        "criteria:\n  # outcomes: ignore RB101\n  - The wording is clear\n",
        "# outcomes: ignore-file RB101\ncriteria:\n  - The wording is clear\n",
        "criteria:\n  - text: The wording is clear\n    id: a  # outcomes: ignore RB101\n",
    ],
)
def test_a_comment_switches_a_rule_off(text: str) -> None:
    assert "RB101" not in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "- The wording is clear <!-- outcomes: ignore RB103 -->\n",
        "- Every claim is dated <!-- outcomes: ignore RB101 -->\n- The wording is clear\n",
        "- The wording is clear\n\n<!-- outcomes: ignore RB101 -->\n- Every claim is dated\n",
        "```\n<!-- outcomes: ignore-file RB101 -->\n```\n\n- The wording is clear\n",
        "- The wording is clear # outcomes: ignore RB101\n",
        "criteria:\n  - 'The wording is clear <!-- outcomes: ignore RB101 -->'\n",
    ],
)
def test_a_comment_is_about_its_own_line_and_its_own_rules(text: str) -> None:
    assert "RB101" in codes(text)


@pytest.mark.parametrize(
    ("plain", "commented"),
    [
        (
            "- The wording is clear (2 points)\n- b\n",
            "- The wording is clear (2 points) <!-- outcomes: ignore RB101 -->\n- b\n",
        ),
        (
            "- The wording is clear `check: opens`\n",
            "- The wording is clear `check: opens` <!-- outcomes: ignore RB101 -->\n",
        ),
        ("## A\n- a\n- b\n", "## A <!-- outcomes: ignore RB102 -->\n- a\n  <!-- outcomes: ignore RB102 -->\n- b\n"),
        ("- a\n- b\n", "<!-- outcomes: ignore-file RB102 -->\n- a\n- b\n"),
        (
            "| criterion | points |\n|---|---|\n| The wording is clear | 2 |\n",
            "| criterion | points |\n|---|---|\n| The wording is clear <!-- outcomes: ignore RB101 --> | 2 |\n",
        ),
        ("criteria:\n  - The wording is clear\n", "criteria:\n  - The wording is clear  # outcomes: ignore RB101\n"),
    ],
)
def test_a_comment_changes_no_id_and_no_hash(plain: str, commented: str) -> None:
    name = "r.yaml" if plain.startswith("criteria") else "r.md"
    before, after = (wiring.read_rubric(text, name) for text in (plain, commented))
    assert (before.sha256, before.ids) == (after.sha256, after.ids)


def test_a_comment_that_switches_off_nothing_is_told_and_can_be_taken_away() -> None:
    text = "- Every claim is dated <!-- outcomes: ignore RB101 -->\n"
    assert spots(text) == [Spot("RB407", 1, "<!-- outcomes: ignore RB101 -->")]
    assert lint_rubric("r.md", text=text)[0].fixable


def test_half_of_a_comment_may_be_idle() -> None:
    found = lint_rubric("r.md", text="- The wording is clear <!-- outcomes: ignore RB101, RB103 -->\n")
    assert [(f.code, f.message, f.fixable) for f in found] == [("RB407", "RB103 finds nothing here", False)]


def test_a_rule_that_was_not_asked_is_not_called_idle() -> None:
    text = "- Every claim is dated <!-- outcomes: ignore RB101 -->\n"
    assert lint_rubric("r.md", text=text, ignore=["RB101"]) == ()


def test_a_comment_that_names_no_rule_is_told() -> None:
    found = lint_rubric(
        "r.md", text="- A is dated <!-- outcomes: ignore RB1O1 -->\n- B is dated <!-- outcomes: ignore -->\n"
    )
    assert [(f.code, f.line, f.message) for f in found] == [
        ("RB406", 1, "there is no rule 'RB1O1'. Did you mean 'RB101'?"),
        ("RB406", 2, "names no rule to switch off"),
    ]


def test_a_file_that_cannot_be_read_says_so_whatever_is_switched_off() -> None:
    text = "<!-- outcomes: ignore-file RB401 -->\n- a (reqired)\n"
    assert "RB401" in codes(text)
    assert [f.code for f in lint_rubric("r.md", text=text, select=["RB101"], ignore=["RB4"])] == ["RB401"]


@pytest.mark.parametrize(
    ("select", "ignore", "codes"),
    [
        (None, [], ALL),
        (["RB101"], [], ["RB101", "RB401"]),
        (["rb101"], [], ["RB101", "RB401"]),
        (None, ["RB1", "RB2", "RB3", "RB4"], ["RB401", "RB501", "RB502", "RB503", "RB504", "RB505"]),
        (["RB101"], ["RB1"], ["RB101", "RB401"]),
        (["RB5"], ["RB501", "RB502", "RB503", "RB504"], ["RB401", "RB505"]),
        (["RB101"], ["RB101"], ["RB401"]),
        ([], [], ["RB401"]),
    ],
)
def test_of_two_codes_that_name_a_rule_the_longer_decides(
    select: list[str] | None, ignore: list[str], codes: list[str]
) -> None:
    assert [rule.code for rule in chosen(select, ignore)] == codes


@pytest.mark.parametrize("code", ["RB999", "X", "", "vague", "RB1011", "R"])
def test_a_code_that_names_no_rule_is_refused(code: str) -> None:
    with pytest.raises(UsageError, match="unknown rule"):
        chosen(None, [code])


def test_the_code_that_was_meant_is_guessed() -> None:
    with pytest.raises(UsageError, match=r"unknown rule 'RB1O1'\. Did you mean 'RB101'\?"):
        chosen(["RB1O1"])
    with pytest.raises(UsageError, match="Did you mean 'vague-word'"):
        rule_named("vague-wrd")
    assert rule_named("rb101") is rule_named("vague-word")
