"""What the checks of looks and layout find in real files: every hit was looked at, on the page or slide as drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from outcomes.artifact import Artifact
from outcomes.checks import ALL
from tests.checks.support import run
from tests.corpus.support import files, read_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.corpus

DECKS = [path for path in files("documents") if path.endswith((".pptx", ".pptm", ".potx"))]
TEXTS = [path for path in files("documents") if path.endswith((".docx", ".docm"))]
HITS: dict[str, dict[str, int]] = {
    "contrast": {
        "docling__docling_arch.pptx": 3,
        "tika__testPPT_various.pptx": 1,
        "OfficeBench__A12345homework.docx": 2,
        "OfficeBench__homework_withname.docx": 1,
        "tika__017091.docx": 9,
        "tika__testWORD_missing_text.docx": 5,
    },
    "fonts": {},
    "font_sizes": {
        "PPTAgent__Iphone16Pro.pptx": 1,
        "unstructured__fake-power-point.pptx": 1,
    },
    "real_headings": {
        "tika__017091.docx": 23,
    },
    "docx.heading_style_consistent": {
        "OfficeBench__homework_withname.docx": 1,
    },
    "pptx.consistent_titles": {
        "PPTAgent__template.pptx": 4,
        "unstructured__sample-presentation.pptx": 1,
    },
    "docx.margins": {},
    "picture_resolution": {
        "PPTAgent__template.pptx": 6,
        "docling__powerpoint_malformed_pictures.pptx": 1,
        "python-docx__shp-inline-shape-access.docx": 1,
        "unstructured__contains-pictures.docx": 2,
    },
    "picture_distortion": {
        "PPTAgent__template.pptx": 5,
    },
    "pptx.no_overlap": {
        "tika__testPPT_various.pptx": 2,
    },
    "pptx.margins": {
        "PPTAgent__template.pptx": 5,
        "tika__testPPT_embeded.pptx": 3,
        "tika__testPPT_various.pptx": 1,
        "unstructured__science-exploration-1p.pptx": 2,
    },
    "pptx.alignment": {},
    "text_overflow": {},
    "pptx.reading_order": {
        "PPTAgent__build_effective_agents.pptx": 6,
        "kreuzberg__powerpoint_sample.pptx": 1,
        "tika__testPPT_embeded.pptx": 1,
        "tika__testPPT_various.pptx": 1,
        "unstructured__science-exploration-1p.pptx": 1,
    },
    "link_text": {},
}
"""Findings by check and file; every other file has none."""
ARGUMENTS: dict[str, dict[str, Any]] = {"fonts": {"max": 3}}


def found(corpus: Path, check: str) -> Iterator[tuple[str, int]]:
    """Files in which a check finds something, and how often."""
    spec = ALL[check]
    for path in [*DECKS, *TEXTS]:
        outcome = read_once(corpus / path).outcome
        if isinstance(outcome, Artifact) and outcome.kind in spec.kinds:
            findings = run(spec, outcome, **ARGUMENTS.get(check, {})).findings
            if findings:
                yield path.rpartition("/")[2], len(findings)


@pytest.mark.parametrize("check", HITS)
def test_real_files_have_these_faults_and_no_others(corpus: Path, check: str) -> None:
    assert dict(found(corpus, check)) == HITS[check]
