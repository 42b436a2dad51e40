"""What may be given to the renderer at all: the cheap reader goes first, and what it found too much stays outside.

LibreOffice has no limits of its own: two far-away cells keep it busy for a minute, one repeated slide for hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outcomes.errors import RenderError
from outcomes.render.media import pictures
from outcomes.text import clip, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcomes.artifact import Artifact, Unit
    from outcomes.render.media import Measure

KINDS: Final = ("docx", "pptx", "xlsx", "pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderLimits:
    """How much of a document may be drawn."""

    blocks: int = 50_000
    units: int = 2_000
    cells: int = 2_000_000
    """Cells between the first and the last used one of a sheet, empty ones included: all of them are printed."""
    pixels: int = 100_000_000
    """Of one picture."""


DEFAULT_LIMITS: Final = RenderLimits()


def refuse_unfit(artifact: Artifact, measure: Measure, limits: RenderLimits = DEFAULT_LIMITS) -> None:
    """Raise `RenderError` (`render-refused`) for a document without pages, or with more than drawing may cost.

    `measure` tells how large a picture is from its first bytes.
    """
    reason = next(_reasons(artifact, measure, limits), "")
    if reason:
        raise RenderError("render-refused", f"{shown(repr(clip(artifact.name)))} is not drawn: {reason}.")


def _reasons(artifact: Artifact, measure: Measure, limits: RenderLimits) -> Iterator[str]:
    if artifact.kind not in KINDS:
        yield f"{artifact.kind} has no pages; {', '.join(KINDS[:-1])} and {KINDS[-1]} have"
        return
    if len(artifact.files) != 1 or artifact.contents is None:
        yield "its bytes are not at hand"
        return
    cut = next((flag for flag in artifact.flags if flag.code == "truncated"), None)
    if cut is not None:
        yield f"it was too much to be read as a whole ({shown(clip(cut.detail))})"
    if len(artifact.units) > limits.units:
        yield f"it has {len(artifact.units):,} units; the limit is {limits.units:,}"
    slides = [unit for unit in artifact.units if unit.kind == "slide"]
    if slides and all(slide.hidden for slide in slides):
        yield "every slide is hidden, so that there is nothing to draw"
    for unit in artifact.units:
        yield from _too_wide(unit, limits)
    blocks = sum(1 for _ in artifact.walk())
    if blocks > limits.blocks:
        yield f"it has {blocks:,} blocks; the limit is {limits.blocks:,}"
    for picture in pictures(artifact.contents.read(artifact.files[0].path), measure):
        if picture.width * picture.height > limits.pixels:
            size = f"{picture.width:,} x {picture.height:,}"
            yield f"the picture {shown(clip(picture.part))} has {size} pixels; the limit is {limits.pixels:,} in all"


def _too_wide(unit: Unit, limits: RenderLimits) -> Iterator[str]:
    rows = columns = 0
    for block in unit.walk():
        rows, columns = max(rows, block.row or 0), max(columns, block.column or 0)
    if unit.kind == "sheet" and rows * columns > limits.cells:
        yield f"{unit.locator} reaches to row {rows:,} and column {columns:,}; the limit is {limits.cells:,} cells"
