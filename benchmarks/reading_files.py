"""The files that reading is measured on: reports and decks as python-docx and python-pptx write them, and real ones."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.shared import Pt
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

SENTENCE = "Revenue in the third quarter rose by twelve percent, driven by the north and by two new clients. "
CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "documents"


def report(pages: int) -> bytes:
    """About so many pages of headings, formatted paragraphs, lists and tables."""
    document = Document()
    for page in range(pages):
        document.add_heading(f"Section {page + 1}", 1)
        paragraph = document.add_paragraph(SENTENCE * 3)
        paragraph.add_run("A bold claim. ").bold = True
        paragraph.add_run(SENTENCE * 2).font.size = Pt(11)
        document.add_paragraph(SENTENCE * 5)
        for _ in range(4):
            document.add_paragraph(SENTENCE[:60], style="List Bullet")
        document.add_heading("Detail", 2)
        document.add_paragraph(SENTENCE * 6)
        table = document.add_table(rows=0, cols=3, style="Light Grid Accent 1")
        for row in [("Region", "Revenue", "Change"), *[("North", "12", "+3")] * 5]:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    return _saved(document)


def deck(slides: int) -> bytes:
    """So many slides with bullets and notes; of every four, one has a table and one a chart."""
    presentation = Presentation()
    for number in range(slides):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = f"Slide {number + 1}"
        frame = slide.placeholders[1].text_frame
        frame.text = SENTENCE[:50]
        for level in (1, 1, 0, 1):
            paragraph = frame.add_paragraph()
            paragraph.text, paragraph.level = SENTENCE[:50], level
        slide.notes_slide.notes_text_frame.text = SENTENCE
        if number % 4 == 0:
            table = slide.shapes.add_table(5, 2, Inches(1), Inches(4), Inches(6), Inches(2)).table
            for row in range(5):
                table.cell(row, 0).text, table.cell(row, 1).text = "North", "12"
        elif number % 4 == 1:
            data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
            data.categories = ["Q1", "Q2", "Q3"]
            data.add_series("Revenue", (10, 12, 15))
            kind = XL_CHART_TYPE.COLUMN_CLUSTERED
            slide.shapes.add_chart(kind, Inches(1), Inches(4), Inches(6), Inches(2), data)
    return _saved(presentation)


def real(kind: str) -> list[tuple[str, bytes]]:
    """The readable documents of a kind in the shared corpus, where it is there."""
    return [(path.name, path.read_bytes()) for path in sorted((CORPUS / kind).glob(f"*.{kind}"))]


def _saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()
