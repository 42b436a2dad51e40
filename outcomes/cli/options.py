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
only: Final = click.option(
    "--only", type=click.Choice(["objective"]), help="Leave aside the criteria that need a judge."
)
as_json: Final = click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of text.")
runs: Final = click.option(
    "--runs",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("outcomes-runs"),
    show_default=True,
    metavar="DIR",
    help="Where runs are kept.",
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
