"""The linter's rules for people and for programs: all in a table, or everything about some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from outcomes.cli.output import Output
from outcomes.cli.tables import plain_table
from outcomes.sinks.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from outcomes.lint.rule import Rule

SCHEMA_VERSION: Final = 1


def tell_rules(rules: Sequence[Rule], *, in_full: bool, as_json: bool) -> None:
    """Print them to standard output."""
    out = Output(as_json=as_json)
    out.document({"schema_version": SCHEMA_VERSION, "rules": list(map(_data, rules))})
    for part in map(_card, rules) if in_full else [_table(rules)]:
        out.result(part)
    if not in_full:
        out.note("[*] --fix can mend it; --explain CODE says all about one")


def _data(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity,
        "fixable": rule.fixable,
        "what": rule.what,
        "why": rule.why,
        "fix": rule.fix,
        "bad": rule.bad,
        "good": rule.good,
        "wrong_when": rule.wrong_when,
    }


def _table(rules: Sequence[Rule]) -> Table:
    table = plain_table("code", "name", "severity", "finds")
    for column in range(3):
        table.columns[column].no_wrap = True
    for rule in rules:
        mark = Text(" [*]", style="green") if rule.fixable else Text()
        table.add_row(safe(rule.code, "bold").append_text(mark), safe(rule.name), safe(rule.severity), safe(rule.what))
    return table


def _card(rule: Rule) -> Text:
    card = Text.assemble(safe(f"{rule.code} {rule.name}", "bold"), "  ", safe(f"{rule.severity}, {rule.family}", "dim"))
    card.append("\n").append_text(safe(rule.what)).append("\n")
    for label, example in (("not so", rule.bad), ("but so", rule.good)):
        card.append(f"\n{label}:\n", "dim")
        for line in example.rstrip("\n").split("\n"):
            card.append("    ").append_text(safe(line) if line.strip() else Text()).append("\n")
    said = [("why", rule.why), ("fix", rule.fix), ("wrong when", rule.wrong_when)]
    said += [("mended by", "outcomes rubric check --fix, where it can be")] if rule.fixable else []
    for label, text in said:
        card.append_text(Text.assemble("\n", (f"{label}: ", "dim"), safe(text)))
    return card.append("\n")
