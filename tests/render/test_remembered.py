"""What was rendered once is not rendered again for whoever asks next."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from outcomes.errors import RenderError
from outcomes.render.remembered import RememberingRenderer
from outcomes.renderer import LONG_EDGE, Page, PageImage, RenderedDocument

from .support import an_artifact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifact import Artifact

PAGE = Page(1, "p. 1", 1, 612, 792)


@dataclass
class Scripted:
    """A renderer that gives what it is told to, and remembers what it was asked."""

    error: RenderError | None = None
    pdf: bytes = b"%PDF-"
    asked: list[list[str]] = field(default_factory=list)

    def render(self, artifacts: Sequence[Artifact]) -> list[RenderedDocument | RenderError]:
        """The error, or a document of one page."""
        self.asked.append([artifact.name for artifact in artifacts])
        return [
            self.error or RenderedDocument(artifact.name, artifact.kind, artifact.sha256, (PAGE,), self.pdf)
            for artifact in artifacts
        ]

    def draw(
        self, document: RenderedDocument, pages: Sequence[Page] | None = None, *, long_edge: int = LONG_EDGE
    ) -> tuple[PageImage, ...]:
        """Empty pictures."""
        return tuple(PageImage(page.locator, page.number, long_edge, 1, b"") for page in pages or document.pages)


def work(number: int) -> Artifact:
    return an_artifact("docx", data=b"PK\x03\x04" + bytes([number]))


def test_the_same_bytes_are_rendered_once_under_whatever_name() -> None:
    inner = Scripted()
    renderer = RememberingRenderer(inner)
    renderer.render([work(1), work(1)])
    (again,) = renderer.render([replace(work(1), name="other.docx")])
    assert (inner.asked, getattr(again, "name", None)) == ([["work.docx"]], "other.docx")


def test_only_what_is_not_known_yet_is_asked_for_and_answers_keep_their_order() -> None:
    inner = Scripted()
    renderer = RememberingRenderer(inner)
    renderer.render([work(1)])
    found = renderer.render([work(2), work(1), work(3)])
    assert [getattr(item, "sha256", None) for item in found] == [work(number).sha256 for number in (2, 1, 3)]
    assert [len(asked) for asked in inner.asked] == [1, 2]


@pytest.mark.parametrize(("code", "times"), [("render-failed", 1), ("render-timeout", 1), ("renderer-missing", 2)])
def test_what_could_not_be_rendered_is_tried_again_only_if_something_was_missing_here(code: str, times: int) -> None:
    inner = Scripted(error=RenderError(code, "no"))
    renderer = RememberingRenderer(inner)
    assert renderer.render([work(1)]) == renderer.render([work(1)]) == [inner.error]
    assert len(inner.asked) == times


def test_the_one_that_nobody_asked_for_longest_is_forgotten_first() -> None:
    inner = Scripted()
    renderer = RememberingRenderer(inner, most_documents=2)
    for number in (1, 2, 1, 3, 1, 2):
        renderer.render([work(number)])
    assert len(inner.asked) == 4, "1, 2, 3, and 2 again"


def test_no_more_bytes_are_kept_than_stated() -> None:
    inner = Scripted(pdf=b"x" * 60)
    renderer = RememberingRenderer(inner, most_bytes=100)
    for number in (1, 2, 2, 1):
        renderer.render([work(number)])
    assert len(inner.asked) == 3
    inner.pdf = b"x" * 101
    renderer.render([work(5)])
    renderer.render([work(5)])
    assert len(inner.asked) == 5


def test_more_documents_than_are_kept_are_all_answered() -> None:
    found = RememberingRenderer(Scripted(), most_documents=2).render([work(number) for number in range(5)])
    assert [getattr(item, "sha256", None) for item in found] == [work(number).sha256 for number in range(5)]


def test_pictures_are_drawn_by_the_one_inside() -> None:
    renderer = RememberingRenderer(Scripted())
    (document,) = renderer.render([work(1)])
    assert isinstance(document, RenderedDocument)
    assert renderer.draw(document, long_edge=9) == (PageImage("p. 1", 1, 9, 1, b""),)
