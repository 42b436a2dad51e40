"""The three acts of the demo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.text import Text

from outcomes import api
from outcomes.cli.demo.writers import write_deck, write_report
from outcomes.cli.judge import hint
from outcomes.cli.tables import grade_table, summary
from outcomes.outcome import Outcome
from outcomes.sinks.terminal import TerminalSink, safe
from outcomes.wiring import KeptRuns

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from outcomes.run import Run
    from outcomes.worker import Brief

HERE: Final = Path(__file__).parent
MOST_ITERATIONS: Final = 5


class Act(NamedTuple):
    """One loop of the demo."""

    title: str
    about: str
    description: str
    rubric: str
    worker: Callable[[Brief], Path]


ACTS: Final = (
    Act(
        "1. A report",
        "A Python function writes a Word file and mends at most three gaps a round.",
        "Quarterly report for Q3, as a Word document",
        "demo-report",
        write_report,
    ),
    Act(
        "2. A deck",
        "Another one writes a PowerPoint file and mends everything that it is told.",
        "Quarterly deck for Q3, as a PowerPoint document",
        "demo-deck",
        write_deck,
    ),
)


def play(console: Console, folder: Path, *, kept: bool) -> int:
    """Print all acts; the exit code is 0 when both loops ended satisfied, otherwise that of the first that did not."""
    codes = [_loop(console, act, folder).exit_code for act in ACTS]
    _guest(console)
    _farewell(console, folder if kept else None)
    return next((code for code in codes if code), 0)


def _loop(console: Console, act: Act, folder: Path) -> Run:
    _title(console, act.title, act.about)
    rubric = api.load_rubric(act.rubric)
    outcome = Outcome(description=act.description, rubric=rubric, max_iterations=MOST_ITERATIONS)
    with TerminalSink(console, rubric) as sink, KeptRuns(folder / "outcomes-runs") as kept:
        return api.run_outcome_sync(
            outcome,
            act.worker,
            sinks=[sink],
            store=kept.store,
            blobs=kept.blobs,
            output=folder,
        )


def _guest(console: Console) -> None:
    """A document by other people, under a rubric that code alone cannot decide."""
    _title(
        console,
        "3. A document by somebody else",
        "Part of its rubric is decided by code; the rest needs somebody who reads, and nobody has been asked to.",
    )
    rubric = api.load_rubric(HERE / "guest.md")
    grade = api.grade_sync(HERE / "guest.docx", rubric)
    console.print(
        grade_table(rubric, grade, width=console.width), "", summary(grade), Text(hint(grade), "dim"), sep="\n"
    )


def _farewell(console: Console, folder: Path | None) -> None:
    _title(console, "Now yours", "")
    for line in (
        "outcomes grade your.docx --rubric business-report",
        "outcomes rubric show board-deck --to markdown > my-rubric.md",
        "outcomes run -r my-rubric.md -w 'your-agent {brief}' -d 'What it shall make'",
    ):
        console.print(Text(f"  {line}", "cyan"), soft_wrap=True)
    if folder is not None:
        console.print(Text.assemble("\nkept in ", safe(str(folder))))


def _title(console: Console, title: str, about: str) -> None:
    console.print(Text.assemble("\n", (title, "bold cyan")))
    if about:
        console.print(Text(about, "dim"), "", sep="\n")
