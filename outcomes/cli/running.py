"""What `outcomes run` does once everything is known: carry a plan out under signals, and tell how it ended."""

from __future__ import annotations

import asyncio
import contextlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from outcomes import api, wiring
from outcomes.child import refuse_missing, split_command
from outcomes.cli.estimating import cost_of
from outcomes.cli.judge import HUMAN, code_of, find_judge, hint
from outcomes.cli.signals import Signals
from outcomes.cli.tables import headline
from outcomes.cli.waiting import waiting
from outcomes.errors import UsageError
from outcomes.interrupt import Interrupt
from outcomes.outcome import Outcome
from outcomes.sinks.jsonl import JsonLinesSink
from outcomes.sinks.terminal import INDENT, LONGEST_TEXT, TerminalSink, safe
from outcomes.sinks.words import SIGNS, STYLES, cost_in_words, seconds_in_words
from outcomes.text import count
from outcomes.workers.command import CommandWorker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.cli.estimating import Cost
    from outcomes.cli.judge import Judge
    from outcomes.cli.options import Judging
    from outcomes.cli.outcome_file import OutcomeFile
    from outcomes.cli.output import Output
    from outcomes.run import Best, Run
    from outcomes.settings import Settings
    from outcomes.sink import Sink
    from outcomes.worker import Worker


CUT_SHORT: Final = ("interrupted", "worker_error", "grader_error")
"""Results of runs whose last step did not get as far as saying what it used."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything that a run on the command line is made of."""

    outcome: Outcome
    worker: Worker
    judge: Judge | None
    run_id: str
    runs: Path
    output: Path
    events: Path | None = None
    allow_commands: bool = False
    convert: bool = False
    reopen: bool = False
    no_content: bool = False
    origin: Mapping[str, object] = field(default_factory=dict)
    """What `outcomes runs resume` needs to make this plan again."""


class Ended(NamedTuple):
    """A run that is over, and the exit code of the signal that ended it, if one did."""

    run: Run
    signal_code: int | None

    @property
    def path(self) -> str | None:
        """Where the best artifact is: relative to the working directory, with forward slashes."""
        if self.run.best is None:
            return None
        return Path(os.path.relpath(self.run.best.path)).as_posix()

    @property
    def document(self) -> dict[str, object]:
        """The run as the API returns it, and where the best artifact was put."""
        return self.run.model_copy(update={"output": self.path}).model_dump(mode="json")


def plan(
    asked: OutcomeFile,
    settings: Settings,
    *,
    only_objective: bool,
    grader: Judging,
    worker_timeout_seconds: float | None,
    runs: Path | None,
    no_content: bool | None,
    output: Path | None,
    events: Path | None,
    allow_commands: bool,
    convert: bool | None,
) -> Plan:
    """Make ready what is asked for.

    Raises:
        UsageError: something is missing or wrong.
        RubricError: the rubric cannot be used.
    """
    description, rubric_name, command = _complete(asked)
    rubric = api.load_rubric(rubric_name, asked.variables)
    timeout = worker_timeout_seconds if worker_timeout_seconds is not None else settings.worker_timeout_seconds
    run_id = wiring.new_run_id()
    if output is not None:
        _refuse_unwritable(output)
    output = output if output is not None else Path(f"outcomes-{run_id}")
    convert = settings.convert if convert is None else convert
    rubric = rubric.only_objective() if only_objective else rubric
    judge = find_judge(grader, settings)
    if command:
        refuse_missing(split_command(command) or [""], Path.cwd())
    if judge is not None:
        judge.refuse_missing(rubric)
    return Plan(
        outcome=Outcome(
            description=description,
            rubric=rubric,
            max_iterations=asked.max_iterations if asked.max_iterations is not None else settings.max_iterations,
            budget=asked.budget,
            references=asked.references,
            confirm=asked.confirm if asked.confirm is not None else 1,
        ),
        worker=CommandWorker.parse(command, timeout_seconds=timeout),
        judge=judge,
        run_id=run_id,
        runs=runs if runs is not None else settings.runs,
        output=output,
        events=events,
        allow_commands=allow_commands,
        convert=convert,
        no_content=settings.no_content if no_content is None else no_content,
        origin={
            "folder": str(Path.cwd()),
            "worker": command,
            "worker_timeout_seconds": timeout,
            "grader": {name: str(value) for name, value in grader._asdict().items() if value is not None},
            "output": str(output),
            "allow_commands": allow_commands,
            "convert": convert,
        },
    )


def cost_of_run(plan: Plan) -> Cost:
    """What judging all rounds may cost, of artifacts as large as a judge is shown; no worker is counted."""
    wanted = plan.outcome
    references = [Path(name) for name in wanted.references]
    return cost_of(
        plan.judge,
        wanted.rubric,
        None,
        confirm=wanted.confirm,
        rounds=wanted.max_iterations,
        references=references,
    )


def carry_out(plan: Plan, out: Output) -> Ended:
    """Run it, with progress on standard error and every record in the runs folder."""
    if plan.judge is not None and plan.judge.fingerprint == HUMAN:
        out.hold_still()
    with contextlib.ExitStack() as stack:
        sinks: list[Sink] = [stack.enter_context(TerminalSink(out.progress, plan.outcome.rubric))]
        if plan.events is not None:
            sinks.append(stack.enter_context(JsonLinesSink(plan.events)))
        how = ", without content: it cannot be gone on with" if plan.no_content else ""
        out.note(f"{plan.run_id}, kept in {home(plan.runs)}{how}")
        if plan.outcome.budget.cost_usd is not None:
            out.note("the money budget counts what graders cost, and the worker as far as its usage.json says")
        unjudged = len(plan.outcome.rubric.judged_ids) if plan.judge is None else 0
        if unjudged:
            which = count(unjudged, "criterion stays", "criteria stay")
            out.note(f"{which} open, since nobody judges: the run can end undecided at best")
        if not out.progress.is_interactive:
            stack.enter_context(waiting(out, plan.judge, "at work"))
        return asyncio.run(_run(plan, sinks))


async def _run(plan: Plan, sinks: list[Sink]) -> Ended:
    interrupt = Interrupt()
    with wiring.KeptRuns(plan.runs) as kept, Signals(interrupt, asyncio.get_running_loop()) as signals:
        run = await api.run_outcome(
            plan.outcome,
            plan.worker,
            grader=plan.judge,
            sinks=sinks,
            store=kept.store,
            blobs=None if plan.no_content else kept.blobs,
            no_content=plan.no_content,
            output=plan.output,
            run_id=plan.run_id,
            allow_commands=plan.allow_commands,
            convert=plan.convert,
            reopen=plan.reopen,
            interrupt=interrupt,
            origin=plan.origin,
        )
    return Ended(run, signals.exit_code if run.result == "interrupted" else None)


def home(path: Path) -> str:
    """A path as people write it."""
    try:
        return (Path("~") / path.relative_to(Path.home())).as_posix()
    except ValueError:
        return str(path)


def tell(out: Output, plan: Plan, ended: Ended) -> None:
    """How it ended, what is still open, where the best artifact is and what it cost."""
    run = ended.run
    out.note("")
    out.result(headline(run))
    if run.best is not None:
        open_criteria = _open(plan, run.best)
        if open_criteria.row_count:
            out.result(Padding(open_criteria, (0, 0, 0, INDENT)))
    out.result(_facts(ended))
    how = hint(run.best.grade) if run.best is not None else ""
    if how:
        out.note(how)


def exit_code(out: Output, ended: Ended, *, allow_undecided: bool) -> int:
    """The signal's, or the result's."""
    if ended.signal_code is not None:
        return ended.signal_code
    return code_of(ended.run.result, out, allow_undecided=allow_undecided)


def _complete(asked: OutcomeFile) -> tuple[str, str, str]:
    if asked.description and asked.rubric and asked.worker:
        return asked.description, asked.rubric, asked.worker
    needed = {"description": asked.description, "rubric": asked.rubric, "worker": asked.worker}
    missing = [name for name, value in needed.items() if not value]
    flags = " ".join(f"--{name}" for name in missing)
    msg = f"a run needs a {' and a '.join(missing)}; give {flags}, or name them in a file given with --outcome"
    raise UsageError(msg)


def _refuse_unwritable(folder: Path) -> None:
    """Before anything is paid for rather than after it."""
    nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        msg = f"the best artifact cannot be put into {str(folder)!r}: {str(nearest)!r} is no folder that can be written"
        raise UsageError(msg)


def _open(plan: Plan, best: Best) -> Table:
    """Criteria that the best artifact does not pass, one line each; how to mend them was said above."""
    table = Table.grid(padding=(0, 1, 0, 0))
    for verdict in best.grade.verdicts:
        if verdict.verdict in ("fail", "cannot_judge"):
            sign = Text(SIGNS[verdict.verdict], style=STYLES[verdict.verdict])
            table.add_row(sign, safe(plan.outcome.rubric[verdict.criterion_id].text, most=LONGEST_TEXT))
    return table


def _facts(ended: Ended) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    if ended.run.best is not None and ended.path is not None:
        table.add_row("best", safe(ended.path).append(f" (iteration {ended.run.best.iteration})", "dim"))
    cut_short = "; not counting the step that was cut short" if ended.run.result in CUT_SHORT else ""
    time = f"{seconds_in_words(ended.run.seconds)} of work"
    table.add_row("used", Text(f"{cost_in_words(ended.run.usage)}; {time}{cut_short}"))
    table.add_row("run", Text(ended.run.run_id))
    return table
