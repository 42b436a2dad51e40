"""Every verdict beside its label, as one JSON object a line: for one's own analysis."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from outcomes.calibration.report import SCHEMA_VERSION
from outcomes.text import storable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.calibration.labels import Labelled
    from outcomes.verdict import Grade


def verdict_lines(labelled: Labelled, grade: Grade, look: int) -> Iterator[str]:
    """One line for each verdict of a look: the label that most raters give, each rater's, and the whole verdict."""
    for verdict in grade.verdicts:
        truth = labelled.truth(verdict.criterion_id)
        votes = labelled.by_criterion.get(verdict.criterion_id, {})
        line = {
            "schema_version": SCHEMA_VERSION,
            "artifact": labelled.path,
            "artifact_sha256": grade.artifact_sha256,
            "look": look,
            "grader": "+".join(dict.fromkeys(info.grader for info in grade.looks)),
            "criterion_id": verdict.criterion_id,
            "label": truth.verdict if truth is not None else None,
            "labels": {rater: vote.verdict for rater, vote in votes.items()},
            "verdict": verdict.verdict,
            "found": verdict.model_dump(mode="json"),
        }
        yield storable(json.dumps(line, ensure_ascii=False))
