"""Options that several commands share, each written once."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeVar, cast

import click

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")
Confirm = Literal[0, 1, "strict"]

rubric: Final = click.option(
    "--rubric", "-r", required=True, metavar="FILE", help="Rubric file, or the name of one that comes with outcomes."
)


class Judging(NamedTuple):
    """What the flags say about who judges; `None` where they say nothing."""

    grader: str | None = None
    model: str | None = None
    base_url: str | None = None
    max_cost_usd: float | None = None
    grader_command: str | None = None
    worksheet: Path | None = None
    profile: str | None = None


model: Final = click.option(
    "--model", metavar="NAME", help="The model that judges, as its endpoint calls it. Asking it costs."
)
base_url: Final = click.option("--base-url", metavar="URL", help="The model's endpoint.  [default: the hosted one]")
_JUDGING: Final = (
    click.option(
        "--grader",
        metavar="NAME",
        help="Who judges the criteria that no check decides: model, human, command, or MODULE:NAME of a grader or of a "
        "function that gives one.",
    ),
    model,
    base_url,
    click.option(
        "--max-cost-usd",
        type=click.FloatRange(min=0, min_open=True),
        metavar="USD",
        help="The most that this command may spend on judging; a question that may not fit is not asked.",
    ),
    click.option(
        "--grader-command",
        metavar="COMMAND",
        help="A program that judges: what to judge is JSON on its stdin, its verdicts are JSON on its stdout.",
    ),
    click.option(
        "--worksheet",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Have a person judge by filling in this file: written when it is not there, read when it is.",
    ),
    click.option(
        "--profile",
        type=click.Choice(["standard", "private"]),
        help="private: send the model's endpoint nothing but messages, and nothing that is kept there.",
    ),
)


def grader(command: F) -> F:
    """The options about who judges, handed to the command as one `Judging`."""

    @functools.wraps(command)
    def gathered(*args: Any, **given: Any) -> Any:  # noqa: ANN401 - whatever the command takes and gives
        judging = Judging(*(given.pop(name) for name in Judging._fields))
        return command(*args, grader=judging, **given)

    for option in reversed(_JUDGING):
        gathered = option(gathered)
    return cast("F", gathered)


allow_commands: Final = click.option(
    "--allow-commands", is_flag=True, help="Let checks run the commands that the rubric names. A rubric is then code."
)
allow_undecided: Final = click.option(
    "--allow-undecided", is_flag=True, help="Exit with 0 although criteria that count could not be judged."
)
convert: Final = click.option(
    "--convert",
    is_flag=True,
    default=None,
    help="Have LibreOffice convert doc, ppt, xls, OpenDocument and RTF files, which are refused otherwise.",
)
estimate: Final = click.option(
    "--estimate", is_flag=True, help="Say what judging would cost, and stop before anything is paid for."
)
no_content: Final = click.option(
    "--no-content",
    is_flag=True,
    default=None,
    help="Keep hashes, verdicts and costs of this run, and no text; it can be shown and not resumed.",
)
only: Final = click.option(
    "--only", type=click.Choice(["objective"]), help="Leave aside the criteria that need a judge."
)
as_json: Final = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")

new_file: Final = click.option(
    "--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write it there, not to standard output."
)
force: Final = click.option("--force", is_flag=True, help="Replace the file that is there.")
title: Final = click.option("--title", default="", metavar="TEXT", help="What the rubric is called.")


def _pairs(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """`NAME=VALUE`, each name once."""
    found: dict[str, str] = {}
    for pair in given:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            msg = f"expected NAME=VALUE, found {pair!r}"
            raise click.BadParameter(msg)
        if found.setdefault(name.strip(), value) != value:
            msg = f"{name.strip()!r} is given twice, and differently"
            raise click.BadParameter(msg)
    return found


variables: Final = click.option(
    "--var",
    "variables",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_pairs,
    help="A value for {{ NAME }} in the rubric; can be given more than once.",
)
references: Final = click.option(
    "--reference",
    "references",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A file to compare the artifact with, for criteria that need one; can be given more than once.",
)
runs: Final = click.option(
    "--runs",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where runs are kept.  [default: OUTCOMES_RUNS, runs in outcomes.toml, or ~/.local/state/outcomes]",
)


events: Final = click.option(
    "--events", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Append every event as JSON line."
)
_CONFIRM: Final[dict[str, Confirm]] = {"0": 0, "1": 1, "strict": "strict"}


repeat: Final = click.option(
    "--repeat",
    type=click.IntRange(1, 20),
    default=1,
    metavar="K",
    help="Fresh looks in any case, to see how far they agree; the majority decides. Not with --confirm.",
)


def at_once(default: int) -> Callable[[F], F]:
    """How many artifacts are graded at a time."""
    return click.option(
        "--at-once",
        type=click.IntRange(1, 64),
        default=default,
        show_default=True,
        metavar="N",
        help="Artifacts that are graded at the same time.",
    )


def confirm(default: Confirm) -> Callable[[F], F]:
    """The option, with the default of its command; not given is `None`."""
    return click.option(
        "--confirm",
        type=click.Choice(list(_CONFIRM)),
        callback=lambda _context, _parameter, value: None if value is None else _CONFIRM[value],
        help=f"Fresh looks before a pass on judged criteria is believed.  [default: {default}]",
    )
