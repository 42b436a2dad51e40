"""The JSON lines sink."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from outcomes.errors import UsageError
from outcomes.events import from_json
from outcomes.sinks.jsonl import JsonLinesSink
from outcomes.testing import MemorySink

from .support import go

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = ("one", "one two three four")


class Flushed(io.StringIO):
    """A stream that remembers how much of it was flushed."""

    seen = 0

    def flush(self) -> None:
        """Remember."""
        self.seen = len(self.getvalue())


def test_every_event_is_one_line_that_reads_back() -> None:
    stream, memory = io.StringIO(), MemorySink()
    go(SCRIPT, JsonLinesSink(stream), memory)
    lines = stream.getvalue().splitlines()
    assert [from_json(line) for line in lines] == memory.events
    assert not stream.closed


def test_every_line_is_flushed_as_it_is_written() -> None:
    stream = Flushed()
    sink = JsonLinesSink(stream)
    behind = []
    go(SCRIPT, sink, lambda _event: behind.append(len(stream.getvalue()) - stream.seen))
    assert set(behind) == {0}


def test_a_file_is_appended_to_and_closed(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    for _ in range(2):
        with JsonLinesSink(path) as sink:
            go(SCRIPT, sink)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[: len(lines) // 2] == lines[len(lines) // 2 :]


def test_a_file_that_cannot_be_written_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot write events to .*: No such file or directory"):
        JsonLinesSink(tmp_path / "nowhere" / "events.jsonl")
