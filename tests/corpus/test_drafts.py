"""Every real document gives a draft that it satisfies, and that a damaged copy of it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from outcomes import api, wiring
from outcomes.artifact import Artifact
from outcomes.errors import ArtifactError
from tests.corpus.support import each, files, read_once
from tests.drafting import damage
from tests.drafting.support import artifact, checks_failed

if TYPE_CHECKING:
    from pathlib import Path

    from outcomes import Draft

pytestmark = pytest.mark.corpus

ENDINGS = (".docx", ".docm", ".pptx", ".pptm", ".xlsx", ".pdf", ".html", ".md", ".csv")
SLIDES = ("pptx.titles", "font_size", "no_placeholders", "pptx.words_per_slide", "pptx.on_slide")
WORDS = ("font_size", "no_placeholders", "fonts", "properties")
LOSSES = {
    "documents/docx/OfficeBench__House_creak.docx": WORDS,
    "documents/docx/docling__word_sample.docx": (*WORDS, "alt_text", "heading_order", "captions"),
    "documents/docx/kreuzberg__unit_test_headers.docx": (*WORDS, "sections"),
    "documents/docx/kreuzberg__word_tables.docx": (*WORDS, "heading_order"),
    "documents/docx/markitdown__test.docx": (*WORDS, "alt_text", "heading_order"),
    "documents/pptx/PPTAgent__Iphone16Pro.pptx": SLIDES,
    "documents/pptx/kreuzberg__simple.pptx": (*SLIDES, "pptx.unique_titles"),
    "documents/pptx/markitdown__test.pptx": (*SLIDES, "pptx.unique_titles"),
    "documents/pptx/python-pptx__ph-inherit-props.pptx": ("pptx.notes", "pptx.unique_titles"),
    "documents/pptx/unstructured__sample-presentation.pptx": (*SLIDES, "pptx.unique_titles"),
}
"""Real documents, and what each has that can be taken from it."""
DOCUMENTS = [name for name in files("documents") if name.endswith(ENDINGS)]


@each(DOCUMENTS)
def test_a_document_satisfies_its_own_draft(corpus: Path, corpus_file: str) -> None:
    work = read_once(corpus / corpus_file).outcome
    draft = _drafted(work)
    if isinstance(draft, ArtifactError):
        assert draft is work or draft.code == "empty-file"
        return
    for form, name in (("markdown", "a.md"), ("yaml", "a.yaml")):
        rubric = wiring.read_rubric(wiring.write_draft(draft, form), name)
        assert (rubric.sha256, rubric.notes) == (draft.rubric.sha256, ())
    assert isinstance(work, Artifact)
    assert api.grade_sync(work, draft.rubric).result == "satisfied"


@each(LOSSES)
def test_a_damaged_copy_fails_the_line_that_asks_for_what_it_lost(corpus: Path, corpus_file: str) -> None:
    path = corpus / corpus_file
    draft = api.draft_rubric(read_once(path).artifact, everything=True)
    ways = damage.WORD if path.suffix == ".docx" else damage.DECK
    for check in LOSSES[corpus_file]:
        damaged = artifact(ways[check](path.read_bytes()), path.name)
        assert check in checks_failed(draft.rubric, damaged)


def _drafted(work: Artifact | ArtifactError) -> Draft | ArtifactError:
    """The draft; or why there is none: the file cannot be read, or nothing is in it."""
    if isinstance(work, ArtifactError):
        return work
    try:
        return api.draft_rubric(work, everything=True)
    except ArtifactError as error:
        return error
