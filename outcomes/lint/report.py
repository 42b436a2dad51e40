"""Findings as text for logs, as JSON for programs, and as commands for GitHub's runner."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from outcomes.ci import github_command
from outcomes.lint.finding import SEVERITIES
from outcomes.text import count, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.lint.finding import Finding, Severity

SCHEMA_VERSION = 1
_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def counts(findings: Sequence[Finding]) -> dict[str, int]:
    """How many there are of each severity, and how many can be mended."""
    by_severity: dict[str, int] = {name: sum(finding.severity == name for finding in findings) for name in SEVERITIES}
    return {**by_severity, "fixable": sum(finding.fixable for finding in findings)}


def summary(findings: Sequence[Finding], files: int, fixed: int = 0) -> str:
    """Sum it up in a line: `Found 1 error, 2 warnings and 1 note in 3 files (1 fixable with --fix).`."""
    numbers = counts(findings)
    nouns = {"error": "error", "warning": "warning", "info": "note"}
    parts = [count(numbers[name], noun) for name, noun in nouns.items() if numbers[name]]
    mended = f"Mended {fixed:,}. " if fixed else ""
    if not parts:
        return f"{mended}Nothing found in {count(files, 'file')}."
    listed = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
    fixable = f" ({numbers['fixable']:,} fixable with --fix)" if numbers["fixable"] else ""
    return f"{mended}Found {listed} in {count(files, 'file')}{fixable}."


def concise(findings: Sequence[Finding]) -> str:
    """`file:line:column: CODE message`, one a line; `[*]` is behind the code of what `--fix` mends."""
    return "".join(
        shown(f"{f.place}: {f.code}{' [*]' if f.fixable else ''} {_line(f.message)}") + "\n" for f in findings
    )


def as_json(findings: Sequence[Finding], files: Sequence[str]) -> str:
    """One document in ASCII; lines and columns from 1, edits in characters of the file from 0."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "files": list(files),
        "findings": [{**asdict(finding), "fixable": finding.fixable} for finding in findings],
        "counts": counts(findings),
    }
    return json.dumps(document, indent=2) + "\n"


def statistics(findings: Sequence[Finding]) -> str:
    """How often each rule spoke, the most frequent first."""
    numbers: dict[tuple[str, str], int] = {}
    for finding in findings:
        numbers[finding.code, finding.name] = numbers.get((finding.code, finding.name), 0) + 1
    ordered = sorted(numbers.items(), key=lambda entry: (-entry[1], entry[0]))
    return "".join(f"{number:>6,}  {code}  {name}\n" for (code, name), number in ordered)


def github(findings: Sequence[Finding]) -> str:
    """Workflow commands, which GitHub shows beside the lines of a change."""
    return "".join(github_command(_COMMANDS[each.severity], each.told, _place(each)) for each in findings)


def _place(finding: Finding) -> dict[str, object]:
    place: dict[str, object] = {
        "file": finding.file, "line": finding.line, "col": finding.column, "endLine": finding.end_line,
    }  # fmt: skip
    if finding.end_line == finding.line:
        place["endColumn"] = finding.end_column
    return {**place, "title": f"{finding.code} {finding.name}"}


def _line(text: str) -> str:
    return " ".join(text.split())
