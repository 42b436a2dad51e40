"""`outcomes grade`: one artifact, one rubric, one table."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outcomes.cli import options

if TYPE_CHECKING:
    from outcomes.cli.options import Confirm
    from outcomes.cli.output import Output
    from outcomes.rubric import Rubric
    from outcomes.verdict import Grade


@click.command(short_help="Grade one file or folder against a rubric.")
@click.argument("file", type=click.Path(path_type=Path))
@options.rubric
@options.variables
@options.only
@options.grader
@options.confirm(0)
@options.allow_commands
@options.allow_undecided
@options.convert
@options.as_json
def grade(
    *,
    file: Path,
    rubric: str,
    variables: dict[str, str],
    only: str | None,
    grader: str | None,
    confirm: Confirm | None,
    allow_commands: bool,
    allow_undecided: bool,
    convert: bool | None,
    as_json: bool,
) -> int:
    """Grade FILE, or every file of a folder together, against a rubric.

    Criteria with a check are decided by code. The others need a judge (--grader) and are `cannot_judge` without one.

    \b
    outcomes grade report.docx --rubric business-report
    outcomes grade deck.pptx --rubric my-rubric.md --only objective --json
    """  # noqa: D301 - click keeps the lines below a backspace as they are
    from outcomes import api
    from outcomes.cli.judge import code_of, find_judge
    from outcomes.cli.output import Output
    from outcomes.settings import load_settings

    out = Output(as_json=as_json)
    with out.working():
        whole = api.load_rubric(rubric, variables)
        asked = whole.only_objective() if only else whole
        settings = load_settings(os.environ, Path.cwd())
        found = api.grade_sync(
            file,
            asked,
            grader=find_judge(grader, settings),
            confirm=confirm or 0,
            allow_commands=allow_commands,
            convert=settings.convert if convert is None else convert,
        )
    out.document(found.model_dump(mode="json"))
    _tell(out, asked, found)
    return code_of(found.result, out, allow_undecided=allow_undecided)


def _tell(out: Output, rubric: Rubric, found: Grade) -> None:
    from outcomes.cli.judge import hint
    from outcomes.cli.tables import grade_table, summary

    out.result(grade_table(rubric, found, width=out.results.width), "", summary(found))
    how = hint(found)
    if how:
        out.note(how)
