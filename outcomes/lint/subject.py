"""What the rules look at: a rubric, the text of its file, and where in the text each criterion stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from outcomes.lint.file_text import FENCE, FileText
from outcomes.lint.finding import Hit
from outcomes.lint.lists import list_lines
from outcomes.lint.sentences import recognised
from outcomes.lint.words import bag, bare, small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.check import Checks
    from outcomes.errors import RubricError
    from outcomes.lint.finding import Edit
    from outcomes.lint.lists import Line
    from outcomes.rubric import CheckCall, Criterion, Rubric

_MORE = 400
"""Characters beyond a criterion's own within which it ends: its marks, its indentation."""


@dataclass(frozen=True)
class Subject(FileText):
    """One file. `rubric` is `None` where it cannot be read; `errors` say why, or what is wrong with its checks."""

    checks: Checks
    rubric: Rubric | None = None
    errors: tuple[RubricError, ...] = ()

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria; none where the file cannot be read."""
        return self.rubric.criteria if self.rubric is not None else ()

    @cached_property
    def judged(self) -> tuple[Criterion, ...]:
        """The criteria that a grader reads; the words of the others decide nothing."""
        return tuple(criterion for criterion in self.criteria if not criterion.objective)

    # -- words ---------------------------------------------------------------------------------------------------------

    @cached_property
    def bare(self) -> dict[str, str]:
        """For each judged criterion by its id, its text with what is quoted or code blanked out, as long as before."""
        return {criterion.id: bare(criterion.text) for criterion in self.judged}

    @cached_property
    def vocabulary(self) -> dict[str, frozenset[str]]:
        """For each judged criterion by its id, its words outside quotes, in small letters."""
        plain = ((c.id, self.bare[c.id] is c.text) for c in self.judged)
        return {name: frozenset(self.tokens[name] if same else small(self.bare[name])) for name, same in plain}

    @cached_property
    def tokens(self) -> dict[str, list[str]]:
        """For each criterion by its id, its words in small letters, in order."""
        return {criterion.id: small(criterion.text) for criterion in self.criteria}

    @cached_property
    def bags(self) -> dict[str, tuple[str, ...]]:
        """For each criterion by its id, those of its words that make a difference, sorted."""
        return {name: bag(words) for name, words in self.tokens.items()}

    @cached_property
    def said(self) -> dict[str, CheckCall]:
        """For each criterion by its id, the check that its sentence is known to mean; most mean none."""
        found = ((criterion.id, recognised(criterion.text)) for criterion in self.criteria)
        return {name: call for name, call in found if call is not None}

    def saying(self, triggers: frozenset[str]) -> Iterator[tuple[Criterion, str]]:
        """The judged criteria that have any of these words, and their bare texts."""
        for place in sorted({place for word in triggers for place in self._places.get(word, ())}):
            criterion = self.judged[place]
            yield criterion, self.bare[criterion.id]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """By each word, the judged criteria that have it."""
        places: dict[str, list[int]] = {}
        for place, criterion in enumerate(self.judged):
            for word in self.vocabulary[criterion.id]:
                places.setdefault(word, []).append(place)
        return places

    # -- criteria ------------------------------------------------------------------------------------------------------

    @cached_property
    def regions(self) -> dict[str, tuple[int, int]]:
        """For each criterion by its id, the stretch of the file that it was read from, at most up to the next one."""
        begins = [self._begin(criterion) for criterion in self.criteria]
        after = sorted({*begins, len(self.text)})
        found = {}
        for criterion, begin in zip(self.criteria, begins, strict=True):
            following = after[bisect_right(after, begin)] if begin < after[-1] else len(self.text)
            longest = 2 * len(criterion.text) + _MORE
            found[criterion.id] = (begin, min(following, begin + longest))
        return found

    def _begin(self, criterion: Criterion) -> int:
        begin = self.offset(criterion.line, criterion.column)
        return begin if begin < len(self.text) else self.offset(criterion.line)

    def find(self, criterion: Criterion, start: int, end: int) -> tuple[int, int]:
        """Where characters `start` to `end` of a criterion's text stand in the file.

        The criterion's own beginning where they are written otherwise there: with escapes, or with a comment between.
        """
        begin, limit = self.regions[criterion.id]
        whole = self.text.find(criterion.text, begin, limit)
        if whole >= 0:
            return whole + start, whole + end
        words = criterion.text[start:end].split()
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        before = sum(1 for _ in pattern.finditer(criterion.text, 0, start))
        for nth, found in enumerate(pattern.finditer(self.text, begin, limit)):
            if nth == before:
                return found.span()
        return begin, self._end(criterion)

    def _end(self, criterion: Criterion) -> int:
        """Behind the last character of the line on which a criterion begins."""
        begin, limit = self.regions[criterion.id]
        return max(min(self.line_end(self.line_of(begin)), limit), begin)

    def at(
        self,
        criterion: Criterion,
        message: str,
        span: tuple[int, int] | None = None,
        *,
        fix: str = "",
        edits: tuple[Edit, ...] = (),
    ) -> Hit:
        """A hit at a criterion, or at the characters `span` of its text."""
        start, end = self.find(criterion, *span) if span else (self.regions[criterion.id][0], self._end(criterion))
        return Hit(message=message, start=start, end=end, criterion_id=criterion.id, fix=fix, edits=edits)

    def at_error(self, error: RubricError, *, edits: tuple[Edit, ...] = ()) -> Hit:
        """What the reader says, where it says it."""
        if error.line is None:
            return Hit(message=error.message, edits=edits)
        start = self.offset(error.line, error.column)
        return Hit(message=error.message, start=start, end=max(self.line_end(self.line_of(start)), start), edits=edits)

    # -- lists ---------------------------------------------------------------------------------------------------------

    @cached_property
    def nested(self) -> list[Line]:
        """The items of a markdown file that have others below them."""
        if self.form != "markdown":
            return []
        shut = [*(c[:2] for c in self.comments), *(found.span() for found in FENCE.finditer(self.text))]
        hidden = {n for start, end in shut for n in range(self.line_of(start) + 1, self.line_of(end) + 1)}
        return [line for line in list_lines(self.lines, frozenset(hidden)) if line.below]

    @cached_property
    def by_line(self) -> dict[int, Criterion]:
        """Criteria by the line on which they begin; the first where there are several."""
        return {c.line: c for c in reversed(self.criteria) if c.line is not None}

    @cached_property
    def spans(self) -> dict[str, tuple[int, int]]:
        """For each criterion by its id, its first and its last line: up to an empty one, a heading or the next."""
        found = {}
        for criterion in self.criteria:
            first = last = criterion.line or 1
            while last < len(self.lines) and last + 1 not in self.by_line and _goes_on(self.lines[last]):
                last += 1
            found[criterion.id] = (first, last)
        return found

    def about(self, line: int) -> range:
        """The lines of the criterion that a line belongs to, or the line alone."""
        return self._by_any_line.get(line) or range(line, line + 1)

    @cached_property
    def _by_any_line(self) -> dict[int, range]:
        spans = (range(first, last + 1) for first, last in self.spans.values())
        return {number: lines for lines in spans for number in lines}

    @cached_property
    def beside(self) -> list[tuple[int, str]]:
        """The lines of a markdown file that explain: no criterion stands on them. Each with its offset."""
        return [
            (offset, line)
            for start, end in self.prose
            for offset, line in _lines(self.text, start, end)
            if line and not line.isspace() and self.line_of(offset) not in self._by_any_line
        ]

    @cached_property
    def led(self) -> frozenset[str]:
        """Ids of the criteria that are items below an item which ends with a colon."""
        below = [self.by_line.get(line.number) for parent in self.nested if parent.leads for line in parent.below]
        return frozenset(criterion.id for criterion in below if criterion is not None)

    @cached_property
    def folded_lists(self) -> dict[str, Line]:
        """By their ids, criteria that have items below them, which are read as a part of their text."""
        return {
            self.by_line[line.number].id: line
            for line in self.nested
            if line.number in self.by_line and all(below.number not in self.by_line for below in line.below)
        }


def _goes_on(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for piece in text[start:end].splitlines(keepends=True):
        yield start, piece.rstrip("\r\n")
        start += len(piece)
