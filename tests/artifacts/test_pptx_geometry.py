"""Where shapes lie once groups are resolved."""

from __future__ import annotations

from cmath import exp
from math import radians
from typing import NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from outcomes.appearance import Box
from outcomes.artifacts.ooxml.markup import A
from outcomes.artifacts.pptx.geometry import (
    WHOLE_SLIDE,
    Place,
    contains,
    inside_group,
    off_slide,
    overlap,
    place,
)

SLIDE = Box(0, 0, 9_144_000, 6_858_000)
near = st.integers(-10_000_000, 10_000_000)
size = st.integers(0, 10_000_000)
boxes = st.builds(Box, near, near, size, size)
anything = st.one_of(near.map(str), st.text(max_size=6), st.sampled_from(["1e400", "nan", "-inf", "9" * 39]))


def frame(outer: Box, inner: Box | None = None, **attributes: str) -> etree._Element:
    node = etree.Element(f"{A}xfrm", attributes)
    for names, box in ((("off", "ext"), outer), (("chOff", "chExt"), inner)):
        if box is not None:
            etree.SubElement(node, f"{A}{names[0]}", {"x": str(box.x), "y": str(box.y)})
            etree.SubElement(node, f"{A}{names[1]}", {"cx": str(box.width), "cy": str(box.height)})
    return node


@given(boxes, boxes)
def test_a_group_that_changes_nothing_leaves_boxes_where_they_are(group: Box, box: Box) -> None:
    assert place(frame(box), inside_group(frame(group, group))) == Place(box, box)


@given(boxes, boxes, st.booleans(), st.booleans())
def test_what_fills_a_group_inside_fills_it_outside(outer: Box, inner: Box, flip_h: bool, flip_v: bool) -> None:  # noqa: FBT001
    assume(inner.width and inner.height)
    assume(outer.width <= 1e6 * inner.width and outer.height <= 1e6 * inner.height)  # more is cut off
    flips = {"flipH": str(int(flip_h)), "flipV": str(int(flip_v))}
    found = place(frame(inner), inside_group(frame(outer, inner, **flips)))
    assert found is not None
    assert all(abs(got - wanted) <= 2 for got, wanted in zip(found.box, outer, strict=True))


@given(boxes, st.integers(-21_600_000, 21_600_000))
def test_a_rotated_shape_keeps_its_box_and_its_middle(box: Box, angle: int) -> None:
    found = place(frame(box, rot=str(angle)))
    assert found is not None
    assert found.reach is not None
    assert found.box == box
    middles = [(at.x + at.width / 2, at.y + at.height / 2) for at in (found.box, found.reach)]
    assert all(abs(one - other) <= 1 for one, other in zip(*middles, strict=True))


turns = st.integers(-720, 720).map(lambda degrees: degrees * 60_000)
scales = st.sampled_from([0.25, 0.5, 1.0, 2.0, 3.0])
offsets = st.integers(-1_000_000, 1_000_000)
lengths = st.integers(2, 1_000_000)


class Nest(NamedTuple):
    """A group: where its inner coordinates begin and end, how they are scaled, turned and mirrored, where it lies."""

    inner: Box
    scale: float
    x: int
    y: int
    turn: int
    flip_h: bool
    flip_v: bool

    @property
    def outer(self) -> Box:
        return Box(self.x, self.y, round(self.inner.width * self.scale), round(self.inner.height * self.scale))

    @property
    def node(self) -> etree._Element:
        flips = {"flipH": str(int(self.flip_h)), "flipV": str(int(self.flip_v))}
        return frame(self.outer, self.inner, rot=str(self.turn), **flips)


nests = st.builds(
    Nest,
    st.builds(Box, offsets, offsets, lengths, lengths),
    scales,
    offsets,
    offsets,
    turns,
    st.booleans(),
    st.booleans(),
)


def turned(x: float, y: float, middle: tuple[float, float], turn: int) -> tuple[float, float]:
    """A point turned clockwise about a middle, `turn` in sixtieths of a thousandth of a degree, the y axis down."""
    angle = complex(x - middle[0], y - middle[1]) * exp(1j * radians(turn / 60_000))
    return middle[0] + angle.real, middle[1] + angle.imag


def outside(point: tuple[float, float], group: Nest) -> tuple[float, float]:
    """A point inside a group, as a point around it: scaled, mirrored, then turned."""
    inner, outer = group.inner, group.outer
    x = (point[0] - inner.x) / inner.width * outer.width
    y = (point[1] - inner.y) / inner.height * outer.height
    x = outer.width - x if group.flip_h else x
    y = outer.height - y if group.flip_v else y
    return turned(outer.x + x, outer.y + y, (outer.x + outer.width / 2, outer.y + outer.height / 2), group.turn)


@given(st.lists(nests, min_size=1, max_size=3), st.builds(Box, offsets, offsets, lengths, lengths), turns)
def test_a_shape_in_turned_groups_reaches_as_far_as_its_corners(groups: list[Nest], box: Box, turn: int) -> None:
    """Corner by corner through every group, for groups that are scaled alike both ways."""
    assume(all(abs(group.outer.width / group.inner.width - group.scale) < 1e-6 for group in groups))
    assume(all(abs(group.outer.height / group.inner.height - group.scale) < 1e-6 for group in groups))
    within = WHOLE_SLIDE
    for group in groups:
        within = inside_group(group.node, within)
    found = place(frame(box, rot=str(turn)), within)
    middle = (box.x + box.width / 2, box.y + box.height / 2)
    corners = [turned(x, y, middle, turn) for x in (box.x, box.right) for y in (box.y, box.bottom)]
    for group in reversed(groups):
        corners = [outside(corner, group) for corner in corners]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    assert found is not None
    reach = found.reach
    wanted = (min(across), min(down), max(across), max(down))
    assert all(
        abs(one - other) <= 4 for one, other in zip((reach.x, reach.y, reach.right, reach.bottom), wanted, strict=True)
    )


def test_a_shape_on_its_side_is_stretched_along_the_axes_of_its_group() -> None:
    """As office programs do: a group twice as wide makes a shape that lies on its side longer, not thicker."""
    wide = inside_group(frame(Box(0, 0, 2000, 1000), Box(0, 0, 1000, 1000)))
    found = place(frame(Box(400, 450, 200, 100), rot="5400000"), wide)
    assert found is not None
    assert (found.box, found.reach, found.turn) == (Box(900, 400, 200, 200), Box(900, 400, 200, 200), 90.0)


def test_a_mirrored_group_turns_what_is_in_it_the_other_way() -> None:
    mirrored = inside_group(frame(Box(0, 0, 1000, 1000), Box(0, 0, 1000, 1000), flipH="1", rot="1800000"))
    found = place(frame(Box(0, 0, 100, 100), rot="600000"), mirrored)
    assert found is not None
    assert (found.turn, found.mirrored) == (20.0, (True, False))


@given(st.lists(anything, min_size=8, max_size=8), st.integers(1, 60), anything)
def test_no_number_in_any_nest_of_groups_breaks_the_arithmetic(numbers: list[str], depth: int, rot: str) -> None:
    node = etree.Element(f"{A}xfrm")
    values = iter(numbers)
    for name, keys in (("off", "x y"), ("ext", "cx cy"), ("chOff", "x y"), ("chExt", "cx cy")):
        etree.SubElement(node, f"{A}{name}", {key: _written(next(values)) for key in keys.split()})
    node.set("rot", _written(rot))
    within = WHOLE_SLIDE
    for _ in range(depth):
        within = inside_group(node, within)
    found = place(node, within)
    assert found is not None
    assert all(abs(number) <= 10**13 for number in found.box)


@given(boxes, st.integers(0, 1000), st.integers(0, 1000))
def test_a_box_inside_another_overlaps_it_and_is_not_off_it(inner: Box, left: int, right: int) -> None:
    assume(inner.width and inner.height)
    outer = Box(inner.x - left, inner.y, inner.width + left + right, inner.height)
    assert contains(outer, inner)
    assert overlap(outer, inner)
    assert not off_slide(Place(inner, inner), outer)


def test_a_shape_is_off_the_slide_when_hardly_any_of_it_is_on_it() -> None:
    inch = 914_400
    almost = Box(-inch, 0, inch + inch // 100, inch)
    assert [off_slide(Place(box, box), SLIDE) for box in (almost, Box(-inch, 0, 2 * inch, inch), SLIDE)] == [
        True,
        False,
        False,
    ]


def test_a_frame_without_position_or_size_is_no_place() -> None:
    assert place(None) is None
    assert place(etree.Element(f"{A}xfrm")) is None
    assert inside_group(None) == WHOLE_SLIDE


def _written(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())
