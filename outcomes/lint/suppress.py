"""Comments that switch rules off: `<!-- outcomes: ignore RB101 -->` in markdown, `# outcomes: ignore RB101` in YAML.

`ignore` is about what stands on its line, or on the next one where it stands alone; anywhere in a criterion it is about
the whole of it. `ignore-file` is about the whole file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from outcomes.lint.finding import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.lint.finding import Finding
    from outcomes.lint.subject import Subject

_SAID = re.compile(r"\s*outcomes:\s*(?P<how>ignore-file|ignore)\b(?P<codes>[^\n]*?)\s*\Z")
_YAML = re.compile(r"(?:^|(?<=\s))#\s*outcomes:\s*(?P<how>ignore-file|ignore)\b(?P<codes>.*)$")
_CODE = re.compile(r"[^\s,;]+")


@dataclass(slots=True)
class Suppression:
    """One comment, and which of its codes have switched anything off."""

    start: int
    end: int
    line: int
    alone: bool
    """Whether nothing else stands on its line."""
    whole: bool
    """Whether it is about the whole file."""
    lines: range
    codes: tuple[tuple[str, int], ...]
    """Each with its offset."""
    used: set[str] = field(default_factory=set)

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is switched off; remembers by which code."""
        if not self.whole and finding.line not in self.lines:
            return False
        matching = [code for code, _ in self.codes if finding.code.startswith(code)]
        self.used.update(matching)
        return bool(matching)


def suppressions(subject: Subject) -> list[Suppression]:
    """Every comment of a file that is meant to switch something off."""
    return [_made(subject, *found) for found in _written(subject)]


def _written(subject: Subject) -> Iterator[tuple[int, int, re.Match[str], int]]:
    """Begin, end, what it says, and the offset at which that begins."""
    if subject.form == "markdown":
        for start, end, content in subject.comments:
            said = _SAID.match(content)
            if said is not None:
                yield start, end, said, start + 4
    elif subject.form == "yaml" and "outcomes:" in subject.text:
        for number, line in enumerate(subject.lines, start=1):
            said = _YAML.search(line) if "outcomes:" in line else None
            if said is not None:
                base = subject.starts[number - 1]
                yield base + said.start(), base + said.end(), said, base


def _made(subject: Subject, start: int, end: int, said: re.Match[str], base: int) -> Suppression:
    line = subject.line_of(start)
    alone = not (
        subject.text[subject.starts[line - 1] : start].strip() or subject.text[end : subject.line_end(line)].strip()
    )
    target = line
    if alone:
        after = (n for n in range(subject.line_of(end) + 1, len(subject.lines) + 1) if subject.lines[n - 1].strip())
        target = next(after, line)
    at = base + said.start("codes")
    codes = tuple((found.group().upper(), at + found.start()) for found in _CODE.finditer(said.group("codes")))
    return Suppression(start, end, line, alone, said.group("how") == "ignore-file", subject.about(target), codes)


def removal(subject: Subject, suppression: Suppression) -> tuple[Edit, ...]:
    """The edit that deletes a comment, with its line where nothing else stands there."""
    number = subject.line_of(suppression.end)
    if suppression.alone and number < len(subject.starts):
        return (Edit(subject.starts[suppression.line - 1], subject.starts[number], ""),)
    start = suppression.start
    while start > subject.starts[suppression.line - 1] and subject.text[start - 1] in " \t":
        start -= 1
    return (Edit(start, suppression.end, ""),)
