"""The text of a shape, set with what is known of its typefaces on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.checks.overflow.averages import NARROW, WIDE, average_face
from outcomes.checks.overflow.estimate import Frame, Need, need
from outcomes.checks.overflow.fonts import installed_face
from outcomes.checks.overflow.reading import Undecided, frame, paragraphs

if TYPE_CHECKING:
    from outcomes.appearance import Font
    from outcomes.artifact import Block
    from outcomes.checks.overflow.faces import AverageFace, Face

_AVERAGE_SLACK: Final = 1.05
"""How much more must be missing where only average widths are known."""


class Setting(NamedTuple):
    """The text of a shape as set."""

    frame: Frame
    need: Need
    """With the typefaces as known; of unknown ones, as if they were narrow."""
    most: Need
    """The same, as if unknown ones were wide."""
    slack: float
    unknown: str = ""
    """A typeface of which nothing is known."""

    @property
    def ratio(self) -> float:
        """How many times the box the text needs at least."""
        return self.need.ratio(self.frame)

    @property
    def too_high(self) -> bool:
        """Whether the height is what is missing, rather than the width."""
        return self.need.height * self.frame.width >= self.need.width * self.frame.height

    def fits(self, limit: float) -> bool:
        """Whether it needs less than `limit` times the box for certain."""
        return self.most.ratio(self.frame) < limit

    def exceeds(self, limit: float) -> bool:
        """Whether it needs `limit` times the box; raise `Undecided` when that hangs on an unknown typeface."""
        if self.ratio >= limit * self.slack:
            return True
        if self.unknown and not self.fits(limit):
            msg = f"whether it fits hangs on the typeface {self.unknown}, which is not known here"
            raise Undecided(msg)
        return False


def set_text(block: Block) -> Setting:
    """The text of a shape or cell; raise `Undecided` when its frame or the size of its type is not known."""
    around = frame(block)
    faces = Faces(NARROW)
    least = need(paragraphs(block, faces), around)
    most = need(paragraphs(block, Faces(WIDE)), around) if faces.unknown else least
    return Setting(around, least, most, _AVERAGE_SLACK if faces.averaged else 1.0, faces.unknown)


class Faces:
    """Faces by font: measured, else averages, else a stand-in; remembers what it had to fall back on."""

    def __init__(self, stand_in: AverageFace) -> None:
        """`stand_in` is used for typefaces of which nothing is known."""
        self._stand_in = stand_in
        self.averaged = False
        self.unknown = ""

    def __call__(self, font: Font, /) -> Face:
        """See `outcomes.checks.overflow.reading.FaceFinder`."""
        family = font.family or ""
        face = _measured(font)
        if face is not None:
            return face
        self.averaged = True
        average = average_face(family, bold=bool(font.bold))
        if average is None:
            self.unknown = self.unknown or family or "of its letters"
        return average or self._stand_in


def _measured(font: Font) -> Face | None:
    """A face from a font file; `None` without one, or without Pillow to read it."""
    try:
        return installed_face(font.family or "", bold=bool(font.bold), italic=bool(font.italic))
    except ImportError:
        return None
