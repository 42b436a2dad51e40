"""Every shipped rubric on the real files of its kind: each objective line says what it found, in places that exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from outcomes import load_rubric
from outcomes.artifact import Artifact
from outcomes.check import bind
from outcomes.wiring import checks, shipped_rubrics
from tests.corpus.support import each, files, read_once

if TYPE_CHECKING:
    from outcomes.check import CheckResult
    from outcomes.rubric import Criterion

pytestmark = pytest.mark.corpus

KNOWN = checks()
OBJECTIVE: list[tuple[tuple[str, ...], Criterion]] = [
    (rubric.applies_to, criterion)
    for rubric in map(load_rubric, shipped_rubrics().values())
    for criterion in rubric.criteria
    if criterion.objective
]
READABLE = re.compile(r"(?i)(?!.*(?:password|encrypted|protected))")
"""Encrypted files are refused, as their names let one expect."""
SUFFIXES = (".docx", ".pptx", ".xlsx", ".csv", ".md")


@each([name for name in files("documents") if Path(name).suffix in SUFFIXES and READABLE.match(name)])
def test_every_line_says_what_it_found_in_places_that_are_there(corpus: Path, corpus_file: str) -> None:
    artifact = read_once(corpus / corpus_file).outcome
    assert isinstance(artifact, Artifact)
    for kinds, criterion in OBJECTIVE:
        if artifact.kind in kinds:
            result = _decided(criterion, artifact)
            assert result.measured
            nowhere = [
                found.locator for found in result.findings if found.locator and not _is_there(artifact, found.locator)
            ]
            assert nowhere == [], criterion.text


def _decided(criterion: Criterion, artifact: Artifact) -> CheckResult:
    spec, args = bind(criterion, KNOWN)
    assert artifact.contents is not None
    return spec.run(artifact, args, artifact.contents)


def _is_there(artifact: Artifact, locator: str) -> bool:
    """Whether a place is one of the artifact, or a part of its package."""
    return artifact.unit_of(locator) is not None or locator.endswith((".xml", ".rels"))
