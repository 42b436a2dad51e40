"""What a judge is told before it is shown anything: the rules and tools that a rubric and an artifact need, no others.

They are the same for every batch and look at an artifact, so that caches hold; whatever cannot come up is left out.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from outcomes.graders.seen import about_looks
from outcomes.model import Tool
from outcomes.outline import LONGEST_BLOCK
from outcomes.prompts import render

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outcomes.artifact import Artifact, BlockKind
    from outcomes.rubric import Rubric
    from outcomes.view import View

FEW_WORDS: Final = 20
"""A file with fewer visible words may be a scan, or a picture of what it says."""
_PICTURED: Final[frozenset[BlockKind]] = frozenset({"picture", "chart", "diagram", "object", "unreadable"})
_INPUTS: Final[Mapping[str, str]] = {"read_part": "place", "find_text": "text", "show_page": "place"}


class Needs(NamedTuple):
    """What can come up. Criteria are those of the whole rubric that a judge is asked about, in whichever look."""

    partial: bool
    """Parts of the artifact are left out, each with its place."""
    cut: bool
    """A piece of it is longer than what is shown of a piece."""
    hidden_text: bool
    """It, or a reference, holds something that is not seen in the normal view."""
    escapes: bool
    """Something that is shown, or may be, is shown as an escape."""
    pictures: bool
    """Pictures of its pages are shown."""
    pages: bool
    """Pages can be looked at, and that may tell something: looks are judged, or not all of the artifact is words."""
    references: bool
    partial_references: bool
    """Parts of a reference are left out."""
    looks: bool
    """A criterion is about what pages look like."""
    hidden: bool
    """A criterion is about what is not seen in the normal view."""
    faults: bool
    levels: bool
    counted: bool
    conditional: bool


def needs(rubric: Rubric, artifact: Artifact, sheet: View, references: Sequence[View], *, pictures: bool) -> Needs:
    """Those of one artifact under one rubric: `sheet` and `references` are what is shown of it and of them."""
    judged = [criterion for criterion in rubric.criteria if not criterion.objective]
    looks = about_looks(rubric)
    return Needs(
        partial=not sheet.complete,
        cut=any(len(block.text) > LONGEST_BLOCK for block in artifact.blocks),
        hidden_text=any(view.hidden for view in (sheet, *references)),
        escapes=not sheet.complete or any("\\" in view.text for view in (sheet, *references)),
        pictures=pictures,
        pages=(looks or _beyond_words(artifact)) and artifact.pages is not None,
        references=bool(references),
        partial_references=not all(view.complete for view in references),
        looks=looks,
        hidden=any(criterion.about == "hidden" for criterion in judged),
        faults=any(criterion.names_fault for criterion in judged),
        levels=any(criterion.levels for criterion in judged),
        counted=any(criterion.per_occurrence for criterion in judged),
        conditional=any(criterion.applies_when for criterion in judged),
    )


def _beyond_words(artifact: Artifact) -> bool:
    """Whether a reader sees something that is not in the text that was read."""
    return artifact.word_count < FEW_WORDS or any(block.kind in _PICTURED for block in artifact.blocks)


@cache
def rules(needed: Needs) -> str:
    """What every question begins with."""
    return render("judge/system.md.j2", needs=needed)


def tools(needed: Needs) -> tuple[Tool, ...]:
    """What every question offers. What stands in the conversation as used has to be offered."""
    return _tools(
        ("open_references",) * needed.references
        + ("open_artifact",)
        + ("read_part",) * needed.partial
        + ("find_text",) * (needed.partial or needed.cut)
        + ("show_page",) * needed.pages
    )


@cache
def _tools(names: tuple[str, ...]) -> tuple[Tool, ...]:
    lines = (line.partition(": ") for line in render("judge/tools.md.j2").splitlines() if line)
    said = {name: description for name, _, description in lines}
    return tuple(Tool(name, said[name], _input(_INPUTS.get(name))) for name in names)


def _input(name: str | None) -> Mapping[str, Any]:
    properties = {name: {"type": "string"}} if name else {}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
