"""What lies on what: which shapes cannot be seen, and the colour behind a shape's text.

Every rule leans to the careful side: what cannot be told for sure is taken to be visible.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING

from outcomes.artifacts.ooxml.markup import A, truth
from outcomes.artifacts.pptx.colours import SOME_FILL, WHITE, Fill, Palette, read_colour, read_fill
from outcomes.artifacts.pptx.geometry import contains, off_slide, overlap, pointlike
from outcomes.artifacts.pptx.layouts import own_palette
from outcomes.artifacts.pptx.markup import PICTURE, SHAPE, P
from outcomes.artifacts.pptx.shapes import Shape, Sheet, read_shapes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from outcomes.appearance import Box
    from outcomes.artifacts.pptx.layouts import Layout
    from outcomes.artifacts.pptx.reading import Reading

_MOST_COVERS = 64
_MOST_LOOKED_THROUGH = 256
_SOLID_STYLE = "1001"
_NO_STYLE = frozenset({"0", "1000"})


class Scene:
    """The shapes of one sheet, on top of those of its layout and master."""

    def __init__(self, reading: Reading, sheet: Sheet, below: Scene | None) -> None:
        """`below` is the scene of the sheet's layout or, for a layout, of its master."""
        self.sheet = sheet
        self.shapes = read_shapes(sheet, reading)
        self._reading = reading
        self._below = below
        flat = [shape for top in self.shapes for shape in top.walk()]
        self._painted = [shape for shape in flat if shape.fill.painted and _is_drawn(shape, sheet)]
        self._orders = [shape.order for shape in self._painted]
        self._covered = self._find_covered(flat) if sheet.is_slide else frozenset()

    def reason(self, shape: Shape) -> str | None:
        """Why a shape cannot be seen; `None` when it can, or when that cannot be told."""
        if shape.hidden:
            return "hidden-shape"
        if shape.place is None or shape.children:
            return None
        if off_slide(shape.place, self._reading.size):
            return "off-slide"
        if pointlike(shape.place.box) and shape.has_text:
            return "zero-size"
        return "covered" if shape.order in self._covered else None

    def behind_text(self, shape: Shape) -> str | None:
        """The colour that a shape's text is written on, as `RRGGBB`; `None` when it cannot be told."""
        fill = shape.fill
        if not fill.painted:
            fill = self._fill_under(shape.place.reach if shape.place is not None else None, shape.order)
        return fill.rgb if fill.opaque else None

    def _fill_under(self, box: Box | None, order: int) -> Fill:
        """What is painted under a box: the topmost shape that touches it, or the background."""
        for looked, (scene, shape) in enumerate(islice(self.downwards(order), _MOST_LOOKED_THROUGH + 1)):
            reach = shape.place.reach if shape.place is not None else None
            if looked == _MOST_LOOKED_THROUGH or box is None or reach is None:
                return SOME_FILL
            if overlap(reach, box):
                told = contains(reach, box) and scene.sheet.palette == self.sheet.palette
                return shape.fill if told else SOME_FILL
        return self.background(self.sheet.palette)

    def downwards(self, order: int | None = None) -> Iterator[tuple[Scene, Shape]]:
        """What paints something, with its scene: from just under `order` down through layout and master."""
        start = len(self._painted) if order is None else bisect_left(self._orders, order)
        for at in range(start - 1, -1, -1):
            yield self, self._painted[at]
        if self._below is not None and self.sheet.shows_below:
            yield from self._below.downwards()

    def background(self, palette: Palette) -> Fill:
        """What is painted behind all shapes, with theme colours as the slide on top maps them."""
        node = self.sheet.root.find(f"{P}cSld/{P}bg")
        if node is not None:
            return _background(node, palette)
        if self._below is not None:
            return self._below.background(palette)
        return Fill(painted=True, rgb=WHITE, opaque=True)

    def _find_covered(self, flat: Sequence[Shape]) -> frozenset[int]:
        """The text shapes that lie wholly under a later solid shape or picture."""
        animated = {node.get("spid") for node in self.sheet.root.iterfind(f"{P}timing//{P}spTgt")}
        drawn = frozenset(self._orders)
        covers: list[tuple[Box, Shape]] = []
        covered = set()
        for shape in reversed(flat):
            reach = shape.place.reach if shape.place is not None else None
            if reach is None:
                continue
            over = (cover for box, cover in covers if contains(box, reach))
            if shape.node.tag == SHAPE and any(map(self._hides, over)) and shape.has_text:
                covered.add(shape.order)
            if shape.order in drawn and shape.id not in animated and _may_cover(shape) and len(covers) < _MOST_COVERS:
                covers.append((reach, shape))
        return frozenset(covered)

    def _hides(self, shape: Shape) -> bool:
        return shape.fill.opaque or self._reading.pictures.hides(shape.node, self.sheet.part)


class Scenes:
    """The scenes of one presentation; those of layouts and masters are made once."""

    def __init__(self, reading: Reading) -> None:
        """Make none yet."""
        self._reading = reading
        self._templates: dict[str, Scene] = {}
        self._shown: set[str] = set()

    @property
    def templates(self) -> list[Scene]:
        """The layouts and masters whose own shapes show on a slide so far, each master before its layouts."""
        return [scene for part, scene in self._templates.items() if part in self._shown]

    def of_slide(self, part: str, root: etree._Element) -> Scene:
        """The scene of a slide."""
        layout = self._reading.layouts.of_slide(part)
        palette = layout.palette if layout is not None else Palette()
        sheet = Sheet(part, root, own_palette(self._reading.package, part, root, palette), layout)
        scene = Scene(self._reading, sheet, self._of_template(layout))
        if truth(root.get("show")):
            self._show(scene.sheet)
        return scene

    def _show(self, sheet: Sheet) -> None:
        """Note what lies under a sheet that is shown."""
        if sheet.shows_below and sheet.layout is not None and sheet.layout.part not in self._shown:
            self._shown.add(sheet.layout.part)
            self._show(self._templates[sheet.layout.part].sheet)

    def _of_template(self, layout: Layout | None) -> Scene | None:
        if layout is None:
            return None
        if layout.part not in self._templates:
            below = self._of_template(layout.parent)
            sheet = Sheet(layout.part, layout.root, layout.palette, layout.parent)
            self._templates[layout.part] = Scene(self._reading, sheet, below)
        return self._templates[layout.part]


def _is_drawn(shape: Shape, sheet: Sheet) -> bool:
    """Whether a shape is painted at all: not when switched off, nor a prompt or an empty placeholder."""
    if shape.hidden:
        return False
    return shape.placeholder is None or (sheet.is_slide and (shape.node.tag != SHAPE or shape.has_text))


def _may_cover(shape: Shape) -> bool:
    if shape.place is None or not shape.place.upright or not (shape.fill.opaque or shape.node.tag == PICTURE):
        return False
    outline = shape.node.find(f"{P}spPr/{A}prstGeom")
    plain = outline is None or outline.get("prst") == "rect"
    return plain and shape.node.find(f"{P}spPr/{A}custGeom") is None


def _background(node: etree._Element, palette: Palette) -> Fill:
    style = node.find(f"{P}bgRef")
    if style is None:
        return read_fill(node.find(f"{P}bgPr"), palette) or SOME_FILL
    if style.get("idx") in _NO_STYLE:
        return Fill(painted=True, rgb=WHITE, opaque=True)
    if style.get("idx") != _SOLID_STYLE or not palette.plain_background:
        return SOME_FILL
    colour = read_colour(style, palette)
    return Fill(painted=True, rgb=colour.rgb, opaque=colour.solid)
