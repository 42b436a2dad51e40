"""A rule of the linter: what it looks for, why that grades badly, and the function that finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from outcomes.lint.finding import Hit, Severity

if TYPE_CHECKING:
    from outcomes.lint.subject import Subject

Find = Callable[["Subject"], Iterable[Hit]]

FAMILIES = {
    "RB1": "Wording",
    "RB2": "Scoring",
    "RB3": "Structure and coverage",
    "RB4": "Reading",
    "RB5": "Safety",
}
"""What the first digit of a code means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `good` and `bad` are whole rubrics: the bad one leads to this code alone, the good one to none."""

    code: str
    name: str
    severity: Severity
    what: str
    """What it finds, in a line without a full stop."""
    why: str
    """How it makes grading worse, with the evidence where there is any."""
    fix: str
    """What to do about it."""
    good: str
    bad: str
    wrong_when: str
    """When it is known to complain about something that is fine."""
    find: Find
    fixable: bool = False
    """Whether some of its findings can be mended by `--fix`."""
    always: bool = False
    """Whether it speaks whatever is selected or ignored: the file is not linted at all otherwise."""

    @property
    def family(self) -> str:
        """What it is about."""
        return FAMILIES[self.code[:3]]


def rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    what: str,
    why: str,
    fix: str,
    good: str,
    bad: str,
    wrong_when: str,
    fixable: bool = False,
    always: bool = False,
) -> Callable[[Find], Rule]:
    """Turn a function `(subject) -> hits` into a `Rule`."""

    def made(find: Find) -> Rule:
        return Rule(
            code=code,
            name=name,
            severity=severity,
            what=what,
            why=why,
            fix=fix,
            good=good,
            bad=bad,
            wrong_when=wrong_when,
            find=find,
            fixable=fixable,
            always=always,
        )

    return made
