"""The `outcomes` command: what there is, and the one place where every command ends."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from outcomes.cli.ending import ended
from outcomes.cli.lazy import LazyCommand, LazyGroup
from outcomes.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS: Final = {
    "grade": LazyCommand("outcomes.cli.grade:grade", "Grade one file or folder against a rubric."),
    "grade-all": LazyCommand("outcomes.cli.many.command:grade_all", "Grade many files: a gate with a result for each."),
    "run": LazyCommand("outcomes.cli.run:run", "Have a worker work until the rubric is satisfied."),
    "runs": LazyCommand("outcomes.cli.runs:runs", "Look into kept runs, go on with one, move or forget it."),
    "regrade": LazyCommand("outcomes.cli.regrade:regrade", "Grade the kept artifacts of a run again."),
    "rubric": LazyCommand("outcomes.cli.rubric:rubric", "Begin, check, read and compare rubrics."),
    "checks": LazyCommand("outcomes.cli.checks:checks", "List what a rubric can have decided by code."),
    "calibrate": LazyCommand(
        "outcomes.cli.calibrate:calibrate", "Measure how far a grader can be trusted with a rubric."
    ),
    "show": LazyCommand("outcomes.cli.show:show", "Show a file as a grader sees it."),
    "doctor": LazyCommand("outcomes.cli.doctor:doctor", "Say what is installed here, and what is missing."),
    "demo": LazyCommand("outcomes.cli.demo:demo", "Watch two documents being mended, with no key and no network."),
}
CONTEXT: Final = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class App(LazyGroup):
    """The outermost group: whatever happens inside becomes an exit code and, at most, one message."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **more: Any) -> NoReturn:  # noqa: ANN401
        """Run and leave. With `--json`, standard output gets one JSON document whatever happens."""
        given = list(sys.argv[1:] if args is None else args)
        more["standalone_mode"] = False
        sys.exit(ended(lambda: super(App, self).main(given, *rest, **more), as_json=_asks_for_json(given)))


@click.group(cls=App, lazy=COMMANDS, context_settings=CONTEXT)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def app() -> None:
    """Say what done means in a rubric; every piece of work is graded against it, with evidence.

    \b
    Exit codes
      0  satisfied
      1  the work is not good enough
      2  wrong usage, a wrong rubric, or no such file
      3  a worker, a grader or this program broke
      4  a budget ended
      5  undecided: something that counts could not be judged
      130, 143  interrupted, terminated

    Results go to standard output, everything else to standard error.
    """  # noqa: D301 - click keeps the lines below a backspace as they are


def _asks_for_json(arguments: Sequence[str]) -> bool:
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return "--json" in options
