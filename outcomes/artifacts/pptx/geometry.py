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


class Affine(NamedTuple):
    """How a group's inner coordinates lie on the slide: `outer = inner * scale + shift` on each axis."""

    scale_x: float = 1.0
    shift_x: float = 0.0
    scale_y: float = 1.0
    shift_y: float = 0.0
    turned: bool = False
    """Inside a rotated group, where upright rectangles say little."""


WHOLE_SLIDE = Affine()


class Place(NamedTuple):
    """Where a shape lies."""

    box: Box
    """Its frame before rotation, as office programs show it."""
    reach: Box | None
    """The smallest upright rectangle around it as rotated; `None` inside a rotated group."""

    @property
    def upright(self) -> bool:
        """Whether the shape fills its box as it stands."""
        return self.reach == self.box


def place(frame: etree._Element | None, within: Affine = WHOLE_SLIDE) -> Place | None:
    """Resolve an `a:xfrm` or `p:xfrm` inside a group; `None` when it gives no position or size."""
    inner = _rectangle(frame, *_OUTER)
    if frame is None or inner is None:
        return None
    box = inner
    if within is not WHOLE_SLIDE:
        left, right = _span(inner.x, inner.width, within.scale_x, within.shift_x)
        top, bottom = _span(inner.y, inner.height, within.scale_y, within.shift_y)
        box = Box(left, top, right - left, bottom - top)
    if within.turned:
        return Place(box, None)
    turn = integer(frame.get("rot")) % (360 * _DEGREE)
    return Place(box, _rotated(box, turn / _DEGREE) if turn else box)


def inside_group(frame: etree._Element | None, within: Affine = WHOLE_SLIDE) -> Affine:
    """The coordinates inside a group, from its `a:xfrm`; those around it when it has none."""
    outer, inner = _rectangle(frame, *_OUTER), _rectangle(frame, *_INNER)
    if frame is None or outer is None or inner is None:
        return within
    scale_x, shift_x = _axis(outer.x, outer.width, inner.x, inner.width, flip=_on(frame, "flipH"))
    scale_y, shift_y = _axis(outer.y, outer.height, inner.y, inner.height, flip=_on(frame, "flipV"))
    return Affine(
        _bounded(scale_x * within.scale_x, _LARGEST_SCALE),
        _bounded(shift_x * within.scale_x + within.shift_x, _FARTHEST),
        _bounded(scale_y * within.scale_y, _LARGEST_SCALE),
        _bounded(shift_y * within.scale_y + within.shift_y, _FARTHEST),
        turned=within.turned or bool(integer(frame.get("rot")) % (360 * _DEGREE)),
    )


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
    if found.reach is None or contains(slide, found.reach):
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


def _span(start: int, length: int, scale: float, shift: float) -> tuple[int, int]:
    ends = (round(_bounded(at * scale + shift, _FARTHEST)) for at in (start, start + length))
    low, high = sorted(ends)
    return low, high


def _axis(outer: int, outer_length: int, inner: int, inner_length: int, *, flip: bool) -> tuple[float, float]:
    scale = outer_length / inner_length if inner_length else 1.0
    if flip:
        return -scale, outer + outer_length + inner * scale
    return scale, outer - inner * scale


def _bounded(value: float, most: float) -> float:
    return max(-most, min(most, value))


def _rotated(box: Box, degrees: float) -> Box:
    across, along = abs(cos(radians(degrees))), abs(sin(radians(degrees)))
    width = round(box.width * across + box.height * along)
    height = round(box.width * along + box.height * across)
    return Box(box.x + (box.width - width) // 2, box.y + (box.height - height) // 2, width, height)
