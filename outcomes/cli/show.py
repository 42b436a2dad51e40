"""`outcomes show`: a file as a grader sees it, and apart from that what nobody sees; as pictures too."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypedDict, Unpack

import click

from outcomes.cli import options

if TYPE_CHECKING:
    from rich.console import RenderableType

    from outcomes.artifact import Artifact
    from outcomes.cli.output import Output
    from outcomes.cli.pages import Saved


class ShowOptions(TypedDict):
    """What the command line hands over."""

    raw: bool
    most_tokens: int | None
    places: tuple[str, ...]
    looks: bool
    images: Path | None
    pages: str | None
    long_edge: int | None
    convert: bool | None
    as_json: bool


class _Pictures(NamedTuple):
    """Which pages are drawn, where to, and how large."""

    folder: Path
    pages: str | None
    long_edge: int | None


@click.command(short_help="Show a file as a grader sees it.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--raw", is_flag=True, help="The very text that a model grader reads.")
@click.option(
    "--most-tokens", type=click.IntRange(min=1), metavar="N", help="With --raw: leave out whole parts beyond about N."
)
@click.option(
    "--part", "places", multiple=True, metavar="PLACE", help="With --raw: show this first: 'slide 7', '¶100-160'."
)
@click.option("--looks", is_flag=True, help="With --raw: say the font of what does not look like most of the text.")
@click.option(
    "--images",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Draw its pages, and put them there as slide-03.png or page-02.png. Needs LibreOffice.",
)
@click.option("--pages", metavar="1,3-5", help="With --images: these slides or pages alone.")
@click.option(
    "--long-edge",
    type=click.IntRange(16, 2576),
    metavar="PIXELS",
    help="With --images: the longer side of each picture.  [default: 768]",
)
@options.convert
@options.as_json
def show(file: Path, **given: Unpack[ShowOptions]) -> int:
    """Show FILE as a grader sees it: every visible piece with the locator by which verdicts name it.

    What the normal view does not show (notes, comments, hidden text ...) is listed by itself, with the reason, and so
    is everything odd about the file.

    \b
    outcomes show report.docx
    outcomes show deck.pptx --images pages --pages 1,3-5 --long-edge 1568
    """  # noqa: D301 - click keeps the lines below a backspace as they are
    from outcomes import api
    from outcomes.cli.output import Output
    from outcomes.settings import load_settings

    _refuse_lonely(given)
    out = Output(as_json=given["as_json"])
    convert = given["convert"]
    if convert is None:
        convert = load_settings(os.environ, Path.cwd()).convert
    artifact = api.read_artifact(file, convert=convert)
    saved = None
    if given["images"] is not None:
        saved = _draw(artifact, _Pictures(given["images"], given["pages"], given["long_edge"]), out)
    if given["raw"]:
        _show_raw(artifact, given, saved, out)
    else:
        _show(artifact, saved, out)
    return 0


def _refuse_lonely(given: ShowOptions) -> None:
    """Refuse options that only say how something is done which was not asked for."""
    from outcomes.errors import UsageError

    if not given["raw"] and (given["most_tokens"] is not None or given["places"] or given["looks"]):
        raise UsageError("--most-tokens, --part and --looks say how the raw view is made: add --raw.")
    if given["images"] is None and (given["pages"] is not None or given["long_edge"] is not None):
        raise UsageError("--pages and --long-edge say how pages are drawn: say where to, with --images DIR.")


def _show(artifact: Artifact, saved: list[Saved] | None, out: Output) -> None:
    from outcomes.cli.outline import as_data, drawn, facts, flags, outline, unseen

    out.document(as_data(artifact) | _pictures_data(saved))
    parts: list[RenderableType | None] = [facts(artifact), *outline(artifact), unseen(artifact), flags(artifact)]
    if saved is not None:
        parts.append(drawn(saved))
    for part in parts:
        if part is not None:
            out.result(part)


def _show_raw(artifact: Artifact, given: ShowOptions, saved: list[Saved] | None, out: Output) -> None:
    from outcomes.view import view

    seen = view(artifact, most_tokens=given["most_tokens"], wanted=given["places"], looks=given["looks"])
    out.document({"schema_version": 1, **asdict(seen), "complete": seen.complete} | _pictures_data(saved))
    out.lines(seen.text)


def _pictures_data(saved: list[Saved] | None) -> dict[str, object]:
    return {} if saved is None else {"images": [item.as_data() for item in saved]}


def _draw(artifact: Artifact, wanted: _Pictures, out: Output) -> list[Saved]:
    from outcomes import wiring
    from outcomes.cli.pages import page_numbers, save_pages
    from outcomes.errors import UsageError
    from outcomes.renderer import LONG_EDGE

    if wanted.pages is not None and artifact.kind == "folder":
        raise UsageError("--pages chooses pages of one file: name the file inside the folder.")
    numbers = None if wanted.pages is None else page_numbers(wanted.pages)
    return save_pages(
        wiring.members(artifact),
        wanted.folder,
        wiring.renderer(),
        out,
        numbers=numbers,
        long_edge=wanted.long_edge or LONG_EDGE,
    )
