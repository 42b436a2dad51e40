"""`outcomes runs resume`: the same worker, rubric and grader, from where a run stopped."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outcomes.cli import options

if TYPE_CHECKING:
    from outcomes.cli.options import Judging
    from outcomes.cli.running import Plan
    from outcomes.records import RunStarted
    from outcomes.wiring import KeptRuns


@click.command(short_help="Go on with a run that did not come to its end.")
@click.argument("run_id", metavar="RUN")
@options.runs
@options.events
@options.allow_undecided
@options.as_json
def resume(*, run_id: str, runs: Path | None, events: Path | None, allow_undecided: bool, as_json: bool) -> int:
    """Go on with a run whose process was killed, that was interrupted, or in which a worker or a grader broke.

    What it had finished is not done again: its artifacts, verdicts and paid replies are kept. It goes on in the folder
    in which it was started, with the same worker and grader. A run that has come to a result is shown as it ended, and
    one that another process drives is refused, with that process's number.
    """
    from outcomes.cli.output import Output
    from outcomes.cli.running import carry_out, exit_code, tell
    from outcomes.cli.runs.common import kept

    out = Output(as_json=as_json)
    with out.working():
        with kept(runs) as there:
            first = asyncio.run(_first(there, run_id))
            root = there.root.absolute()
        plan = _plan(first, root, events.absolute() if events is not None else None)
        ended = carry_out(plan, out)
    out.document(ended.document)
    tell(out, plan, ended)
    return exit_code(out, ended, allow_undecided=allow_undecided)


async def _first(there: KeptRuns, given: str) -> RunStarted:
    from outcomes.cli.runs.common import find
    from outcomes.errors import UsageError
    from outcomes.records import beginning

    run = await find(there, given)
    first = beginning((await there.store.read(run.run_id))[0], run.run_id)
    if first.no_content:
        msg = f"run {run.run_id} was kept without content: it can be listed and shown, not resumed; begin a new one"
        raise UsageError(msg)
    if not first.origin.get("worker"):
        msg = (
            f"run {run.run_id} was started by a program, which alone has its worker: "
            f"call run_outcome(..., run_id={run.run_id!r}, reopen=True) there"
        )
        raise UsageError(msg)
    return first


def _judging(flags: dict[str, str]) -> Judging:
    """The flags about who judges, as they were given."""
    from outcomes.cli.options import Judging

    values: dict[str, Any] = dict(flags)
    if "max_cost_usd" in values:
        values["max_cost_usd"] = float(values["max_cost_usd"])
    if "worksheet" in values:
        values["worksheet"] = Path(values["worksheet"])
    return Judging(**values)


def _plan(first: RunStarted, runs: Path, events: Path | None) -> Plan:
    """The plan that the run was started with, in its own folder."""
    from outcomes.cli.judge import find_judge
    from outcomes.cli.running import Plan
    from outcomes.errors import UsageError
    from outcomes.settings import load_settings
    from outcomes.workers.command import CommandWorker

    origin = first.origin
    folder = Path(str(origin["folder"]))
    try:
        os.chdir(folder)
    except OSError as error:
        msg = f"run {first.run_id} was started in {str(folder)!r}, which cannot be gone to: {error.strerror}"
        raise UsageError(msg) from None
    return Plan(
        outcome=first.outcome,
        worker=CommandWorker.parse(str(origin["worker"]), timeout_seconds=origin["worker_timeout_seconds"]),
        judge=find_judge(_judging(origin["grader"]), load_settings(os.environ, folder)),
        run_id=first.run_id,
        runs=runs,
        output=Path(str(origin["output"])),
        events=events,
        allow_commands=bool(origin["allow_commands"]),
        convert=bool(origin["convert"]),
        reopen=True,
        origin=origin,
    )
