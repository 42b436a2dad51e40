"""The seat of renderers: an artifact in, its pages as a reader would see them out.

    Artifact -> RenderedDocument (a PDF and its pages) -> PageImage (a PNG of the size that was asked for)

A page image is what a grader can be shown beside the outline. Its `locator` is how evidence names it: a `Region` with
this locator is a part of this picture.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from outcomes.artifact import Artifact
    from outcomes.errors import RenderError

LONG_EDGE: Final = 768
"""Pixels of a picture's longer side when nothing is said: text of 12 pt on a slide and in a report can be read."""
ZOOM_LONG_EDGE: Final = 1_568
"""Pixels for a look at one page in detail; about where models scale pictures down."""
MOST_LONG_EDGE: Final = 2_576
"""No picture gets longer than this, whatever is asked for."""
MOST_IMAGES: Final = 200
"""Pictures that are drawn in one call."""
_TOKEN_SIDE: Final = 28


class Page(NamedTuple):
    """One page of a rendered document."""

    number: int
    """From 1: a slide's own number (hidden slides are counted, and have no page), otherwise the page as printed."""
    locator: str
    """`slide 3`, `p. 2`, `Sheet1 / p. 2`."""
    position: int
    """Which page of the PDF it is, from 1."""
    width_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True)
class RenderedDocument:
    """A document as it would be printed."""

    name: str
    """Of the artifact, for people."""
    kind: str
    """Of the artifact: `docx`, `pptx`, `xlsx`, `pdf`."""
    sha256: str
    """Of the artifact."""
    pages: tuple[Page, ...]
    pdf: bytes = field(repr=False)

    def numbered(self, numbers: Iterable[int]) -> tuple[Page, ...]:
        """The pages with these numbers, in this order; `KeyError` for a number that no page has."""
        by_number = {page.number: page for page in self.pages}
        return tuple(by_number[number] for number in numbers)


@dataclass(frozen=True, slots=True)
class PageImage:
    """A picture of one page."""

    locator: str
    number: int
    width: int
    height: int
    """Pixels."""
    png: bytes = field(repr=False)

    @property
    def tokens(self) -> int:
        """What it costs a model to look at: one token for each square of 28 x 28 pixels, begun ones counted whole."""
        return image_tokens(self.width, self.height)


def image_tokens(width: int, height: int) -> int:
    """Tokens of a picture of so many pixels (platform documentation, vision: `ceil(w/28) x ceil(h/28)`)."""
    return ceil(width / _TOKEN_SIDE) * ceil(height / _TOKEN_SIDE)


class Renderer(Protocol):
    """Makes pages of artifacts. Both calls may take seconds; nothing of a document is ever fetched or run."""

    def render(self, artifacts: Sequence[Artifact]) -> list[RenderedDocument | RenderError]:
        """One answer for each artifact, in order; one that cannot be rendered costs the others nothing."""

    def draw(
        self, document: RenderedDocument, pages: Sequence[Page] | None = None, *, long_edge: int = LONG_EDGE
    ) -> tuple[PageImage, ...]:
        """Pictures of these pages, or of all of them.

        Args:
            document: what `render` gave.
            pages: some of `document.pages`; at most `MOST_IMAGES` in one call.
            long_edge: pixels of the longer side, up to `MOST_LONG_EDGE`; larger values are clamped.

        Raises:
            RenderError: the pages cannot be drawn, or are too many for one call.
        """


class Pictures(NamedTuple):
    """Pictures of some pages, and the locators of the pages that were asked for and left out."""

    images: tuple[PageImage, ...]
    left_out: tuple[str, ...] = ()

    @property
    def tokens(self) -> int:
        """What they cost a model to look at together."""
        return sum(image.tokens for image in self.images)


class Pages:
    """An artifact's pages, for whoever grades it: drawn when they are asked for, from nothing but its bytes.

    Each call may take seconds and belongs into a thread. A renderer that remembers makes the second call cheap.
    """

    def __init__(self, artifact: Artifact, renderer: Renderer) -> None:
        """Draw nothing yet."""
        self._artifact = artifact
        self._renderer = renderer

    def list(self) -> tuple[Page, ...]:
        """All pages there are.

        Raises:
            RenderError: nothing draws pages here (`renderer-missing`), or not of this file; the code says which.
        """
        return self._rendered().pages

    def draw(
        self, places: Sequence[str] = (), *, long_edge: int = LONG_EDGE, most_tokens: int | None = None
    ) -> Pictures:
        """Pictures of the pages at these places (`slide 3`, `p. 2`, or something on them), or of all, in page order.

        Whole pages are left out, from the end, where the pictures would cost a model more than `most_tokens` or are
        more than one call draws; they are named. A place that is on no page that can be told is named, too.

        Raises:
            RenderError: as `list`, or the pages cannot be drawn.
        """
        document = self._rendered()
        wanted = [page for page in document.pages if not places or any(_lies_on(place, page) for place in places)]
        unknown = [place for place in places if not any(_lies_on(place, page) for page in document.pages)]
        fitting = _fitting(wanted, min(long_edge, MOST_LONG_EDGE), most_tokens)
        images = self._renderer.draw(document, fitting, long_edge=long_edge) if fitting else ()
        return Pictures(images, (*(page.locator for page in wanted[len(fitting) :]), *unknown))

    def _rendered(self) -> RenderedDocument:
        found = self._renderer.render([self._artifact])[0]
        if isinstance(found, RenderedDocument):
            return found
        raise found


def _lies_on(place: str, page: Page) -> bool:
    """Whether a place is a page, or begins with one: `slide 3 / shape "Title 1"` lies on `slide 3`."""
    return place == page.locator or place.startswith((f"{page.locator} / ", f"{page.locator}!"))


def _fitting(pages: Sequence[Page], long_edge: int, most_tokens: int | None) -> list[Page]:
    """The first pages, as many as the tokens allow and one call draws."""
    fitting: list[Page] = []
    room = most_tokens
    for page in pages[:MOST_IMAGES]:
        scale = long_edge / max(page.width_pt, page.height_pt, 1.0)
        cost = image_tokens(ceil(page.width_pt * scale), ceil(page.height_pt * scale))
        if room is not None:
            if cost > room:
                break
            room -= cost
        fitting.append(page)
    return fitting
