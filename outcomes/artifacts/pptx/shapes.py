"""The shape tree of a slide, layout or master as plain records: what each shape is, where it lies, what it paints."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.ooxml.markup import A, truth
from outcomes.artifacts.pptx.fills import NO_FILL, SOME_FILL, Fill, read_fill
from outcomes.artifacts.pptx.geometry import WHOLE_SLIDE, Place, Surround, inside_group, place
from outcomes.artifacts.pptx.markup import CONNECTOR, FRAME, GROUP, PICTURE, PROPERTIES, SHAPE, P, child_of, content
from outcomes.artifacts.pptx.paint import NO_PAINT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from outcomes.artifacts.pptx.colours import Palette
    from outcomes.artifacts.pptx.layouts import Layout, Placeholder
    from outcomes.artifacts.pptx.markup import Skeleton
    from outcomes.artifacts.pptx.paint import Paint
    from outcomes.artifacts.pptx.reading import Reading

    _Children = Mapping[str, etree._Element]  # noqa: SLF001 - the type's only name

_SHAPES = frozenset({SHAPE, GROUP, FRAME, PICTURE, CONNECTOR})
_TEMPLATES = frozenset({f"{P}sldLayout", f"{P}sldMaster"})
_TEXT = f"{A}t"
_DESCRIPTIONS = {
    SHAPE: f"{P}nvSpPr", GROUP: f"{P}nvGrpSpPr", FRAME: f"{P}nvGraphicFramePr",
    PICTURE: f"{P}nvPicPr", CONNECTOR: f"{P}nvCxnSpPr",
}  # fmt: skip
_DRAWING, _MARKS, _KIND, _PLACEHOLDER = f"{P}cNvPr", f"{P}nvPr", f"{P}cNvSpPr", f"{P}ph"
_GROUP_PROPERTIES, _TRANSFORM, _FRAME_TRANSFORM = f"{P}grpSpPr", f"{A}xfrm", f"{P}xfrm"
_STYLE, _STYLED_FONT = f"{P}style", f"{A}fontRef"


class Sheet(NamedTuple):
    """A slide, layout or master as a surface with shapes on it."""

    part: str
    root: etree._Element
    bones: Skeleton
    palette: Palette
    layout: Layout | None
    """What lies under it: a slide's layout, a layout's master."""
    styled_by: Layout | None
    """Where its texts get their style: a slide's layout, otherwise the layout or master itself."""

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
    inside: Mapping[str, etree._Element]
    """The children of its `p:spPr` by tag."""
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
    paint: Paint = NO_PAINT
    too_deep: bool = False
    children: tuple[Shape, ...] = ()

    @property
    def fill(self) -> Fill:
        """What it paints inside its outline."""
        return self.paint.fill or NO_FILL

    def walk(self) -> Iterator[Shape]:
        """The shape, then what is inside it, back to front."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def has_text(self) -> bool:
        """Whether anything is written in it."""
        return any(node.text and not node.text.isspace() for node in self.node.iter(_TEXT))

    @property
    def font_reference(self) -> etree._Element | None:
        """The `a:fontRef` of its style."""
        return child_of(self.parts[_STYLE], _STYLED_FONT) if _STYLE in self.parts else None


def read_shapes(sheet: Sheet, reading: Reading) -> tuple[Shape, ...]:
    """The shapes of a sheet, back to front, as far as the limit on blocks allows."""
    tree = sheet.bones.tree
    return _TreeReader(sheet, reading).read(tree, _TOP) if tree is not None else ()


class _Around(NamedTuple):
    """What a group passes on to what is inside it."""

    within: Surround = WHOLE_SLIDE
    depth: int = 0
    hidden: bool = False
    fill: Fill = SOME_FILL


_TOP = _Around()


class _TreeReader:
    def __init__(self, sheet: Sheet, reading: Reading) -> None:
        self._sheet = sheet
        self._reading = reading
        self._count = 0

    def read(self, tree: etree._Element, around: _Around) -> tuple[Shape, ...]:
        shapes = []
        for node in content(tree, _SHAPES):
            if not self._reading.take():
                break
            shapes.append(self._shape(node, around))
        return tuple(shapes)

    def _shape(self, node: etree._Element, around: _Around) -> Shape:
        order = self._count
        self._count += 1
        parts = _children(node)
        described = _children(parts.get(_DESCRIPTIONS[str(node.tag)]))
        drawing = described.get(_DRAWING)
        name = key = ""
        hidden = around.hidden
        if drawing is not None:
            name, key = drawing.get("name") or "", drawing.get("id") or ""
            hidden = hidden or truth(drawing.get("hidden"), default=False)
        kind, marks = described.get(_KIND), described.get(_MARKS)
        is_text_box = kind is not None and truth(kind.get("txBox"), default=False)
        if node.tag == GROUP:
            return self._group(Shape(node, parts, {}, order, name, key, hidden, drawing, marks), around)
        mark = child_of(marks, _PLACEHOLDER) if marks is not None and len(marks) else None
        slot = self._reading.layouts.placeholder(mark, self._sheet.layout) if mark is not None else None
        own = _children(parts.get(PROPERTIES))
        found = place(parts.get(_FRAME_TRANSFORM) if node.tag == FRAME else own.get(_TRANSFORM), around.within)
        if found is None and slot is not None:
            found = next((above.place for above in slot.inherited if above.place is not None), None)
        style = parts.get(_STYLE)
        paint = self._reading.paints.shape(node, own, style, slot, self._sheet.palette, around.fill)
        return Shape(
            node, parts, own, order, name, key, hidden, drawing, marks, is_text_box, slot, found, paint
        )  # fmt: skip

    def _group(self, shape: Shape, around: _Around) -> Shape:
        properties = shape.parts.get(_GROUP_PROPERTIES)
        frame = child_of(properties, _TRANSFORM)
        found = place(frame, around.within)
        if around.depth >= self._reading.limits.depth:
            return shape._replace(place=found, too_deep=True)
        fill = read_fill(properties, self._sheet.palette, group=around.fill) or NO_FILL
        inside = _Around(inside_group(frame, around.within), around.depth + 1, shape.hidden, fill)
        return shape._replace(place=found, children=self.read(shape.node, inside))


def _children(node: etree._Element | None) -> dict[str, etree._Element]:
    """The children by tag, of which these elements have one each."""
    return {str(child.tag): child for child in node} if node is not None else {}
