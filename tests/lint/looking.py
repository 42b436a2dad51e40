"""What the linter says of a text, in short."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes import lint_rubric, wiring
from outcomes.lint.registry import RULES

if TYPE_CHECKING:
    from outcomes.lint.finding import Finding
    from outcomes.lint.fix import Look
    from outcomes.lint.subject import Subject


class Spot(NamedTuple):
    """A finding's code, the line it is on, and the very characters it is about."""

    code: str
    line: int
    words: str


def name_of(text: str) -> str:
    """A file name whose ending says the format."""
    return "r.yaml" if text.startswith(("criteria:", "title:", "sections:", "#")) and "criteria:" in text else "r.md"


def findings(text: str, name: str = "") -> tuple[Finding, ...]:
    return lint_rubric(name or name_of(text), text=text)


def codes(text: str, name: str = "") -> list[str]:
    return [finding.code for finding in findings(text, name)]


def spots(text: str, name: str = "", *, only: str = "") -> list[Spot]:
    lines = subject(text, name).lines
    return [
        Spot(f.code, f.line, lines[f.line - 1][f.column - 1 : f.end_column - 1 if f.end_line == f.line else None])
        for f in findings(text, name)
        if f.code.startswith(only)
    ]


def subject(text: str, name: str = "") -> Subject:
    return wiring.lint_subject(text, name or name_of(text))


def look(name: str, codes: frozenset[str] = frozenset()) -> Look:
    """As mending looks at a text: by the rules with these codes, or by all."""
    asked = tuple(rule for rule in RULES if not codes or rule.code in codes)

    def looked(text: str) -> tuple[Subject, tuple[Finding, ...]]:
        seen = wiring.lint_subject(text, name)
        return seen, wiring.lint_findings(seen, asked)

    return looked
