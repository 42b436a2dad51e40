"""Options that several commands share, each written once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")
Confirm = Literal[0, 1, "strict"]

rubric: Final = click.option(
    "--rubric", "-r", required=True, metavar="FILE", help="Rubric file, or the name of one that comes with outcomes."
)
grader: Final = click.option(
    "--grader",
    metavar="MODULE:NAME",
    help="Who judges the criteria that no check decides: a grader, or a function that gives one.",
)
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
only: Final = click.option(
    "--only", type=click.Choice(["objective"]), help="Leave aside the criteria that need a judge."
)
as_json: Final = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")


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
runs: Final = click.option(
    "--runs",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where runs are kept.  [default: OUTCOMES_RUNS, runs in outcomes.toml, or ~/.local/state/outcomes]",
)


_CONFIRM: Final[dict[str, Confirm]] = {"0": 0, "1": 1, "strict": "strict"}


def confirm(default: Confirm) -> Callable[[F], F]:
    """The option, with the default of its command; not given is `None`."""
    return click.option(
        "--confirm",
        type=click.Choice(list(_CONFIRM)),
        callback=lambda _context, _parameter, value: None if value is None else _CONFIRM[value],
        help=f"Fresh looks before a pass on judged criteria is believed.  [default: {default}]",
    )
