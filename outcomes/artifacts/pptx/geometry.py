"""Where shapes lie on the slide, once groups are resolved; all in EMU."""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING, NamedTuple

from outcomes.appearance import Box
from outcomes.artifacts.ooxml.markup import A, integer, truth

if TYPE_CHECKING:
    from lxml import etree

_OUTER = (f"{A}off", f"{A}ext")
_INNER = (f"{A}chOff", f"{A}chExt")
_FARTHEST = 10**12  # some 1,000 km; keeps a hostile number from growing through nested groups
_LARGEST_SCALE = 10.0**6
_DEGREE = 60_000
_POINT = 12_700
_OFF_SLIDE_PERCENT = 99


class Surround(NamedTuple):
    """How the inner coordinates of a group lie on the slide.

    A group is a frame that is scaled, mirrored and then turned about its middle, and everything in it with it; a shape
    inside is a frame of its own in the end, with its own middle, size and turn.
    """

    middle: tuple[float, float] = (0.0, 0.0)
    """Of the group, on the slide."""
    inner_middle: tuple[float, float] = (0.0, 0.0)
    """The same point in the group's inner coordinates."""
    scale: tuple[float, float] = (1.0, 1.0)
    turn: float = 0.0
    """Degrees clockwise, from 0 to 360."""
    mirrored: tuple[bool, bool] = (False, False)


WHOLE_SLIDE = Surround()


class Place(NamedTuple):
    """Where a shape lies."""

    box: Box
    """Its frame before rotation, as office programs show it."""
    reach: Box
    """The smallest upright rectangle around it as rotated."""
    turn: float = 0.0
    """Degrees clockwise, groups included, from 0 to 360."""
    mirrored: tuple[bool, bool] = (False, False)
    """Whether it is flipped from left to right, and upside down."""

    @property
    def upright(self) -> bool:
        """Whether the shape fills its box as it stands."""
        return self.reach == self.box


def place(frame: etree._Element | None, within: Surround = WHOLE_SLIDE) -> Place | None:
    """Resolve an `a:xfrm` or `p:xfrm` inside a group; `None` when it gives no position or size."""
    inner = _rectangle(frame, *_OUTER)
    if frame is None or inner is None:
        return None
    turn = _turn(frame)
    if within is WHOLE_SLIDE and not frame.get("flipH") and not frame.get("flipV"):
        return Place(inner, _rotated(inner, turn), turn) if turn else Place(inner, inner)
    middle, size, turn, mirrored = _resolved(frame, inner, within)
    left, right = _ends(middle[0], size[0])
    top, bottom = _ends(middle[1], size[1])
    box = Box(left, top, right - left, bottom - top)
    return Place(box, _rotated(box, turn) if turn else box, turn, mirrored)


def inside_group(frame: etree._Element | None, within: Surround = WHOLE_SLIDE) -> Surround:
    """The coordinates inside a group, from its `a:xfrm`; those around it when it has none."""
    outer, inner = _rectangle(frame, *_OUTER), _rectangle(frame, *_INNER)
    if frame is None or outer is None or inner is None:
        return within
    middle, size, turn, mirrored = _resolved(frame, outer, within)
    # Without an inner size, inner lengths are those outside.
    wide, high = inner.width or size[0], inner.height or size[1]
    return Surround(
        middle,
        (inner.x + wide / 2, inner.y + high / 2),
        (
            _bounded(size[0] / wide if inner.width else 1.0, _LARGEST_SCALE),
            _bounded(size[1] / high if inner.height else 1.0, _LARGEST_SCALE),
        ),
        turn,
        mirrored,
    )


def _resolved(
    frame: etree._Element, box: Box, within: Surround
) -> tuple[tuple[float, float], tuple[float, float], float, tuple[bool, bool]]:
    """Middle, size before rotation, turn and flips on the slide of a frame inside a group."""
    own = _turn(frame)
    flip_x, flip_y = within.mirrored
    scale_x, scale_y = within.scale
    x = (box.x + box.width / 2 - within.inner_middle[0]) * scale_x
    y = (box.y + box.height / 2 - within.inner_middle[1]) * scale_y
    x, y = (-x if flip_x else x), (-y if flip_y else y)
    if within.turn:
        across, along = cos(radians(within.turn)), sin(radians(within.turn))
        x, y = x * across - y * along, x * along + y * across
    middle = _bounded(within.middle[0] + x, _FARTHEST), _bounded(within.middle[1] + y, _FARTHEST)
    # A shape that lies on its side is stretched along the axes of the group, not along its own.
    wide, high = (scale_y, scale_x) if 45 <= own % 180 < 135 else (scale_x, scale_y)
    size = _bounded(box.width * wide, _FARTHEST), _bounded(box.height * high, _FARTHEST)
    turn = (within.turn + (-own if flip_x != flip_y else own)) % 360
    return middle, size, turn, (flip_x != _on(frame, "flipH"), flip_y != _on(frame, "flipV"))


def contains(outer: Box, inner: Box) -> bool:
    """Whether a box lies wholly inside another."""
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.width <= outer.x + outer.width
        and inner.y + inner.height <= outer.y + outer.height
    )


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share any area."""
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def off_slide(found: Place, slide: Box) -> bool:
    """Whether at least 99 % of a shape lies beyond the slide's edges."""
    if contains(slide, found.reach):
        return False
    return _mostly_outside(found.reach, slide) and _mostly_outside(found.box, slide)


def pointlike(box: Box) -> bool:
    """Whether a box is smaller than one point both ways, too small for any letter."""
    return box.width < _POINT and box.height < _POINT


def _mostly_outside(box: Box, slide: Box) -> bool:
    width = min(box.x + box.width, slide.x + slide.width) - max(box.x, slide.x)
    height = min(box.y + box.height, slide.y + slide.height) - max(box.y, slide.y)
    if width < 0 or height < 0:
        return True
    area = box.width * box.height
    return area > 0 and width * height * 100 <= area * (100 - _OFF_SLIDE_PERCENT)


def _rectangle(frame: etree._Element | None, offset: str, extent: str) -> Box | None:
    corner = size = None
    for node in frame if frame is not None else ():
        if node.tag == offset:
            corner = node
        elif node.tag == extent:
            size = node
    if corner is None or size is None:
        return None
    return Box(_emu(corner, "x"), _emu(corner, "y"), abs(_emu(size, "cx")), abs(_emu(size, "cy")))


def _emu(node: etree._Element, name: str) -> int:
    return max(-_FARTHEST, min(_FARTHEST, integer(node.get(name))))


def _on(frame: etree._Element, name: str) -> bool:
    return truth(frame.get(name), default=False)


def _ends(middle: float, length: float) -> tuple[int, int]:
    return round(middle - length / 2), round(middle + length / 2)


def _turn(frame: etree._Element) -> float:
    text = frame.get("rot")
    return integer(text) % (360 * _DEGREE) / _DEGREE if text else 0.0


def _bounded(value: float, most: float) -> float:
    return max(-most, min(most, value))


def _rotated(box: Box, degrees: float) -> Box:
    across, along = abs(cos(radians(degrees))), abs(sin(radians(degrees)))
    width = round(box.width * across + box.height * along)
    height = round(box.width * along + box.height * across)
    return Box(box.x + (box.width - width) // 2, box.y + (box.height - height) // 2, width, height)
