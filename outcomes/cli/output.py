"""Where a command speaks: results to standard output, everything else to standard error."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.text import Text

from outcomes.cli.ending import flush, mute
from outcomes.sinks.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import RenderableType


class Output:
    """The two streams of one command. With `as_json`, standard output gets one document and nothing else."""

    def __init__(self, *, as_json: bool = False, environment: Mapping[str, str] = os.environ) -> None:
        """Takes the streams as they are now."""
        self.as_json = as_json
        self._environment = environment
        self._stdout = sys.stdout

    @property
    def stdout(self) -> TextIO:
        """Standard output as it was when the command began, for a document that is written piece by piece."""
        return self._stdout

    @cached_property
    def results(self) -> Console:
        """For people: standard output."""
        return _console(self._stdout, self._environment)

    @cached_property
    def progress(self) -> Console:
        """For people, while they wait: standard error."""
        return _console(sys.stderr, self._environment)

    def hold_still(self) -> None:
        """Move no cursor from now on: somebody is asked something on the same terminal."""
        self.progress.is_interactive = False

    def result(self, *lines: RenderableType) -> None:
        """Print a part of the result; not with `as_json`."""
        if not self.as_json:
            self.results.print(*lines, sep="\n")

    def lines(self, text: str) -> None:
        """Print text that is to stay as it is, line by line, however wide; not with `as_json`."""
        if not self.as_json:
            self.results.print(Text(text), soft_wrap=True)

    def note(self, line: str) -> None:
        """Tell something beside the result, on standard error."""
        self.progress.print(safe(line, "dim"), soft_wrap=True)

    def document(self, content: Mapping[str, object]) -> None:
        """Write the one JSON document, in ASCII so that it is safe to print; only with `as_json`."""
        if self.as_json:
            try:
                self._stdout.write(json.dumps(content, indent=2) + "\n")
            except BrokenPipeError:
                mute(self._stdout)
            flush(self._stdout)

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """While work goes on, whatever prints goes to standard error; the result alone goes to standard output."""
        with contextlib.redirect_stdout(sys.stderr):
            yield


class _Console(Console):
    """Nothing in what it prints is markup, and a reader that has gone does not change the exit code."""

    def on_broken_pipe(self) -> None:
        """Called by rich; its own way is to exit with 1."""
        mute(self.file)


def _console(stream: TextIO | None, environment: Mapping[str, str]) -> Console:
    """A console that moves its cursor only where somebody looks at it; into nothing, where a stream was closed."""
    stream = stream if stream is not None else io.StringIO()
    still = any(environment.get(name) for name in ("NO_COLOR", "CI")) or environment.get("TERM") == "dumb"
    return _Console(
        file=stream,
        force_interactive=stream.isatty() and not still,
        highlight=False,
        markup=False,
        emoji=False,
    )
