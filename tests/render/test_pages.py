"""Pages are named after the pieces of the artifact that they show, where that is certain."""

from __future__ import annotations

from outcomes.artifact import Unit
from outcomes.render.pages import pages_of
from outcomes.render.pdf import Inspected
from outcomes.renderer import Page, PageImage, RenderedDocument, image_tokens

from .support import an_artifact

SIZE = (720.0, 405.0)


def named(kind: str, units: list[Unit], pages: int, *heads: tuple[str, int]) -> list[tuple[int, str]]:
    """Number and locator of each page."""
    found = pages_of(an_artifact(kind, *units), Inspected((SIZE,) * pages, heads))
    assert [page.position for page in found] == list(range(1, pages + 1))
    return [(page.number, page.locator) for page in found]


def deck(*shown: str) -> list[Unit]:
    slides = [Unit("slide", number, f"slide {number}", hidden=one == "hidden") for number, one in enumerate(shown, 1)]
    return [*slides, Unit("margin", len(slides) + 1, "presentation")]


def book(*titles: str) -> list[Unit]:
    return [Unit("sheet", number, f"'{title}'", title) for number, title in enumerate(titles, 1)]


def test_hidden_slides_have_no_page_and_the_others_keep_their_numbers() -> None:
    assert named("pptx", deck("shown", "hidden", "shown"), 2) == [(1, "slide 1"), (3, "slide 3")]


def test_a_deck_with_another_number_of_pages_is_not_guessed_at() -> None:
    assert named("pptx", deck("shown", "shown"), 3) == [(1, "p. 1"), (2, "p. 2"), (3, "p. 3")]


def test_each_page_of_a_workbook_names_the_sheet_that_it_shows() -> None:
    assert named("xlsx", book("A", "Hidden", "B"), 4, ("A", 1), ("B", 3)) == [
        (1, "'A' / p. 1"),
        (2, "'A' / p. 2"),
        (3, "'B' / p. 3"),
        (4, "'B' / p. 4"),
    ]


def test_pages_of_a_workbook_before_any_known_sheet_are_only_numbered() -> None:
    assert named("xlsx", book("A"), 2, ("Other", 1), ("A", 2)) == [(1, "p. 1"), (2, "'A' / p. 2")]


def test_pages_of_reports_are_numbered() -> None:
    assert named("docx", [Unit("section", 1, "section 1")], 2) == [(1, "p. 1"), (2, "p. 2")]
    assert named("pdf", [Unit("page", 1, "p. 1")], 1) == [(1, "p. 1")]


def test_pages_are_found_by_number() -> None:
    pages = (Page(1, "slide 1", 1, *SIZE), Page(3, "slide 3", 2, *SIZE))
    document = RenderedDocument("a.pptx", "pptx", "0" * 64, pages, b"%PDF-")
    assert document.numbered([3, 1]) == (pages[1], pages[0])


def test_a_picture_costs_a_token_for_each_square_of_28_pixels() -> None:
    assert PageImage("slide 1", 1, 560, 315, b"").tokens == 20 * 12
    assert (image_tokens(28, 28), image_tokens(29, 1)) == (1, 2)
