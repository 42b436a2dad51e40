"""`outcomes rubric` and `outcomes checks`."""

from __future__ import annotations

import json
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
        "line criterion required weight",
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
    found = Rubric.model_validate(document["rubric"])
    assert found == wiring.read_rubric(MIXED, "mixed.md")
    assert (document["schema_version"], document["sha256"]) == (1, found.sha256)
    assert document["totals"] == {"criteria": 2, "objective": 1, "judged": 1, "required": 2, "points": 2.0}
    assert document["satisfied_when"] == "every required criterion passes"
    assert document["shares"] == dict.fromkeys(found.ids, 0.5)


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


def test_what_was_not_understood_is_told_below_the_table_with_its_line(here: Path) -> None:
    (here / "odd.md").write_text(
        "Require an average of at least 4.\n\n- a (cap: 20 %)\n- b (fault)\n\n<!--\n- c\n-->\n"
    )
    said = outcomes("rubric", "show", "odd.md", COLUMNS="200")
    assert said.lines[-2:] == [
        "1: not understood: an average of 4 is no share of the points; write `threshold: ...` in percent",
        "6: not carried over: list items stand in this comment; what is in a comment is not graded",
    ]
    told = " ".join(said.out.split())
    assert "caps the score at 20% while it does not pass" in told
    assert "a fault: it passes when it is absent" in told


def test_a_tree_shows_what_each_criterion_is_worth_of_the_whole(here: Path) -> None:
    (here / "tree.md").write_text("## A (3 points)\n- a\n- b\n## C (1 point)\n- c\n")
    said = outcomes("rubric", "show", "tree.md", COLUMNS="100")
    rows = [" ".join(line.split()) for line in said.lines]
    assert rows[0] == "line criterion required weight of all"
    assert [row for row in rows if row.endswith("%")] == ["2 a no 1 37.5%", "3 b no 1 37.5%", "5 c no 1 25%"]


def test_a_rubric_of_another_tool_is_shown_and_written_as_ours(here: Path) -> None:
    items = [{"criterion": "It names a source", "points": 5}, {"criterion": "It invents one", "points": -3}]
    (here / "items.json").write_text(json.dumps({"rubrics": items, "prompt": "x"}))
    written = outcomes("rubric", "show", "items.json", "--to", "yaml").out
    (here / "ours.yaml").write_text(written)
    assert outcomes("rubric", "diff", "items.json", "ours.yaml").code == 0
    assert "not carried over: prompt" in outcomes("rubric", "show", "items.json").out


@pytest.mark.parametrize("form", ["markdown", "yaml"])
def test_what_could_not_be_read_again_is_not_written(form: str, here: Path) -> None:
    items = [{"criterion": f"{number} is named{' and dated' * 40}", "points": 5} for number in range(700)]
    (here / "items.json").write_text(json.dumps(items))
    said = outcomes("rubric", "show", "items.json", "--to", form)
    assert (said.code, said.out) == (2, "")
    assert f"items.json: as {form} it could not be read again: it has " in said.err
    assert said.err.endswith("characters, and at most 262,144 are read; use the file as it is\n")


def test_two_rubrics_are_compared(here: Path) -> None:
    (here / "a.md").write_text("## N\n\n- Every figure has a source (2 points)\n- It is short\n- It is kind\n")
    (here / "b.md").write_text(
        "## N\n\n- Every figure names its source (2 points)\n- It is short (3 points)\n- Stripes\n"
    )
    said = outcomes("rubric", "diff", "a.md", "b.md", COLUMNS="200")
    assert said.code == 1
    assert [" ".join(line.split()) for line in said.lines] == [
        "~ reworded every-figure-names-its-source-02efab line 3",
        "- Every figure has a source",
        "+ Every figure names its source",
        "~ reweighted it-is-short-fd7b65 line 4",
        "- 1",
        "+ 3",
        "~ changed it-is-short-fd7b65 line 4 required",
        "- yes",
        "+ no",
        "+ added stripes-feac08 line 5",
        "+ Stripes",
        "- removed it-is-kind-11bad3 line 5",
        "- It is kind",
        "1 added, 1 removed, 1 reworded, 1 reweighted, 1 changed",
    ]
    document = outcomes("rubric", "diff", "a.md", "b.md", "--json").document
    assert [change["kind"] for change in document["changes"]] == [
        "reworded", "reweighted", "changed", "added", "removed",
    ]  # fmt: skip
    assert document["before"]["source"] == "a.md"


def test_the_same_rubric_has_not_changed() -> None:
    said = outcomes("rubric", "diff", "mixed.md", "mixed.md")
    assert (said.code, said.lines) == (0, ["nothing that could change a grade"])
    assert outcomes("rubric", "diff", "mixed.md", "nothing.md").code == 2


def test_the_schema_is_printed() -> None:
    assert json.loads(outcomes("rubric", "schema").out)["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_variables_are_given_on_the_command_line(here: Path) -> None:
    (here / "v.md").write_text('- It names {{ client }} `check: contains text="{{ client }}"`\n')
    (here / "n.txt").write_text("A note for Acme and Sons.")
    assert "It names Acme" in outcomes("rubric", "show", "v.md", "--var", "client=Acme").out
    assert outcomes("grade", "n.txt", "-r", "v.md", "--var", "client=Acme").code == 0
    assert outcomes("grade", "n.txt", "-r", "v.md", "--var", "client=Bolt").code == 1
    said = outcomes("grade", "n.txt", "-r", "v.md")
    assert (said.code, "v.md:1:12: no value for the variable 'client'" in said.err) == (2, True)
    for wrong in ("client", "=x"):
        assert outcomes("rubric", "show", "v.md", "--var", wrong).code == 2
    assert outcomes("rubric", "show", "v.md", "--var", "client=a", "--var", "client=b").code == 2


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


def test_a_check_is_told_in_full_by_its_name() -> None:
    spec = wiring.checks()["words"]
    said = outcomes("checks", "words", COLUMNS="400").out
    for text in (spec.summary, spec.example, spec.meaning, spec.source, spec.false_positives):
        assert text in said
    assert "min= (whole number) The least number that will do." in said
    assert outcomes("checks", "words", "--json").document["checks"][0]["false_positives"] == spec.false_positives


def test_a_misspelt_check_is_guessed() -> None:
    said = outcomes("checks", "wrds")
    assert (said.code, "unknown check 'wrds'. Did you mean 'words'?" in said.err) == (2, True)


def test_the_page_about_the_checks_can_be_printed() -> None:
    assert outcomes("checks", "words", "--markdown").out.endswith(
        f"- wrong when: {wiring.checks()['words'].false_positives}\n"
    )


def test_the_rubrics_that_come_with_us_are_listed_and_each_name_will_do() -> None:
    said = outcomes("rubric", "list", "--json")
    names = [each["name"] for each in said.document["rubrics"]]
    assert {"board-deck", "demo-report", "research-summary"} < set(names)
    assert all(line.split()[0] in names for line in outcomes("rubric", "list").lines[2:])
    assert outcomes("rubric", "show", names[0], "--json").document["totals"].items() >= (
        said.document["rubrics"][0]["totals"].items()
    )


def test_a_section_stands_apart_from_what_stands_above_all_sections(here: Path) -> None:
    (here / "mine.md").write_text("# Mine\n- Short\n\n## Substance\n- Every risk\n")
    lines = [line.strip() for line in outcomes("rubric", "show", "mine.md").lines]
    assert lines[lines.index("Substance") - 1] == ""


def test_help_lists_commands_in_the_order_in_which_a_rubric_is_used() -> None:
    lines = outcomes("rubric", "--help").out.partition("Commands:")[2].splitlines()
    listed = [line.split()[0] for line in lines if line.strip()]
    assert listed == ["list", "new", "from", "check", "show", "diff", "schema"]
