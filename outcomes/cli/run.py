"""`outcomes run`: a worker, a rubric, and the loop between them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from outcomes.cli import options

if TYPE_CHECKING:
    from outcomes.cli.options import Confirm, Judging
    from outcomes.cli.running import Plan


class RunOptions(TypedDict):
    """What `outcomes run` is given."""

    worker: str | None
    rubric: str | None
    variables: dict[str, str]
    description: str | None
    outcome_file: Path | None
    max_iterations: int | None
    budget_seconds: float | None
    budget_tokens: int | None
    budget_cost_usd: float | None
    worker_timeout: float | None
    output: Path | None
    runs: Path | None
    no_content: bool | None
    events: Path | None
    only: str | None
    references: tuple[Path, ...]
    grader: Judging
    confirm: Confirm | None
    estimate: bool
    allow_commands: bool
    allow_undecided: bool
    convert: bool | None
    as_json: bool


@click.command(short_help="Have a worker work until the rubric is satisfied.")
@click.option("--worker", "-w", metavar="CMD", help="The program that does the work; see above.")
@click.option("--rubric", "-r", metavar="FILE", help="Rubric file, or the name of one that comes with outcomes.")
@options.variables
@click.option("--description", "-d", metavar="TEXT", help="What the worker shall make. Graders never see it.")
@click.option(
    "--outcome",
    "outcome_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A .toml or .yaml file with description, rubric, references, worker, max_iterations, budget and confirm."
    " Flags win.",
)
@click.option(
    "--max-iterations",
    "-n",
    type=click.IntRange(min=1),
    metavar="N",
    help="Evaluations before giving up.  [default: 3]",
)
@click.option(
    "--budget-seconds",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="The most time that the run may take.",
)
@click.option("--budget-tokens", type=click.IntRange(min=1), metavar="N", help="The most tokens, read and written.")
@click.option(
    "--budget-cost-usd",
    type=click.FloatRange(min=0, min_open=True),
    metavar="USD",
    help="The most money, for worker and grader together.",
)
@click.option(
    "--worker-timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="How long one step of the worker may take.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where the best artifact is put.  [default: outcomes-RUN]",
)
@options.runs
@options.no_content
@options.events
@options.only
@options.references
@options.grader
@options.confirm(1)
@options.estimate
@options.allow_commands
@options.allow_undecided
@options.convert
@options.as_json
def run(**given: Unpack[RunOptions]) -> int:
    """Have a worker work, grade what it makes, hand it the gaps, and so on until the rubric is satisfied.

    The worker is any program. It runs in a folder of its own, without a shell, and finds its brief as JSON on standard
    input and in brief.json; what it leaves in the folder outputs is graded. In the command, {brief}, {workspace},
    {outputs} and {iteration} are filled in.

    \b
    outcomes run --rubric board-deck --worker 'my-agent {brief}' --description 'Board deck for Q3'
    outcomes run --outcome deck.toml --max-iterations 5

    Ctrl-C ends the run and keeps what is finished; twice leaves at once. `outcomes runs resume RUN` goes on with it,
    and with one whose process was killed.
    """  # noqa: D301 - click keeps the lines below a backspace as they are
    from outcomes.cli.estimating import tell_cost
    from outcomes.cli.output import Output
    from outcomes.cli.running import carry_out, cost_of_run, exit_code, tell

    out = Output(as_json=given["as_json"])
    with out.working():
        plan = _plan(given)
        cost = cost_of_run(plan)
        tell_cost(cost, out, only=given["estimate"])
        if given["estimate"]:
            return 0
        ended = carry_out(plan, out)
    out.document(ended.document)
    tell(out, plan, ended)
    return exit_code(out, ended, allow_undecided=given["allow_undecided"])


def _plan(given: RunOptions) -> Plan:
    """Flags, then the outcome file, then the settings."""
    from outcomes.cli.outcome_file import OutcomeFile, read_outcome_file
    from outcomes.cli.running import plan
    from outcomes.settings import load_settings

    path = given["outcome_file"]
    written = read_outcome_file(path) if path is not None else OutcomeFile()
    asked = written.overridden(
        {
            "worker": given["worker"],
            "rubric": given["rubric"],
            "variables": {**written.variables, **given["variables"]},
            "description": given["description"],
            "max_iterations": given["max_iterations"],
            "confirm": given["confirm"],
            "references": (*written.references, *map(str, given["references"])),
        },
        {
            "seconds": given["budget_seconds"],
            "tokens": given["budget_tokens"],
            "cost_usd": given["budget_cost_usd"],
        },
    )
    return plan(
        asked,
        load_settings(os.environ, Path.cwd()),
        only_objective=given["only"] is not None,
        grader=given["grader"],
        worker_timeout_seconds=given["worker_timeout"],
        runs=given["runs"],
        no_content=given["no_content"],
        output=given["output"],
        events=given["events"],
        allow_commands=given["allow_commands"],
        convert=given["convert"],
    )
