"""The check of what a file's properties state: for each kind of file one that states it and one that does not."""

from __future__ import annotations

from openpyxl import Workbook  # type: ignore[import-untyped]

from outcomes.testing.documents import Docx, Pptx
from tests.artifacts.pdf_building import lines, pdf
from tests.checks.example import Example, File


def _book(title: str | None, creator: str) -> Workbook:
    book = Workbook()
    book.active["A1"] = "Prices"
    book.properties.title = title
    book.properties.creator = creator
    return book


def _pdf(title: str = "") -> File:
    """Without a title, the one that the library writes of its own accord: `untitled`."""

    def page(canvas: object) -> None:
        if title:
            canvas.setTitle(title)  # type: ignore[attr-defined]
        lines(canvas, ["Prices"])

    return File("work.pdf", pdf(page))


BOTH = {"has": ["title", "author"]}
NO_TITLE = {"": "the properties state no title"}

EXAMPLES = (
    Example(
        "properties",
        Docx(title="Prices", author="Ada").paragraph("x"),
        Docx(author="python-docx").paragraph("x"),
        {"": "the properties state no author"},
        BOTH,
    ),
    Example("properties", Pptx(title="Prices").slide("x"), Pptx(author="Ada").slide("x"), NO_TITLE, {"has": ["title"]}),
    Example("properties", _book("Prices", "Ada"), _book(None, "Ada"), NO_TITLE, BOTH),
    Example("properties", _pdf("Prices"), _pdf(), NO_TITLE, {"has": ["title"]}),
    Example(
        "properties",
        '<html><head><title>Prices</title><meta name="author" content="Ada"></head><body>x</body></html>',
        '<html><head><meta name="author" content="Ada"></head><body>x</body></html>',
        NO_TITLE,
        BOTH,
    ),
)
