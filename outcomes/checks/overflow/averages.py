"""Mean advance widths of common typefaces, for machines that have neither them nor ones of the same widths.

Five means of each, computed with English letter frequencies from the free fonts of the same widths (Carlito, Caladea,
Liberation): enough to say whether a paragraph fits roughly, and too little to set text with.
"""

from __future__ import annotations

from typing import Final

from outcomes.checks.overflow.faces import AverageFace

_CALIBRI: Final = (AverageFace(0.448, 0.543, 0.507, 0.226, 0.343), AverageFace(0.460, 0.555, 0.507, 0.226, 0.356))
_CAMBRIA: Final = (AverageFace(0.450, 0.579, 0.468, 0.220, 0.365), AverageFace(0.500, 0.607, 0.520, 0.220, 0.392))
_ARIAL: Final = (AverageFace(0.477, 0.666, 0.556, 0.278, 0.358), AverageFace(0.521, 0.674, 0.556, 0.278, 0.388))
_NARROW: Final = (AverageFace(0.391, 0.546, 0.456, 0.228, 0.294), AverageFace(0.427, 0.553, 0.456, 0.228, 0.318))
_TIMES: Final = (AverageFace(0.433, 0.652, 0.500, 0.250, 0.349), AverageFace(0.464, 0.689, 0.500, 0.250, 0.393))
_COURIER: Final = (AverageFace(0.6, 0.6, 0.6, 0.6, 0.6), AverageFace(0.6, 0.6, 0.6, 0.6, 0.6))

NARROW: Final = _NARROW[0]
WIDE: Final = AverageFace(0.62, 0.74, 0.70, 0.35, 0.47)
"""Few typefaces for text are narrower than the one or wider than the other: bounds for those of which nothing is
known."""
USUAL: Final = AverageFace(0.47, 0.62, 0.53, 0.26, 0.36)
"""Between the two, where the usual width will do."""

_AVERAGES: Final = {
    "calibri": _CALIBRI,
    "calibri light": _CALIBRI,
    "cambria": _CAMBRIA,
    "arial": _ARIAL,
    "helvetica": _ARIAL,
    "helvetica neue": _ARIAL,
    "arial narrow": _NARROW,
    "times new roman": _TIMES,
    "times": _TIMES,
    "courier new": _COURIER,
    "courier": _COURIER,
}


def average_face(family: str, *, bold: bool) -> AverageFace | None:
    """The averages of a typeface, or `None` where none were taken."""
    known = _AVERAGES.get(family.casefold().strip())
    return known[bold] if known is not None else None
