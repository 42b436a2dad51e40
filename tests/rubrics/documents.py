"""A good and a bad document for every shipped rubric, as people write them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from tests.rubrics import decks, reports, texts

if TYPE_CHECKING:
    from outcomes.testing.documents import Docx, Pptx


class Documents(NamedTuple):
    """What meets every objective criterion of a rubric, and what fails as many of them as can fail together."""

    good: bytes
    bad: bytes
    suffix: str


def lose(data: bytes, part: str) -> bytes:
    """An office file that has lost one of its parts, so that Office would offer to repair it."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(kept, "w") as rest:
        if part not in whole.namelist():
            msg = f"no part {part!r} to lose; there are {whole.namelist()}"
            raise ValueError(msg)
        for entry in whole.infolist():
            if entry.filename != part:
                rest.writestr(entry, whole.read(entry))
    return kept.getvalue()


def without_language(data: bytes) -> bytes:
    """An office file whose text is in no language that it names, so that a voice would have to guess."""
    mute = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(mute, "w") as rest:
        for entry in whole.infolist():
            part = whole.read(entry).replace(b' lang="en-GB"', b"").replace(b'<w:lang w:val="en-GB"/>', b"")
            rest.writestr(entry, part)
    return mute.getvalue()


def _word(good: Docx, bad: Docx, lost: str) -> Documents:
    return Documents(good.to_bytes(), lose(bad.to_bytes(), f"word/{lost}"), ".docx")


def _slides(good: Pptx, bad: Pptx, lost: str) -> Documents:
    return Documents(good.to_bytes(), lose(bad.to_bytes(), f"ppt/{lost}"), ".pptx")


def _in_no_language(documents: Documents) -> Documents:
    return documents._replace(bad=without_language(documents.bad))


DOCUMENTS = {
    "accessible-deck": _in_no_language(
        _slides(decks.training(), decks.training(draft=True), "media/image3_1.png"),
    ),
    "accessible-document": _in_no_language(
        _word(reports.guide(), reports.guide(draft=True), "media/image1.png"),
    ),
    "board-deck": _slides(decks.proposal(), decks.proposal(draft=True), "charts/chart3_1.xml"),
    "business-report": _word(reports.decision(), reports.decision(draft=True), "media/image1.png"),
    "demo-deck": _slides(decks.quarter(), decks.quarter(draft=True), "tableStyles.xml"),
    "demo-report": _word(reports.quarter(), reports.quarter(draft=True), "media/image1.png"),
    "meeting-minutes": _word(reports.minutes(), reports.minutes(draft=True), "footer1.xml"),
    "research-summary": Documents(texts.STUDY.encode(), texts.STUDY_DRAFT.encode(), ".md"),
    "summary": Documents(texts.SUMMARY.encode(), texts.SUMMARY_DRAFT.encode(), ".md"),
}
