"""`outcomes runs list`: a line for each run, the latest last."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from outcomes.cli import options

if TYPE_CHECKING:
    from pathlib import Path

    from rich.table import Table

    from outcomes.store import RunSummary


@click.command("list", short_help="List the runs that are kept.")
@options.runs
@click.option("--last", "-n", type=click.IntRange(min=1), help="Only the latest N.")
@click.option("--unfinished", is_flag=True, help="Only those that have not ended.")
@options.as_json
def list_runs(*, runs: Path | None, last: int | None, unfinished: bool, as_json: bool) -> int:
    """List the runs that are kept, the latest last."""
    from outcomes.cli.output import Output
    from outcomes.cli.runs.common import SCHEMA_VERSION, kept
    from outcomes.text import count

    out = Output(as_json=as_json)
    with kept(runs) as there:
        found = [run for run in asyncio.run(there.store.runs()) if not unfinished or run.result is None]
    shown = found[-last:] if last is not None else found
    out.document({"schema_version": SCHEMA_VERSION, "runs": [run.model_dump(mode="json") for run in shown]})
    out.result(_table(shown) if shown else "no runs")
    left_out = f", of {len(found)}" if len(found) > len(shown) else ""
    out.note(f"{count(len(shown), 'run')}{left_out}, kept in {there.root}")
    return 0


def _table(runs: list[RunSummary]) -> Table:
    from rich.text import Text

    from outcomes.cli.tables import plain_table
    from outcomes.sinks.terminal import safe
    from outcomes.sinks.words import RESULT_STYLES

    table = plain_table("run", "begun", "result", "met", "rounds", "cost", "wanted")
    for run in runs:
        result = run.result or "unfinished"
        met = f"{run.satisfied_required}/{run.required}" if run.satisfied_required is not None else "-"
        table.add_row(
            run.run_id,
            run.started_at.astimezone().strftime("%Y-%m-%d %H:%M"),
            Text(result, style=RESULT_STYLES[run.result] if run.result is not None else "dim"),
            met,
            str(run.iterations),
            f"${run.cost_usd:.2f}" if run.cost_usd is not None else "?",
            safe(run.description, most=60),
        )
    return table
