"""A good and a bad document for every shipped rubric, as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from tests.rubrics import brands, decks, engineering, exports, legal, models, pitches, readmes, reports, texts
from tests.rubrics.damage import in_no_language, linked, lose, merged
from tests.rubrics.writing import Markdown, Word

if TYPE_CHECKING:
    from collections.abc import Callable

    from outcomes.testing.documents import Docx, Pptx
    from tests.rubrics.writing import Writer


class Text(Protocol):
    """A text that is written with whatever writer it is given."""

    def __call__(self, new: Callable[[str], Writer], *, draft: bool = False) -> Writer:
        """The whole text; `new` begins a document with a title."""


class Documents(NamedTuple):
    """What meets every objective criterion of a rubric, and what fails as many of them as can fail together."""

    good: bytes
    bad: bytes
    suffix: str


def _word(good: Docx, bad: Docx, lost: str) -> Documents:
    return Documents(good.to_bytes(), lose(bad.to_bytes(), f"word/{lost}"), ".docx")


def _slides(good: Pptx, bad: Pptx, lost: str) -> Documents:
    return Documents(good.to_bytes(), lose(bad.to_bytes(), f"ppt/{lost}"), ".pptx")


def _written(text: Text, new: Callable[[str], Writer], suffix: str) -> Documents:
    return Documents(text(new).to_bytes(), text(new, draft=True).to_bytes(), suffix)


DOCUMENTS = {
    "accessible-deck": Documents(
        decks.training().to_bytes(),
        in_no_language(lose(linked(decks.training(draft=True).to_bytes()), "ppt/media/image3_1.png")),
        ".pptx",
    ),
    "accessible-document": Documents(
        reports.guide().to_bytes(),
        in_no_language(lose(merged(reports.guide(draft=True).to_bytes()), "word/media/image1.png")),
        ".docx",
    ),
    "accessible-document in bold": Documents(reports.guide().to_bytes(), reports.flat_guide().to_bytes(), ".docx"),
    "board-deck": _slides(decks.proposal(), decks.proposal(draft=True), "charts/chart3_1.xml"),
    "brand-compliance": Documents(brands.letter(), lose(brands.letter(draft=True), "word/theme/theme1.xml"), ".docx"),
    "brand-compliance as pptx": Documents(brands.deck(), lose(brands.deck(draft=True), "ppt/tableStyles.xml"), ".pptx"),
    "business-report": _word(reports.decision(), reports.decision(draft=True), "media/image1.png"),
    "contract-review-memo": _word(legal.memo(), legal.memo(draft=True), "footer1.xml"),
    "data-export": Documents(exports.EXPORT.encode(), exports.EXPORT_DRAFT.encode(), ".csv"),
    "demo-deck": _slides(decks.quarter(), decks.quarter(draft=True), "tableStyles.xml"),
    "demo-report": _word(reports.quarter(), reports.quarter(draft=True), "media/image1.png"),
    "financial-model": Documents(models.model(), lose(models.model(draft=True), "xl/theme/theme1.xml"), ".xlsx"),
    "incident-postmortem": _written(engineering.postmortem, Word, ".docx"),
    "incident-postmortem as markdown": _written(engineering.postmortem, Markdown, ".md"),
    "meeting-minutes": _word(reports.minutes(), reports.minutes(draft=True), "footer1.xml"),
    "pitch-deck": _slides(pitches.pitch(), pitches.pitch(draft=True), "charts/chart3_1.xml"),
    "policy": _word(legal.policy(), legal.policy(draft=True), "footer1.xml"),
    "project-readme": Documents(readmes.README.encode(), readmes.README_DRAFT.encode(), ".md"),
    "requirements-document": _written(engineering.requirements, Word, ".docx"),
    "requirements-document as markdown": _written(engineering.requirements, Markdown, ".md"),
    "research-summary": Documents(texts.STUDY.encode(), texts.STUDY_DRAFT.encode(), ".md"),
    "summary": Documents(texts.SUMMARY.encode(), texts.SUMMARY_DRAFT.encode(), ".md"),
}
"""By the name of the rubric, with words behind it where one file is not enough: another kind, or faults that exclude
each other."""


def rubric_of(name: str) -> str:
    """The name of the rubric that documents are for."""
    return name.partition(" ")[0]


def file_name(name: str) -> str:
    """What a document is called: like its rubric, with the ending of its kind."""
    return f"{rubric_of(name)}{DOCUMENTS[name].suffix}"
