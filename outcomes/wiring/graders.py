"""Graders out of what a caller gives, settings say, or a name stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO, cast

from outcomes.errors import UsageError
from outcomes.wiring.checking import checks
from outcomes.wiring.loading import load
from outcomes.wiring.workers import refuse_class, refuse_no_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from outcomes.grader import Grader
    from outcomes.settings import Settings


def make_grader(judge: Grader | None, *, allow_commands: bool = False) -> Grader:
    """Checks for objective criteria, the judge for the others, and evidence looked up whoever the judge is."""
    from outcomes.graders.composite import CompositeGrader
    from outcomes.graders.objective import ObjectiveGrader
    from outcomes.graders.unjudged import UnjudgedGrader

    objective = ObjectiveGrader(checks(), allow_commands=allow_commands)
    if judge is None:
        return CompositeGrader(objective, UnjudgedGrader())
    refuse_class(judge, "grader")
    if not hasattr(judge, "grade"):
        raise _no_grader(judge, "grader= got")
    refuse_no_text(judge, "fingerprint")
    return CompositeGrader(objective, judge)


def load_judge(reference: str) -> Grader:
    """A grader named as `package.module:name`: an object, or a class or function that gives one without arguments."""
    if reference.count(":") != 1 or not all(reference.split(":")) or reference.startswith("."):
        msg = f"a grader is named package.module:name, not {reference!r}"
        raise UsageError(msg)
    try:
        found = load(reference)
    except ImportError as error:
        msg = f"the grader {reference!r} cannot be imported: {error}"
        raise UsageError(msg) from None
    except AttributeError as error:
        if error.name != reference.partition(":")[2]:
            raise  # out of the module's own code
        msg = f"the grader {reference!r} is not there: the module has no {reference.partition(':')[2]!r}"
        raise UsageError(msg) from None
    if isinstance(found, type) or not hasattr(found, "grade"):
        if not callable(found):
            raise _no_grader(found, f"{reference!r} gives")
        found = cast("Callable[[], object]", found)()
    if not hasattr(found, "grade") or not hasattr(found, "fingerprint"):
        raise _no_grader(found, f"{reference!r} gives")
    return cast("Grader", found)


def command_grader(settings: Settings) -> Grader:
    """The judge that runs the configured program; `UsageError` when none is."""
    from outcomes.graders.command import CommandGrader

    if settings.grader_command is None:
        raise UsageError(
            "a program is to judge, but which is not said: give --grader-command 'PROGRAM ARGUMENTS', set "
            'OUTCOMES_GRADER_COMMAND, or write grader_command = ["PROGRAM", "ARGUMENT"] into outcomes.toml'
        )
    seconds, names = settings.grader_timeout_seconds, settings.grader_environment
    return CommandGrader(settings.grader_command, timeout_seconds=seconds, environment=names)


def human_grader(worksheet: Path | None, answers: TextIO, screen: TextIO) -> Grader:
    """A person as the judge: by a worksheet, or at a terminal, if that is what the two streams are."""
    from outcomes.graders.human.form import StreamTerminal
    from outcomes.graders.human.grader import HumanGrader

    return HumanGrader(worksheet, terminal=StreamTerminal(answers, screen) if answers.isatty() else None)


def _no_grader(found: object, whence: str) -> UsageError:
    what = type(found).__name__
    return UsageError(f"{whence} a {what}; a grader has `fingerprint` and `async grade(rubric, artifact, look)`")
