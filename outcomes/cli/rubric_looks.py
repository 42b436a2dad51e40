"""Looks at rubric files with some rules, mends them where they lie, and shows what mending would change."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from difflib import unified_diff
from typing import TYPE_CHECKING

from outcomes import wiring
from outcomes.cli.ending import say
from outcomes.errors import UsageError
from outcomes.lint.fix import mend
from outcomes.system import write_whole
from outcomes.text import shown

if TYPE_CHECKING:
    from outcomes.cli.rubric_files import RubricFile
    from outcomes.lint.finding import Finding
    from outcomes.lint.fix import Mended
    from outcomes.lint.rule import Rule
    from outcomes.lint.subject import Subject


@dataclass(frozen=True, slots=True)
class Checked:
    """One file, as it is after mending if it was mended, and what is wrong with it."""

    file: RubricFile
    subject: Subject
    findings: tuple[Finding, ...]
    fixed: int = 0


@dataclass(frozen=True, slots=True)
class Looker:
    """The rules of one call, and the values of variables."""

    rules: tuple[Rule, ...]
    variables: dict[str, str]

    def checked(self, file: RubricFile) -> Checked:
        """What is wrong with a file; that it cannot be read is one such thing, and no reason to stop."""
        subject = self._subject(file)
        return Checked(file, subject, wiring.lint_findings(subject, self.rules))

    def mended(self, file: RubricFile) -> Checked:
        """The same after mending it where it lies; one that comes with the package is left alone."""
        before = self.checked(file)
        if file.path is None or file.ours or not any(finding.fixable for finding in before.findings):
            return before
        mended = self._mend(file, before)
        if mended.subject.text != before.subject.text:
            place = file.path.resolve()
            try:
                write_whole(place, mended.subject.text.encode("utf-8"), place.stat().st_mode & 0o777)
            except OSError as error:
                msg = f"{file.label} cannot be written: {error.strerror}"
                raise UsageError(msg) from None
        return Checked(file, mended.subject, mended.left, mended.fixed)

    def show_change(self, file: RubricFile) -> bool:
        """Print what mending would change as a unified diff; whether that is anything."""
        before = self.checked(file)
        after = (
            self._mend(file, before).subject.text if any(f.fixable for f in before.findings) else before.subject.text
        )
        old, new = (text.splitlines(keepends=True) for text in (before.subject.text, after))
        for line in unified_diff(old, new, file.label, file.label):
            say(shown(line.rstrip("\r\n")) + "\n", sys.stdout)
        return after != before.subject.text

    def _subject(self, file: RubricFile) -> Subject:
        try:
            return wiring.lint_bytes(file.read(), file.label, self.variables)
        except OSError as error:
            return wiring.lint_unread(file.label, f"the file cannot be read: {error.strerror}")

    def _mend(self, file: RubricFile, before: Checked) -> Mended:
        def look(text: str) -> tuple[Subject, tuple[Finding, ...]]:
            subject = wiring.lint_subject(text, file.label, self.variables)
            return subject, wiring.lint_findings(subject, self.rules)

        return mend(before.subject.text, look)
