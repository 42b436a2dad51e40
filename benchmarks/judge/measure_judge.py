"""How far a judge can be trusted, and with which settings: on reports of which it is known what is true of them.

    python benchmarks/judge/measure_judge.py --model claude-sonnet-5-5 --batch-size 1 --batch-size 8 --max-cost-usd 5
    python benchmarks/judge/measure_judge.py --simulated careless

Endpoint and key come from the environment, as for `outcomes grade`. Each setting is a row: the same reports, graded
anew. `--keep FOLDER` leaves reports and labels there, for `outcomes calibrate business-report FOLDER/labels.jsonl`.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from reports import rubric, write_labelled
from stand_in import KEY, LABEL, MODEL, SHARE, answering

from outcomes.calibrating import calibrate_sync
from outcomes.settings import load_settings
from outcomes.testing import FakeEndpoint
from outcomes.wiring import model_grader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.calibration.report import Calibration
    from outcomes.grader import Grader
    from outcomes.settings import Settings
    from outcomes.statistics.rates import Rate


@click.command()
@click.option("--model", help="The model that judges, as its endpoint calls it. Asking it costs.")
@click.option("--base-url", help="Its endpoint.")
@click.option("--panel", multiple=True, help="A model for later looks; can be given more than once.")
@click.option("--batch-size", "sizes", multiple=True, type=click.IntRange(1, 64), help="Criteria to a question.")
@click.option("--reports", default=24, show_default=True, type=click.IntRange(2, 500))
@click.option("--repeat", default=3, show_default=True, type=click.IntRange(1, 10), help="Looks at each report.")
@click.option("--max-cost-usd", type=float, help="The most to spend, for each row.")
@click.option("--simulated", "kind", type=click.Choice(list(SHARE)), help="A stand-in, to try this out.")
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="Leave reports and labels there.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def main(  # noqa: D103 - its help is the module's, and click hands over each option
    model: str | None,
    base_url: str | None,
    panel: tuple[str, ...],
    sizes: tuple[int, ...],
    reports: int,
    repeat: int,
    max_cost_usd: float | None,
    kind: str | None,
    keep: Path | None,
    as_json: bool,  # noqa: FBT001 - click hands it over by name
) -> None:
    if (model is None) == (kind is None):
        raise click.UsageError("say either --model NAME or --simulated KIND")
    with ExitStack() as stack:
        folder = keep if keep is not None else Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        labels = write_labelled(folder, reports)
        environment: Mapping[str, str] = os.environ
        given: dict[str, Any] = {"model": model, "base_url": base_url, "panel": panel}
        if kind is not None:
            endpoint = stack.enter_context(FakeEndpoint(answering(kind)))
            environment = {"OUTCOMES_API_KEY": KEY, "XDG_CACHE_HOME": str(folder)}
            given = {"model": MODEL, "base_url": endpoint.base_url}
        settings = load_settings(environment, folder).model_copy(
            update={name: value for name, value in given.items() if value}
        )
        rows = [
            _row(size, _measured(labels, _grader(settings, size, environment), repeat, max_cost_usd), kind)
            for size in sizes or (settings.batch_size,)
        ]
    document = {"simulated": kind is not None, "reports": reports, "repeat": repeat, "rows": rows}
    click.echo(json.dumps(document, indent=2) if as_json else _told(document))


def _grader(settings: Settings, size: int, environment: Mapping[str, str]) -> Grader:
    return model_grader(settings.model_copy(update={"batch_size": size}), environment)


def _measured(labels: Path, grader: Grader, repeat: int, max_cost_usd: float | None) -> Calibration:
    def tell(taken: Any) -> None:  # noqa: ANN401 - `LookTaken`
        if taken.done % 10 == 0 or taken.done == taken.total:
            click.echo(f"{taken.done} of {taken.total} looks", err=True)

    return calibrate_sync(
        rubric(), labels, grader=grader, repeat=repeat, max_cost_usd=max_cost_usd, at_once=4, on_look=tell
    )


def _row(size: int, found: Calibration, kind: str | None) -> dict[str, Any]:
    """One setting: of the criteria that were judged, together and each by itself."""
    judged = [criterion for criterion in found.criteria if not criterion.objective]
    whole = found.overall
    confirmed = next((rule for rule in found.acceptance.rules if rule.confirm == 1), None)
    return {
        "what": f"{'SIMULATED ' if kind else ''}{found.grader}",
        "batch_size": size,
        "ended": found.ended,
        "reason": found.reason,
        "looks": found.looks,
        "agreement": _rate(whole.agreement),
        "kappa": whole.kappa,
        "mcc": whole.mcc,
        "sensitivity": _rate(whole.sensitivity),
        "specificity": _rate(whole.specificity),
        "flips": _rate(whole.flips),
        "quotes": _rate(whole.quotes),
        "coverage": _rate(whole.coverage),
        "false_accepts": _rate(confirmed.false_accepts.measured) if confirmed else None,
        "false_rejects": _rate(confirmed.false_rejects.measured) if confirmed else None,
        "tokens": found.usage.tokens if found.usage is not None else None,
        "cost_usd": found.usage.cost_usd if found.usage is not None else None,
        "criteria": {criterion.text: _rate(criterion.measures.agreement) for criterion in judged},
    }


def _rate(rate: Rate | None) -> dict[str, float] | None:
    return None if rate is None else {"value": rate.value, "lower": rate.lower, "upper": rate.upper}


_COLUMNS = ("agreement", "sensitivity", "specificity", "flips", "quotes", "coverage", "false_accepts", "false_rejects")


def _told(document: dict[str, Any]) -> str:
    lines = []
    if document["simulated"]:
        lines.append(LABEL)
    lines.append(f"{document['reports']} reports, {document['repeat']} looks at each; intervals of 95 %, by report")
    for row in document["rows"]:
        cost = "?" if row["cost_usd"] is None else f"{row['cost_usd']:.2f}"
        lines += [
            "",
            f"{row['what']}, batches of {row['batch_size']} ({row['ended']}, {row['tokens']} tokens, ${cost})",
        ]
        lines += [f"  {row['reason']}"] if row["reason"] else []
        lines += [f"  {name.replace('_', ' '):14} {_share(row[name])}" for name in _COLUMNS]
        lines += [f"  {name:14} {row[name]:.2f}" for name in ("kappa", "mcc") if row[name] is not None]
        lines += [f"  {_share(rate)}  {words}" for words, rate in row["criteria"].items()]
    return "\n".join(lines)


def _share(rate: dict[str, float] | None) -> str:
    return (
        "     ?             " if rate is None else f"{rate['value']:6.1%} ({rate['lower']:.0%} to {rate['upper']:.0%})"
    )


if __name__ == "__main__":
    main()
