"""Examples in a few lines, their drafts, and what a draft says of another file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes import api, wiring
from outcomes.artifact import FileEntry
from outcomes.stores.memory import MemoryBlobs
from outcomes.wiring import read_kept

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.drafting.draft import Draft, Line
    from outcomes.rubric import Rubric

__all__ = ["artifact", "checks_failed", "drafted", "lines", "read_back", "said"]


def artifact(data: bytes | str, name: str, **others: bytes | str) -> Artifact:
    """A file as a reader hands it on, its bytes beside it; with others, a folder of them."""
    blobs, entries = MemoryBlobs(), []
    for path, content in {name: data, **others}.items():
        stored = content.encode() if isinstance(content, str) else content
        entries.append(FileEntry(path, blobs.put(stored), len(stored)))
    return read_kept(name if len(entries) == 1 else "delivery", entries, blobs)


def drafted(data: bytes | str, name: str, *, everything: bool = True) -> Draft:
    """The draft from a file of these bytes."""
    return api.draft_rubric(artifact(data, name), everything=everything)


def read_back(draft: Draft, form: str = "markdown") -> Rubric:
    """The rubric as it is read from the draft's own text."""
    return wiring.read_rubric(wiring.write_draft(draft, form), {"markdown": "a.md", "yaml": "a.yaml"}[form])


def checks_failed(rubric: Rubric, work: Artifact) -> set[str]:
    """The checks that a piece of work does not pass."""
    grade = api.grade_sync(work, rubric)
    failed = {verdict.criterion_id for verdict in grade.verdicts if verdict.verdict != "pass"}
    return {str(c.check.name) for c in rubric.criteria if c.id in failed and c.check is not None}


def lines(draft: Draft) -> dict[str, str]:
    """Each line's check as it is written, and what it says was measured."""
    return {str(line.criterion.check): line.comment for line in draft.lines}


def said(found: tuple[Line, ...], check: str) -> list[str]:
    """The sentences of the lines with this check."""
    return [line.criterion.text for line in found if line.check == check]
