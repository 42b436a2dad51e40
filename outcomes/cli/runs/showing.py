"""`outcomes runs show`: how a run went, round by round, and what was found of its best artifact."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from outcomes.cli import options

if TYPE_CHECKING:
    from pathlib import Path

    from rich.table import Table

    from outcomes.cli.output import Output
    from outcomes.records import RunStarted
    from outcomes.run import Run
    from outcomes.wiring import KeptRuns


@click.command(short_help="Show how a run went and what was found.")
@click.argument("run_id", metavar="RUN")
@options.runs
@options.as_json
def show(*, run_id: str, runs: Path | None, as_json: bool) -> int:
    """Show a run: each round with its result, and every criterion of the best artifact. With --json, the whole run.

    A run that has not ended is shown as far as it got.
    """
    from outcomes.cli.output import Output
    from outcomes.cli.runs.common import kept

    out = Output(as_json=as_json)
    with kept(runs) as there:
        first, run, ended = asyncio.run(_load(there, run_id))
    out.document({**run.model_dump(mode="json"), "ended": ended})
    _tell(out, first, run, ended=ended)
    return 0


async def _load(there: KeptRuns, given: str) -> tuple[RunStarted, Run, bool]:
    from outcomes.cli.runs.common import find
    from outcomes.decide import Reason, best
    from outcomes.records import RunEnded, beginning, fold
    from outcomes.run import report

    summary = await find(there, given)
    records = await there.store.read(summary.run_id)
    first, last, history = beginning(records[0], summary.run_id), records[-1], fold(records)
    ended = isinstance(last, RunEnded)
    if not isinstance(last, RunEnded):
        top = best(history)
        last = RunEnded(
            seq=last.seq + 1,
            at=last.at,
            path="run/end",
            result="needs_revision",
            reason=Reason(code="gaps"),
            best=top.index if top is not None else None,
        )
    return first, report(summary.run_id, first.outcome, history, last), ended


def _tell(out: Output, first: RunStarted, run: Run, *, ended: bool) -> None:
    from outcomes.cli.tables import grade_table, headline
    from outcomes.sinks.terminal import safe
    from outcomes.sinks.words import cost_in_words, seconds_in_words

    out.result(
        safe(first.outcome.description, "bold"), safe(f"{run.run_id}, begun {first.at:%Y-%m-%d %H:%M} UTC", "dim"), ""
    )
    if run.iterations:
        out.result(_rounds(run), "")
    if run.best is not None:
        out.result(grade_table(first.outcome.rubric, run.best.grade, width=out.results.width), "")
    out.result(headline(run) if ended else safe("not ended", "bold"))
    out.result(safe(f"used {cost_in_words(run.usage)}; {seconds_in_words(run.seconds)} of work", "dim"))
    if not ended:
        out.note(f"`outcomes runs resume {run.run_id}` goes on with it, if its process is gone")


def _rounds(run: Run) -> Table:
    from outcomes.cli.tables import plain_table
    from outcomes.sinks.terminal import safe
    from outcomes.sinks.words import result_in_words, score_in_words, tally

    table = plain_table("round", "delivered", "result", "criteria", "score")
    for each in run.iterations:
        what = each.artifact.name if each.artifact is not None else each.problem.message if each.problem else ""
        mark = " (best)" if run.best is not None and run.best.iteration == each.index else ""
        grade = each.grade
        table.add_row(
            f"{each.index}{mark}",
            safe(what, most=60),
            result_in_words(grade.result, grade.bar.scope) if grade is not None else "not graded",
            tally(grade) if grade is not None else "",
            score_in_words(grade).removeprefix("score ") if grade is not None else "",
        )
    return table
