"""Findings for people: the line and the place in it, why it matters, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

from outcomes.lint.registry import BY_CODE
from outcomes.sinks.terminal import safe
from outcomes.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from outcomes.lint.finding import Finding

_STYLES: Final = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}
_BEFORE: Final = 50
"""Characters of a long line that are shown before the place."""
_LONGEST: Final = 110


def cards(findings: Iterable[tuple[Finding, Sequence[str]]]) -> Iterator[Text]:
    """One for each finding and the lines of its file; why a rule matters is told the first time only."""
    told: set[str] = set()
    for finding, written in findings:
        line = written[finding.line - 1] if finding.line <= len(written) else ""
        yield _card(finding, line, first=finding.code not in told)
        told.add(finding.code)


def _card(finding: Finding, line: str, *, first: bool) -> Text:
    rule = BY_CODE[finding.code]
    mark = safe(" [*]", "green") if finding.fixable else Text()
    head = Text.assemble(safe(finding.code, _STYLES[finding.severity]), mark, " ", safe(finding.message), "\n")
    head.append_text(Text.assemble(("  --> ", "dim"), safe(finding.place), (f"  {finding.name}\n", "dim")))
    if line.strip():
        head.append_text(_excerpt(finding, line))
    if first:
        head.append_text(Text.assemble(("   why: ", "dim"), safe(rule.why, "dim"), "\n"))
    return head.append_text(Text.assemble(("   fix: ", "dim"), safe(finding.fix), "\n"))


def _excerpt(finding: Finding, line: str) -> Text:
    """The line with its number and carets below the place, cut to what is near it."""
    start = min(finding.column - 1, len(line))
    end = min(finding.end_column - 1, len(line)) if finding.end_line == finding.line else len(line)
    begin = 0 if len(line) <= _LONGEST else max(start - _BEFORE, 0)
    stop = min(len(line), begin + _LONGEST)
    before, place, after = (
        _one_line(line[a:b])
        for a, b in ((begin, start), (start, min(max(end, start), stop)), (min(max(end, start), stop), stop))
    )
    lead, tail = "..." if begin else "", "..." if stop < len(line) else ""
    number = str(finding.line)
    gap = " " * len(number)
    carets = "^" * max(cell_len(place), 1)
    return Text.assemble(
        (f" {number} | ", "dim"), lead, before, place, after, tail, "\n",
        (f" {gap} | ", "dim"), " " * (len(lead) + cell_len(before)), (carets, _STYLES[finding.severity]), "\n",
    )  # fmt: skip


def _one_line(text: str) -> str:
    return (
        shown(text.replace("\t", " ").replace("\r", " ").replace("\n", " "))
        .encode("utf-8", "backslashreplace")
        .decode()
    )
