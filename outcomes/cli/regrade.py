"""`outcomes regrade`: the kept artifacts of a run under another rubric or another grader."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from outcomes.cli import options

if TYPE_CHECKING:
    from rich.table import Table

    from outcomes.cli.options import Judging
    from outcomes.cli.output import Output
    from outcomes.verdict import Grade

SCHEMA_VERSION: Final = 1


@click.command(short_help="Grade the kept artifacts of a run again.")
@click.argument("run_id", metavar="RUN")
@click.option("--rubric", "-r", metavar="FILE", help="Another rubric.  [default: the run's own]")
@options.variables
@options.grader
@options.runs
@options.allow_commands
@options.allow_undecided
@options.convert
@options.as_json
def regrade(
    *,
    run_id: str,
    rubric: str | None,
    variables: dict[str, str],
    grader: Judging,
    runs: Path | None,
    allow_commands: bool,
    allow_undecided: bool,
    convert: bool | None,
    as_json: bool,
) -> int:
    """Grade every artifact that a run kept again, without asking its worker for anything.

    The artifacts get neutral names, so that a grader cannot tell which round it looks at. The exit code is that of the
    best one.
    """
    from outcomes.cli.output import Output

    out = Output(as_json=as_json)
    with out.working():
        run_id, grades = asyncio.run(
            _regrade(out, run_id, rubric, variables, grader, runs, allow_commands=allow_commands, convert=convert)
        )
    out.document(_document(run_id, grades))
    out.result(_table(grades))
    return _exit_code(grades, out, allow_undecided=allow_undecided)


async def _regrade(
    out: Output,
    run_id: str,
    rubric: str | None,
    variables: dict[str, str],
    grader: Judging,
    runs: Path | None,
    *,
    allow_commands: bool,
    convert: bool | None,
) -> tuple[str, dict[int, Grade]]:
    from outcomes import api
    from outcomes.cli.judge import find_judge
    from outcomes.cli.runs.common import find, kept
    from outcomes.cli.waiting import waiting
    from outcomes.errors import ArtifactError
    from outcomes.settings import load_settings

    settings = load_settings(os.environ, Path.cwd())
    with kept(runs) as there:
        run_id = (await find(there, run_id)).run_id
        judge = find_judge(grader, settings)
        with waiting(out, judge, f"grading what {run_id} kept"):
            grades = await api.regrade(
                run_id,
                api.load_rubric(rubric, variables) if rubric is not None else None,
                store=there.store,
                blobs=there.blobs,
                grader=judge,
                allow_commands=allow_commands,
                convert=settings.convert if convert is None else convert,
            )
    if not grades:
        raise ArtifactError("nothing-delivered", f"the run {run_id} kept no artifact that can be graded.")
    return run_id, grades


def _document(run_id: str, grades: dict[int, Grade]) -> dict[str, object]:
    iterations = [
        {"iteration": index, "grade": grade.model_dump(mode="json")} for index, grade in sorted(grades.items())
    ]
    return {"schema_version": SCHEMA_VERSION, "run_id": run_id, "iterations": iterations}


def _table(grades: dict[int, Grade]) -> Table:
    from rich.text import Text

    from outcomes.cli.tables import plain_table
    from outcomes.sinks.terminal import safe
    from outcomes.sinks.words import RESULT_STYLES, result_in_words, score_in_words, tally

    table = plain_table("iteration", "result", "criteria", "score", "not met")
    for index, grade in sorted(grades.items()):
        result = result_in_words(grade.result, grade.bar.scope)
        table.add_row(
            str(index),
            Text(result, style=RESULT_STYLES[grade.result]),
            tally(grade),
            score_in_words(grade).removeprefix("score "),
            safe(", ".join(grade.blocking)),
        )
    return table


def _exit_code(grades: dict[int, Grade], out: Output, *, allow_undecided: bool) -> int:
    from outcomes.cli.judge import code_of
    from outcomes.decide import rank

    return code_of(min(grades.values(), key=rank).result, out, allow_undecided=allow_undecided)
