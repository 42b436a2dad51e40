"""`outcomes calibrate`: how far a grader can be trusted with a rubric, on artifacts that people have labelled."""

from __future__ import annotations

import asyncio
import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from outcomes.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from outcomes.calibrating import LookTaken
    from outcomes.calibration.report import Calibration, Ending
    from outcomes.cli.options import Judging
    from outcomes.cli.output import Output

EXIT_CODES: Final[dict[Ending, int]] = {"complete": 0, "interrupted": 130, "budget_reached": 4, "grader_error": 3}
"""A calibration is a measurement: whatever it finds of the grader, it is 0 when it is complete."""
LINES: Final = 20
"""Lines of progress, at most, where nobody looks at a terminal."""


@click.command(short_help="Measure how far a grader can be trusted with a rubric.")
@click.argument("rubric", metavar="RUBRIC")
@click.argument("labels", type=click.Path(path_type=Path))
@options.variables
@options.grader
@click.option(
    "--repeat",
    type=click.IntRange(1, 10),
    default=3,
    show_default=True,
    metavar="K",
    help="Fresh looks at each artifact: two show how often verdicts flip, three also measure --confirm.",
)
@click.option(
    "--unlabelled",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="An artifact that nobody labelled, whose pass rate is estimated; can be given more than once.",
)
@options.references
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write every verdict of every look there as JSON lines, as soon as it is there.",
)
@options.at_once(1)
@options.estimate
@options.allow_commands
@options.convert
@options.as_json
def calibrate(  # noqa: PLR0913 - click hands over each option
    *,
    rubric: str,
    labels: Path,
    variables: dict[str, str],
    grader: Judging,
    repeat: int,
    unlabelled: tuple[Path, ...],
    references: tuple[Path, ...],
    output: Path | None,
    at_once: int,
    estimate: bool,
    allow_commands: bool,
    convert: bool | None,
    as_json: bool,
) -> int:
    """Grade artifacts that people have labelled, and hold the verdicts against the labels.

    LABELS has one JSON object a line, with paths beside it, or is a CSV file with the columns artifact, criterion,
    verdict and rater:

    \b
    {"artifact": "a.docx", "labels": {"criterion-id": "pass", "the criterion's words": "fail"}, "rater": "me"}

    Says for each criterion how far judge and people agree, how often verdicts flip, what it quotes that is not there,
    and which criteria to rewrite. What was graded before it is interrupted or a limit is reached is reported. It is a
    measurement: it exits with 0 when it is complete, whatever it finds, with 4 when a budget ended it, and with 3 when
    the grader broke.

    \b
    outcomes calibrate board-deck labels.jsonl --grader my_grader:judge --max-cost-usd 5
    """  # noqa: D301 - click keeps the lines below a backspace as they are
    from outcomes import api
    from outcomes.calibrating import calibrate as measure
    from outcomes.calibrating import read_given, refuse_unjudged
    from outcomes.cli.calibration_tables import tell
    from outcomes.cli.estimating import cost_of_calibration, tell_cost
    from outcomes.cli.judge import HUMAN, find_judge
    from outcomes.cli.output import Output
    from outcomes.cli.signals import Signals
    from outcomes.cli.waiting import waiting
    from outcomes.cli.written import refuse_source
    from outcomes.interrupt import Interrupt
    from outcomes.settings import load_settings

    if grader.worksheet is not None:
        msg = "a worksheet is for one artifact: leave --worksheet out, and --grader human asks in the terminal"
        raise click.UsageError(msg)
    refuse_source(output, [rubric, labels, *unlabelled, *references])
    out = Output(as_json=as_json)
    settings = load_settings(os.environ, Path.cwd())
    convert = settings.convert if convert is None else convert
    with out.working():
        judge = find_judge(grader, settings)
        whole = api.load_rubric(rubric, variables)
        given = read_given(whole, labels, unlabelled, references)
        refuse_unjudged(whole, given, judge)
        if judge is not None:
            judge.refuse_missing(whole)
        tell_cost(cost_of_calibration(judge, whole, given, repeat=repeat, convert=convert), out, only=estimate)
    if estimate:
        return 0
    if judge is not None and judge.fingerprint == HUMAN:
        out.hold_still()

    async def run(on_look: Callable[[LookTaken], None]) -> tuple[Calibration, int | None]:
        interrupt = Interrupt()
        with Signals(interrupt, asyncio.get_running_loop()) as signals:
            found = await measure(
                whole,
                given,
                grader=judge,
                repeat=repeat,
                max_cost_usd=grader.max_cost_usd if grader.max_cost_usd is not None else settings.max_cost_usd,
                at_once=at_once,
                allow_commands=allow_commands,
                convert=convert,
                interrupt=interrupt,
                on_look=on_look,
            )
        return found, signals.exit_code

    quietly = contextlib.nullcontext() if out.progress.is_interactive else waiting(out, judge, "calibrating")
    with out.working(), _progress(out) as said, _verdicts(output) as write, quietly:

        def on_look(taken: LookTaken) -> None:
            write(taken)
            said(taken)

        found, signal_code = asyncio.run(run(on_look))
    out.document(found.model_dump(mode="json"))
    tell(out, found)
    if found.ended == "interrupted" and signal_code is not None:
        return signal_code
    return EXIT_CODES[found.ended]


@contextlib.contextmanager
def _progress(out: Output) -> Iterator[Callable[[LookTaken], None]]:
    """How far it is and what it cost so far: in place on a terminal, else a line now and then."""
    from outcomes.text import count

    def line(taken: LookTaken) -> str:
        spent = taken.spent.cost_usd if taken.spent is not None else None
        cost = "cost unknown" if spent is None else f"${spent:.2f} so far"
        return f"{taken.done} of {count(taken.total, 'look')}, {cost}"

    if out.progress.is_interactive:
        with out.progress.status("grading") as status:
            yield lambda taken: status.update(line(taken))
        return

    def now_and_then(taken: LookTaken) -> None:
        step = -(-taken.total // LINES)
        if taken.done % step == 0 or taken.done == taken.total:
            out.note(line(taken))

    yield now_and_then


@contextlib.contextmanager
def _verdicts(path: Path | None) -> Iterator[Callable[[LookTaken], None]]:
    """Writes verdicts to a file, flushed after every look; what stood there before goes when there is something new."""
    from outcomes.calibration.lines import verdict_lines
    from outcomes.errors import UsageError

    if path is None:
        yield lambda _taken: None
        return
    new = not path.exists()
    try:
        stream = path.open("a", encoding="utf-8", newline="\n")
    except OSError as error:
        msg = f"cannot write verdicts to {str(path)!r}: {error.strerror}"
        raise UsageError(msg) from None
    begun = False

    def write(taken: LookTaken) -> None:
        nonlocal begun
        if not begun:
            stream.truncate(0)
            begun = True
        stream.writelines(f"{line}\n" for line in verdict_lines(taken.labelled, taken.grade, taken.look))
        stream.flush()

    try:
        with stream:
            yield write
    finally:
        if new and not begun:
            path.unlink(missing_ok=True)
