"""Whoever looks on sees that something still goes on, and for how long."""

from __future__ import annotations

import io
import shlex
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from rich.console import Console

from outcomes.cli.judge import HUMAN, Judge
from outcomes.cli.output import Output
from outcomes.cli.waiting import Waiting, waiting
from outcomes.testing import FakeEndpoint, ScriptedGrader
from outcomes.testing import Judge as Answers

from .support import outcomes

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_line_is_printed_now_and_then_where_nobody_looks_at_a_moving_one() -> None:
    said = io.StringIO()
    with Waiting(Console(file=said, width=80), "grading a.docx", seconds=(0.01, 0.02)):
        while said.getvalue().count("\n") < 4:
            time.sleep(0.001)
    lines = said.getvalue().splitlines()
    assert lines[0] == "grading a.docx, 0.0 s so far"
    assert all(line.startswith("grading a.docx, 0.") for line in lines)


def test_nothing_is_said_of_what_is_over_soon() -> None:
    said = io.StringIO()
    with Waiting(Console(file=said, width=80), "grading a.docx"):
        pass
    assert said.getvalue() == ""


def test_on_a_terminal_the_line_is_taken_away_at_the_end() -> None:
    said = io.StringIO()
    with Waiting(Console(file=said, width=80, force_terminal=True), "grading \x1b[31ma.docx"):
        while "grading" not in said.getvalue():
            time.sleep(0.001)
    assert r"grading \x1b[31ma.docx" in said.getvalue()
    assert "\x1b[2K" in said.getvalue(), "the line is erased"


def test_whoever_is_asked_on_the_same_terminal_is_not_disturbed(monkeypatch: pytest.MonkeyPatch) -> None:
    for asks, reference in ((True, HUMAN), (True, "mine:judge"), (False, "model"), (False, "command")):
        judge = Judge(ScriptedGrader(), reference)
        monkeypatch.setattr("sys.stdin", Terminal())
        assert isinstance(waiting(Output(), judge, "grading"), Waiting) is not asks
        monkeypatch.setattr("sys.stdin", io.StringIO())
        assert isinstance(waiting(Output(), judge, "grading"), Waiting)
    assert isinstance(waiting(Output(), None, "grading"), Waiting)


class Terminal(io.StringIO):
    """Somebody sits at it."""

    def isatty(self) -> bool:
        return True


def test_without_a_standard_error_the_result_is_printed_all_the_same(here: Path) -> None:
    command = [sys.executable, "-m", "outcomes", "grade", "note.md", "-r", "objective.md"]
    run = ["sh", "-c", f"{shlex.join(command)} 2>&-"]
    done = subprocess.run(run, check=False, cwd=here, capture_output=True, text=True)
    assert (done.returncode, "satisfied" in done.stdout) == (0, True)


def test_a_judge_that_takes_its_time_is_waited_for_aloud(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Waiting.__init__, "__defaults__", ((0.2, 0.2),))
    monkeypatch.setenv("XDG_CACHE_HOME", str(here))
    monkeypatch.setenv("OUTCOMES_API_KEY", "sk-test")
    with FakeEndpoint(Answers(), latency_seconds=0.5) as endpoint:
        said = outcomes(
            "grade", "note.md", "-r", "mixed.md", "--model", "claude-sonnet-5", "--base-url", endpoint.base_url
        )
    assert said.code == 0
    assert "grading note.md, 0.2 s so far\n" in said.err
    assert "so far" not in said.out
