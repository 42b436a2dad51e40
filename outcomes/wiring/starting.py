"""Rubrics to start from: templates, and drafts from an example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.errors import RubricError
from outcomes.wiring.checking import checks
from outcomes.wiring.rubrics import read_rubric, write_rubric_as

if TYPE_CHECKING:
    from outcomes.artifact import Artifact
    from outcomes.drafting.draft import Draft


def starting_kinds() -> tuple[str, ...]:
    """Kinds of file for which there is a rubric to start from."""
    from outcomes.drafting.starting import KINDS

    return tuple(KINDS)


def starting_rubric(kind: str, title: str = "") -> str:
    """A commented rubric for a kind of file, as markdown; `UsageError` for a kind without one."""
    from outcomes.drafting.starting import starting
    from outcomes.formats.yaml_writer import scalar

    return starting(kind, title, scalar)


def draft(artifact: Artifact, *, title: str = "", everything: bool = False, pages: bool = False) -> Draft:
    """Criteria that an example gives reason to ask for, the most telling or everything."""
    from outcomes.drafting.draft import MOST, draft

    return draft(artifact, checks(), title=title, most=None if everything else MOST, pages=pages)


def suggested(kind: str) -> tuple[str, ...]:
    """What a rubric for a kind of file may have judged: the judged lines of the one to start from, with their marks."""
    from outcomes.drafting.starting import statement

    if kind not in starting_kinds():
        return ()
    starting = read_rubric(starting_rubric(kind), f"{kind}.md")
    return tuple(statement(criterion) for criterion in starting.criteria if not criterion.objective)


def write_draft(drafted: Draft, form: str) -> str:
    """A draft as a `markdown` or `yaml` rubric, with what was measured as comments; it is read back to be sure."""
    from outcomes.drafting.writing import annotated

    text = write_rubric_as(drafted.rubric, form)
    name = {"markdown": "draft.md", "yaml": "draft.yaml"}[form]
    lines = {criterion.id: criterion.line or 0 for criterion in read_rubric(text, name).criteria}
    written = annotated(text, drafted, lines, suggested(drafted.kind), form=form)
    again = read_rubric(written, name)
    if again.sha256 != drafted.rubric.sha256:
        raise RubricError("what was drafted does not read back as it was written; please report it", source=name)
    return written
