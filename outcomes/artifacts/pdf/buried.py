"""Letters under a picture: whether anything of them is seen is asked of PDFium's own drawing of the page."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outcomes.artifacts.pdf.library import Library
    from outcomes.artifacts.pdf.scene import Place, Scene
    from outcomes.artifacts.pdf.unseen import Seen

_LONGEST_EDGE = 1_200
"""Pixels."""
_MOST_PIXELS_IN_PICTURES = 50_000_000
_PAPER = 0xFFFFFFFF
_BYTES_PER_PIXEL = 4


def buried(lib: Library, page: int, scene: Scene, pieces: list[Seen]) -> list[Seen]:
    """The same pieces; those that a later picture hides are `covered`.

    A picture may let through what is below it, in ways that only drawing it shows: the page is drawn with these
    letters and without them, and where that makes no difference nobody sees them.
    """
    under = {i: seen for i, seen in enumerate(pieces) if seen.reason is None and _is_under(seen, scene)}
    if not under or sum(p.width_px * p.height_px for p in scene.pictures) > _MOST_PIXELS_IN_PICTURES:
        return pieces
    handles = {depth: handle for handle, depth in scene.depth.items()}
    with_letters = _drawn(lib, page, scene)
    for seen in under.values():
        lib.PageObj_SetIsActive(handles[seen.piece.z or 0], 0)
    without = _drawn(lib, page, scene)
    if with_letters is None or without is None:
        return pieces
    for i, seen in under.items():
        if with_letters.inside(seen.piece.place) == without.inside(seen.piece.place):
            pieces[i] = seen._replace(reason="covered")
    return pieces


def _is_under(seen: Seen, scene: Scene) -> bool:
    piece = seen.piece
    return piece.z is not None and any(
        paint.picture and paint.z > piece.z and paint.place.covers(piece.place, 0.2 * piece.place.height)
        for paint in scene.paints
    )


class _Drawing:
    """A drawn page: rows of pixels."""

    def __init__(self, rows: Sequence[bytes], scale: float) -> None:
        self._rows = rows
        self._scale = scale

    def inside(self, place: Place) -> list[bytes]:
        """The pixels of a place."""
        left, right = (max(0, int(x * self._scale)) * _BYTES_PER_PIXEL for x in (place.left, place.right + 1))
        top, bottom = (max(0, int(y * self._scale)) for y in (place.top, place.bottom + 1))
        return [row[left:right] for row in self._rows[top:bottom]]


def _drawn(lib: Library, page: int, scene: Scene) -> _Drawing | None:
    width, height = scene.frame.size
    if not (1 <= width < 20_000 and 1 <= height < 20_000):
        return None
    scale = _LONGEST_EDGE / max(width, height)
    wide, high = max(1, int(width * scale)), max(1, int(height * scale))
    bitmap = lib.Bitmap_Create(wide, high, 0)
    if bitmap is None:
        return None
    try:
        lib.Bitmap_FillRect(bitmap, 0, 0, wide, high, _PAPER)
        lib.RenderPageBitmap(bitmap, page, 0, 0, wide, high, 0, 0)
        stride = lib.Bitmap_GetStride(bitmap)
        pixels = ctypes.string_at(lib.Bitmap_GetBuffer(bitmap), stride * high)
    finally:
        lib.Bitmap_Destroy(bitmap)
    return _Drawing([pixels[at : at + stride] for at in range(0, stride * high, stride)], scale)
