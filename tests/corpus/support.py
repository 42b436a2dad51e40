"""The files of the corpus, what its manifests say of them, and what reading each one leads to."""

from __future__ import annotations

import csv
import time
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest

from outcomes.artifact import Artifact
from outcomes.errors import ArtifactError
from outcomes.wiring import read_path
from tests.conftest import CORPUS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

MANIFEST = "manifest.tsv"


def manifest(folder: str) -> dict[str, dict[str, str]]:
    """The rows of a folder's manifest, by path inside the folder; none where the corpus is not there."""
    path = CORPUS / folder / MANIFEST
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["path"]: row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


def files(folder: str) -> list[str]:
    """The files of a folder of the corpus, as paths inside the corpus: `documents/docx/a.docx`."""
    found = (CORPUS / folder).rglob("*")
    return sorted(path.relative_to(CORPUS).as_posix() for path in found if path.is_file() and path.name != MANIFEST)


def each(names: Iterable[str]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test once for each file of the corpus; the argument's name is what the count at the end goes by."""
    return pytest.mark.parametrize("corpus_file", list(names))


class Reading(NamedTuple):
    """What reading one file led to."""

    outcome: Artifact | ArtifactError
    cpu_seconds: float

    @property
    def artifact(self) -> Artifact:
        """The artifact, where there has to be one."""
        assert isinstance(self.outcome, Artifact), f"{self.outcome.code}: {self.outcome}"
        return self.outcome


def read(path: Path) -> Reading:
    """Read a file; anything but an artifact or its named error goes through, and fails the test."""
    begun = time.process_time()
    try:
        outcome: Artifact | ArtifactError = read_path(path)
    except ArtifactError as error:
        outcome = error
    return Reading(outcome, time.process_time() - begun)


read_once = cache(read)
"""The same, remembered: many tests look at one document."""
