"""What people and programs are told when a command does not get as far as a result."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from outcomes.cli.ending import ended, exit_code
from outcomes.errors import (
    ArtifactError,
    BudgetReached,
    GraderError,
    OutcomesError,
    ProviderError,
    RubricError,
    StoreError,
    UsageError,
    WorkerError,
)

from .support import outcomes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("x"), 2),
        (RubricError("x"), 2),
        (ArtifactError("missing", "x"), 2),
        (ArtifactError("corrupt-zip", "x"), 1),
        (ArtifactError("wrong-kind", "x"), 1),
        (ArtifactError("nothing-delivered", "x"), 1),
        (WorkerError("x"), 3),
        (GraderError("x"), 3),
        (ProviderError("x"), 3),
        (ProviderError("x", code="overloaded"), 3),
        (ProviderError("x", code="no-key"), 2),
        (BudgetReached("x", limit="cost_usd", allowed=1.0, needed=2.0), 4),
        (StoreError("x"), 3),
        (OutcomesError("x"), 3),
    ],
)
def test_the_code_says_who_must_act(error: OutcomesError, code: int) -> None:
    assert exit_code(error) == code


def test_a_wrong_rubric_is_shown_where_it_is_wrong(here: Path) -> None:
    (here / "bad.md").write_text("# Note\n\n- It is short `check: wrds max=9`\n")
    assert outcomes("rubric", "show", "bad.md").err == (
        "error: bad.md:3: unknown check 'wrds'. Did you mean 'words'? `outcomes checks` lists them all.\n"
        "  3 | - It is short `check: wrds max=9`\n"
    )


def test_a_known_column_is_pointed_at(here: Path) -> None:
    (here / "bad.yaml").write_text("criteria:\n  - text: It is short\n    chek: words\n")
    assert outcomes("rubric", "show", "bad.yaml").err.splitlines()[1:] == [
        "  3 |     chek: words",
        "    |     ^",
    ]


def test_a_program_gets_the_place_apart(here: Path) -> None:
    (here / "bad.md").write_text("# Note\n\n- It is short `check: wrds max=9`\n")
    assert outcomes("grade", "note.md", "-r", "bad.md", "--json").document == {
        "schema_version": 1,
        "error": {
            "type": "RubricError",
            "message": "unknown check 'wrds'. Did you mean 'words'? `outcomes checks` lists them all.",
            "file": "bad.md",
            "line": 3,
            "column": None,
            "code": None,
            "exit_code": 2,
            "usage": None,
        },
    }


def test_a_program_gets_the_code_of_an_unreadable_file(here: Path) -> None:
    (here / "empty.md").write_bytes(b"")
    error = outcomes("show", "empty.md", "--json").document["error"]
    assert (error["type"], error["code"], error["exit_code"]) == ("ArtifactError", "empty-file", 1)


def test_a_misused_command_is_one_document_too() -> None:
    said = outcomes("grade", "--json")
    assert said.document["error"]["message"] == "Missing argument 'FILE'."
    assert said.err == ""


def test_what_nobody_expected_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def crash() -> None:
        msg = "all of it"
        raise LookupError(msg)

    assert ended(crash, as_json=False) == 3
    assert capsys.readouterr().err == (
        "error: unexpected error: LookupError: all of it (please report it; OUTCOMES_DEBUG=1 shows where it came "
        "from)\n"
    )


def test_a_full_disk_is_no_fault_of_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device", "x.md")

    assert ended(full, as_json=False) == 3
    assert capsys.readouterr().err == "error: the system refused: No space left on device: x.md\n"


def test_what_nobody_expected_is_shown_whole_when_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTCOMES_DEBUG", "1")
    assert ended(lambda: 1 // 0, as_json=False) == 3
    told = capsys.readouterr().err
    assert told.startswith("Traceback (most recent call last):")
    assert told.endswith(
        "error: unexpected error: ZeroDivisionError: integer division or modulo by zero (please report it)\n"
    )


@pytest.mark.parametrize("stop", [KeyboardInterrupt, click.Abort])
def test_ctrl_c_outside_a_run_ends_with_130(stop: type[BaseException], capsys: pytest.CaptureFixture[str]) -> None:
    def stopped() -> None:
        raise stop

    assert ended(stopped, as_json=False) == 130
    assert capsys.readouterr().err == "interrupted\n"


def test_a_reader_that_goes_away_does_not_change_the_code(here: Path) -> None:
    """As in `outcomes grade ... | head -1`."""
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "outcomes", "grade", "draft.md", "-r", "objective.md"]
    with os.fdopen(writing, "wb") as stdout:
        os.close(reading)
        done = subprocess.run(command, cwd=here, stdout=stdout, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
