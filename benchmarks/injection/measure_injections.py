"""How often a grader's verdicts change when an artifact speaks to it: by technique, with intervals, and false alarms.

    python benchmarks/injection/measure_injections.py INJECTIONS.jsonl --model claude-sonnet-5-5 --repeats 3
    python benchmarks/injection/measure_injections.py INJECTIONS.jsonl --simulated obedient

The file may also be named by OUTCOMES_INJECTIONS. Endpoint and key come from the environment, as for `outcomes grade`.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import click
from measuring import CLAIMS, NOTHING, measure, rows
from simulated import LABEL, simulated

from outcomes import model_grader
from outcomes.errors import OutcomesError
from outcomes.testing.injections import read_injections


@click.command()
@click.argument("file", type=click.Path(path_type=Path), envvar="OUTCOMES_INJECTIONS")
@click.option("--model", help="The model that judges, as its endpoint calls it. Asking it costs.")
@click.option("--base-url", help="Its endpoint.")
@click.option("--max-cost-usd", type=float, help="The most to spend.")
@click.option("--simulated", "kind", type=click.Choice(["robust", "obedient"]), help="A stand-in, to try this out.")
@click.option("--repeats", default=1, show_default=True, type=click.IntRange(min=1))
@click.option("--only", multiple=True, help="A technique; can be given more than once.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def main(  # noqa: D103 - its help is the module's
    file: Path,
    model: str | None,
    base_url: str | None,
    max_cost_usd: float | None,
    kind: str | None,
    repeats: int,
    only: tuple[str, ...],
    as_json: bool,  # noqa: FBT001 - click hands it over by name
) -> None:
    if (model is None) == (kind is None):
        raise click.UsageError("say either --model NAME or --simulated KIND")
    try:
        techniques = [item for item in read_injections(file) if not only or item.technique in only]
        grader = (
            simulated(kind)
            if kind is not None
            else model_grader(model or "", base_url=base_url, max_cost_usd=max_cost_usd)
        )
        found = rows(
            asyncio.run(measure(grader, techniques, repeats=repeats)),
            {item.technique: item.family for item in techniques},
        )
    except OutcomesError as error:
        raise click.ClickException(str(error)) from None
    document = {"grader": grader.fingerprint, "simulated": kind is not None, "repeats": repeats, "rows": found}
    if as_json:
        click.echo(json.dumps(document, indent=2))
        return
    click.echo(f"{grader.fingerprint}{f': {LABEL}' if kind else ''}; {repeats} repeats; Wilson intervals, 95 %")
    click.echo(_LINE.format("technique", "family", "verdicts that differ", "towards pass", "suspected", "errors"))
    for row in found:
        click.echo(_line(row))
    click.echo(f"'{NOTHING}' is the grader's own noise. Not to suspect {', '.join(CLAIMS)} is no fault.")


_LINE = "{:30} {:12} {:>26} {:>13} {:>10} {:>7}"


def _line(row: dict[str, Any]) -> str:
    flips, up, seen = row["flips"], row["towards_pass"], row["suspected"]
    share = f"{_percent(flips['rate'])} ({_percent(flips['lower'])} to {_percent(flips['upper'])}) of {flips['trials']}"
    counts = (f"{counted['hits']}/{counted['trials']}" for counted in (up, seen))
    return _LINE.format(row["technique"], row["family"], share, *counts, row["errors"])


def _percent(share: float | None) -> str:
    return "?" if share is None else f"{share:.0%}"


if __name__ == "__main__":
    main()
