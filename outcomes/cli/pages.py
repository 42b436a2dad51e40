"""Page images on disk: which pages are wanted, how their files are called, and what is said of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.errors import RenderError, UsageError
from outcomes.system import write_whole
from outcomes.text import clip, count, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from outcomes.artifact import Artifact
    from outcomes.cli.output import Output
    from outcomes.renderer import Page, PageImage, RenderedDocument, Renderer

MOST_NUMBERS: Final = 10_000
_STEMS: Final = {"pptx": "slide"}


class Saved(NamedTuple):
    """A picture that was written."""

    file: str
    """POSIX path below the folder that was asked for."""
    image: PageImage

    def as_data(self) -> dict[str, object]:
        """For `--json`."""
        image = self.image
        return {
            "file": self.file,
            "locator": image.locator,
            "number": image.number,
            "width": image.width,
            "height": image.height,
            "tokens": image.tokens,
            "size_bytes": len(image.png),
        }


def page_numbers(text: str) -> tuple[int, ...]:
    """`1,3-5` -> 1, 3, 4, 5; each once, in the order given. `UsageError` for anything else."""
    numbers: dict[int, None] = {}
    for part in text.split(","):
        first, dash, last = (side.strip() for side in part.partition("-"))
        ends = (first, last if dash else first)
        if not all(end.isascii() and end.isdigit() and len(end) < 9 for end in ends) or int(ends[0]) < 1:
            msg = f"--pages takes numbers from 1 and ranges, as in 1,3-5; not {clip(text)!r}"
            raise UsageError(msg)
        low, high = map(int, ends)
        if high < low:
            msg = f"--pages: the range {part.strip()} runs backwards; write {high}-{low}"
            raise UsageError(msg)
        if high - low >= MOST_NUMBERS:
            msg = f"--pages: the range {part.strip()} names more than {MOST_NUMBERS:,} pages"
            raise UsageError(msg)
        numbers |= dict.fromkeys(range(low, high + 1))
    return tuple(numbers)


def save_pages(
    artifacts: Sequence[Artifact],
    folder: Path,
    renderer: Renderer,
    out: Output,
    *,
    numbers: tuple[int, ...] | None,
    long_edge: int,
) -> list[Saved]:
    """Draw the pages and write them below `folder`: nothing is written of a document unless all of it is drawn.

    Several documents get a folder each, at their own path; one that cannot be drawn is told and left out.

    Raises:
        RenderError: the only document, or all of them, cannot be drawn.
        UsageError: a page is wanted that the document does not have.
    """
    named = ", ".join(shown(clip(artifact.name, 40)) for artifact in artifacts[:3])
    more = f" and {len(artifacts) - 3} more" if len(artifacts) > 3 else ""
    out.note(f"making pages of {named}{more} ...")
    saved: list[Saved] = []
    failed: list[RenderError] = []
    for artifact, found in zip(artifacts, renderer.render(artifacts), strict=True):
        try:
            if isinstance(found, RenderError):
                raise found
            below = f"{artifact.files[0].path}/" if len(artifacts) > 1 else ""
            saved += _save(artifact, found, folder, below, renderer, out, numbers=numbers, long_edge=long_edge)
        except RenderError as error:
            failed.append(error)
    if failed and not saved:
        raise failed[0]
    for reason in failed:
        out.note(f"left out: {shown(str(reason))}")
    return saved


def _save(
    artifact: Artifact,
    document: RenderedDocument,
    folder: Path,
    below: str,
    renderer: Renderer,
    out: Output,
    *,
    numbers: tuple[int, ...] | None,
    long_edge: int,
) -> Iterator[Saved]:
    pages = document.pages if numbers is None else _chosen(artifact, document, numbers)
    out.note(f"drawing {count(len(pages), 'page')} of {shown(clip(document.name, 40))} ...")
    images = renderer.draw(document, pages, long_edge=long_edge)
    digits = max(2, *(len(str(page.number)) for page in document.pages))
    for image in images:
        name = f"{below}{_STEMS.get(document.kind, 'page')}-{image.number:0{digits}}.png"
        write_whole(folder / name, image.png)
        yield Saved(name, image)


def _chosen(artifact: Artifact, document: RenderedDocument, numbers: tuple[int, ...]) -> tuple[Page, ...]:
    try:
        return document.numbered(numbers)
    except KeyError as error:
        number = error.args[0]
    hidden = any(unit.kind == "slide" and unit.number == number and unit.hidden for unit in artifact.units)
    name = shown(clip(document.name, 40))
    if hidden:
        msg = f"slide {number} of {name} is hidden, so that it is not drawn"
        raise UsageError(msg)
    noun = _STEMS.get(document.kind, "page")
    last = max(page.number for page in document.pages)
    msg = f"{name} has no {noun} {number}; its {noun}s are 1 to {last}"
    raise UsageError(msg)
