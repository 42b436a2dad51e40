"""`outcomes show`: a file as a grader sees it, and apart from that what nobody sees."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outcomes.cli import options

if TYPE_CHECKING:
    from rich.console import RenderableType

    from outcomes.cli.output import Output
    from outcomes.view import View


@click.command(short_help="Show a file as a grader sees it.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--raw", is_flag=True, help="The very text that a model grader reads.")
@click.option("--most-tokens", type=click.IntRange(min=1), help="With --raw: leave out whole parts beyond about N.")
@click.option(
    "--part", "places", multiple=True, metavar="PLACE", help="With --raw: show this first: 'slide 7', '¶100-160'."
)
@click.option("--looks", is_flag=True, help="With --raw: say the font of what does not look like most of the text.")
@options.as_json
def show(*, file: Path, raw: bool, most_tokens: int | None, places: tuple[str, ...], looks: bool, as_json: bool) -> int:
    """Show FILE as a grader sees it: every visible piece with the locator by which verdicts name it.

    What the normal view does not show (notes, comments, hidden text ...) is listed by itself, with the reason, and so
    is everything odd about the file.
    """
    from outcomes import api
    from outcomes.cli.outline import as_data, facts, flags, outline, unseen
    from outcomes.cli.output import Output
    from outcomes.errors import UsageError
    from outcomes.view import view

    out = Output(as_json=as_json)
    if not raw and (most_tokens is not None or places or looks):
        raise UsageError("--most-tokens, --part and --looks say how the raw view is made: add --raw.")
    artifact = api.read_artifact(file)
    if raw:
        _show_raw(out, view(artifact, most_tokens=most_tokens, wanted=places, looks=looks))
        return 0
    out.document(as_data(artifact))
    parts: list[RenderableType | None] = [facts(artifact), *outline(artifact), unseen(artifact), flags(artifact)]
    for part in parts:
        if part is not None:
            out.result(part)
    return 0


def _show_raw(out: Output, seen: View) -> None:
    out.document({"schema_version": 1, **asdict(seen), "complete": seen.complete})
    out.lines(seen.text)
