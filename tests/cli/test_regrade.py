"""`outcomes regrade`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from outcomes.verdict import Grade

from .support import judge, outcomes, shell

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def run_id(here: Path) -> str:
    """A run of two iterations that was satisfied in the second."""
    (here / "long.md").write_text("- It has at least nine words `check: words min=9`\n")
    worker = shell("TODO", "one two three four")
    found = outcomes("run", "-r", "objective.md", "-w", worker, "-d", "A note", "--json").document["run_id"]
    assert isinstance(found, str)
    return found


def test_every_kept_artifact_is_a_row(run_id: str) -> None:
    said = outcomes("regrade", run_id, "-r", "long.md", COLUMNS="120")
    assert said.code == 1
    rows = [re.split(r" {2,}", line.strip()) for line in said.lines]
    assert rows[0] == ["iteration", "result", "criteria", "score", "not met"]
    assert [row[:4] for row in rows[2:]] == [
        ["0", "needs_revision", "1 of 1 criterion graded, 1 fail", "0%"],
        ["1", "needs_revision", "1 of 1 criterion graded, 1 fail", "0%"],
    ]


def test_without_another_rubric_the_runs_own_is_used_and_the_best_gives_the_code(run_id: str) -> None:
    said = outcomes("regrade", run_id, "--json")
    grades = [Grade.model_validate(row["grade"]) for row in said.document["iterations"]]
    assert (said.code, [grade.result for grade in grades]) == (0, ["needs_revision", "satisfied"])
    assert (said.document["schema_version"], said.document["run_id"]) == (1, run_id)


def test_another_judge_may_look(run_id: str) -> None:
    assert outcomes("regrade", run_id, "-r", "mixed.md").code == 5
    assert outcomes("regrade", run_id, "-r", "mixed.md", "--grader", judge("ScriptedGrader")).code == 0


def test_the_beginning_of_an_id_is_enough(run_id: str) -> None:
    assert outcomes("regrade", run_id[4:12], "--json").document["run_id"] == run_id


def test_a_misspelt_run_is_guessed(run_id: str, here: Path) -> None:
    wrong = run_id[:-1] + ("0" if run_id[-1] != "0" else "1")
    assert outcomes("regrade", wrong).err == (
        f"error: no run {wrong!r} in {str(here.parent / 'state' / 'outcomes')!r}. Did you mean {run_id!r}? "
        f"The latest: {run_id}\n"
    )


def test_a_folder_without_runs_says_so() -> None:
    assert outcomes("regrade", "run_x", "--runs", "nowhere").err == (
        "error: no run 'run_x' in 'nowhere'. There are none.\n"
    )


def test_a_run_that_kept_nothing_cannot_be_graded() -> None:
    found = outcomes("run", "-r", "objective.md", "-w", "sh -c 'exit 1'", "-d", "x", "--json").document["run_id"]
    said = outcomes("regrade", found)
    assert (said.code, said.err) == (1, f"error: the run {found} kept no artifact that can be graded.\n")


def test_what_is_open_may_be_let_pass(run_id: str, here: Path) -> None:
    (here / "open.md").write_text("- It tells the truth\n")
    assert outcomes("regrade", run_id, "-r", "open.md").code == 5
    said = outcomes("regrade", run_id, "-r", "open.md", "--allow-undecided")
    assert (said.code, "undecided is allowed here" in said.err) == (0, True)
