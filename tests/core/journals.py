"""A whole run as records: every type, in the order in which a loop writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from outcomes.artifact import FileEntry
from outcomes.decide import Reason
from outcomes.history import Delivery, Problem
from outcomes.outcome import Budget
from outcomes.records import (
    GradingStarted,
    InterruptRequested,
    LookFinished,
    RevisionOrdered,
    RunEnded,
    RunReopened,
    RunStarted,
    WorkFinished,
    WorkStarted,
)
from outcomes.usage import Usage

from .factories import a_grade, a_look, a_rubric, an_outcome

if TYPE_CHECKING:
    from outcomes.records import Record

START = datetime(2026, 1, 1, 12, 0, 0, 123456, tzinfo=UTC)
RUBRIC = a_rubric("clear sourced? short# secret!")
DELIVERY = Delivery(
    kind="folder",
    name="notes \u2013 final",
    files=(FileEntry("a.md", "5a", 3), FileEntry("data/b.csv", "5b", 0)),
    sha256="50",
    content_sha256="51",
)


def stamp(seq: int, path: str, *, days: int = 0) -> dict[str, Any]:
    """A record's place: one second after the other."""
    return {"seq": seq, "at": START + timedelta(days=days, seconds=seq), "path": path}


def a_start(run_id: str = "run_1", *, days: int = 0) -> RunStarted:
    """The first record of a run."""
    return RunStarted(
        **stamp(0, "run/start", days=days),
        run_id=run_id,
        outcome=an_outcome(RUBRIC, description="Notes \u2013 short", budget=Budget(seconds=60.5, tokens=10)),
        rubric_text="- It has clear\n",
        worker="writer",
        grader="scripted",
    )


def a_journal(run_id: str = "run_1", *, days: int = 0) -> list[Record]:
    """A draft, graded and sent back; one that nobody can read; then somebody asks to stop, twice."""
    grade = a_grade(RUBRIC, "fpcp", artifact="50", usage=Usage(input_tokens=5, cost_usd=0.25))
    places = [
        "run/start", "it/0/work/start", "it/0/work", "it/0/grading", "it/0/look/0", "it/0/revise",
        "it/1/work/start", "it/1/work", "it/1/grading", "run/interrupt", "run/end",
        "run/reopen", "run/interrupt/again/1", "run/end/again/1",
    ]  # fmt: skip
    at = [stamp(seq, path, days=days) for seq, path in enumerate(places)]
    return [
        a_start(run_id, days=days),
        WorkStarted(**at[1], iteration=0, step_id=f"{run_id}/it/0/work"),
        WorkFinished(**at[2], iteration=0, delivery=DELIVERY, usage=Usage(output_tokens=7), seconds=1.5),
        GradingStarted(**at[3], iteration=0, artifact_sha256="50"),
        LookFinished(**at[4], iteration=0, look=a_look(*RUBRIC.ids), grade=grade, seconds=0.25),
        RevisionOrdered(**at[5], iteration=0, base=0, reason=Reason(code="gaps", criterion_ids=("clear",))),
        WorkStarted(**at[6], iteration=1, base=0, step_id=f"{run_id}/it/1/work"),
        WorkFinished(**at[7], iteration=1, base=0, problem=Problem(code="corrupt-zip", message="it is no zip")),
        GradingStarted(**at[8], iteration=1),
        InterruptRequested(**at[9]),
        RunEnded(**at[10], result="interrupted", reason=Reason(code="interrupted"), best=0),
        RunReopened(**at[11]),
        InterruptRequested(**at[12]),
        RunEnded(**at[13], result="interrupted", reason=Reason(code="interrupted"), best=0),
    ]
