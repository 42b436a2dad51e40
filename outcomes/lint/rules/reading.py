"""What the reader could not read, or read in a way that its author should know of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.lint.finding import Edit, Hit
from outcomes.lint.rule import rule
from outcomes.lint.rules.scoring import NOTHING_POSITIVE, UNREACHABLE
from outcomes.lint.rules.totals import says_total
from outcomes.text import clip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.errors import RubricError
    from outcomes.lint.subject import Subject

_TOLD = ("stand in this comment", "the file states no threshold")
"""What the reader notes and another rule tells: RB503, RB302."""
_ELSEWHERE = (NOTHING_POSITIVE, *UNREACHABLE)
_SLIP = re.compile(r"unknown mark '(?P<wrong>[^']+)'\. Did you mean '(?P<right>[^']+)'\?")
_TWINS = re.compile(r"the same criterion twice in one section \(lines (?P<first>\d+) and (?P<second>\d+)\)")


@rule(
    "RB401",
    "unreadable",
    "error",
    what="A file that is no rubric, or says something that cannot be understood or graded",
    why="Nothing can be graded with it: every command that needs it stops here, before anything is paid for.",
    fix="Do what the message says",
    good="- Every claim names its source (required)",
    bad="- Every claim names its source (reqired)",
    wrong_when="Never: this is the reader's own answer. It speaks whatever is ignored.",
    fixable=True,
    always=True,
)
def unreadable(subject: Subject) -> Iterator[Hit]:
    """The reader's errors, but for those that have a rule of their own."""
    for error in subject.errors:
        if not any(words in error.message for words in _ELSEWHERE):
            yield subject.at_error(error, edits=_slip(subject, error) or _twin(subject, error))


def _slip(subject: Subject, error: RubricError) -> tuple[Edit, ...]:
    """A mark that is misspelt, put right where it stands."""
    found = _SLIP.match(error.message)
    if found is None or error.line is None or error.line > len(subject.lines):
        return ()
    start = max(subject.offset(error.line, error.column) - 1, subject.starts[error.line - 1])
    at = subject.text.find(found.group("wrong"), start, subject.line_end(error.line))
    return (Edit(at, at + len(found.group("wrong")), found.group("right")),) if at >= 0 else ()


def _twin(subject: Subject, error: RubricError) -> tuple[Edit, ...]:
    """A line that stands twice, character by character, and nothing hangs below the second."""
    found = _TWINS.match(error.message)
    if found is None:
        return ()
    first, second = int(found.group("first")), int(found.group("second"))
    if second >= len(subject.starts) or subject.lines[first - 1].strip() != subject.lines[second - 1].strip():
        return ()
    following = subject.lines[second]
    if subject.form != "markdown" or (following[:1].isspace() and following.strip()):
        return ()
    return (Edit(subject.starts[second - 1], subject.starts[second], ""),)


@rule(
    "RB402",
    "not-understood",
    "warning",
    what="A sentence that sounds like a rule about the whole and was not understood",
    why="It is not in the rubric: no grade depends on it, whatever it says.",
    fix="Say it as the message shows, or reword it so that it does not sound like a rule",
    good="---\nthreshold: 80 %\n---\n" + "".join(f"- Part {n} has a date (1 point)\n" for n in "ABCDEF"),
    bad="Require an average of at least 4.\n\n- Every claim names its source",
    wrong_when="The sentence explains.",
)
def not_understood(subject: Subject) -> Iterator[Hit]:
    """The reader's notes of that kind."""
    yield from _notes(subject, "not_understood")


@rule(
    "RB403",
    "not-carried-over",
    "info",
    what="Something in the file that is not in the rubric",
    why="Its author may believe that it counts.",
    fix="Put it into a criterion, or leave it",
    good="| criterion | required |\n|---|---|\n| Every claim names its source | yes |\n",
    bad="| criterion | required | colour |\n|---|---|---|\n| Every claim names its source | yes | red |\n",
    wrong_when="The file is another tool's and holds that tool's own settings.",
)
def not_carried_over(subject: Subject) -> Iterator[Hit]:
    """The reader's notes of that kind; comments with list items are RB503."""
    yield from _notes(subject, "not_carried_over")


@rule(
    "RB404",
    "read-as",
    "info",
    what="Something that was understood in a way worth knowing",
    why="What the reader made of it decides the grade, and the author may have meant something else.",
    fix="Nothing, if that is what is meant",
    good="- Every claim names its source",
    bad="Every claim names its source.",
    wrong_when="It was read as it was meant.",
)
def read_as(subject: Subject) -> Iterator[Hit]:
    """The reader's notes of that kind."""
    yield from _notes(subject, "read_as")


def _notes(subject: Subject, kind: str) -> Iterator[Hit]:
    for note in subject.rubric.notes if subject.rubric is not None else ():
        if note.kind == kind and not says_total(note.message) and not any(words in note.message for words in _TOLD):
            start = subject.offset(note.line, note.column) if note.line is not None else None
            end = max(subject.line_end(subject.line_of(start)), start) if start is not None else None
            told = f"not carried over: {note.message}" if kind == "not_carried_over" else note.message
            yield Hit(message=clip(told, 300), start=start, end=end)


_NUMBERED = re.compile(r"([ \t]*)(\d{1,2})([.)]?)([ \t]+)(?=[A-Z])")


@rule(
    "RB405",
    "marker-without-dot",
    "warning",
    what="A numbered line without its dot, which becomes a part of the item above it",
    why="Markdown takes it for the rest of the line above: two criteria are graded as one, and one "
    "of them is nobody's.",
    fix="Write the dot behind the number",
    good="1. Every claim names its source\n2. Every claim is dated",
    bad="1. Every claim names its source\n2 Every claim is dated",
    wrong_when="The number begins a sentence and only happens to be the next one.",
    fixable=True,
)
def marker_without_dot(subject: Subject) -> Iterator[Hit]:
    """A number that follows that of the item on the line above it."""
    if subject.form != "markdown":
        return
    before: tuple[str, int, str] | None = None
    for number, line in enumerate(subject.lines):
        found = _NUMBERED.match(line) if subject.starts[number] >= subject.body else None
        if found is None:
            before = None
            continue
        indent, count, dot = found.group(1), int(found.group(2)), found.group(3)
        if not dot and before is not None and before[:2] == (indent, count - 1):
            dot = before[2]
            start, end = subject.starts[number] + found.start(2), subject.starts[number] + found.end(2)
            yield Hit(
                message=f"{count} without a dot begins no item", start=start, end=end, edits=(Edit(end, end, dot),)
            )
        before = (indent, count, dot) if dot else None


def _nothing(_subject: Subject) -> Iterator[Hit]:
    """These are found while suppressions are applied, by what they suppressed."""
    return iter(())


bad_suppression = rule(
    "RB406",
    "bad-suppression",
    "warning",
    what="A comment that should switch a rule off and names none that there is",
    why="It switches nothing off, or worse, something else.",
    fix="Write the code as the finding shows it: `<!-- outcomes: ignore RB101 -->`",
    good="- The wording is clear <!-- outcomes: ignore RB101 -->",
    bad="- Every claim names its source <!-- outcomes: ignore RB999 -->",
    wrong_when="The code is that of a later version.",
)(_nothing)

unused_suppression = rule(
    "RB407",
    "unused-suppression",
    "info",
    what="A comment that switches a rule off where it finds nothing",
    why="It hides what may be wrong here later.",
    fix="Delete it",
    good="- The wording is clear <!-- outcomes: ignore RB101 -->",
    bad="- Every claim names its source <!-- outcomes: ignore RB101 -->",
    wrong_when="The finding comes and goes with the values of variables.",
    fixable=True,
)(_nothing)
