"""`outcomes rubric from`: criteria drafted from what a known-good file measurably has."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict, Unpack

import click

from outcomes.cli import options

if TYPE_CHECKING:
    from outcomes.cli.output import Output
    from outcomes.drafting.draft import Draft, Line

SCHEMA_VERSION: Final = 1
FORMS: Final = ("markdown", "yaml")
_LARGE_BYTES: Final = 2_000_000
_MANY_WORDS: Final = 100_000
"""What takes more than a moment, so that somebody who waits is told."""


class FromOptions(TypedDict):
    """What the command line hands over."""

    output: Path | None
    force: bool
    title: str
    to: str | None
    everything: bool
    pages: bool
    convert: bool | None
    as_json: bool


@click.command(name="from", short_help="Draft criteria from a file that is as it should be.")
@click.argument("example", type=click.Path(path_type=Path))
@options.new_file
@options.force
@options.title
@click.option(
    "--to", type=click.Choice(FORMS), help="The form.  [default: what the ending of --output says, or markdown]"
)
@click.option("--all", "everything", is_flag=True, help="Every criterion, not the most telling sixteen alone.")
@click.option("--pages", is_flag=True, help="Have LibreOffice count the pages of office files too; takes seconds.")
@options.convert
@options.as_json
def from_example(example: Path, **given: Unpack[FromOptions]) -> int:
    """Draft criteria from EXAMPLE, a file or folder that is as the work should be.

    Every check is asked what it finds in the example, and each criterion says what was measured. All of them are
    decided by code, and the example meets them all; what it does not meet, although files of its kind should, is told
    apart. What only a judge can decide is for you to add; the draft suggests some.

    \b
    outcomes rubric from last-report.docx --output my-rubric.md
    outcomes rubric from deck.pptx --to yaml --all

    \b
    Exit codes
      0  drafted
      1  the example cannot be read, is empty, or is of a kind that gives nothing to draft from
      2  wrong usage, or no such file
    """  # noqa: D301 - click keeps the lines below a backspace as they are
    from outcomes import api, wiring
    from outcomes.cli.output import Output
    from outcomes.cli.written import form_of, hand_over, refuse_source, refuse_taken
    from outcomes.settings import load_settings

    form = form_of(given["output"], given["to"], FORMS)
    refuse_source(given["output"], [example])
    refuse_taken(given["output"], force=given["force"])
    out = Output(as_json=given["as_json"])
    convert = given["convert"]
    if convert is None:
        convert = load_settings(os.environ, Path.cwd()).convert
    artifact = api.read_artifact(example, convert=convert)
    if artifact.size_bytes > _LARGE_BYTES or artifact.word_count > _MANY_WORDS or given["pages"]:
        out.note(f"asking every check about {artifact.name}; this may take a while")
    drafted = api.draft_rubric(artifact, title=given["title"], everything=given["everything"], pages=given["pages"])
    text = wiring.write_draft(drafted, form)
    if given["output"] is not None or not given["as_json"]:
        hand_over(text, given["output"], out, force=given["force"])
    out.document(_document(drafted, text))
    _tell(drafted, out)
    return 0


def _tell(drafted: Draft, out: Output) -> None:
    """On standard error: how much was drafted, and what the example does not meet."""
    from outcomes.text import count

    for line in drafted.unmet:
        out.note(f"the example does not meet: {line.criterion.text} ({line.comment})")
    for line in drafted.undecided:
        out.note(f"not decided on the example: {line.criterion.text} ({line.comment})")
    more = f"; {len(drafted.more):,} more with --all" if drafted.more else ""
    out.note(f"{count(len(drafted.lines), 'criterion', 'criteria')} drafted from {drafted.name}{more}")


def _document(drafted: Draft, text: str) -> dict[str, object]:
    return {
        "schema_version": SCHEMA_VERSION,
        "example": {"name": drafted.name, "kind": drafted.kind, "sha256": drafted.sha256},
        "rubric": drafted.rubric.model_dump(mode="json"),
        "criteria": list(map(_line, drafted.lines)),
        "left_out": list(map(_line, drafted.more)),
        "unmet": list(map(_line, drafted.unmet)),
        "undecided": list(map(_line, drafted.undecided)),
        "text": text,
    }


def _line(line: Line) -> dict[str, object]:
    check = line.criterion.check
    return {
        "criterion_id": line.criterion.id,
        "text": line.criterion.text,
        "check": None if check is None else check.model_dump(mode="json"),
        "measured": line.measured,
        "why": line.why,
        "places": list(line.places),
    }
