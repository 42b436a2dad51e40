"""Where shapes lie once groups are resolved."""

from __future__ import annotations

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
