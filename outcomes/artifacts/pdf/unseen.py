"""Which pieces of a page nobody sees, why, and what colour lies behind the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.ooxml.contrast import indistinct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from outcomes.artifacts.pdf.letters import Piece
    from outcomes.artifacts.pdf.scene import Paint, Place, Scene

PAPER = "FFFFFF"
_TINY_POINTS = 2.0
_SCAN_SHARE = 0.5
"""Of the page; a picture of this size is what a reader looks at, and letters without ink on it are its text layer."""


class Seen(NamedTuple):
    """A piece with what can be told about its being seen."""

    piece: Piece
    reason: str | None
    background: str | None


def look_at(pieces: Iterable[Piece], scene: Scene) -> Iterator[Seen]:
    """Judge every piece of a page.

    `text-layer`: without ink over a picture of most of the page, as text recognition leaves it; `invisible`: without
    ink elsewhere; `off-page`, `tiny`, `white` (the colour of what lies behind), `covered` (by an opaque rectangle).
    """
    scanned = covered_share(scene) >= _SCAN_SHARE
    for piece in pieces:
        background = _behind(piece, scene)
        yield Seen(piece, _reason(piece, scene, background, scanned=scanned), background)


def _reason(piece: Piece, scene: Scene, background: str | None, *, scanned: bool) -> str | None:
    if piece.unpainted:
        return "text-layer" if scanned else "invisible"
    if _is_off(piece.place, scene):
        return "off-page"
    if piece.look.size is not None and piece.look.size <= _TINY_POINTS:
        return "tiny"
    if _is_covered(piece, scene):
        return "covered"
    colour = piece.look.colour
    return "white" if colour is not None and background is not None and indistinct(colour, background) else None


def _is_off(place: Place, scene: Scene) -> bool:
    width, height = scene.frame.size
    across, down = (place.left + place.right) / 2, (place.top + place.bottom) / 2
    return not (0 <= across <= width and 0 <= down <= height)


def _is_covered(piece: Piece, scene: Scene) -> bool:
    if piece.z is None:
        return False
    return any(
        paint.z > piece.z and paint.colour is not None and paint.place.covers(piece.place, _slack(piece))
        for paint in scene.paints
    )


def _slack(piece: Piece) -> float:
    """Boxes of letters are taller than their ink."""
    return 0.2 * piece.place.height


def _behind(piece: Piece, scene: Scene) -> str | None:
    """The colour of the last thing painted under a piece; `None` where it is not one colour, or not known."""
    if piece.z is None or not scene.complete:
        return None
    for paint in reversed(scene.paints):
        if paint.z < piece.z and paint.place.meets(piece.place):
            if paint.colour is not None and not paint.place.covers(piece.place, _slack(piece)):
                if _is_hairline(paint, piece):
                    continue
                return None
            return paint.colour
    return PAPER


def _is_hairline(paint: Paint, piece: Piece) -> bool:
    """Rules, underlines and borders are often painted as thin rectangles."""
    return min(paint.place.width, paint.place.height) < 0.25 * piece.place.height


def covered_share(scene: Scene) -> float:
    """How much of the page its largest pictures cover together, at most 1; overlaps count twice."""
    width, height = scene.frame.size
    page = width * height
    if page <= 0:
        return 0.0
    covered = sum(
        max(0.0, min(width, p.place.right) - max(0.0, p.place.left))
        * max(0.0, min(height, p.place.bottom) - max(0.0, p.place.top))
        for p in scene.pictures
    )
    return min(1.0, covered / page)
