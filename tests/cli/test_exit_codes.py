"""One exit code for each way that a command can end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .support import judge, outcomes, shell

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "one two three four"


def run(*more: str, worker: str = "", rubric: str = "objective.md") -> int:
    """A run of a worker that is good at once unless told otherwise."""
    return outcomes("run", "-r", rubric, "-w", worker or shell(GOOD), "-d", "A note", *more).code


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(("grade", "note.md", "-r", "objective.md"), 0, id="satisfied"),
        pytest.param(("grade", "draft.md", "-r", "objective.md"), 1, id="gaps"),
        pytest.param(("grade", "note.md", "-r", "mixed.md"), 5, id="undecided"),
        pytest.param(("grade", "note.md", "-r", "mixed.md", "--allow-undecided"), 0, id="undecided, allowed"),
        pytest.param(("grade", "draft.md", "-r", "mixed.md", "--allow-undecided"), 1, id="gaps are never allowed"),
        pytest.param(("grade", "note.md", "-r", "mixed.md", "--only", "objective"), 0, id="objective part"),
        pytest.param(("grade", "note.md", "-r", "mixed.md", "--grader", judge("ScriptedGrader")), 0, id="judged"),
        pytest.param(("grade", "note.md"), 2, id="no rubric given"),
        pytest.param(("grade", "note.md", "-r", "objective.md", "--colour"), 2, id="unknown option"),
        pytest.param(("graed", "note.md"), 2, id="unknown command"),
        pytest.param(("grade", "note.md", "-r", "nowhere.md"), 2, id="no such rubric"),
        pytest.param(("grade", "note.md", "-r", "broken.md"), 2, id="wrong rubric"),
        pytest.param(("grade", "nowhere.md", "-r", "objective.md"), 2, id="no such file"),
        pytest.param(("grade", "note.md", "-r", "objective.md", "--grader", "nowhere:at_all"), 2, id="no such grader"),
        pytest.param(("grade", "corrupt.docx", "-r", "objective.md"), 1, id="corrupt"),
        pytest.param(("grade", "empty.md", "-r", "objective.md"), 1, id="empty"),
        pytest.param(("grade", "note.md", "-r", "decks.md"), 1, id="wrong kind"),
        pytest.param(("grade", "note.md", "-r", "mixed.md", "--grader", judge("Broken")), 3, id="grader broke"),
        pytest.param(
            ("grade", "note.md", "-r", "mixed.md", "--grader", judge("breaks_while_loading")), 3, id="grader not loaded"
        ),
        pytest.param(("show", "note.md"), 0, id="shown"),
        pytest.param(("show", "nowhere.md"), 2, id="nothing to show"),
        pytest.param(("show", "corrupt.docx"), 1, id="nothing readable to show"),
        pytest.param(("rubric", "check", "objective.md"), 0, id="right rubric"),
        pytest.param(("rubric", "check", "broken.md"), 1, id="wrong rubric checked"),
        pytest.param(("rubric", "check", "nowhere.md"), 2, id="nothing to check"),
        pytest.param(("rubric", "show", "broken.md"), 2, id="wrong rubric shown"),
        pytest.param(("rubric", "check", "--list"), 0, id="rules"),
        pytest.param(("rubric", "check", "--explain", "RB999"), 2, id="no such rule"),
        pytest.param(("regrade", "run_x", "-r", "objective.md"), 2, id="no such run"),
        pytest.param(("checks",), 0, id="checks"),
        pytest.param((), 2, id="nothing asked for"),
    ],
)
def test_a_command_ends_with_the_code_of_its_result(arguments: tuple[str, ...], code: int, here: Path) -> None:
    (here / "corrupt.docx").write_bytes(b"PK\x03\x04 and then nothing")
    (here / "empty.md").write_bytes(b"")
    (here / "broken.md").write_text("- Short `check: wordz`\n")
    (here / "decks.md").write_text("---\napplies_to: [pptx]\n---\n- Short `check: words max=9`\n")
    assert outcomes(*arguments).code == code


def test_a_run_that_is_satisfied_ends_with_0() -> None:
    assert run() == 0


def test_a_run_that_gives_up_ends_with_1() -> None:
    assert run("--max-iterations", "1", worker=shell("TODO")) == 1


def test_a_run_that_repeats_itself_ends_with_1() -> None:
    assert run("--max-iterations", "9", worker=shell("TODO")) == 1


def test_a_run_without_a_worker_ends_with_2() -> None:
    assert outcomes("run", "-r", "objective.md", "-d", "A note").code == 2


def test_a_run_whose_worker_breaks_ends_with_3() -> None:
    assert run(worker="sh -c 'exit 7'") == 3


def test_a_run_whose_grader_breaks_ends_with_3() -> None:
    assert run("--grader", judge("Broken"), rubric="mixed.md") == 3


def test_a_run_that_has_used_its_budget_ends_with_4() -> None:
    worker = """sh -c 'echo TODO > outputs/note.md; echo "{\\"input_tokens\\": 9}" > usage.json'"""
    assert run("--budget-tokens", "5", worker=worker) == 4


def test_a_run_that_nobody_judges_ends_with_5() -> None:
    assert run(rubric="mixed.md") == 5


def test_a_run_that_nobody_judges_may_be_allowed() -> None:
    assert run("--allow-undecided", rubric="mixed.md") == 0


def test_the_objective_part_of_a_run_ends_with_0() -> None:
    assert run("--only", "objective", rubric="mixed.md") == 0


def test_a_run_whose_records_cannot_be_written_ends_with_3(here: Path) -> None:
    (here / "outcomes-runs").write_text("in the way")
    assert run("--runs", "outcomes-runs/below") == 3
