"""Real pages of real documents, looked at."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

from outcomes.artifact import Unit
from outcomes.errors import RenderError
from outcomes.renderer import RenderedDocument

from .real import BLUE, RED, documents
from .support import a_pdf, an_artifact

if TYPE_CHECKING:
    from outcomes.render.documents import DocumentRenderer
    from outcomes.renderer import PageImage

    Rendered = dict[str, RenderedDocument | RenderError]

pytestmark = pytest.mark.render


def document(rendered: Rendered, name: str) -> RenderedDocument:
    found = rendered[name]
    assert isinstance(found, RenderedDocument), found
    return found


def error(rendered: Rendered, name: str) -> RenderError:
    found = rendered[name]
    assert isinstance(found, RenderError)
    return found


def middle(image: PageImage) -> object:
    """The colour in the middle of the page."""
    with Image.open(io.BytesIO(image.png)) as opened:
        return opened.getpixel((image.width // 2, image.height // 2))


def words(document: RenderedDocument) -> list[str]:
    """The text of each page."""
    with PdfDocument(document.pdf) as pdf:
        return [page.get_textpage().get_text_bounded().strip() for page in pdf]


def test_each_slide_gets_its_own_picture_although_one_is_hidden(rendered: Rendered, renderer: DocumentRenderer) -> None:
    deck = document(rendered, "deck")
    assert [(page.number, page.locator, page.position) for page in deck.pages] == [
        (1, "slide 1", 1),
        (3, "slide 3", 2),
    ]
    images = renderer.draw(deck)
    assert [(image.locator, image.width, image.height, middle(image)) for image in images] == [
        ("slide 1", 768, 576, RED),
        ("slide 3", 768, 576, BLUE),
    ]


def test_a_report_has_the_pages_that_it_is_printed_on(rendered: Rendered) -> None:
    report = document(rendered, "report")
    assert [(page.locator, page.width_pt, page.height_pt) for page in report.pages] == [
        (f"p. {number}", 612.0, 792.0) for number in (1, 2, 3)
    ]
    assert words(report) == ["First page", "Second page", "Third page"]


def test_each_printed_page_names_its_sheet(rendered: Rendered) -> None:
    book = document(rendered, "book")
    *long, short = [page.locator for page in book.pages]
    assert len(long) >= 2
    assert long == [f"Long / p. {number}" for number in range(1, len(long) + 1)]
    assert short == f"'Short & sweet' / p. {len(book.pages)}"
    assert words(book)[-1] == "end"
    assert "secret" not in "".join(words(book))


def test_files_of_the_same_name_are_not_mixed_up(rendered: Rendered, renderer: DocumentRenderer) -> None:
    other = document(rendered, "other deck")
    assert [middle(image) for image in renderer.draw(other)] == [BLUE]
    assert (other.name, document(rendered, "deck").name) == ("same.pptx", "same.pptx")


def test_one_bad_file_does_not_lose_the_others(rendered: Rendered) -> None:
    assert error(rendered, "broken").code == "render-failed"
    assert words(document(rendered, "paper")) == ["Only page"]


def test_a_deck_of_which_nothing_is_shown_is_not_drawn(rendered: Rendered) -> None:
    assert str(error(rendered, "hidden deck")) == (
        "'same.pptx' is not drawn: every slide is hidden, so that there is nothing to draw."
    )


def test_every_document_says_what_it_was_made_from(rendered: Rendered) -> None:
    made = {name: found for name, found in rendered.items() if isinstance(found, RenderedDocument)}
    assert {name: (found.kind, found.sha256) for name, found in made.items()} == {
        name: (documents()[name].kind, documents()[name].sha256) for name in made
    }


def test_a_pdf_is_drawn_as_it_is(renderer: DocumentRenderer) -> None:
    pdf = a_pdf((300, 400))
    (found,) = renderer.render([an_artifact("pdf", Unit("page", 1, "p. 1"), data=pdf)])
    assert isinstance(found, RenderedDocument)
    assert ([page.locator for page in found.pages], found.pdf) == (["p. 1"], pdf)


@pytest.mark.parametrize("data", [b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", b"{\\rtf"[:3]])
def test_what_is_no_office_file_whatever_it_is_called_is_not_given_to_libreoffice(
    renderer: DocumentRenderer, data: bytes
) -> None:
    (found,) = renderer.render([an_artifact("docx", data=data)])
    assert isinstance(found, RenderError)
    assert (found.code, found.message) == (
        "render-refused",
        "'work.docx' is not drawn: its content is not that of an office file.",
    )
