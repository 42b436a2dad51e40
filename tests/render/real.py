"""Documents whose pages can be told apart by looking at them."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Any

from docx import Document
from openpyxl import Workbook  # type: ignore[import-untyped]
from pptx import Presentation
from pptx.dml.color import RGBColor

from .support import an_artifact, delivered

if TYPE_CHECKING:
    from outcomes.artifact import Artifact

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


@cache
def documents() -> dict[str, Artifact]:
    """One of each kind, the same name twice, and two of which no page can be made."""
    return {
        "deck": delivered("same.pptx", deck((RED, False), (GREEN, True), (BLUE, False))),
        "report": delivered("report.docx", report("First page", "Second page", "Third page")),
        "book": delivered("book.xlsx", book()),
        "paper": delivered("paper.docx", report("Only page")),
        "hidden deck": delivered("same.pptx", deck((RED, True))),
        "broken": an_artifact("docx", data=b"PK\x03\x04 no package"),
        "other deck": delivered("same.pptx", deck((BLUE, False))),
    }


def deck(*slides: tuple[tuple[int, int, int], bool]) -> bytes:
    """A slide all over in each colour; `True` hides it."""
    presentation = Presentation()
    for colour, hidden in slides:
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = RGBColor(*colour)  # type: ignore[no-untyped-call]
        if hidden:
            slide._element.set("show", "0")
    return saved(presentation)


def report(*pages: str) -> bytes:
    """A page for each text."""
    document = Document()
    for number, text in enumerate(pages):
        if number:
            document.add_page_break()  # type: ignore[no-untyped-call]
        document.add_paragraph(text)
    return saved(document)


def book() -> bytes:
    """A sheet of several pages, a hidden one, an empty one and a short one."""
    workbook = Workbook()
    workbook.active.title = "Long"
    for row in range(150):
        workbook.active.append([f"row {row}"])
    workbook.create_sheet("Hidden").append(["secret"])
    workbook["Hidden"].sheet_state = "hidden"
    workbook.create_sheet("Empty")
    workbook.create_sheet("Short & sweet").append(["end"])
    return saved(workbook)


def saved(document: Any) -> bytes:
    """Whatever can be saved, as bytes."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
