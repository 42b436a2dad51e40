"""The judge that a command is given by flag, environment or config, and what to say when there is none."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from outcomes import wiring
from outcomes.errors import GraderError, OutcomesError
from outcomes.run import EXIT_CODES
from outcomes.text import count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.artifact import Artifact
    from outcomes.cli.output import Output
    from outcomes.decide import Result
    from outcomes.grader import Grader
    from outcomes.rubric import Rubric
    from outcomes.settings import Settings
    from outcomes.verdict import Grade, Look

NO_JUDGE = "no-judge"
"""The fingerprint of the grader that stands in where none is set."""


class Judge:
    """A grader somebody else wrote: whatever it raises is told as the grader's fault, not as this program's."""

    def __init__(self, inner: Grader, reference: str) -> None:
        """`reference` is how messages call it."""
        self._inner = inner
        self._reference = reference

    @property
    def fingerprint(self) -> str:
        """Its own."""
        return self._inner.fingerprint

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """Its own verdicts."""
        try:
            return await self._inner.grade(rubric, artifact, look)
        except OutcomesError:
            raise
        except Exception as error:
            raise _broke(self._reference, error) from error


def find_judge(flag: str | None, settings: Settings) -> Judge | None:
    """The grader named by the flag, `OUTCOMES_GRADER` or `outcomes.toml`, looked for in the working directory too.

    Raises:
        UsageError: there is no such thing, or it is no grader.
        GraderError: it broke while it was loaded.
    """
    reference = flag if flag is not None else settings.grader
    if reference is None:
        return None
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.append(here)
    try:
        return Judge(wiring.load_judge(reference), reference)
    except OutcomesError:
        raise
    except Exception as error:
        raise _broke(reference, error) from error


def hint(grade: Grade, environment: Mapping[str, str] = os.environ) -> str:
    """How to have the criteria judged that were not, because no judge is set; empty when that is not the matter."""
    missing = [item for item in grade.bar.items if item.judged and grade.status(item.id) == "cannot_judge"]
    if not missing or not any(NO_JUDGE in look.grader for look in grade.looks):
        return ""
    who = count(len(missing), "criterion needs", "criteria need")
    key = "A key alone (ANTHROPIC_API_KEY) never spends money. " if environment.get("ANTHROPIC_API_KEY") else ""
    return (
        f"{who} a judge. {key}Set one with --grader MODULE:NAME, OUTCOMES_GRADER or grader in outcomes.toml; "
        "--only objective leaves them aside."
    )


def code_of(result: Result, out: Output, *, allow_undecided: bool) -> int:
    """A result's exit code; `undecided` may be allowed, and that is then said."""
    if result == "undecided" and allow_undecided:
        out.note(f"undecided is allowed here (--allow-undecided): exit code 0 instead of {EXIT_CODES[result]}")
        return 0
    return EXIT_CODES[result]


def _broke(reference: str, error: Exception) -> GraderError:
    return GraderError(f"the grader {reference!r} broke: {type(error).__name__}: {error}")
