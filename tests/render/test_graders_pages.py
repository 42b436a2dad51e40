"""Pages as a grader gets them: from the artifact alone, of a size and a number that it can afford."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from outcomes import grade_sync
from outcomes.errors import RenderError
from outcomes.renderer import LONG_EDGE, Page, PageImage, Pages, RenderedDocument, image_tokens
from outcomes.testing import Pptx, ScriptedGrader

from .support import an_artifact

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from outcomes.artifact import Artifact
    from outcomes.rubric import Rubric
    from outcomes.verdict import Grade, Look

SLIDES = tuple(Page(number, f"slide {number}", number, 960, 540) for number in (1, 2, 3))
COST = image_tokens(768, 432)


@dataclass
class Drawn:
    """A renderer of three slides that remembers what it drew."""

    error: RenderError | None = None
    drawn: list[tuple[str, ...]] = field(default_factory=list)

    def render(self, artifacts: Sequence[Artifact]) -> list[RenderedDocument | RenderError]:
        """The error, or three slides."""
        return [
            self.error or RenderedDocument(artifact.name, artifact.kind, artifact.sha256, SLIDES, b"%PDF-")
            for artifact in artifacts
        ]

    def draw(
        self, document: RenderedDocument, pages: Sequence[Page] | None = None, *, long_edge: int = LONG_EDGE
    ) -> tuple[PageImage, ...]:
        """Empty pictures of the size that was asked for."""
        wanted = document.pages if pages is None else pages
        self.drawn.append(tuple(page.locator for page in wanted))
        return tuple(PageImage(page.locator, page.number, long_edge, long_edge * 9 // 16, b"") for page in wanted)


def test_all_pages_are_drawn_unless_places_are_named() -> None:
    inner = Drawn()
    pages = Pages(an_artifact("pptx"), inner)
    assert [page.locator for page in pages.list()] == ["slide 1", "slide 2", "slide 3"]
    assert [image.locator for image in pages.draw().images] == ["slide 1", "slide 2", "slide 3"]
    found = pages.draw(['slide 3 / shape "Title 1"', "slide 2", "slide 33"])
    assert [image.locator for image in found.images] == ["slide 2", "slide 3"]
    assert found.left_out == ("slide 33",)
    assert inner.drawn == [("slide 1", "slide 2", "slide 3"), ("slide 2", "slide 3")]


def test_a_budget_leaves_whole_pages_out_and_names_them() -> None:
    found = Pages(an_artifact("pptx"), Drawn()).draw(most_tokens=2 * COST)
    assert [image.locator for image in found.images] == ["slide 1", "slide 2"]
    assert found.left_out == ("slide 3",)
    assert found.tokens == 2 * COST
    inner = Drawn()
    nothing = Pages(an_artifact("pptx"), inner).draw(most_tokens=1)
    assert (nothing.images, nothing.left_out, inner.drawn) == ((), ("slide 1", "slide 2", "slide 3"), [])


def test_what_cannot_be_drawn_says_why() -> None:
    error = RenderError("renderer-missing", "there is no LibreOffice here.")
    with pytest.raises(RenderError) as caught:
        Pages(an_artifact("pptx"), Drawn(error)).draw()
    assert caught.value is error


class Looking(ScriptedGrader):
    """A grader that looks at the pages of what it is given, and at nothing else."""

    sizes: list[tuple[str, int]]

    async def grade(self, rubric: Rubric, artifact: Artifact, look: Look) -> Grade:
        """Draw what there is first."""
        assert artifact.pages is not None
        self.sizes = [(image.locator, image.width) for image in artifact.pages.draw().images]
        return await super().grade(rubric, artifact, look)


@pytest.mark.render
def test_a_grader_is_handed_the_pages_of_exactly_what_it_grades(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(Pptx(title="Deck").slide("One").slide("Two", hidden=True).slide("Three").to_bytes())
    rubric = tmp_path / "rubric.md"
    rubric.write_text("# Deck\n\n- It looks tidy\n")
    grader = Looking()
    grade_sync(path, rubric, grader=grader)
    assert grader.sizes == [("slide 1", 768), ("slide 3", 768)]
