"""Where rows go: a table for people, standard output as they come, or a file that is there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TextIO

from outcomes.cli.ending import USAGE, WORK
from outcomes.cli.many.writers import WRITERS
from outcomes.errors import UsageError
from outcomes.text import clip, count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from outcomes.cli.many.rows import Row
    from outcomes.cli.many.sums import Sums
    from outcomes.cli.many.writers import Writer
    from outcomes.cli.output import Output

MOST_ROWS: Final = 200
"""Files that a table lists; of more, only how many there are is said."""
MOST_GAPS: Final = 2
_LONGEST_GAP: Final = 100
_LONG_FOLDER: Final = 16


class Sheet(Protocol):
    """Takes rows, and is told when there are no more."""

    def row(self, row: Row) -> None:
        """One more file."""

    def end(self, sums: Sums) -> None:
        """That was all."""


@contextlib.contextmanager
def sheet(out: Output, form: str, output: Path | None) -> Iterator[Sheet]:
    """Where the rows go; a file replaces what was there when everything is in it, and is not touched before."""
    if form == "table" and output is None:
        yield _ForPeople(out)
    elif output is None:
        yield _Streamed(WRITERS[form](), out.stdout)
    else:
        with _whole_file(output) as stream:
            yield _Streamed(WRITERS[form](), stream)


@contextlib.contextmanager
def _whole_file(path: Path) -> Iterator[TextIO]:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".outcomes-", suffix=".tmp")
    except OSError as error:
        msg = f"cannot write {str(path)!r}: {error.strerror}"
        raise UsageError(msg) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


class _Streamed:
    """A form for programs, piece by piece."""

    def __init__(self, writer: Writer, stream: TextIO) -> None:
        self._writer, self._stream = writer, stream
        stream.write(writer.begin())

    def row(self, row: Row) -> None:
        self._stream.write(self._writer.row(row))

    def end(self, sums: Sums) -> None:
        self._stream.write(self._writer.end(sums))
        self._stream.flush()


class InOrder:
    """Gives rows to a sheet in the order of the files, whichever was done first; what is left comes at the end."""

    def __init__(self, sheet: Sheet) -> None:
        """Nothing is held yet."""
        self._sheet = sheet
        self._held: dict[int, Row] = {}
        self._next = 0

    def row(self, place: int, row: Row) -> None:
        """The row of the file at that place, from 0."""
        self._held[place] = row
        while self._next in self._held:
            self._sheet.row(self._held.pop(self._next))
            self._next += 1

    def end(self) -> None:
        """No more come: some files were not graded."""
        for place in sorted(self._held):
            self._sheet.row(self._held.pop(place))


class _ForPeople:
    """The files that did not pass, the criteria that were not met, and a last line."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._rows: list[Row] = []
        self._more = 0

    def row(self, row: Row) -> None:
        if row.exit_code == 0:
            return
        if len(self._rows) < MOST_ROWS:
            self._rows.append(row)
        else:
            self._more += 1

    def end(self, sums: Sums) -> None:
        self._out.result(*self._files(), *self._criteria(sums), sums.line())

    def _files(self) -> Iterator[RenderableType]:
        from outcomes.cli.tables import plain_table
        from outcomes.sinks.terminal import safe
        from outcomes.sinks.words import RESULT_STYLES

        if not self._rows:
            return
        table = plain_table("file", "result", "score", "what is missing")
        shared = _shared([row.file for row in self._rows])
        if shared:
            yield safe(f"in {shared}", "dim")
        for row in sorted(self._rows, key=lambda row: row.file):
            result = row.result or ("not read" if row.exit_code in (WORK, USAGE) else "broke")
            style = RESULT_STYLES.get(row.result, "red") if row.result is not None else "red"
            score = f"{row.score_lower:.0%}" if row.score_lower is not None else "-"
            table.add_row(safe(row.file.removeprefix(shared)), safe(result, style), score, safe(_missing(row)))
        yield table
        if self._more:
            yield f"and {count(self._more, 'more file', 'more files')}; --format csv lists all"
        yield ""

    def _criteria(self, sums: Sums) -> Iterator[RenderableType]:
        from outcomes.cli.tables import plain_table
        from outcomes.sinks.terminal import safe

        missed = [each for each in sums.criteria.values() if each.by_status["fail"] or each.by_status["cannot_judge"]]
        if not missed or sums.files < 2:
            return
        table = plain_table("criterion", "pass", "fail", "open")
        for each in sorted(missed, key=lambda each: (-each.by_status["fail"], -each.by_status["cannot_judge"])):
            numbers = (each.by_status[name] for name in ("pass", "fail", "cannot_judge"))
            table.add_row(safe(each.text, most=90), *(f"{number:,}" for number in numbers))
        yield table
        yield ""


def _shared(files: list[str]) -> str:
    """The folder that all lie in, with its last slash, where it would fill the column of names; otherwise nothing."""
    folder = os.path.commonpath([Path(file).parent for file in files]) if len(files) > 1 else ""
    prefix = f"{Path(folder).as_posix()}/"
    return prefix if len(prefix) > _LONG_FOLDER and all(file.startswith(prefix) for file in files) else ""


def _missing(row: Row) -> str:
    """The first gaps of a file, or why there is no grade."""
    if row.error is not None:
        return row.error.message
    failing = (each for each in row.criteria if each.status == "fail" and each.got_worse is not False)
    gaps = [clip(each.missing, _LONGEST_GAP) for each in failing]
    if not gaps:
        return count(sum(each.status == "cannot_judge" for each in row.criteria), "criterion", "criteria") + " open"
    more = f"; and {len(gaps) - MOST_GAPS} more" if len(gaps) > MOST_GAPS else ""
    return "; ".join(gaps[:MOST_GAPS]) + more
