"""The grader that asks a person, in a terminal or by a worksheet; every answer is kept in a worksheet either way."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from outcomes.aside import in_thread
from outcomes.errors import UsageError
from outcomes.graders.human.answers import Answer, verdict
from outcomes.graders.human.form import Form
from outcomes.graders.human.worksheet import Sheet, new_sheet, read_sheet
from outcomes.system import is_file, write_whole
from outcomes.text import storable
from outcomes.verdict import Grade, LookInfo

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.graders.human.form import Terminal
    from outcomes.rubric import Criterion, Rubric
    from outcomes.verdict import Look

MOST_WRONG: Final = 20
"""Lines of a sheet that are complained about at once."""


class HumanGrader:
    """A person judges: with `worksheet`, by filling in that file; without, in the terminal."""

    fingerprint = "human"

    def __init__(self, worksheet: Path | None = None, *, terminal: Terminal | None = None) -> None:
        """Nothing is asked or written yet.

        Args:
            worksheet: the file to fill in. It is written when it is not there, and read when it is.
            terminal: where somebody sits, when there is no worksheet.

        Raises:
            UsageError: there is neither.
        """
        if worksheet is None and terminal is None:
            msg = "a person is to judge, but there is no terminal to ask in; name a file to fill in: --worksheet FILE"
            raise UsageError(msg)
        self._worksheet = worksheet
        self._terminal = terminal
        self._one_at_a_time = threading.Lock()
        """A person has one pair of eyes, however many artifacts are graded at once."""

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """What the person says; `cannot_judge` for what they have not answered yet.

        Raises:
            UsageError: the worksheet is for something else, cannot be read or written, or holds something that cannot
                be taken; each such line is named.
        """
        path = self._path(artifact, look)
        if self._worksheet is not None or self._terminal is None:
            answers = await asyncio.to_thread(_from_file, path, rubric, artifact, look)
        else:
            # In a thread that nobody waits for: a person who has gone for lunch does not keep a program from ending.
            terminal = self._terminal

            def in_turn() -> dict[str, Answer]:
                with self._one_at_a_time:
                    return _from_terminal(terminal, path, rubric, artifact, look)

            answers = await in_thread(in_turn, name="outcomes-human-grader")
        because = f"not answered yet: fill in {path.name}, and run the same command again"
        verdicts = tuple(verdict(answers.get(one.id, Answer()), one, because) for one in _asked(rubric, look))
        info = LookInfo(index=look.index, seed=look.seed, grader=self.fingerprint)
        return Grade(artifact_sha256=artifact.sha256, bar=rubric.bar, verdicts=verdicts, looks=(info,))

    def _path(self, artifact: Artifact, look: Look) -> Path:
        """The sheet of a look: each look is a fresh one, and so has a sheet of its own."""
        stem = Path(artifact.name).stem or "artifact"
        base = self._worksheet if self._worksheet is not None else Path(f"{stem}.{artifact.sha256[:8]}.worksheet.md")
        return base if look.index == 0 else base.with_name(f"{base.stem}.look-{look.index + 1}{base.suffix}")


def _asked(rubric: Rubric, look: Look) -> list[Criterion]:
    asked = set(look.criterion_ids)
    return [criterion for criterion in rubric.criteria if criterion.id in asked]


def _from_file(path: Path, rubric: Rubric, artifact: Artifact, look: Look) -> dict[str, Answer]:
    """The answers in a sheet that is there; none, and a new sheet, where there is none."""
    if not is_file(path):
        _write(path, new_sheet(rubric, artifact, look))
        return {}
    answers, _ = _read(path, rubric, artifact, look)
    return answers


def _from_terminal(terminal: Terminal, path: Path, rubric: Rubric, artifact: Artifact, look: Look) -> dict[str, Answer]:
    """The answers given now, and those that a sheet holds from before; each is in the sheet as soon as it is given."""
    if not is_file(path):
        _write(path, new_sheet(rubric, artifact, look))
    answers, kept = _read(path, rubric, artifact, look)
    numbers = {name: number for number, name in enumerate(rubric.ids, start=1)}

    def save(criterion: Criterion, answer: Answer) -> None:
        nonlocal kept
        kept = kept.filled(numbers[criterion.id], answer)
        _write(path, kept.text)

    terminal.tell(f"answers are kept in {path}")
    return Form(terminal, artifact, _asked(rubric, look), save).fill(answers)


def _read(path: Path, rubric: Rubric, artifact: Artifact, look: Look) -> tuple[dict[str, Answer], Sheet]:
    try:
        sheet = Sheet.of(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        msg = f"{path}: the worksheet is not UTF-8 text (byte {error.start}); save it as plain text"
        raise UsageError(msg) from None
    except OSError as error:
        msg = f"the worksheet {str(path)!r} cannot be read: {error.strerror}"
        raise UsageError(msg) from None
    answers, wrong = read_sheet(sheet, rubric, artifact, look)
    if wrong:
        lines = [f"{path}:{line}: {what}" for line, what in wrong[:MOST_WRONG]]
        more = [f"and {len(wrong) - MOST_WRONG} more"] if len(wrong) > MOST_WRONG else []
        raise UsageError("\n".join([*lines, *more]))
    return answers, sheet


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, storable(text).encode())
    except OSError as error:
        msg = f"the worksheet {str(path)!r} cannot be written: {error.strerror}"
        raise UsageError(msg) from None
