"""`outcomes grade`: one artifact, one rubric, one table."""

from __future__ import annotations

import asyncio
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from outcomes.cli import options
from outcomes.text import clip, count
from outcomes.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact
    from outcomes.cli.options import Confirm, Judging
    from outcomes.cli.output import Output
    from outcomes.errors import GraderError, ProviderError
    from outcomes.many import Graded
    from outcomes.rubric import Rubric
    from outcomes.verdict import Grade


@click.command(short_help="Grade one file or folder against a rubric.")
@click.argument("file", type=click.Path(path_type=Path))
@options.rubric
@options.variables
@options.only
@options.references
@options.grader
@options.confirm(0)
@options.repeat
@options.estimate
@options.allow_commands
@options.allow_undecided
@options.convert
@options.as_json
def grade(  # noqa: PLR0913 - click hands over each option
    *,
    file: Path,
    rubric: str,
    variables: dict[str, str],
    only: str | None,
    references: tuple[Path, ...],
    grader: Judging,
    confirm: Confirm | None,
    repeat: int,
    estimate: bool,
    allow_commands: bool,
    allow_undecided: bool,
    convert: bool | None,
    as_json: bool,
) -> int:
    """Grade FILE, or every file of a folder together, against a rubric.

    Criteria with a check are decided by code. The others need a judge, a model (--model) or a grader of your own
    (--grader), and are `cannot_judge` without one.

    \b
    outcomes grade report.docx --rubric business-report
    outcomes grade deck.pptx --rubric my-rubric.md --only objective --json
    outcomes grade report.docx --rubric business-report --grader my_grader:judge --repeat 5
    outcomes grade report.docx --rubric business-report --model claude-sonnet-5-5 --max-cost-usd 1
    """  # noqa: D301 - click keeps the lines below a backspace as they are
    from outcomes import api
    from outcomes.cli.estimating import cost_of, tell_cost
    from outcomes.cli.judge import code_of, find_judge
    from outcomes.cli.output import Output
    from outcomes.cli.waiting import waiting
    from outcomes.errors import GraderError, ProviderError
    from outcomes.many import Graded, Job
    from outcomes.settings import load_settings

    if repeat > 1 and confirm:
        msg = "--repeat looks again in any case and --confirm where it matters: give one of the two"
        raise click.UsageError(msg)
    out = Output(as_json=as_json)
    with out.working():
        whole = api.load_rubric(rubric, variables)
        asked = whole.only_objective() if only else whole
        settings = load_settings(os.environ, Path.cwd())
        convert = settings.convert if convert is None else convert
        judge = find_judge(grader, settings)
        if judge is not None:
            judge.refuse_missing(asked)
        artifact = api.read_artifact(file, convert=convert)
        cost = cost_of(judge, asked, artifact, confirm=confirm, repeat=repeat, references=references)
        tell_cost(cost, out, only=estimate)
        if estimate:
            return 0
        began = time.monotonic()
        try:
            with waiting(out, judge, f"grading {file.name}"):
                found = api.grade_sync(
                    artifact,
                    asked,
                    grader=judge,
                    confirm=confirm or 0,
                    references=references,
                    repeat=repeat,
                    allow_commands=allow_commands,
                )
        except (GraderError, ProviderError) as error:
            _tell_decided(out, artifact, asked, error, references, allow_commands=allow_commands)
            raise
    _tell(out, asked, found, repeat)
    _tell_unseen(out, artifact)
    code = code_of(found.result, out, allow_undecided=allow_undecided)
    out.document(_document(Graded(Job(file, asked), found, None, time.monotonic() - began), code))
    return code


def _document(graded: Graded, code: int) -> dict[str, object]:
    """A row as `grade-all` has it for each file, what it used, and the whole grade as the library returns it."""
    from outcomes.cli.many.rows import row_of

    grade = cast("Grade", graded.grade)
    usage = grade.usage
    return {
        **row_of(graded).model_copy(update={"exit_code": code}).model_dump(mode="json"),
        "rubric_title": graded.job.rubric.title,
        "graded_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": __version__,
        "usage": usage.model_dump(mode="json") if usage is not None else None,
        "grade": grade.model_dump(mode="json"),
    }


def _tell_decided(
    out: Output,
    artifact: Artifact,
    rubric: Rubric,
    error: GraderError | ProviderError,
    references: Sequence[Path],
    *,
    allow_commands: bool,
) -> None:
    """What code decides stands, though the judge did not get to its end; and so does what that cost."""
    from outcomes.cli.tables import grade_table, summary
    from outcomes.many import by_code
    from outcomes.sinks.words import used_in_words

    if error.usage is not None and error.usage.tokens:
        out.note(f"the judge did not get to its end; it used {used_in_words(error.usage)} all the same")
    if out.as_json or len(rubric.judged_ids) == len(rubric.ids):
        return  # the one document is that of the error, or code decides nothing
    found = asyncio.run(by_code(artifact, rubric, references, allow_commands=allow_commands))
    if found is None:
        return
    out.result(grade_table(rubric, found, width=out.results.width), "", summary(found))
    out.note("that is what code decides; the other criteria are open")


def _tell_unseen(out: Output, artifact: Artifact) -> None:
    """Text that was made unseen may be meant for a grader; it counts for nothing, and is said to be there."""
    places = [flag for flag in artifact.flags if flag.code == "hidden-text"]
    if places:
        first, more = places[0], count(len(places) - 1, "more place") if len(places) > 1 else ""
        where = f" at {first.locator}" if first.locator else ""
        rest = f", and {more}" if more else ""
        out.note(f"there is text that nobody sees{where} ({clip(first.detail)}){rest}; it is no evidence of anything")


def _tell(out: Output, rubric: Rubric, found: Grade, repeat: int) -> None:
    from outcomes.cli.judge import hint
    from outcomes.cli.judged import judged_table
    from outcomes.cli.tables import grade_table, summary
    from outcomes.cli.votes import votes_line, votes_table

    out.result(grade_table(rubric, found, width=out.results.width))
    how = hint(found)
    if repeat > 1 and not how:
        out.result("", votes_table(rubric, found), votes_line(found))
    out.result("", summary(found))
    judged = judged_table(rubric, found)
    if judged.row_count:
        out.result("", judged)
    if how:
        out.note(how)
