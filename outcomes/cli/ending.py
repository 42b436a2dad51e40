"""How a command ends: a result's own exit code, or an error's, with one message that says what to do."""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import click

from outcomes.errors import ArtifactError, OutcomesError, RubricError, UsageError
from outcomes.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable

WORK: Final = 1
USAGE: Final = 2
BROKEN: Final = 3
INTERRUPTED: Final = 130
DEBUG: Final = "OUTCOMES_DEBUG"
"""Set to 1, it shows where an unexpected error came from."""


def ended(command: Callable[[], object], *, as_json: bool) -> int:
    """Run a command; what it returns is its exit code, and what it raises is told and turned into one."""
    try:
        code = _int(command())
    except (click.Abort, KeyboardInterrupt):
        code = _told(INTERRUPTED, "Interrupted", "interrupted", as_json=as_json)
    except click.ClickException as error:
        hint = _help_hint(error)
        code = _told(USAGE, "UsageError", error.format_message(), hint, as_json=as_json)
    except OutcomesError as error:
        code = _explained(error, as_json=as_json)
    except Exception as error:  # noqa: BLE001 - the last boundary: people get a sentence, never a stack trace
        code = _unexpected(error, as_json=as_json)
    flush(sys.stdout)
    return code


def flush(stream: IO[str]) -> None:
    """Flush; if the reader has gone, drop the rest quietly, so that the exit code is still the result's."""
    try:
        stream.flush()
    except BrokenPipeError:
        mute(stream)


def mute(stream: IO[str]) -> None:
    """Let everything that is still written go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def exit_code(error: OutcomesError) -> int:
    """2 for the caller and the rubric's author, 1 for the work, 3 for everything that broke."""
    if isinstance(error, UsageError | RubricError):
        return USAGE
    if isinstance(error, ArtifactError):
        return USAGE if error.code == "missing" else WORK
    return BROKEN


def _int(value: object) -> int:
    return value if isinstance(value, int) else 0


def _explained(error: OutcomesError, *, as_json: bool) -> int:
    code = exit_code(error)
    if as_json:
        place = error if isinstance(error, RubricError) else None
        _document(
            type(error).__name__,
            place.message if place is not None else str(error),
            code,
            file=place.source if place is not None else None,
            line=place.line if place is not None else None,
            column=place.column if place is not None else None,
            **({"code": error.code} if isinstance(error, ArtifactError) else {}),
        )
        return code
    excerpt = _excerpt(error) if isinstance(error, RubricError) else ""
    return _told(code, type(error).__name__, str(error), excerpt, as_json=False)


def _unexpected(error: Exception, *, as_json: bool) -> int:
    debugging = os.environ.get(DEBUG, "") not in ("", "0")
    if debugging:
        traceback.print_exception(error)
    where = "" if debugging else f"; {DEBUG}=1 shows where it came from"
    message = f"unexpected error: {type(error).__name__}: {error} (please report it{where})"
    return _told(BROKEN, type(error).__name__, message, as_json=as_json)


def _told(code: int, kind: str, message: str, more: str = "", *, as_json: bool) -> int:
    if as_json:
        _document(kind, message, code)
    else:
        lead = "" if code == INTERRUPTED else click.style("error: ", fg="red", bold=True)
        click.echo(lead + shown(message), err=True, color=None if not os.environ.get("NO_COLOR") else False)
        if more:
            click.echo(shown(more), err=True)
    return code


def _document(
    kind: str,
    message: str,
    code: int,
    *,
    file: str | None = None,
    line: int | None = None,
    column: int | None = None,
    **more: str,
) -> None:
    """The one JSON document of a command that did not get as far as a result."""
    error = {"type": kind, "message": message, "file": file, "line": line, "column": column, "exit_code": code}
    click.echo(json.dumps({"schema_version": 1, "error": {**error, **more}}, indent=2))


def _help_hint(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"`{context.command_path} --help` says how it is used" if context is not None else ""


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
