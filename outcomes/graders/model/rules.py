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

    from outcomes.artifact import Artifact
    from outcomes.rubric import Rubric
    from outcomes.view import View

_INPUTS: Final[Mapping[str, str]] = {"read_part": "place", "find_text": "text", "show_page": "place"}


class Needs(NamedTuple):
    """What can come up. Criteria are those of the whole rubric that a judge is asked about, in whichever look."""

    partial: bool
    """Not all of the artifact is shown at once."""
    hidden_text: bool
    """It holds something that is not seen in the normal view."""
    escapes: bool
    """Something in it is shown as an escape."""
    references: bool
    looks: bool
    """A criterion is about what pages look like."""
    hidden: bool
    """A criterion is about what is not seen in the normal view."""
    faults: bool
    levels: bool
    counted: bool
    conditional: bool


def needs(rubric: Rubric, artifact: Artifact, sheet: View, references: Sequence[Artifact]) -> Needs:
    """Those of one artifact, as it is shown, under one rubric."""
    judged = [criterion for criterion in rubric.criteria if not criterion.objective]
    return Needs(
        partial=not sheet.complete or any(len(block.text) > LONGEST_BLOCK for block in artifact.blocks),
        hidden_text=sheet.hidden,
        escapes="\\" in sheet.text,
        references=bool(references),
        looks=about_looks(rubric),
        hidden=any(criterion.about == "hidden" for criterion in judged),
        faults=any(criterion.names_fault for criterion in judged),
        levels=any(criterion.levels for criterion in judged),
        counted=any(criterion.per_occurrence for criterion in judged),
        conditional=any(criterion.applies_when for criterion in judged),
    )


@cache
def rules(needed: Needs) -> str:
    """What every question begins with."""
    return render("judge/system.md.j2", needs=needed)


def tools(needed: Needs) -> tuple[Tool, ...]:
    """What every question offers. What stands in the conversation as used has to be offered."""
    return _tools(
        ("open_references",) * needed.references
        + ("open_artifact",)
        + ("read_part", "find_text") * needed.partial
        + ("show_page",) * needed.looks
    )


@cache
def _tools(names: tuple[str, ...]) -> tuple[Tool, ...]:
    lines = (line.partition(": ") for line in render("judge/tools.md.j2").splitlines() if line)
    said = {name: description for name, _, description in lines}
    return tuple(Tool(name, said[name], _input(_INPUTS.get(name))) for name in names)


def _input(name: str | None) -> Mapping[str, Any]:
    properties = {name: {"type": "string"}} if name else {}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
