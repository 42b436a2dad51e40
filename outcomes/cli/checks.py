"""`outcomes checks`: everything that a rubric can have decided by code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from outcomes.cli import options

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from outcomes.check import CheckSpec
    from outcomes.checks.registry import Registry


@click.command(short_help="List what a rubric can have decided by code.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--kind", metavar="KIND", help="Only those that look at this kind of file: docx, pptx, csv ...")
@options.as_json
@click.option("--markdown", "as_markdown", is_flag=True, help="Print a page about all of them.")
def checks(*, names: tuple[str, ...], kind: str | None, as_json: bool, as_markdown: bool) -> int:
    """List the checks, or say all about those that are named: what they mean, what they take, when they are wrong.

    A criterion with a check is objective: it costs nothing, needs no key and gives the same verdict every time.
    """
    from outcomes import wiring
    from outcomes.cli.check_words import data, page
    from outcomes.cli.output import Output

    out = Output(as_json=as_json)
    known = wiring.checks()
    specs = [_named(known, name) for name in names] or list(known.values())
    if kind is not None:
        specs = _looking_at(kind, specs)
    if as_markdown:
        click.echo(page({spec.name: spec for spec in specs}), nl=False)
        return 0
    problems = [] if names else [problem.message for problem in known.problems]
    out.document({"schema_version": 1, "checks": [data(spec) for spec in specs], "problems": problems})
    for part in map(_card, specs) if names else _lists(specs):
        out.result(part)
    for problem in problems:
        out.note(f"warning: {problem}")
    return 0


def _looking_at(kind: str, specs: list[CheckSpec[Any]]) -> list[CheckSpec[Any]]:
    """Those that look at this kind of file, or at any."""
    from outcomes import wiring
    from outcomes.artifact import KINDS_BY_ENDING
    from outcomes.errors import UsageError
    from outcomes.text import clip, did_you_mean

    ending = kind.lower().removeprefix(".")
    kind = KINDS_BY_ENDING.get(ending, ending)
    if kind not in wiring.READERS:
        known = ", ".join(wiring.READERS)
        msg = f"no kind of file is called {clip(kind)!r}.{did_you_mean(kind, wiring.READERS)} Kinds: {known}"
        raise UsageError(msg)
    return [spec for spec in specs if not spec.kinds or kind in spec.kinds]


def _named(known: Registry, name: str) -> CheckSpec[Any]:
    from outcomes.errors import UsageError
    from outcomes.text import clip, did_you_mean

    if name not in known:
        msg = f"unknown check {clip(name)!r}.{did_you_mean(name, known)} `outcomes checks` lists them all."
        raise UsageError(" ".join(filter(None, [msg, known.why_not(name)])))
    return known[name]


def _lists(specs: list[CheckSpec[Any]]) -> list[RenderableType]:
    from rich.text import Text

    from outcomes.cli.check_words import grouped

    parts: list[RenderableType] = []
    for title, group in grouped(specs):
        parts += [Text(f"\n{title}" if parts else title, "bold underline"), _table(group)]
    return parts


def _table(specs: list[CheckSpec[Any]]) -> Table:
    from rich.text import Text

    from outcomes.cli.tables import plain_table
    from outcomes.sinks.terminal import safe

    table = plain_table("check", "makes sure that")
    table.columns[0].no_wrap = True
    for spec in specs:
        about = safe(spec.summary)
        if spec.kinds:
            about.append(f" ({', '.join(spec.kinds)})", "dim")
        if spec.runs_code:
            about.append(" (runs a command, so it needs --allow-commands)", "dim")
        if spec.owner:
            about.append(" ").append_text(safe(f"(from {spec.owner})", "dim"))
        about.append(Text("\n")).append_text(safe(spec.example, "cyan"))
        table.add_row(safe(spec.name, "bold"), about)
    return table


def _card(spec: CheckSpec[Any]) -> Text:
    """Everything about one check."""
    from rich.text import Text

    from outcomes.cli.check_words import REQUIRED, arguments, kinds
    from outcomes.sinks.terminal import safe

    card = Text.assemble(
        safe(spec.name, "bold"), "\n", safe(spec.summary), "\n\n    ", safe(spec.example, "cyan"), "\n"
    )
    said = [("looks at", kinds(spec)), ("meaning", spec.meaning), ("source", spec.source)]
    said += [("wrong when", spec.false_positives)]
    said += [("runs code", "yes, so it needs --allow-commands")] if spec.runs_code else []
    said += [("comes with", spec.owner)] if spec.owner else []
    for label, text in said:
        card.append_text(Text.assemble("\n", (f"{label}: ", "dim"), safe(text)))
    for one in arguments(spec):
        default = one.default if one.default in ("", REQUIRED) else f"default {one.default}"
        facts = ", ".join(filter(None, [one.type, default]))
        line = Text.assemble("\n", (f"{one.name}= ", "cyan"), safe(f"({facts}) {one.description}"))
        card.append_text(line)
    return card.append("\n")
