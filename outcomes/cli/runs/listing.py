"""`outcomes runs list`: a line for each run, the latest last."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import click

from outcomes.cli import options

_MOST_ROWS: Final = 100
"""Of a table that nobody has asked to be longer: its columns are as wide as they have to be for all of its rows."""

if TYPE_CHECKING:
    from pathlib import Path

    from rich.table import Table

    from outcomes.store import RunSummary

_SHORTEST: Final = 12
_WIDE: Final = 100
"""Columns from which on there is room for whole ids."""


@click.command("list", short_help="List the runs that are kept.")
@options.runs
@click.option(
    "--last",
    "-n",
    type=click.IntRange(min=1),
    metavar="N",
    help="Only the latest N.  [default: 100, and all with --json]",
)
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
    most = last if last is not None or as_json else _MOST_ROWS
    shown = found[-most:] if most is not None else found
    out.document({"schema_version": SCHEMA_VERSION, "runs": [run.model_dump(mode="json") for run in shown]})
    out.result(_table(shown, out.results.width) if shown else "no runs")
    left_out = f", of {len(found)}" if len(found) > len(shown) else ""
    out.note(f"{count(len(shown), 'run')}{left_out}, kept in {there.root}")
    return 0


def _beginnings(ids: list[str]) -> dict[str, str]:
    """Each id's beginning that no other has and that will do for RUN: at least twelve characters, so that lines fit."""
    length = next(n for n in range(_SHORTEST, max(map(len, ids)) + _SHORTEST) if len({i[:n] for i in ids}) == len(ids))
    return {run_id: run_id[:length] for run_id in ids}


def _table(runs: list[RunSummary], width: int) -> Table:
    from rich.text import Text

    from outcomes.cli.tables import plain_table
    from outcomes.sinks.terminal import safe
    from outcomes.sinks.words import RESULT_STYLES

    table = plain_table("run", "begun", "result", "met", "rounds", "cost", "wanted")
    table.columns[0].no_wrap = table.columns[2].no_wrap = True
    ids = [run.run_id for run in runs]
    short = _beginnings(ids) if width < _WIDE else dict(zip(ids, ids, strict=True))
    for run in runs:
        result = run.result or "unfinished"
        met = f"{run.satisfied_required}/{run.required}" if run.satisfied_required is not None else "-"
        table.add_row(
            short[run.run_id],
            run.started_at.astimezone().strftime("%Y-%m-%d %H:%M"),
            Text(result, style=RESULT_STYLES[run.result] if run.result is not None else "dim"),
            met,
            str(run.iterations),
            f"${run.cost_usd:.2f}" if run.cost_usd is not None else "?",
            safe(run.description, most=60),
        )
    return table
