"""The command line in a few lines: rubrics, workers and judges by name, and what a command said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from click.testing import CliRunner

from outcomes.cli.app import app
from outcomes.testing import ScriptedGrader

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.artifact import Artifact
    from outcomes.rubric import Rubric
    from outcomes.verdict import Grade, Look

OBJECTIVE = """\
# Note

## Form
- It has at least four words `check: words min=4`
- No placeholder is left `check: no_placeholders`
"""
MIXED = """\
# Note

## Form
- It has at least four words `check: words min=4`

## Substance
- It says what was done
"""
PASSES = "ScriptedGrader"
"""A judge that passes everything, as `judge(PASSES)`."""

QUIET = {"NO_COLOR": "", "CI": "", "COLUMNS": "80", "ANTHROPIC_API_KEY": "", "OUTCOMES_GRADER": ""}


class Said(NamedTuple):
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output, which is one JSON document."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """Standard output without the blanks that fill up a table."""
        return [line.rstrip() for line in self.out.splitlines()]


def outcomes(*arguments: str | Path, **environment: str) -> Said:
    """Run `outcomes` with these arguments."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], env=QUIET | environment)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Said(result.exit_code, result.stdout, result.stderr)


def shell(*steps: str) -> str:
    """A worker's command: the last step again and again, one for each iteration before it, in the shell's words.

    >>> shell("one two", "one two three four")     # what note.md holds after the first round, and after later ones
    """
    cases = " ".join(f"{index}) {_write(text)};;" for index, text in enumerate(steps[:-1]))
    return f"sh -c 'case $OUTCOMES_ITERATION in {cases} *) {_write(steps[-1])};; esac'"


def judge(name: str) -> str:
    """How the command line is told about a judge of this module."""
    return f"{__name__}:{name}"


class Broken:
    """A judge that raises what no judge should."""

    fingerprint = "broken"

    async def grade(self, _rubric: Rubric, _artifact: Artifact, _look: Look) -> Grade:
        """Raise."""
        msg = "no \x1b[31mmodel"
        raise LookupError(msg)


class Talkative(ScriptedGrader):
    """A judge that prints while it works."""

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """Say something, and pass everything."""
        print("looking")  # noqa: T201 - that is the fault it is here for
        return await super().grade(rubric, artifact, look)


def breaks_while_loading() -> Broken:
    """A factory that does not get as far as a judge."""
    msg = "no settings"
    raise RuntimeError(msg)


def _write(text: str) -> str:
    return f'printf "%s" "{text}" > outputs/note.md'
