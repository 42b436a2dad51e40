"""Mends what can be mended mechanically, and nothing else: what a mended file says elsewhere is what it said before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from outcomes.lint.finding import Edit, Finding
    from outcomes.lint.subject import Subject

    Look = Callable[[str], tuple[Subject, tuple[Finding, ...]]]
    """Reads a text and finds what is wrong with it."""

_MOST_ROUNDS = 1_000
"""A file that cannot be read names one slip at a time."""


class Mended(NamedTuple):
    """The file after all mending, how many findings that took, and what is left."""

    subject: Subject
    fixed: int
    left: tuple[Finding, ...]


def mend(text: str, look: Look) -> Mended:
    """Apply the edits of findings round by round until nothing more can be mended. Mending twice is mending once.

    An edit is kept only if the file can be read afterwards (where it could be before) and every criterion that the edit
    does not touch has kept its id and its words.
    """
    subject, found = look(text)
    fixed = 0
    for _ in range(_MOST_ROUNDS):
        chosen = _apart([finding for finding in found if finding.edits])
        kept = _safe(subject, chosen, look)
        if not kept:
            break
        subject, found = look(applied(subject.text, [edit for finding in kept for edit in finding.edits]))
        fixed += len(kept)
    return Mended(subject, fixed, found)


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text with edits made that do not overlap."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def _apart(found: Sequence[Finding]) -> list[Finding]:
    """The findings whose edits do not touch those of one before; the others wait for the next round."""
    chosen: list[Finding] = []
    end = -1
    for finding in sorted(found, key=lambda finding: min(edit.start for edit in finding.edits)):
        if min(edit.start for edit in finding.edits) > end:
            chosen.append(finding)
            end = max(edit.end for edit in finding.edits)
    return chosen


def _safe(subject: Subject, chosen: list[Finding], look: Look) -> list[Finding]:
    """As many of the findings as can be mended together without changing anything else; halves are tried apart."""
    if not chosen:
        return []
    edits = [edit for finding in chosen for edit in finding.edits]
    after = applied(subject.text, edits)
    if after != subject.text and _same_elsewhere(subject, edits, look(after)[0]):
        return chosen
    if len(chosen) == 1:
        return []
    half = len(chosen) // 2
    return _safe(subject, chosen[:half], look) or _safe(subject, chosen[half:], look)


def _same_elsewhere(before: Subject, edits: Sequence[Edit], after: Subject) -> bool:
    """Whether the file can still be read, and says the same wherever it was not edited."""
    if before.rubric is None:
        return after.rubric is not None or _further(before, after)
    if after.rubric is None or len(after.errors) > len(before.errors):
        return False
    words = {criterion.id: criterion.text for criterion in after.criteria}
    # What takes a whole line away ends where the next one begins, and does not touch it.
    touched = {before.line_of(at) for edit in edits for at in (edit.start, max(edit.start, edit.end - 1))}
    return all(
        words.get(criterion.id) == criterion.text or not touched.isdisjoint(before.about(before.spans[criterion.id][0]))
        for criterion in before.criteria
    )


def _further(before: Subject, after: Subject) -> bool:
    """Whether the reader of a broken file now comes to another place: one thing of several is mended."""
    return [(e.line, e.message) for e in before.errors] != [(e.line, e.message) for e in after.errors]
