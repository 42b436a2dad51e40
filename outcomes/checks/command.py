"""A criterion that a program of the rubric's author decides."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from pydantic import ConfigDict, Field, model_validator

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import WHOLE, judged, passed, quoted, undecided
from outcomes.child import bare_environment
from outcomes.process import Ended, run
from outcomes.system import leads_outside, write_below
from outcomes.text import shown

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.blobs import Files

_LAST_LINES: Final = 10
_LAST_CHARACTERS: Final = 1_000


class Command(NoArgs):
    """A program, its arguments and how long it may take."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    argv: list[str] = Field(
        min_length=1, description="The program and its arguments; `{artifact}` stands for the delivered file, or `.`."
    )
    timeout_seconds: float = Field(
        default=60, gt=0, le=3600, allow_inf_nan=False, description="Seconds after which the program is ended."
    )

    @model_validator(mode="after")
    def _can_be_run(self) -> Self:
        if not self.argv[0].strip():
            msg = "argv begins with a blank; it begins with the program to run."
            raise ValueError(msg)
        if any("\0" in argument for argument in self.argv):
            msg = "argv holds a NUL character, which no program can be given; take it out."
            raise ValueError(msg)
        return self

    def with_file(self, name: str) -> list[str]:
        """The arguments with the file's name filled in; a name is never taken for an option."""
        safe = f"./{name}" if name.startswith("-") else name
        return [argument.replace("{artifact}", safe) for argument in self.argv]


@check(
    "command",
    summary="The program `argv` ends with exit code 0 in a copy of the artifact's folder",
    example='check: command argv=["python", "-m", "json.tool", "{artifact}"] timeout_seconds=10',
    args=Command,
    runs_code=True,
    limit_seconds=3_700,  # its own limit, at most an hour, ends the program first
    group="code",
    meaning=(
        "The artifact's files are copied into an empty folder, and the program runs there without a shell, "
        "without input, and with PATH, HOME, LANG and OUTCOMES_ARTIFACT as its environment. Exit code 0 "
        "passes. It runs only with --allow-commands, since a rubric is code then."
    ),
    source="The rubric's author",
    false_positives=(
        "Whatever the program complains about; a program that is not installed or that cannot be started is "
        "no fail but cannot be judged."
    ),
)
def command(_artifact: Artifact, args: Command, files: Files) -> CheckResult:
    """`{artifact}` stands for the delivered file, or for `.` when several were delivered.

    The program gets no input, and an environment of PATH, HOME, LANG and OUTCOMES_ARTIFACT (the file's whole path).
    """
    main = files.entries[0].path if len(files.entries) == 1 else "."
    argv = args.with_file(main)
    with tempfile.TemporaryDirectory(prefix="outcomes-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        try:
            _copy(files, folder)
        except (OSError, ValueError) as error:
            return undecided(f"the artifact's files cannot be laid out in a folder: {_reason(error)}")
        try:
            environment = bare_environment(folder) | {"OUTCOMES_ARTIFACT": str(folder / main)}
            ended = run(argv, folder=folder, environment=environment, timeout_seconds=args.timeout_seconds)
        except (OSError, ValueError) as error:
            return undecided(f"{quoted(argv[0])} cannot be run: {_reason(error)}")
    output = ended.output.replace(f"{folder}{os.sep}", "").replace(str(folder), ".")
    return _result(args, " ".join(argv), Ended(ended.code, output))


CHECKS: Final = (command,)


def _copy(files: Files, folder: Path) -> None:
    for entry in files.entries:
        if leads_outside(entry.path):
            msg = f"{quoted(entry.path)} leads out of it"
            raise ValueError(msg)
        write_below(folder, entry.path, files.read(entry.path))


def _result(args: Command, line: str, ended: Ended) -> CheckResult:
    if ended.code == 0:
        return passed(f"{quoted(line)} ended with exit code 0")
    how = f"did not end within {args.timeout_seconds:g} seconds" if ended.code is None else ended.how
    output = "\n".join(ended.output.splitlines()[-_LAST_LINES:])[-_LAST_CHARACTERS:].strip()
    said = f"; the end of its output:\n{shown(output)}" if output else " and printed nothing"
    fix = f"Change the work so that {quoted(line)} ends with exit code 0."
    return judged(f"{quoted(line)} {how}", [Finding(WHOLE, f"the program {how}{said}")], fix)


def _reason(error: OSError | ValueError) -> str:
    return shown((error.strerror if isinstance(error, OSError) else None) or str(error))
