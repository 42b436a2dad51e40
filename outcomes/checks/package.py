"""Whether what was delivered opens: the file is whole, and so is everything in it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from outcomes.check import CheckResult, Finding, NoArgs, check
from outcomes.checks.findings import WHOLE, judged, places
from outcomes.checks.soundness import inspect
from outcomes.text import count, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact, FileEntry
    from outcomes.blobs import Files
    from outcomes.checks.soundness import Problem

_DAMAGED: Final = frozenset({"unreadable", "malformed"})
"""Flags by which a reader says that it could not read something for what it is."""
_OFFICE_KINDS: Final = frozenset({"docx", "pptx", "xlsx"})
_OFFICE_ENDINGS: Final = frozenset(
    {".docx", ".docm", ".dotx", ".dotm", ".pptx", ".pptm", ".potx", ".potm", ".ppsx", ".xlsx", ".xlsm", ".xltx"}
)


@check(
    "opens",
    summary="Every file opens: nothing in it is missing, undeclared or damaged",
    example="check: opens",
    args=NoArgs,
    group="file",
    meaning=(
        "An office package is walked from its root as Office does: every part that a relationship leads to is "
        "there, declared in the content types and well-formed, ids of relationships are unique and each one "
        "that is used exists. For other kinds, the reader could read every piece."
    ),
    source="ECMA-376 Part 2 (Open Packaging Conventions), clauses 8 and 9",
    false_positives=(
        "Office repairs some of these faults without a word, so that a file that opens on your machine may "
        "fail. Schema validity is not asked: files from python-docx break it and open."
    ),
)
def opens(artifact: Artifact, _args: NoArgs, files: Files) -> CheckResult:
    """Office files part by part; of other kinds, whether the reader could read all of it."""
    findings = [*_unreadable(artifact)]
    fix = f"Repair what cannot be read at {places(findings, 'the file')}." if findings else ""
    counted = [count(len(files.entries), "file")]
    for entry in files.entries:
        if not _is_office(artifact, entry):
            continue
        found = inspect(files.read(entry.path))
        counted.append(f"{count(found.parts, 'part')} and {count(found.relationships, 'relationship')} in {entry.path}")
        findings.extend(_finding(artifact, entry, problem) for problem in found.problems)
        if found.problems:
            fix = fix or shown(found.problems[0].fix)
    counted.append(count(len(findings), "problem") if findings else "no problems")
    return judged(shown("; ".join(counted)), findings, fix)


CHECKS: Final = (opens,)


def _is_office(artifact: Artifact, entry: FileEntry) -> bool:
    alone = len(artifact.files) == 1 and artifact.kind in _OFFICE_KINDS
    return alone or PurePosixPath(entry.path).suffix.lower() in _OFFICE_ENDINGS


def _finding(artifact: Artifact, entry: FileEntry, problem: Problem) -> Finding:
    """The part is the locator; in a folder, behind the file that it is in."""
    inside = problem.part or entry.path
    where = inside if len(artifact.files) == 1 or not problem.part else f"{entry.path} / {inside}"
    return Finding(where, shown(problem.problem))


def _unreadable(artifact: Artifact) -> Iterator[Finding]:
    """What the reader had to leave out as damaged; what it left out as too long is no fault of the file."""
    for flag in artifact.flags:
        if flag.code in _DAMAGED:
            yield Finding(flag.locator or WHOLE, shown(flag.detail))
