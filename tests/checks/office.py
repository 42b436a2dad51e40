"""Word files and decks that the short builders do not make: with colours, typefaces, pictures and places."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from docx import Document
from docx.shared import Inches as DocxInches
from docx.shared import Pt as DocxPt
from docx.shared import RGBColor as DocxColour
from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Inches, Pt

from tests.checks.example import File

if TYPE_CHECKING:
    from collections.abc import Sequence


class Look(NamedTuple):
    """Words and how they look; what is `None` is inherited."""

    text: str
    size: float | None = None
    colour: str | None = None
    family: str | None = None
    bold: bool | None = None
    style: str | None = None
    """Of a Word paragraph."""


class Shape(NamedTuple):
    """A text box on a slide, its place and size in inches."""

    x: float
    y: float
    width: float
    height: float
    look: Look
    fill: str | None = None
    """`RRGGBB` or `gradient`; without one it is a text box."""


def word(
    *paragraphs: Look, margin: float | None = None, pictures: Sequence[tuple[int, int, float, float]] = ()
) -> File:
    """A Word file; pictures as pixels across and down, and inches across and down."""
    made = Document()
    if margin is not None:
        made.sections[0].left_margin = DocxInches(margin)
    for look in paragraphs:
        run = made.add_paragraph(style=look.style).add_run(look.text)
        run.font.size = DocxPt(look.size) if look.size else None
        run.font.name, run.bold = look.family, look.bold
        if look.colour:
            run.font.color.rgb = DocxColour.from_string(look.colour)
    for across, down, width, height in pictures:
        made.add_picture(png(across, down), DocxInches(width), DocxInches(height))
    return File("work.docx", _saved(made))


def deck(*slides: Sequence[Shape], pictures: Sequence[tuple[int, int, float, float]] = ()) -> File:
    """A deck of 13.33 by 7.5 inches with text boxes on blank slides; pictures lie on the first, as for `word`."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(13.333), Inches(7.5)
    for boxes in slides:
        slide = made.slides.add_slide(made.slide_layouts[6])
        for box in boxes:
            _draw(slide, box)
    for across, down, width, height in pictures:
        made.slides[0].shapes.add_picture(png(across, down), Inches(5), Inches(3), Inches(width), Inches(height))
    return File("work.pptx", _saved(made))


def titled(*titles: tuple[str, float | None]) -> File:
    """A deck of slides of one layout with titles; a number is inches from the left edge instead of the layout's."""
    made = Presentation()
    for text, x in titles:
        title = made.slides.add_slide(made.slide_layouts[5]).shapes.title
        title.text = text
        if x is not None:
            title.left, title.top, title.width, title.height = Inches(x), Inches(0.4), Inches(4), Inches(1)
    return File("work.pptx", _saved(made))


def merged_word() -> File:
    """A table of two rows, the first of one cell."""
    made = Document()
    table = made.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "a"
    return File("work.docx", _saved(made))


def merged_deck() -> File:
    """The same on a slide."""
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(1), Inches(4), Inches(1)).table
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(0, 0).text = "a"
    return File("work.pptx", _saved(made))


def linked_deck(text: str, address: str, *, language: str | None = "en-GB") -> File:
    """A slide with a link on all of its words, in a language or none."""
    made = Presentation()
    box = made.slides.add_slide(made.slide_layouts[6]).shapes.add_textbox(Inches(1), Inches(1), Inches(5), Inches(1))
    run = box.text_frame.paragraphs[0].add_run()
    run.text = text
    run.hyperlink.address = address
    if language is not None:
        run._r.get_or_add_rPr().set("lang", language)
    return File("work.pptx", _saved(made))


def png(across: int, down: int) -> io.BytesIO:
    """A picture of one colour."""
    stream = io.BytesIO()
    Image.new("RGB", (across, down), "#336699").save(stream, "png")
    stream.seek(0)
    return stream


def _draw(slide: Any, box: Shape) -> None:
    place = (Inches(box.x), Inches(box.y), Inches(box.width), Inches(box.height))
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place) if box.fill else slide.shapes.add_textbox(*place)
    if box.fill:
        _paint(shape.fill, box.fill)
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    run = frame.paragraphs[0].add_run()
    run.text, run.font.name, run.font.bold = box.look.text, box.look.family, box.look.bold
    run.font.size = Pt(box.look.size) if box.look.size else None
    if box.look.colour:
        run.font.color.rgb = _colour(box.look.colour)


def _paint(fill: Any, colour: str) -> None:
    if colour == "gradient":
        fill.gradient()
    else:
        fill.solid()
        fill.fore_color.rgb = _colour(colour)


def _colour(rgb: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(rgb))  # type: ignore[no-untyped-call]


def _saved(made: Any) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()
