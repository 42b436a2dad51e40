"""Ways in which a document loses what made it good, each done to its bytes by another library."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import docx
import pptx
from docx.oxml.ns import qn
from docx.shared import Pt
from openpyxl import load_workbook  # type: ignore[import-untyped]
from pptx.util import Pt as SlidePt

if TYPE_CHECKING:
    from collections.abc import Callable


def _word(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    return lambda data: _changed(docx.Document(io.BytesIO(data)), change)


def _deck(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    return lambda data: _changed(pptx.Presentation(io.BytesIO(data)), change)


def _book(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    return lambda data: _changed(load_workbook(io.BytesIO(data)), change)


def _changed(document: Any, change: Callable[[Any], None]) -> bytes:
    change(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _first_section_gone(document: Any) -> None:
    """The first heading of level 1, and everything down to the next one."""
    body = list(document.element.body)
    heads = [
        at for at, one in enumerate(body) if one.find(f".//{qn('w:pStyle')}[@{qn('w:val')}='Heading1']") is not None
    ]
    for element in body[heads[0] : heads[1]]:
        document.element.body.remove(element)


def _words_shrunk(document: Any) -> None:
    longest = max(document.paragraphs, key=lambda paragraph: len(paragraph.text))
    for run in longest.runs:
        run.font.size = Pt(6)


def _reminder_left(document: Any) -> None:
    document.add_paragraph("TODO: write the rest")


def _descriptions_gone(document: Any) -> None:
    for element in document.element.body.iter(qn("wp:docPr"), qn("pic:cNvPr")):
        element.attrib.pop("descr", None)


def _row_gone(document: Any) -> None:
    """The first row below the header of a table with a total."""
    for table in document.tables:
        if any(row.cells[0].text == "Total" for row in table.rows):
            table._tbl.remove(table.rows[1]._tr)


def _header_row_gone(document: Any) -> None:
    for mark in list(document.element.body.iter(qn("w:tblHeader"))):
        mark.getparent().remove(mark)


def _other_typeface(document: Any) -> None:
    document.paragraphs[-1].add_run(" In other letters.").font.name = "Comic Sans MS"


def _properties_gone(document: Any) -> None:
    document.core_properties.title = document.core_properties.author = ""


def _level_skipped(document: Any) -> None:
    document.add_paragraph("A detail of a detail", style="Heading 1").style = document.styles["Heading 4"]


def _caption_gone(document: Any) -> None:
    for paragraph in document.paragraphs:
        if paragraph.style.name == "Caption":
            paragraph._p.getparent().remove(paragraph._p)


def _title_gone(deck: Any) -> None:
    title = deck.slides[1].shapes.title
    title._element.getparent().remove(title._element)


def _title_twice(deck: Any) -> None:
    deck.slides[1].shapes.title.text_frame.text = deck.slides[0].shapes.title.text_frame.text


def _letters_shrunk(deck: Any) -> None:
    for shape in deck.slides[0].placeholders:
        for paragraph in shape.text_frame.paragraphs:
            for run in paragraph.runs:
                run.font.size = SlidePt(8)


def _filler_left(deck: Any) -> None:
    deck.slides[0].shapes.title.text_frame.text = "Lorem ipsum dolor sit amet"


def _notes_gone(deck: Any) -> None:
    deck.slides[0].notes_slide.notes_text_frame.text = ""


def _alternatives_gone(deck: Any) -> None:
    for slide in deck.slides:
        for element in slide.shapes._spTree.iter("{*}cNvPr"):
            element.attrib.pop("descr", None)


def _too_many_words(deck: Any) -> None:
    deck.slides[0].shapes.title.text_frame.text = "word " * 200


def _off_the_slide(deck: Any) -> None:
    title = deck.slides[0].shapes.title
    title.left, title.top, title.width, title.height = deck.slide_width, title.top, title.width, title.height


def _sheet_renamed(book: Any) -> None:
    book["Summary"].title = "Sheet9"


def _number_pasted(book: Any) -> None:
    book["Summary"]["B1"] = 780


def _error_shown(book: Any) -> None:
    book["Summary"]["C1"] = "#REF!"


def _sheet_hidden(book: Any) -> None:
    book["Data '26"].sheet_state = "hidden"


def _rows_gone(book: Any) -> None:
    book["Data '26"].delete_rows(3, 6)


WORD = {
    "sections": _word(_first_section_gone),
    "font_size": _word(_words_shrunk),
    "no_placeholders": _word(_reminder_left),
    "alt_text": _word(_descriptions_gone),
    "table_totals": _word(_row_gone),
    "table_headers": _word(_header_row_gone),
    "fonts": _word(_other_typeface),
    "properties": _word(_properties_gone),
    "heading_order": _word(_level_skipped),
    "captions": _word(_caption_gone),
}
"""What is done to a Word document, by the check that finds it."""

DECK = {
    "pptx.titles": _deck(_title_gone),
    "pptx.unique_titles": _deck(_title_twice),
    "font_size": _deck(_letters_shrunk),
    "no_placeholders": _deck(_filler_left),
    "pptx.notes": _deck(_notes_gone),
    "alt_text": _deck(_alternatives_gone),
    "pptx.words_per_slide": _deck(_too_many_words),
    "pptx.on_slide": _deck(_off_the_slide),
}
"""What is done to a deck."""

BOOK = {
    "xlsx.sheets": _book(_sheet_renamed),
    "xlsx.formulas": _book(_number_pasted),
    "xlsx.no_errors": _book(_error_shown),
    "xlsx.no_hidden": _book(_sheet_hidden),
    "rows": _book(_rows_gone),
}
"""What is done to a workbook."""
