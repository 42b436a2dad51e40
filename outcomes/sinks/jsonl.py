"""Events as JSON lines, for files and pipes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self, TextIO

from outcomes.errors import UsageError
from outcomes.events import to_json

if TYPE_CHECKING:
    from outcomes.events import Event


class JsonLinesSink:
    """Writes one event a line and flushes it, so that whoever follows the file is never behind.

    >>> with JsonLinesSink("events.jsonl") as sink:
    ...     run = run_outcome_sync(outcome, worker, sinks=[sink])
    """

    def __init__(self, target: TextIO | str | Path) -> None:
        """A stream to write to, which stays open; or a file to append to, which `close` closes.

        Raises:
            UsageError: the file cannot be opened.
        """
        self._owned = isinstance(target, str | Path)
        self._stream = _opened(Path(target)) if isinstance(target, str | Path) else target

    def __call__(self, event: Event) -> None:
        """Write one line."""
        self._stream.write(to_json(event) + "\n")
        self._stream.flush()

    def close(self) -> None:
        """Close the file, if it is ours."""
        if self._owned:
            self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _opened(path: Path) -> TextIO:
    try:
        return path.open("a", encoding="utf-8", newline="\n")
    except OSError as error:
        msg = f"cannot write events to {str(path)!r}: {error.strerror}"
        raise UsageError(msg) from None
