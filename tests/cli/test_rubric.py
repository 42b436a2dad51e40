"""`outcomes rubric` and `outcomes checks`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes import Rubric, api, wiring
from outcomes.formats.markdown import read_markdown

from .support import MIXED, outcomes

if TYPE_CHECKING:
    from pathlib import Path

FULL = """\
---
title: Product brief
threshold: 80 %
applies_to: [docx]
---

## Content

- The price stands on the first page (id: price)
- The customer agrees (optional) (applies when: there is a customer) (withheld) (id: agrees)

## Form

- It is short `check: words max=800` (id: short)
"""


def test_a_rubric_is_told_as_the_engine_understands_it(here: Path) -> None:
    (here / "brief.md").write_text(FULL)
    said = outcomes("rubric", "show", "brief.md", COLUMNS="60")
    assert [" ".join(line.split()) for line in said.lines] == [
        "line criterion required points",
        said.lines[1],
        "Content",
        "9 The price stands on the first page yes 1",
        "judged",
        "price",
        "10 The customer agrees no 1",
        "judged",
        "applies when there is a customer",
        "withheld from the worker",
        "agrees",
        "",
        "Form",
        "14 It is short yes 1",
        "check: words max=800",
        "short",
        "",
        "Product brief",
        "3 criteria: 1 decided by code, 2 by a judge; 2 required;",
        "about docx",
        "satisfied when every required criterion passes and the score",
        "reaches 80%",
    ]


def test_a_program_gets_the_rubric_and_its_totals() -> None:
    document = outcomes("rubric", "show", "mixed.md", "--json").document
    assert outcomes("rubric", "check", "mixed.md", "--json").document == document
    found = Rubric.model_validate(document["rubric"])
    assert found == wiring.read_rubric(MIXED, "mixed.md")
    assert (document["schema_version"], document["sha256"]) == (1, found.sha256)
    assert document["totals"] == {"criteria": 2, "objective": 1, "judged": 1, "required": 2}


def test_a_right_rubric_is_summed_up() -> None:
    assert outcomes("rubric", "check", "mixed.md").lines[:2] == [
        "Note",
        "2 criteria: 1 decided by code, 1 by a judge; 2 required",
    ]


def test_a_rubric_is_written_again_as_it_was_understood() -> None:
    assert (
        outcomes("rubric", "show", "mixed.md", "--to", "markdown").out
        == """\
# Note

## Form

- It has at least four words `check: words min=4`

## Substance

- It says what was done
"""
    )


def test_another_format_is_shown_as_markdown(here: Path) -> None:
    text = "title: Brief\ncriteria:\n  - text: It is short\n    check: words max=9\n"
    (here / "brief.yaml").write_text(text)
    shown = outcomes("rubric", "show", "brief.yaml", "--to", "markdown").out
    assert read_markdown(shown, "brief.md").sha256 == wiring.read_rubric(text, "brief.yaml").sha256


@pytest.mark.parametrize("name", sorted(wiring.shipped_rubrics()))
def test_a_shipped_rubric_is_shown_and_checked_by_name(name: str) -> None:
    shown = outcomes("rubric", "show", name, "--to", "markdown").out
    assert read_markdown(shown, f"{name}.md").sha256 == api.load_rubric(name).sha256
    assert outcomes("rubric", "check", name).code == 0


def test_a_misspelt_rubric_is_guessed() -> None:
    assert "Did you mean 'board-deck'?" in outcomes("rubric", "show", "bord-deck").err


def test_every_check_is_listed_with_an_example() -> None:
    said = outcomes("checks", COLUMNS="200")
    for spec in wiring.checks().values():
        assert any(line.startswith(f"{spec.name} ") and spec.summary in line for line in said.lines)
        assert any(line.strip() == spec.example for line in said.lines)


def test_a_program_gets_the_arguments_of_every_check() -> None:
    document = outcomes("checks", "--json").document
    assert [entry["name"] for entry in document["checks"]] == list(wiring.checks())
    words = next(entry for entry in document["checks"] if entry["name"] == "words")
    assert (words["example"], words["kinds"], words["runs_code"]) == ("check: words min=300 max=800", [], False)
    assert set(words["arguments"]["properties"]) == {"min", "max"}
