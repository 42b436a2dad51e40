"""The judge that a command is given by flag, environment or config, and what to say when there is none."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from outcomes import wiring
from outcomes.child import refuse_missing, split_command
from outcomes.errors import GraderError, OutcomesError, UsageError
from outcomes.grader import Around, for_run, foreseen
from outcomes.run import EXIT_CODES
from outcomes.text import count, did_you_mean, said, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from outcomes.artifact import Artifact
    from outcomes.cli.options import Judging
    from outcomes.cli.output import Output
    from outcomes.decide import Result
    from outcomes.grader import Foreseen, Grader, RunScope
    from outcomes.rubric import Rubric
    from outcomes.settings import Settings
    from outcomes.verdict import Grade, Look
    from outcomes.wiring import Priced

MODEL: Final = "model"
COMMAND: Final = "command"
HUMAN: Final = "human"
BY_FLAG: Final = {"model": MODEL, "grader_command": COMMAND, "worksheet": HUMAN}
"""Flags that name a judge by themselves, and the judge that they name."""
NO_JUDGE = "no-judge"
"""The fingerprint of the grader that stands in where none is set."""


class Judge(Around):
    """A grader somebody else wrote: whatever it raises is told as the grader's fault, not as this program's."""

    def __init__(self, inner: Grader, reference: str, program: Sequence[str] = ()) -> None:
        """`reference` is how messages call it; `program` is the command that it runs, if it runs one."""
        super().__init__(inner)
        self._reference = reference
        self._program = program

    @property
    def talks(self) -> bool:
        """Whether it may speak to whoever sits at the terminal: a person does, and somebody's own grader may."""
        return self._reference not in (MODEL, COMMAND)

    def refuse_missing(self, *rubrics: Rubric) -> None:
        """Look for its program, where any of the rubrics has anything to judge.

        Raises:
            UsageError: it is not there.
        """
        if self._program and any(rubric.judged_ids for rubric in rubrics):
            refuse_missing(self._program, Path.cwd())

    def for_run(self, scope: RunScope) -> Judge:
        """The same around what the grader makes for a run."""
        return Judge(for_run(self._inner, scope), self._reference, self._program)

    def foreseen(
        self, rubric: Rubric, artifact: Artifact, references: Sequence[Artifact] = (), *, look: int = 0
    ) -> Foreseen | None:
        """What the grader would ask, if it can say."""
        return foreseen(self._inner, rubric, artifact, references, look=look)

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """Its own verdicts."""
        try:
            return await self._inner.grade(rubric, artifact, look)
        except OutcomesError:
            raise
        except Exception as error:
            raise _broke(self._reference, error) from error


def find_judge(
    flags: Judging, settings: Settings, environment: Mapping[str, str] = os.environ, *, cached: bool = False
) -> Judge | None:
    """The grader named by a flag, `OUTCOMES_GRADER` or `outcomes.toml`; a model named by a flag is one.

    Those of this package have a name of their own; others are looked for in the working directory too. With `cached`,
    what ours said of the very same before is not asked again.

    Raises:
        UsageError: there is no such thing, it is no grader, or something is missing for it.
        ProviderError: `no-key`: it asks the hosted endpoint, and there is no key for that.
        GraderError: it broke while it was loaded.
    """
    settings = _with_flags(flags, settings)
    reference = settings.grader
    if reference is None:
        _refuse_idle(flags, settings)
        return None
    make = _OWN.get(reference)
    if make is not None:
        own = make(settings, environment)
        kept = cached and reference != HUMAN
        program = settings.grader_command or () if reference == COMMAND else ()
        return Judge(wiring.remembering(own, settings, environment) if kept else own, reference, program)
    if reference.isidentifier():
        msg = (
            f"there is no grader {reference!r}.{did_you_mean(reference, _OWN)} Name one of {', '.join(sorted(_OWN))}, "
            "or one of your own as package.module:name"
        )
        raise UsageError(msg)
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.append(here)
    try:
        return Judge(wiring.load_judge(reference), reference)
    except OutcomesError:
        raise
    except Exception as error:
        raise _broke(reference, error) from error


def prices_of(
    flags: Judging, settings: Settings, looks: int, environment: Mapping[str, str] = os.environ
) -> Priced | None:
    """What is known of the prices of the models that judge; `None` where the judge is no model of the settings."""
    whole = _with_flags(flags, settings)
    named = whole.grader == MODEL and whole.model is not None
    return wiring.prices_of(whole, environment, looks) if named else None


class Telling:
    """Says on standard error what is waited for, and no more than a line in so many seconds."""

    def __init__(self, every_seconds: float = 2.0) -> None:
        """Nothing was said yet."""
        self._every = every_seconds
        self._last = float("-inf")

    def __call__(self, line: str) -> None:
        """One line, if the last one was some time ago: sixty-four questions wait for the same thing."""
        now = time.monotonic()
        if now - self._last >= self._every:
            self._last = now
            click.echo(shown(line), err=True)


_OWN: Final[Mapping[str, Callable[[Settings, Mapping[str, str]], Grader]]] = {
    MODEL: lambda settings, environment: wiring.model_grader(settings, environment, tell=Telling()),
    COMMAND: lambda settings, _environment: wiring.command_grader(settings),
    HUMAN: lambda settings, _environment: wiring.human_grader(settings.worksheet, sys.stdin, sys.stderr),
}
"""Graders that are named in a word, and what makes them of settings and environment."""


def _refuse_idle(flags: Judging, settings: Settings) -> None:
    """A flag about the model's endpoint where nobody asks a model is a mistake, and not one to be passed over."""
    said = {"--base-url": flags.base_url, "--profile": flags.profile, "--max-cost-usd": flags.max_cost_usd}
    idle = [name for name, value in said.items() if value is not None]
    if idle:
        model = f"--grader {MODEL}" if settings.model is not None else "--model NAME"
        msg = f"{idle[0]} is about a model that judges, and none is asked to: add {model}"
        raise UsageError(msg)


def _with_flags(flags: Judging, settings: Settings) -> Settings:
    """Flags win. A judge named by a flag judges; one in a file or the environment is only named."""
    given = {name: value for name, value in flags._asdict().items() if value is not None}
    judges = {flags.grader: "grader"} if flags.grader is not None else {}
    for flag, judge in BY_FLAG.items():
        if flag in given:
            judges.setdefault(judge, flag)
    if len(judges) > 1:
        one, other = sorted(judges.values(), reverse=True)[:2]
        said = " and ".join(f"--{flag.replace('_', '-')} {given[flag]}" for flag in (one, other))
        msg = f"{said} are two judges; give one of them"
        raise UsageError(msg)
    if flags.grader_command is not None:
        given["grader_command"] = tuple(split_command(flags.grader_command))
    return settings.model_copy(update=given | ({"grader": next(iter(judges))} if judges else {}))


def hint(grade: Grade, environment: Mapping[str, str] = os.environ) -> str:
    """How to have the criteria judged that were not, because no judge is set; empty when that is not the matter."""
    missing = [item for item in grade.bar.items if item.judged and grade.status(item.id) == "cannot_judge"]
    if not missing or not any(NO_JUDGE in look.grader for look in grade.looks):
        return ""
    who = count(len(missing), "criterion needs", "criteria need")
    key = "A key alone (ANTHROPIC_API_KEY) never spends money. " if environment.get("ANTHROPIC_API_KEY") else ""
    if environment.get("OUTCOMES_MODEL"):
        key += "OUTCOMES_MODEL only names a model; OUTCOMES_GRADER=model has it judge. "
    return (
        f"{who} a judge. {key}Name one: a model with --model NAME (and --base-url URL for an endpoint of your own), a "
        "person with --grader human, a program with --grader-command CMD, or --grader MODULE:NAME; OUTCOMES_GRADER and "
        "outcomes.toml do the same for good. --only objective leaves them aside."
    )


def code_of(result: Result, out: Output, *, allow_undecided: bool) -> int:
    """A result's exit code; `undecided` may be allowed, and that is then said."""
    if result == "undecided" and allow_undecided:
        out.note(f"undecided is allowed here (--allow-undecided): exit code 0 instead of {EXIT_CODES[result]}")
        return 0
    return EXIT_CODES[result]


def _broke(reference: str, error: Exception) -> GraderError:
    return GraderError(f"the grader {reference!r} broke: {said(error)}")
