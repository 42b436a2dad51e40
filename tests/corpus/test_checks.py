"""Every check on every real and every hostile file: it says something, says it again, and comes to an end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from outcomes.artifact import Artifact
from outcomes.checks import ALL
from outcomes.errors import RubricError
from outcomes.formats.checks import read_check
from tests.corpus.support import each, files, read_once

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes.check import CheckResult, CheckSpec, NoArgs

pytestmark = pytest.mark.corpus

MOST_SECONDS = 10
EXAMPLE_ARGS: dict[str, NoArgs] = {
    name: spec.args.model_validate(
        read_check(spec.example.removeprefix("check: "), lambda message, _offset: RubricError(message)).args
    )
    for name, spec in ALL.items()
}
"""What each check is asked in its own example."""


def _runs_on(spec: CheckSpec[NoArgs], artifact: Artifact) -> bool:
    return not spec.runs_code and (not spec.kinds or artifact.kind in spec.kinds)


def _run(artifact: Artifact) -> dict[str, CheckResult]:
    contents = artifact.contents
    assert contents is not None
    chosen = {name: spec for name, spec in ALL.items() if _runs_on(spec, artifact)}
    return {name: spec.run(artifact, EXAMPLE_ARGS[name], contents) for name, spec in chosen.items()}


@each(files("documents"))
def test_every_check_says_the_same_of_a_document_each_time(corpus: Path, corpus_file: str) -> None:
    artifact = read_once(corpus / corpus_file).outcome
    if isinstance(artifact, Artifact):
        results = _run(artifact)
        assert results == _run(artifact)
        assert [name for name, result in results.items() if result.passed is False and not result.findings] == []


@each(files("hostile"))
def test_every_check_gets_through_a_hostile_file(corpus: Path, corpus_file: str) -> None:
    artifact = read_once(corpus / corpus_file).outcome
    if isinstance(artifact, Artifact):
        begun = time.process_time()
        _run(artifact)
        assert time.process_time() - begun < MOST_SECONDS
