"""`outcomes rubric`: what was understood of a rubric, what will grade badly, what changed; and how to begin one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from outcomes.cli import options
from outcomes.cli.rubric_check import check
from outcomes.cli.rubric_from import from_example
from outcomes.cli.rubric_new import new

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from outcomes.rubric import Criterion, Note, Rubric
    from outcomes.rubric_changes import Change

SCHEMA_VERSION: Final = 1
_NOTES: Final = {
    "not_understood": ("not understood", "yellow"),
    "not_carried_over": ("not carried over", "yellow"),
    "read_as": ("note", "dim"),
}
_SIGNS: Final = {"added": ("+", "green"), "removed": ("-", "red")}


class _InOrder(click.Group):
    """Its help lists commands in the order in which a rubric comes to be used, not by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """As they were added."""
        return list(self.commands)


@click.group(cls=_InOrder, short_help="Begin, check, read and compare rubrics.")
def rubric() -> None:
    """Begin, check, read and compare rubrics.

    FILE may be the name of one that comes with outcomes (`outcomes rubric list`), or another tool's file: a PaperBench
    tree, HealthBench items, Prometheus descriptors, promptfoo tests and others.
    """


@rubric.command("list", short_help="List the rubrics that come with outcomes.")
@options.as_json
def list_shipped(*, as_json: bool) -> int:
    """List the rubrics that come with outcomes; each name will do wherever a rubric FILE is asked for.

    \b
    outcomes rubric show board-deck
    outcomes rubric show board-deck --to markdown > my-rubric.md
    """  # noqa: D301 - click keeps the lines below a backspace as they are
    from outcomes import api, wiring
    from outcomes.cli.output import Output
    from outcomes.cli.tables import plain_table
    from outcomes.sinks.terminal import safe

    out = Output(as_json=as_json)
    found = [(name, api.load_rubric(name)) for name in wiring.shipped_rubrics()]
    table = plain_table("name", "about", "by code", "judged", "title")
    for name, each in found:
        judged = len(each.judged_ids)
        table.add_row(name, " ".join(each.applies_to), str(len(each.criteria) - judged), str(judged), safe(each.title))
    rows = [
        {"name": name, "title": each.title, "applies_to": list(each.applies_to), "totals": _counts(each)}
        for name, each in found
    ]
    out.document({"schema_version": SCHEMA_VERSION, "rubrics": rows})
    out.result(table)
    return 0


rubric.add_command(new)
rubric.add_command(from_example)
rubric.add_command(check)


@rubric.command(short_help="Print what was understood.")
@click.argument("file")
@options.variables
@click.option("--to", type=click.Choice(["markdown", "yaml"]), help="Print it as a rubric again instead of a table.")
@options.as_json
def show(*, file: str, variables: dict[str, str], to: str | None, as_json: bool) -> int:
    """Print what was understood: each criterion with its line, whether it is required, and who decides it.

    What was not understood, or not carried over, is listed below the table with its line. As markdown or YAML it is a
    place to start from.

    \b
    outcomes rubric show board-deck
    outcomes rubric show board-deck --to markdown > my-rubric.md
    """  # noqa: D301 - click keeps the lines below a backspace as they are
    from outcomes import api, wiring
    from outcomes.cli.output import Output
    from outcomes.text import shown

    found = api.load_rubric(file, variables)
    if to is not None:
        click.echo(shown(wiring.write_rubric_as(found, to)).rstrip("\n"))
        return 0
    out = Output(as_json=as_json)
    out.document(_document(found))
    out.result(_table(found), "", _totals(found), *_notes(found.notes))
    return 0


@rubric.command(short_help="Print what changed from one to another.")
@click.argument("before")
@click.argument("after")
@options.variables
@options.as_json
def diff(*, before: str, after: str, variables: dict[str, str], as_json: bool) -> int:
    """Print what changed from BEFORE to AFTER: criteria added, removed, reworded, reweighted, moved or else changed.

    \b
    Exit codes
      0  nothing that could change a grade
      1  something changed
      2  wrong usage, a wrong rubric, or no such file
    """  # noqa: D301 - click keeps the lines below a backspace as they are
    from outcomes import api
    from outcomes.cli.output import Output
    from outcomes.rubric_changes import changes

    out = Output(as_json=as_json)
    old, new = api.load_rubric(before, variables), api.load_rubric(after, variables)
    found = changes(old, new)
    out.document(
        {
            "schema_version": SCHEMA_VERSION,
            "before": {"source": old.source, "sha256": old.sha256},
            "after": {"source": new.source, "sha256": new.sha256},
            "changes": [change.model_dump(mode="json") for change in found],
        }
    )
    out.result(*map(_change_line, found), _changes_in_words(found))
    return 1 if found else 0


@rubric.command(short_help="Print the JSON Schema of YAML and JSON rubrics.")
def schema() -> int:
    """Print the JSON Schema (draft-07) of YAML and JSON rubrics.

    Editors use it to complete and check; the first line of a YAML file names it:
    `# yaml-language-server: $schema=rubric.schema.json`
    """
    from outcomes import wiring

    click.echo(wiring.rubric_schema().rstrip("\n"))
    return 0


def _change_line(change: Change) -> Text:
    from outcomes.sinks.terminal import safe

    sign, style = _SIGNS.get(change.kind, ("~", "yellow"))
    line = safe(f"{sign} {change.kind}", style)
    line.append("  ")
    if change.criterion_id is not None:
        at = change.line_after if change.line_after is not None else change.line_before
        line.append_text(safe(change.criterion_id, "dim")).append(f"  line {at}" if at else "")
    if change.what:
        line.append("  " if change.criterion_id else "").append_text(safe(change.what.replace("_", " ")))
    for mark, words in (("-", change.before), ("+", change.after)):
        if words:
            line.append(f"\n    {mark} ").append_text(safe(words))
    return line


def _changes_in_words(found: tuple[Change, ...]) -> str:
    """`2 added, 1 reworded`, or that nothing changed."""
    kinds = ("added", "removed", "reworded", "reweighted", "moved", "changed")
    counts = [(sum(change.kind == kind for change in found), kind) for kind in kinds]
    return ", ".join(f"{number} {kind}" for number, kind in counts if number) or "nothing that could change a grade"


def _notes(notes: tuple[Note, ...]) -> list[Text]:
    """What was not understood, not carried over, or read in a way worth knowing; one line each."""
    from rich.text import Text

    from outcomes.sinks.terminal import safe

    lines = [Text("")] if notes else []
    for note in notes:
        name, style = _NOTES[note.kind]
        place = f"{note.line}: " if note.line else ""
        lines.append(safe(f"{place}{name}:", style).append(" ").append_text(safe(note.message)))
    return lines


def _document(found: Rubric) -> dict[str, object]:
    from outcomes.scoring import shares
    from outcomes.sinks.words import rule_in_words

    return {
        "schema_version": SCHEMA_VERSION,
        "sha256": found.sha256,
        "totals": _counts(found) | {"points": sum(max(criterion.points, 0.0) for criterion in found.criteria)},
        "satisfied_when": rule_in_words(found.bar),
        "shares": shares(found.tree),
        "rubric": found.model_dump(mode="json"),
    }


def _counts(found: Rubric) -> dict[str, int]:
    return {
        "criteria": len(found.criteria),
        "objective": len(found.criteria) - len(found.judged_ids),
        "judged": len(found.judged_ids),
        "required": sum(criterion.required for criterion in found.criteria),
    }


def _table(found: Rubric) -> Table:
    from rich.text import Text

    from outcomes.cli.tables import plain_table, section_row
    from outcomes.scoring import shares

    parts = shares(found.tree) if found.scoring is not None else {}
    table = plain_table("line", "criterion", "required", "weight", *(["of all"] if parts else []))
    for column in range(len(table.columns)):
        table.columns[column].justify = "right" if column not in (1, 2) else "left"
        table.columns[column].no_wrap = column != 1
    section: tuple[str, ...] = ()
    for criterion in found.criteria:
        section = section_row(table, section, criterion.section)
        required = Text("yes") if criterion.required else Text("no", style="dim")
        share = [f"{100 * parts[criterion.id]:.3g}%"] if parts else []
        table.add_row(str(criterion.line or ""), _statement(criterion), required, f"{criterion.points:g}", *share)
    return table


def _statement(criterion: Criterion) -> Text:
    from outcomes.sinks.terminal import safe

    notes: Final = [
        f"applies when {criterion.applies_when}" if criterion.applies_when else "",
        "withheld from the worker" if criterion.withheld else "",
        {"hidden": "about hidden things", "looks": "about looks"}.get(criterion.about, ""),
        "needs a reference" if criterion.needs else "",
        f"levels: {', '.join(f'{level.label} {100 * level.credit:.3g}%' for level in criterion.levels)}"
        if criterion.levels
        else "",
        "for each occurrence" if criterion.per_occurrence else "",
        "a fault: it passes when it is absent" if criterion.names_fault else "",
        f"caps the score at {100 * criterion.cap:g}% while it does not pass" if criterion.cap is not None else "",
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
    if found.references:
        line.append_text(safe(f"held against {', '.join(found.references)}\n"))
    return line.append(f"satisfied when {rule_in_words(found.bar)}", "dim")
