"""The command `outcomes grade-all`."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from outcomes.cli import options
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from outcomes.cli.many.rows import Row
    from outcomes.cli.many.sums import Sums
    from outcomes.cli.options import Confirm, Judging
    from outcomes.cli.output import Output
    from outcomes.grader import Grader
    from outcomes.many import Job

FORMATS: Final = ("table", "json", "jsonl", "csv", "junit", "github", "sarif")


@click.command("grade-all", short_help="Grade many files: a gate with a result for each.")
@click.argument("patterns", metavar="[FILES...]", nargs=-1)
@click.option(
    "--rubric",
    "-r",
    metavar="FILE",
    help="Rubric file, or the name of one that comes with outcomes.  [default: [[grade]] in outcomes.toml]",
)
@options.variables
@options.only
@options.references
@options.grader
@options.confirm(0)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="What is printed."
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it there, not to standard output; with any --format but table.",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="What --format json or jsonl wrote before: only what got worse since then fails.",
)
@options.at_once(4)
@click.option("--no-cache", is_flag=True, help="Ask again about files that have not changed.")
@options.estimate
@options.allow_commands
@options.allow_undecided
@options.convert
def grade_all(  # noqa: PLR0913 - click hands over each option
    *,
    patterns: tuple[str, ...],
    rubric: str | None,
    variables: dict[str, str],
    only: str | None,
    references: tuple[Path, ...],
    grader: Judging,
    confirm: Confirm | None,
    form: str,
    output: Path | None,
    baseline: Path | None,
    at_once: int,
    no_cache: bool,
    estimate: bool,
    allow_commands: bool,
    allow_undecided: bool,
    convert: bool | None,
) -> int:
    """Grade many files against a rubric, each by itself.

    FILES are names or quoted patterns; without any, the tables [[grade]] of outcomes.toml say which files belong to
    which rubric. What a judge said of a file that has not changed comes from a cache, at no cost, so that the command
    goes on where it was stopped.

    \b
    outcomes grade-all 'deliverables/**/*.docx' --rubric business-report
    outcomes grade-all 'decks/*.pptx' -r board-deck --only objective --format junit -o report.xml
    outcomes grade-all --format json -o now.json --baseline last.json

    The exit code is that of the worst file, in the order 3, 2, 4, 5, 1, 0; the last line counts each. A pattern that
    matches nothing is 2. Where nobody is at a terminal, and no --max-cost-usd says what it may cost, no more than a
    dollar is spent: what is expected to cost more is 2, and what turns out to is 4.
    """  # noqa: D301 - click keeps the lines below a backspace as they are
    from outcomes.cli.estimating import MOST_LOOKS, UNASKED_USD, cost_of_all, refuse_unasked, tell_cost, watched
    from outcomes.cli.judge import find_judge, prices_of
    from outcomes.cli.many.find import find_jobs
    from outcomes.cli.many.rows import read_rows
    from outcomes.cli.output import Output
    from outcomes.cli.written import refuse_source
    from outcomes.errors import UsageError
    from outcomes.settings import load_settings

    out = Output(as_json=form != "table" and output is None)
    if form == "table" and output is not None:
        msg = "a table is for reading; with --output, say which form the file shall have: --format json"
        raise UsageError(msg)
    settings = load_settings(os.environ, Path.cwd())
    before = read_rows(baseline) if baseline is not None else None
    jobs = find_jobs(patterns, rubric, settings.grade, variables, only_objective=only is not None)
    refuse_source(output, [*(job.path for job in jobs), *{job.rubric.source for job in jobs if job.rubric.source}])
    limit = grader.max_cost_usd if grader.max_cost_usd is not None else settings.max_cost_usd
    unasked = limit is None and not watched() and not estimate
    priced = prices_of(grader, settings, MOST_LOOKS[confirm or 0]) if unasked else None
    if priced is not None and priced.priced:
        settings = settings.model_copy(update={"max_cost_usd": UNASKED_USD})
    judge = find_judge(grader, settings, cached=not no_cache)
    if judge is not None:
        judge.refuse_missing(*(job.rubric for job in jobs))
    convert = settings.convert if convert is None else convert
    cost = cost_of_all(
        judge,
        jobs,
        confirm=confirm,
        references=references,
        convert=convert,
        enough_usd=UNASKED_USD if unasked else None,
    )
    if unasked:
        refuse_unasked(cost, len(jobs), priced.unpriced if priced is not None and priced.hosted and cost.model else ())
    tell_cost(cost, out, only=estimate)
    if estimate:
        return 0
    if priced is not None and priced.priced and cost.model and cost.high_usd != 0:
        why = "nobody is at a terminal and there is no --max-cost-usd"
        out.note(f"no more than ${UNASKED_USD:.2f} is spent, since {why}")

    def grade_each(tell: Callable[[int, Row], None]) -> None:
        asyncio.run(
            _grade(
                jobs,
                tell,
                grader=judge,
                confirm=confirm or 0,
                at_once=at_once,
                references=references,
                allow_commands=allow_commands,
                convert=convert,
            )
        )

    sums = _write(out, grade_each, len(jobs), before, form=form, output=output, allow_undecided=allow_undecided)
    if form != "table":
        out.note(sums.line())
    return sums.exit_code


async def _grade(
    jobs: Sequence[Job],
    tell: Callable[[int, Row], None],
    *,
    grader: Grader | None,
    confirm: Confirm,
    at_once: int,
    references: Sequence[Path],
    allow_commands: bool,
    convert: bool,
) -> None:
    from outcomes.cli.many.rows import row_of
    from outcomes.many import grade_many

    places = {id(job): place for place, job in enumerate(jobs)}
    async for graded in grade_many(
        jobs,
        grader=grader,
        confirm=confirm,
        at_once=at_once,
        references=references,
        allow_commands=allow_commands,
        convert=convert,
    ):
        tell(places[id(graded.job)], row_of(graded))


def _write(
    out: Output,
    grade_each: Callable[[Callable[[int, Row], None]], None],
    total: int,
    before: dict[str, Row] | None,
    *,
    form: str,
    output: Path | None,
    allow_undecided: bool,
) -> Sums:
    """Have everything graded, each row written in its turn; what was written stays when it is stopped.

    Lines of JSON come as files are done; everything else comes in the order of the files.
    """
    from outcomes.cli.many.progress import Progress
    from outcomes.cli.many.rows import against
    from outcomes.cli.many.sheets import InOrder, sheet
    from outcomes.cli.many.sums import Sums
    from outcomes.cli.waiting import Waiting

    sums = Sums()
    with contextlib.ExitStack() as stack:
        writer = stack.enter_context(sheet(out, form, output))
        ordered = InOrder(writer)
        stack.callback(ordered.end)
        progress = stack.enter_context(Progress(out.progress, total))
        if not out.progress.is_interactive:
            stack.enter_context(Waiting(out.progress, f"grading {count(total, 'file')}"))

        others = 0

        def tell(place: int, row: Row) -> None:
            nonlocal others
            known = before.get(row.file) if before is not None else None
            others += known is not None and known.rubric_sha256 != row.rubric_sha256
            beside = against(row, known) if before is not None else row
            if allow_undecided and beside.exit_code == 5:
                beside = beside.model_copy(update={"exit_code": 0})
            sums.add(beside)
            if form == "jsonl":
                writer.row(beside)
            else:
                ordered.row(place, beside)
            progress.tell(sums)

        with contextlib.redirect_stdout(sys.stderr):
            grade_each(tell)
        ordered.end()
        writer.end(sums)
    if others:
        out.note(f"the baseline holds {count(others, 'file')} to another rubric: what it says of other criteria is new")
    return sums
