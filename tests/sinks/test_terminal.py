"""The terminal sink: calm lines that say what holds, what changed and what to mend; nothing hostile gets through."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from outcomes import Criterion, Rubric
from outcomes.events import EvaluationOngoing, OutcomeDefined, RubricText, WorkStartedEvent
from outcomes.rubric import CheckCall
from outcomes.sinks.terminal import TerminalSink, safe
from outcomes.testing import ScriptedGrader

from .support import CLEAR, DONE, LONG, SHORT, Screen, go

if TYPE_CHECKING:
    from collections.abc import Sequence

HOSTILE = "\x1b[31mred\x1b]0;owned\x07 \u202etxt.exe\u2066 \x9b2J [bold]loud[/bold] :smile: \r\n::error::x"
SGR = re.compile(r"\x1b\[[0-9;]*m")


def told(script: Sequence[object], *criteria: Criterion, width: int = 72, **more: object) -> str:
    """What a run prints."""
    screen = Screen(width)
    wanted = criteria or (LONG, DONE, SHORT)
    go(script, TerminalSink(screen.console, Rubric(criteria=wanted)), criteria=wanted, **more)  # type: ignore[arg-type]
    return screen.text


def test_a_run_from_its_first_gaps_to_its_end() -> None:
    assert (
        told(["TODO", "one two TODO three", "one two three four"])
        == """\
Write a note
3 criteria, at most 5 iterations

iteration 0
  ✗ It has at least four words
    1 visible word: 1 word, asked for at least 4
    fix: Add at least 3 words.
  ✗ No placeholder is left
    1 piece of text, 1 placeholder left: artifact.txt:L1: "TODO" in
    "TODO"
    fix: Replace or take out what is left at artifact.txt:L1.
  ✓ It has at most nine words
  needs_revision  1 pass, 2 fail, score 33.3%

iteration 1
  ✓ fixed It has at least four words
  ✗ still No placeholder is left
          1 piece of text, 1 placeholder left: artifact.txt:L1: "TODO"
          in "one two TODO three"
          fix: Replace or take out what is left at artifact.txt:L1.
  ✓       1 other passes as before
  needs_revision  2 pass, 1 fail, score 66.6%

iteration 2
  ✓ fixed No placeholder is left
  ✓       2 others pass as before
  satisfied  all pass, score 100%
"""
    )


def test_what_an_attempt_broke_is_named_and_the_next_one_starts_from_the_best() -> None:
    text = told(["one two TODO three", "one", "one two three four"])
    assert "  ✗ broke It has at least four words\n" in text
    assert "\niteration 2 goes on from iteration 0, the best so far\n" in text


def test_an_unreadable_deliverable_is_told() -> None:
    assert told([b"", "one two three four"]).splitlines()[3:7] == [
        "iteration 0",
        "  ✗ 'artifact.txt' is empty.",
        "  needs_revision",
        "",
    ]


def test_a_worker_that_breaks_is_told_once() -> None:
    assert told([LookupError("no model")]).splitlines()[3:] == [
        "iteration 0",
        "  worker_error  LookupError: no model",
    ]


def test_why_nobody_judged_is_told_once() -> None:
    judged = (LONG, CLEAR, Criterion(id="kind", text="It is kind"))
    text = told(["one", "one two three four"], *judged, width=100)
    assert text.count("no judge is configured") == 1
    assert text.splitlines()[-1] == "  undecided  1 of 3 criteria graded, 1 pass, 2 not judged, score 33.3% to 100%"


def test_a_rubric_with_criteria_left_aside_is_never_just_satisfied() -> None:
    rubric = Rubric(criteria=(LONG, CLEAR)).only_objective()
    screen = Screen(100)
    go(["one two three four"], TerminalSink(screen.console, rubric), rubric=rubric)
    assert screen.text.splitlines()[-1] == "  objective part satisfied  1 of 2 criteria graded, it passes, score 100%"


def test_heartbeats_are_lines_where_nobody_watches() -> None:
    screen = Screen()
    sink = TerminalSink(screen.console, Rubric(criteria=(LONG,)))
    common = {"id": "e", "run_id": "r", "outcome_id": "o", "processed_at": datetime(2026, 1, 1, tzinfo=UTC)}
    sink(WorkStartedEvent(**common, iteration=0, step_id="s"))  # type: ignore[arg-type]
    sink(EvaluationOngoing(**common, iteration=0))  # type: ignore[arg-type]
    assert screen.text == "\niteration 0\n  still working for 0.0 s\n"


def test_a_spinner_runs_where_somebody_watches_and_is_gone_at_the_end() -> None:
    screen = Screen(colours=True, interactive=True)
    with TerminalSink(screen.console, Rubric(criteria=(LONG,))) as sink:
        go(["one two three four"], sink, criteria=(LONG,))
    assert "working for 0.0 s" in screen.raw
    assert screen.raw.count("\x1b[?25l") == screen.raw.count("\x1b[?25h") > 0


def test_a_sink_that_is_left_early_gives_the_cursor_back() -> None:
    screen = Screen(colours=True, interactive=True)
    common = {"id": "e", "run_id": "r", "outcome_id": "o", "processed_at": datetime(2026, 1, 1, tzinfo=UTC)}
    with TerminalSink(screen.console, Rubric(criteria=(LONG,))) as sink:
        sink(WorkStartedEvent(**common, iteration=0, step_id="s"))  # type: ignore[arg-type]
    assert screen.raw.count("\x1b[?25l") == screen.raw.count("\x1b[?25h") == 1


@pytest.mark.parametrize("colours", [False, True])
def test_nothing_hostile_reaches_the_terminal(*, colours: bool) -> None:
    """Words of the rubric, the description, the artifact, the worker and the judge are printed as what they are."""
    criterion = Criterion(id="bad", text=HOSTILE, check=CheckCall(name="no_placeholders"))
    rubric = Rubric(criteria=(criterion, CLEAR))
    screen = Screen(colours=colours)
    sink = TerminalSink(screen.console, rubric)
    sink(
        OutcomeDefined(
            id="e",
            run_id="r",
            outcome_id="o",
            processed_at=datetime(2026, 1, 1, tzinfo=UTC),
            description=HOSTILE,
            rubric=RubricText(content=HOSTILE),
            max_iterations=1,
        )
    )
    go([f"TODO {HOSTILE}", LookupError(HOSTILE)], sink, rubric=rubric, grader=ScriptedGrader([{"clear"}]))
    left = SGR.sub("", screen.raw) if colours else screen.raw
    assert not set(left) & set("\x1b\x07\x9b\r\u202e\u2066")
    assert "\\x1b[31mred\\x1b]0;owned\\x07 \\u202etxt.exe\\u2066 \\x9b2J [bold]loud[/bold] :smile:" in " ".join(
        left.split()
    )


def test_safe_text_is_one_line_that_every_encoding_can_write() -> None:
    assert safe("a\n\tb\udcff\x00").plain == "a b\\udcff\\x00"


def test_safe_text_is_clipped() -> None:
    assert safe("one two three", most=9).plain == "one two…"
