"""Which piece of the artifact each page of its PDF shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.renderer import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.artifact import Artifact, Unit
    from outcomes.render.pdf import Inspected


def pages_of(artifact: Artifact, inspected: Inspected) -> tuple[Page, ...]:
    """The pages, named as the artifact's units are where that is certain, otherwise `p. 3`.

    - pptx: hidden slides are not printed, so that the pages are the slides that are not, in order.
    - xlsx: sheets are printed one after the other, on as many pages as each needs; hidden and empty ones on none.
      LibreOffice writes an outline with an entry for each sheet, on its first page. `Sheet1 / p. 2` is the second page
      of the print-out.
    - docx, pdf: as printed.
    """
    sizes = inspected.sizes
    slides = [unit for unit in artifact.units if unit.kind == "slide" and not unit.hidden]
    if artifact.kind == "pptx" and len(slides) == len(sizes):
        named = [(slide.number, slide.locator) for slide in slides]
    elif artifact.kind == "xlsx":
        named = list(_printed_sheets(artifact.units, inspected))
    else:
        named = [(number, f"p. {number}") for number in range(1, len(sizes) + 1)]
    return tuple(
        Page(number, locator, position, *size)
        for position, ((number, locator), size) in enumerate(zip(named, sizes, strict=True), 1)
    )


def _printed_sheets(units: Sequence[Unit], inspected: Inspected) -> Iterator[tuple[int, str]]:
    sheets = {unit.title: unit.locator for unit in units if unit.kind == "sheet"}
    begins = {position: sheets[title] for title, position in inspected.heads if title in sheets}
    sheet = ""
    for number in range(1, len(inspected.sizes) + 1):
        sheet = begins.get(number, sheet)
        yield number, f"{sheet} / p. {number}" if sheet else f"p. {number}"
