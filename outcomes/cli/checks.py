"""`outcomes checks`: everything that a rubric can have decided by code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from outcomes.cli import options

if TYPE_CHECKING:
    from rich.table import Table

    from outcomes.check import Checks, CheckSpec


@click.command(short_help="List what a rubric can have decided by code.")
@options.as_json
def checks(*, as_json: bool) -> int:
    """List the checks: what each of them makes sure of, and how it stands in a rubric.

    A criterion with a check is objective: it costs nothing, needs no key and gives the same verdict every time.
    """
    from outcomes import wiring
    from outcomes.cli.output import Output

    out = Output(as_json=as_json)
    known = wiring.checks()
    out.document(_document(known))
    out.result(_table(known))
    return 0


def _document(known: Checks) -> dict[str, object]:
    return {"schema_version": 1, "checks": [_data(spec) for spec in known.values()]}


def _data(spec: CheckSpec[Any]) -> dict[str, object]:
    return {
        "name": spec.name,
        "summary": spec.summary,
        "example": spec.example,
        "kinds": list(spec.kinds),
        "runs_code": spec.runs_code,
        "arguments": spec.args.model_json_schema(),
    }


def _table(known: Checks) -> Table:
    from rich.text import Text

    from outcomes.cli.tables import plain_table

    table = plain_table("check", "makes sure that")
    table.columns[0].no_wrap = True
    for spec in known.values():
        about = Text(spec.summary)
        if spec.kinds:
            about.append(f" ({', '.join(spec.kinds)})", "dim")
        if spec.runs_code:
            about.append(" (runs a command, so it needs --allow-commands)", "dim")
        about.append(f"\n{spec.example}", "cyan")
        table.add_row(Text(spec.name, style="bold"), about)
    return table
