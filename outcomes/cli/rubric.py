"""`outcomes rubric`: print a rubric, or check it without grading anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from outcomes.cli import options

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from outcomes.rubric import Criterion, Rubric


@click.group(short_help="Look at a rubric, or find out what is wrong with it.")
def rubric() -> None:
    """Look at a rubric, or find out what is wrong with it. FILE may be the name of one that comes with outcomes."""


@rubric.command(short_help="Print what was understood.")
@click.argument("file")
@click.option("--to", type=click.Choice(["markdown"]), help="Print it as a rubric again instead of a table.")
@options.as_json
def show(*, file: str, to: str | None, as_json: bool) -> int:
    """Print what was understood: each criterion with its line, whether it is required, and who decides it.

    As markdown it is a place to start from: outcomes rubric show board-deck --to markdown > my-rubric.md
    """
    from outcomes import api, wiring
    from outcomes.cli.output import Output
    from outcomes.text import shown

    found = api.load_rubric(file)
    if to is not None:
        click.echo(shown(wiring.write_rubric(found)).rstrip("\n"))
        return 0
    out = Output(as_json=as_json)
    out.document(_document(found))
    out.result(_table(found), "", _totals(found))
    return 0


@rubric.command(short_help="Find out whether it can be used.")
@click.argument("file")
@options.as_json
def check(*, file: str, as_json: bool) -> int:
    """Find out whether a rubric can be used; exit with 2, and say where, when something is wrong."""
    from outcomes import api
    from outcomes.cli.output import Output

    out = Output(as_json=as_json)
    found = api.load_rubric(file)
    out.document(_document(found))
    out.result(_totals(found))
    return 0


def _document(found: Rubric) -> dict[str, object]:
    totals = {
        "criteria": len(found.criteria),
        "objective": len(found.criteria) - len(found.judged_ids),
        "judged": len(found.judged_ids),
        "required": sum(criterion.required for criterion in found.criteria),
    }
    content = found.model_dump(mode="json")
    return {"schema_version": 1, "sha256": found.sha256, "totals": totals, "rubric": content}


def _table(found: Rubric) -> Table:
    from rich.text import Text

    from outcomes.cli.tables import plain_table, section_row

    table = plain_table("line", "criterion", "required", "points")
    for column in (0, 3):
        table.columns[column].justify = "right"
    for column in (0, 2, 3):
        table.columns[column].no_wrap = True
    section: tuple[str, ...] = ()
    for criterion in found.criteria:
        section = section_row(table, section, criterion.section)
        required = Text("yes") if criterion.required else Text("no", style="dim")
        table.add_row(str(criterion.line or ""), _statement(criterion), required, f"{criterion.points:g}")
    return table


def _statement(criterion: Criterion) -> Text:
    from outcomes.sinks.terminal import safe

    notes: Final = [
        f"applies when {criterion.applies_when}" if criterion.applies_when else "",
        "withheld from the worker" if criterion.withheld else "",
        "about hidden things" if criterion.about == "hidden" else "",
        "needs a reference" if criterion.needs else "",
        f"levels: {', '.join(level.label for level in criterion.levels)}" if criterion.levels else "",
        "for each occurrence" if criterion.per_occurrence else "",
    ]
    line = safe(criterion.text).append("\n")
    line.append_text(safe(f"check: {criterion.check}", "cyan") if criterion.check else safe("judged", "yellow"))
    for note in filter(None, notes):
        line.append("\n").append_text(safe(note))
    return line.append("\n").append_text(safe(criterion.id, "dim"))


def _totals(found: Rubric) -> Text:
    from rich.text import Text

    from outcomes.sinks.terminal import safe
    from outcomes.sinks.words import rule_in_words
    from outcomes.text import count

    judged = len(found.judged_ids)
    required = sum(criterion.required for criterion in found.criteria)
    kinds = f"; about {' or '.join(found.applies_to)}" if found.applies_to else ""
    line = Text.assemble(safe(found.title, "bold"), "\n") if found.title else Text()
    line.append(f"{count(len(found.criteria), 'criterion', 'criteria')}: ")
    line.append(f"{len(found.criteria) - judged} decided by code, {judged} by a judge; {required} required{kinds}\n")
    return line.append(f"satisfied when {rule_in_words(found.bar)}", "dim")
