"""`outcomes show`: a file as a grader sees it, and apart from that what nobody sees."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from outcomes.cli import options

if TYPE_CHECKING:
    from rich.console import RenderableType


@click.command(short_help="Show a file as a grader sees it.")
@click.argument("file", type=click.Path(path_type=Path))
@options.as_json
def show(*, file: Path, as_json: bool) -> int:
    """Show FILE as a grader sees it: every visible piece with the locator by which verdicts name it.

    What the normal view does not show (notes, comments, hidden text ...) is listed by itself, with the reason, and so
    is everything odd about the file.
    """
    from outcomes import api
    from outcomes.cli.outline import as_data, facts, flags, outline, unseen
    from outcomes.cli.output import Output

    out = Output(as_json=as_json)
    artifact = api.read_artifact(file)
    out.document(as_data(artifact))
    parts: list[RenderableType | None] = [facts(artifact), *outline(artifact), unseen(artifact), flags(artifact)]
    for part in parts:
        if part is not None:
            out.result(part)
    return 0
