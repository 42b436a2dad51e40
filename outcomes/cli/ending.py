"""How a command ends: a result's own exit code, or an error's, with one message that says what to do."""

from __future__ import annotations

import json
import os
import sys
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import click

from outcomes.errors import (
    ArtifactError,
    BudgetReached,
    GraderError,
    OutcomesError,
    ProviderError,
    RenderError,
    RubricError,
    UsageError,
)
from outcomes.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable

WORK: Final = 1
USAGE: Final = 2
BROKEN: Final = 3
BUDGET: Final = 4
INTERRUPTED: Final = 130
DEBUG: Final = "OUTCOMES_DEBUG"
"""Set to 1, it shows where an unexpected error came from."""


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What is told when a command did not get as far as a result."""

    type: str
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    code: str | None = None
    """One of `outcomes.errors.ARTIFACT_CODES`, `RENDER_CODES` or `PROVIDER_CODES`, where the error has one."""
    exit_code: int
    usage: dict[str, Any] | None = None
    """What was spent in vain, where a judge or an endpoint broke and that is known."""
    more: str = ""
    """A second line, for people."""


def ended(command: Callable[[], object], *, as_json: bool) -> int:
    """Run a command; what it returns is its exit code, and what it raises is told and turned into one."""
    try:
        code = _int(command())
    except (click.Abort, KeyboardInterrupt):
        code = _tell(Trouble(exit_code=INTERRUPTED, type="Interrupted", message="interrupted"), as_json=as_json)
    except click.ClickException as error:
        code = _tell(_misused(error), as_json=as_json)
    except OutcomesError as error:
        code = _tell(_explained(error), as_json=as_json)
    except OSError as error:
        message = f"the system refused: {error.strerror or error}: {error.filename or ''}".rstrip(": ")
        code = _tell(Trouble(exit_code=BROKEN, type=type(error).__name__, message=message), as_json=as_json)
    except Exception as error:  # noqa: BLE001 - the last boundary: people get a sentence, never a stack trace
        code = _tell(_unexpected(error), as_json=as_json)
    flush(sys.stdout)
    return code


def flush(stream: IO[str] | None) -> None:
    """Flush; if the reader has gone, drop the rest quietly, so that the exit code is still the result's."""
    if stream is None:  # it was closed before the program began
        return
    try:
        stream.flush()
    except BrokenPipeError:
        mute(stream)


def say(text: str, stream: IO[str]) -> None:
    """Write text as it is, what the stream's encoding has no characters for as escapes; a reader may have gone."""
    code = getattr(stream, "encoding", None) or "utf-8"
    try:
        stream.write(text.encode(code, "backslashreplace").decode(code))
        stream.flush()
    except BrokenPipeError:
        mute(stream)


def mute(stream: IO[str]) -> None:
    """Let everything that is still written go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def exit_code(error: OutcomesError) -> int:
    """Say who must act.

    2 is for the caller, the rubric's author and what is not installed or set up, 1 for the work, 4 for a budget that
    might not have covered the next step, and 3 for everything that broke.
    """
    if isinstance(error, UsageError | RubricError):
        return USAGE
    if isinstance(error, ArtifactError):
        return USAGE if error.code in ("missing", "missing-extra") else WORK
    if isinstance(error, RenderError):
        return USAGE if error.code in ("renderer-missing", "render-refused") else BROKEN
    if isinstance(error, ProviderError):
        return USAGE if error.code == "no-key" else BROKEN
    return BUDGET if isinstance(error, BudgetReached) else BROKEN


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0


def _misused(error: click.ClickException) -> Trouble:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return Trouble(exit_code=USAGE, type="UsageError", message="", more=error.format_message())
    context = error.ctx if isinstance(error, click.UsageError) else None
    how = f"`{context.command_path} --help` says how it is used" if context is not None else ""
    return Trouble(exit_code=USAGE, type="UsageError", message=" ".join(error.format_message().split()), more=how)


def _explained(error: OutcomesError) -> Trouble:
    code, name = exit_code(error), type(error).__name__
    spent = error.usage if isinstance(error, GraderError | ProviderError) else None
    usage = spent.model_dump(mode="json") if spent is not None else None
    if isinstance(error, ArtifactError | RenderError | ProviderError):
        return Trouble(exit_code=code, type=name, message=str(error), code=error.code, usage=usage)
    if not isinstance(error, RubricError):
        return Trouble(exit_code=code, type=name, message=str(error), usage=usage)
    return Trouble(
        exit_code=code,
        type=name,
        message=error.message,
        more=_excerpt(error),
        file=error.source,
        line=error.line,
        column=error.column,
    )


def _unexpected(error: Exception) -> Trouble:
    debugging = os.environ.get(DEBUG, "") not in ("", "0")
    if debugging:
        traceback.print_exception(error)
    where = "" if debugging else f"; {DEBUG}=1 shows where it came from"
    message = f"unexpected error: {type(error).__name__}: {error} (please report it{where})"
    return Trouble(exit_code=BROKEN, type=type(error).__name__, message=message)


def _tell(trouble: Trouble, *, as_json: bool) -> int:
    if as_json:
        fields = {name: value for name, value in asdict(trouble).items() if name != "more"}
        click.echo(json.dumps({"schema_version": 1, "error": fields}, indent=2))
        return trouble.exit_code
    place = ":".join(str(part) for part in (trouble.file, trouble.line, trouble.column) if part is not None)
    message = f"{place}: {trouble.message}" if place else trouble.message
    lead = "" if trouble.exit_code == INTERRUPTED else _red("error: ")
    for line in filter(None, (message and lead + shown(message), shown(trouble.more))):
        click.echo(line, err=True)
    return trouble.exit_code


def _red(text: str) -> str:
    return text if os.environ.get("NO_COLOR") else click.style(text, fg="red", bold=True)


def _excerpt(error: RubricError) -> str:
    """The line that an error is about, with its number, as compilers show it."""
    if error.source is None or error.line is None:
        return ""
    try:
        lines = Path(error.source).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError):
        return ""
    if not 1 <= error.line <= len(lines):
        return ""
    number = str(error.line)
    excerpt = f"  {number} | {lines[error.line - 1].expandtabs(1)}"
    if error.column is None:
        return excerpt
    return f"{excerpt}\n  {' ' * len(number)} | {' ' * (error.column - 1)}^"
