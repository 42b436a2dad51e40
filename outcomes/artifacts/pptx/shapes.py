"""The shape tree of a slide, layout or master as plain records: what each shape is, where it lies, what it paints."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.ooxml.markup import A, truth
from outcomes.artifacts.pptx.colours import NO_FILL, SOME_FILL, Fill, Palette, read_fill
from outcomes.artifacts.pptx.geometry import WHOLE_SLIDE, Affine, Place, inside_group, place
from outcomes.artifacts.pptx.layouts import Layout, Placeholder, placeholder
from outcomes.artifacts.pptx.markup import CONNECTOR, FRAME, GROUP, PICTURE, PROPERTIES, SHAPE, P, content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from outcomes.artifacts.pptx.reading import Reading

_SHAPES = frozenset({SHAPE, GROUP, FRAME, PICTURE, CONNECTOR})
_TEMPLATES = frozenset({f"{P}sldLayout", f"{P}sldMaster"})
_TEXT = f"{A}t"
_DESCRIPTIONS = {
    SHAPE: f"{P}nvSpPr", GROUP: f"{P}nvGrpSpPr", FRAME: f"{P}nvGraphicFramePr",
    PICTURE: f"{P}nvPicPr", CONNECTOR: f"{P}nvCxnSpPr",
}  # fmt: skip
_DRAWING, _MARKS, _KIND, _PLACEHOLDER = f"{P}cNvPr", f"{P}nvPr", f"{P}cNvSpPr", f"{P}ph"
_GROUP_PROPERTIES, _TRANSFORM = f"{P}grpSpPr", f"{A}xfrm"
_STYLE, _STYLED_FILL = f"{P}style", f"{A}fillRef"


class Sheet(NamedTuple):
    """A slide, layout or master as a surface with shapes on it."""

    part: str
    root: etree._Element
    palette: Palette
    layout: Layout | None
    """What lies under it: a slide's layout, a layout's master."""

    @property
    def is_slide(self) -> bool:
        """Whether it is shown itself; of layouts and masters only what is not a placeholder shows on slides."""
        return self.root.tag not in _TEMPLATES

    @property
    def shows_below(self) -> bool:
        """Whether the shapes of what lies under it are drawn."""
        return truth(self.root.get("showMasterSp"))


class Shape(NamedTuple):
    """One shape; `children` only where it is a group."""

    node: etree._Element
    parts: Mapping[str, etree._Element]
    """The node's children by tag."""
    order: int
    """Its place from back to front, counted through groups."""
    name: str
    id: str
    hidden: bool
    """It or a group around it is switched off."""
    drawing: etree._Element | None
    """Its `p:cNvPr`: alternative text and link."""
    marks: etree._Element | None
    """Its `p:nvPr`: placeholder and media."""
    is_text_box: bool = False
    placeholder: Placeholder | None = None
    place: Place | None = None
    fill: Fill = NO_FILL
    too_deep: bool = False
    children: tuple[Shape, ...] = ()

    def walk(self) -> Iterator[Shape]:
        """The shape, then what is inside it, back to front."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def has_text(self) -> bool:
        """Whether anything is written in it."""
        return any(node.text and not node.text.isspace() for node in self.node.iter(_TEXT))


def read_shapes(sheet: Sheet, reading: Reading) -> tuple[Shape, ...]:
    """The shapes of a sheet, back to front, as far as the limit on blocks allows."""
    tree = sheet.root.find(f"{P}cSld/{P}spTree")
    return _TreeReader(sheet, reading).read(tree) if tree is not None else ()


class _TreeReader:
    def __init__(self, sheet: Sheet, reading: Reading) -> None:
        self._sheet = sheet
        self._reading = reading
        self._count = 0

    def read(
        self, tree: etree._Element, within: Affine = WHOLE_SLIDE, depth: int = 0, *, hidden: bool = False
    ) -> tuple[Shape, ...]:
        shapes = []
        for node in content(tree, _SHAPES):
            if not self._reading.take():
                break
            shapes.append(self._shape(node, within, depth, hidden=hidden))
        return tuple(shapes)

    def _shape(self, node: etree._Element, within: Affine, depth: int, *, hidden: bool) -> Shape:
        order = self._count
        self._count += 1
        parts = _children(node)
        described = _children(parts.get(_DESCRIPTIONS[str(node.tag)]))
        drawing = described.get(_DRAWING)
        name = drawing.get("name") or "" if drawing is not None else ""
        key = drawing.get("id") or "" if drawing is not None else ""
        hidden = hidden or (drawing is not None and truth(drawing.get("hidden"), default=False))
        kind = described.get(_KIND)
        is_text_box = kind is not None and truth(kind.get("txBox"), default=False)
        shape = Shape(node, parts, order, name, key, hidden, drawing, described.get(_MARKS), is_text_box)
        return self._group(shape, within, depth) if node.tag == GROUP else self._single(shape, within)

    def _group(self, shape: Shape, within: Affine, depth: int) -> Shape:
        frame = _children(shape.parts.get(_GROUP_PROPERTIES)).get(_TRANSFORM)
        found = place(frame, within)
        if depth >= self._reading.limits.depth:
            return shape._replace(place=found, too_deep=True)
        children = self.read(shape.node, inside_group(frame, within), depth + 1, hidden=shape.hidden)
        return shape._replace(place=found, children=children)

    def _single(self, shape: Shape, within: Affine) -> Shape:
        mark = _children(shape.marks).get(_PLACEHOLDER)
        slot = placeholder(mark, self._sheet.layout) if mark is not None else None
        properties = shape.parts.get(PROPERTIES)
        frame = shape.parts.get(f"{P}xfrm") if shape.node.tag == FRAME else _children(properties).get(_TRANSFORM)
        found = place(frame, within)
        if found is None and slot is not None:
            found = next((above.place for above in slot.inherited if above.place is not None), None)
        return shape._replace(placeholder=slot, place=found, fill=self._fill(shape, slot))

    def _fill(self, shape: Shape, slot: Placeholder | None) -> Fill:
        if shape.node.tag in {FRAME, PICTURE}:
            return SOME_FILL
        if shape.node.tag == CONNECTOR:
            return NO_FILL
        fill = read_fill(shape.parts.get(PROPERTIES), self._sheet.palette)
        if fill is not None:
            return fill
        styled = _children(shape.parts.get(_STYLE)).get(_STYLED_FILL)
        if styled is not None and styled.get("idx") != "0":
            return SOME_FILL
        for above in slot.inherited if slot is not None else ():
            fill = read_fill(above.properties, self._sheet.palette)
            if fill is not None:
                return fill
        return NO_FILL


def _children(node: etree._Element | None) -> dict[str, etree._Element]:
    """The children by tag, of which these elements have one each."""
    return {str(child.tag): child for child in node} if node is not None else {}
