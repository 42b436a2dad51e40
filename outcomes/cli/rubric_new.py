"""`outcomes rubric new`: a commented rubric to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from outcomes.artifact import KINDS_BY_ENDING
from outcomes.cli import options
from outcomes.drafting.starting import KINDS

if TYPE_CHECKING:
    from pathlib import Path


class _Kind(click.Choice[str]):
    """A kind of file, by its name or by an ending that people call it by."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The kind's name."""
        ending = value.lower().removeprefix(".")
        return super().convert(KINDS_BY_ENDING.get(ending, ending), param, ctx)


@click.command(short_help="Write a commented rubric to start from.")
@click.option("--kind", "-k", type=_Kind(list(KINDS)), required=True, help="The kind of file that the work will be.")
@options.new_file
@options.force
@options.title
def new(*, kind: str, output: Path | None, force: bool, title: str) -> int:
    """Write a commented rubric to start from, for one kind of file; it can be used as it is.

    \b
    outcomes rubric new --kind docx --output my-rubric.md --title 'Quarterly report'
    outcomes rubric new --kind pptx
    """  # noqa: D301 - click keeps the lines below a backspace as they are
    from outcomes import wiring
    from outcomes.cli.output import Output
    from outcomes.cli.written import form_of, hand_over

    form_of(output, None, ["markdown"])
    hand_over(wiring.starting_rubric(kind, title), output, Output(), force=force)
    return 0
