"""`outcomes demo`: real documents, real gaps, and a satisfied end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes import api
from outcomes.cli.demo.show import ACTS, HERE, Act
from outcomes.outcome import Outcome
from outcomes.sinks.words import SIGNS

from .support import outcomes

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.run import Run


def loop(act: Act, folder: Path) -> Run:
    """One act, without its audience."""
    outcome = Outcome(description=act.description, rubric=api.load_rubric(act.rubric), max_iterations=5)
    return api.run_outcome_sync(outcome, act.worker, output=folder)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.rubric)
def test_the_first_draft_has_real_gaps_and_the_last_has_none(act: Act, tmp_path: Path) -> None:
    run = loop(act, tmp_path)
    grades = [iteration.grade for iteration in run.iterations]
    first, last = grades[0], grades[-1]
    assert first is not None
    assert last is not None
    assert len(first.gaps) >= 5
    assert all(gap.smallest_fix for gap in first.gaps)
    assert (run.result, len(run.iterations) in (2, 3), last.gaps) == ("satisfied", True, ())


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.rubric)
def test_a_writer_mends_what_it_was_told_and_nothing_else(act: Act, tmp_path: Path) -> None:
    """It reads the gaps of its brief: one that is not named stays, as `still` in the next round."""
    run = loop(act, tmp_path)
    for before, after in zip(run.iterations, run.iterations[1:], strict=False):
        assert before.grade is not None
        assert after.grade is not None
        named = {gap.criterion_id for gap in before.grade.gaps}
        assert {gap.criterion_id for gap in after.grade.gaps} < named


def test_the_demo_shows_gaps_then_fixes_then_the_satisfied_end() -> None:
    said = outcomes("demo")
    text = said.out
    assert (said.code, said.err) == (0, "")
    order = [
        text.index(words)
        for words in ("1. A report", "fix: ", "needs_revision", "fixed", "  satisfied", "2. A deck", "3. A document")
    ]
    assert order == sorted(order)
    assert text.count("\n  satisfied  all pass, score 100%") == 2
    assert "¶" in text
    assert 'slide 2 / shape "Chart 2"' in " ".join(text.split())


def test_the_document_by_somebody_else_is_honestly_undecided() -> None:
    grade = api.grade_sync(HERE / "guest.docx", api.load_rubric(HERE / "guest.md"))
    assert (grade.result, grade.required_failures, grade.required_undecided) == ("undecided", 0, 3)
    text = outcomes("demo").out
    third = text[text.index("3. A document") :]
    assert f"{SIGNS['cannot_judge']} cannot_judge" in third
    assert "undecided: 7 of 10 criteria graded" in third
    assert "3 criteria need a judge." in third


def test_the_guest_is_the_file_that_its_notice_names() -> None:
    notice = (HERE / "NOTICE").read_text(encoding="utf-8")
    assert api.read_artifact(HERE / "guest.docx").sha256 in notice
    assert "MIT License" in notice


def test_what_is_kept_can_be_looked_at_and_graded_again(here: Path) -> None:
    said = outcomes("demo", "--keep", "kept")
    assert said.lines[-1] == "kept in kept"
    assert {path.name for path in (here / "kept").iterdir()} == {
        "outcomes-runs",
        "quarterly-report.docx",
        "quarterly-deck.pptx",
    }
    listed = outcomes("runs", "list", "--runs", "kept/outcomes-runs", "--json").document["runs"]
    assert [run["result"] for run in listed] == ["satisfied", "satisfied"]
    assert outcomes("regrade", listed[0]["run_id"], "--runs", "kept/outcomes-runs").code == 0


@pytest.mark.parametrize("columns", [80, 120])
def test_the_demo_fits_the_terminal(columns: int) -> None:
    assert max(map(len, outcomes("demo", COLUMNS=str(columns)).lines)) <= columns


def test_the_demo_leaves_nothing_behind(here: Path) -> None:
    before = set(here.iterdir())
    outcomes("demo")
    assert set(here.iterdir()) == before
