"""A run as people follow it: what is happening now, and after each round what holds, what changed and what to mend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from rich.live import Live
from rich.padding import Padding
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from outcomes.events import (
    EvaluationEnded,
    EvaluationOngoing,
    EvaluationStarted,
    OutcomeDefined,
    WorkEnded,
    WorkStartedEvent,
)
from outcomes.sinks.words import (
    RESULT_STYLES,
    SIGNS,
    STYLES,
    reason_in_words,
    result_in_words,
    score_in_words,
    seconds_in_words,
    tally,
    verdicts_in_words,
)
from outcomes.text import clip, count, shown, squash

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console, RenderableType

    from outcomes.events import Event
    from outcomes.rubric import Criterion, Rubric
    from outcomes.verdict import Gap, Grade, Verdict

Change = Literal["fixed", "broke", "still", ""]

CHANGE_STYLES: dict[Change, str] = {"fixed": "green", "broke": "bold red", "still": "red", "": ""}
LONGEST_TEXT = 160
LONGEST_GAP = 480
INDENT = 2
WORTH_TELLING_SECONDS = 1.0


def safe(untrusted: str, style: str = "", *, most: int = 0) -> Text:
    """Text from outside as it may be printed: one line, no control characters, no markup; clipped to `most`."""
    line = shown(squash(untrusted)).encode("utf-8", "backslashreplace").decode("utf-8")
    return Text(clip(line, most) if most else line, style=style)


class TerminalSink:
    """Prints the progress of one run on a rich console; the way to use it is on standard error.

    On an interactive console a spinner tells what is being waited for; everywhere else there are only appended lines.
    """

    def __init__(self, console: Console, rubric: Rubric) -> None:
        """`rubric` gives the criteria their words. Nothing is printed before the first event."""
        self._console = console
        self._rubric = rubric
        self._wait = _Wait(console)
        self._last: Grade | None = None
        self._told: set[str] = set()
        self._worked = 0.0

    def __call__(self, event: Event) -> None:
        """Print what the event says."""
        if isinstance(event, OutcomeDefined):
            self._begin(event)
        elif isinstance(event, WorkStartedEvent):
            self._head(event)
            self._wait.begin("working")
        elif isinstance(event, WorkEnded):
            self._work_ended(event)
        elif isinstance(event, EvaluationStarted):
            self._wait.begin("grading")
        elif isinstance(event, EvaluationOngoing):
            self._wait.still()
        else:
            self._evaluation_ended(event)

    def close(self) -> None:
        """Take the spinner away; for runs that end without a last event."""
        self._wait.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin(self, event: OutcomeDefined) -> None:
        judged = len(self._rubric.judged_ids)
        criteria = count(len(self._rubric.criteria), "criterion", "criteria")
        kinds = f" ({judged} judged)" if judged else ""
        rounds = count(event.max_iterations, "iteration")
        self._console.print(safe(event.description, "bold", most=LONGEST_TEXT))
        self._console.print(Text(f"{criteria}{kinds}, at most {rounds}", style="dim"))

    def _head(self, event: WorkStartedEvent) -> None:
        line = Text.assemble("\n", (f"iteration {event.iteration}", "bold"))
        if event.base_iteration is not None and event.base_iteration < event.iteration - 1:
            line.append(f" goes on from iteration {event.base_iteration}, the best so far", "dim")
        self._console.print(line)

    def _work_ended(self, event: WorkEnded) -> None:
        self._wait.end()
        self._worked = event.seconds
        if event.problem is not None:
            self._line(Text.assemble(("✗ ", "red"), safe(event.problem, most=LONGEST_GAP)))

    def _evaluation_ended(self, event: EvaluationEnded) -> None:
        self._wait.end()
        if event.grade is not None:
            self._line(verdict_rows(self._rubric, event.grade, self._last, self._told))
            self._last = event.grade
        self._line(self._conclusion(event))

    def _conclusion(self, event: EvaluationEnded) -> Text:
        """The result, and what it rests on."""
        result = result_in_words(event.result, self._rubric.bar.scope)
        line = Text.assemble((result, RESULT_STYLES[event.result]))
        if event.grade is not None:
            whole = event.grade.graded == event.grade.total
            found = verdicts_in_words(event.grade) if whole else tally(event.grade)
            line.append(f"  {found}, {score_in_words(event.grade)}", "dim")
        elif event.result != "needs_revision":
            line.append("  ").append_text(safe(reason_in_words(event.reason), "dim", most=LONGEST_GAP))
        if self._worked >= WORTH_TELLING_SECONDS:
            line.append(f"  worked {seconds_in_words(self._worked)}", "dim")
        return line

    def _line(self, content: RenderableType) -> None:
        self._console.print(Padding(content, (0, 0, 0, INDENT)))


def verdict_rows(rubric: Rubric, grade: Grade, before: Grade | None, told: set[str]) -> Table:
    """Criteria with their sign, what changed since `before`, and for each gap where it is and its smallest fix.

    The first round shows all criteria; later ones those that are open or were fixed, and count the others. Why
    something could not be judged is told once: `told` remembers.
    """
    changes = {verdict.criterion_id: change(verdict, before) for verdict in grade.verdicts}
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    marked = any(changes.values())
    if marked:
        table.add_column(width=5)
    table.add_column(overflow="fold")
    quiet = 0
    for verdict in grade.verdicts:
        changed = changes[verdict.criterion_id]
        if before is not None and not changed and verdict.verdict in ("pass", "not_applicable"):
            quiet += 1
            continue
        sign = Text(SIGNS[verdict.verdict], style=STYLES[verdict.verdict])
        mark = [Text(changed, style=CHANGE_STYLES[changed])] if marked else []
        table.add_row(sign, *mark, _said(rubric[verdict.criterion_id], verdict, told))
    if quiet:
        others = f"{count(quiet, 'other')} {'passes' if quiet == 1 else 'pass'} as before"
        table.add_row(Text(SIGNS["pass"], style="dim"), *([""] if marked else []), Text(others, style="dim"))
    return table


def change(verdict: Verdict, before: Grade | None) -> Change:
    """What happened to a criterion since the round before."""
    if before is None:
        return ""
    was = before.status(verdict.criterion_id)
    if verdict.verdict == "pass":
        return "" if was == "pass" else "fixed"
    if was == "pass":
        return "broke"
    return "still" if was == verdict.verdict == "fail" else ""


def _said(criterion: Criterion, verdict: Verdict, told: set[str]) -> Text:
    """The criterion, then what is missing, where, and what to do; a reason told once is not told again."""
    lines = [safe(criterion.text, most=LONGEST_TEXT)]
    if verdict.gap is not None:
        lines += gap_lines(verdict.gap)
    elif verdict.verdict == "cannot_judge" and verdict.rationale not in told:
        told.add(verdict.rationale)
        lines.append(safe(verdict.rationale, "dim", most=LONGEST_GAP))
    return Text("\n").join(lines)


def gap_lines(gap: Gap) -> list[Text]:
    """What is missing, the places that this does not name yet, and the smallest fix."""
    lines = [safe(gap.missing, "dim", most=LONGEST_GAP)]
    elsewhere = [place for place in gap.where if place not in gap.missing]
    if elsewhere:
        lines.append(safe("at " + "; ".join(elsewhere), "dim", most=LONGEST_GAP))
    if gap.smallest_fix:
        lines.append(Text.assemble(("fix: ", "cyan"), safe(gap.smallest_fix, most=LONGEST_GAP)))
    return lines


class _Wait:
    """Tells that something takes time: a spinner where there is somebody to look at it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live: Live | None = None
        self._what = ""
        self._since = 0.0

    def begin(self, what: str) -> None:
        self.end()
        self._what, self._since = what, self._console.get_time()
        if self._console.is_interactive:
            line = Spinner("dots", _Elapsed(self.words), style="cyan")
            self._live = Live(
                Padding(line, (0, 0, 0, INDENT)), console=self._console, transient=True, refresh_per_second=8,
                redirect_stdout=False, redirect_stderr=False,
            )  # fmt: skip
            self._live.start()

    def still(self) -> None:
        """The heartbeat; a spinner needs none."""
        if self._live is None:
            self._console.print(Padding(Text(f"still {self.words()}", style="dim"), (0, 0, 0, INDENT)))

    def end(self) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    def words(self) -> str:
        return f"{self._what} for {seconds_in_words(self._console.get_time() - self._since)}"


class _Elapsed:
    """Words that are asked for again with every picture of the spinner."""

    def __init__(self, words: Callable[[], str]) -> None:
        self._words = words

    def __rich__(self) -> Text:
        return Text(self._words(), style="dim")
