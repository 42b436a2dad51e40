"""What a grader was shown, from what its grade says of it: the places of a batch as locators of the artifact."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from outcomes.evidence import Given
from outcomes.view import parts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact
    from outcomes.rubric import Rubric
    from outcomes.verdict import BatchInfo, LookInfo
    from outcomes.view import Part


def named_apart(references: Sequence[Artifact], artifact: Artifact) -> tuple[Artifact, ...]:
    """References under names that tell them from each other and from the artifact, as evidence has to name them."""
    taken = {artifact.name}
    named: list[Artifact] = []
    for reference in references:
        name, number = reference.name, 1
        while name in taken:
            number += 1
            name = f"{reference.name} ({number})"
        taken.add(name)
        named.append(reference if name == reference.name else replace(reference, name=name))
    return tuple(named)


def about_looks(rubric: Rubric) -> bool:
    """Whether a judge is shown how text looks, and pictures of pages: the same for every look at a rubric.

    The parts of an artifact are laid out with fonts, or without, by this alone: their places mean the same wherever
    they are named.
    """
    return any(criterion.about == "looks" and not criterion.objective for criterion in rubric.criteria)


def given_of(artifact: Artifact, batch: BatchInfo, references: Sequence[Artifact], parts: Sequence[Part] = ()) -> Given:
    """What the engine knows to have put before the grader for one batch; `parts` are all those of the artifact."""
    unseen: set[str] = set()
    if batch.unseen:
        gone = set(batch.unseen)
        unseen |= gone.intersection(block.locator for block in artifact.blocks)
        for part in parts:
            if part.place in gone:
                unseen |= part.locators
    return Given(frozenset(unseen), frozenset(batch.glimpsed), frozenset(batch.pages), tuple(references))


def given_by_criterion(
    rubric: Rubric, artifact: Artifact, looks: Sequence[LookInfo], references: Sequence[Artifact] = ()
) -> dict[str, Given]:
    """The same for every criterion of a grade, by id; what no batch names was asked about some other way."""
    found: dict[str, Given] = {}
    batches = [batch for look in looks for batch in look.batches]
    parts = parts_of(artifact, looks=about_looks(rubric)) if any(batch.unseen for batch in batches) else ()
    for batch in batches:
        found.update(dict.fromkeys(batch.criterion_ids, given_of(artifact, batch, references, parts)))
    return found
