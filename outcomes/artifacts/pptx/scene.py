"""What lies on what: which shapes cannot be seen, and the colour behind a shape's text.

Every rule leans to the careful side: what cannot be told for sure is taken to be visible.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from outcomes.artifacts.ooxml.markup import truth
from outcomes.artifacts.pptx.backgrounds import PAPER, background_of
from outcomes.artifacts.pptx.colours import WHITE
from outcomes.artifacts.pptx.geometry import contains, off_slide, overlap, pointlike
from outcomes.artifacts.pptx.markup import PICTURE, SHAPE, P, skeleton
from outcomes.artifacts.pptx.outlines import fills_box, holds
from outcomes.artifacts.pptx.shapes import Shape, Sheet, read_shapes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from outcomes.appearance import Box
    from outcomes.artifacts.pptx.colours import Colour, Palette
    from outcomes.artifacts.pptx.fills import Fill
    from outcomes.artifacts.pptx.layouts import Layout
    from outcomes.artifacts.pptx.reading import Reading

_MOST_COVERS = 64
_MOST_LOOKED_THROUGH = 256


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
        self._backgrounds: dict[Palette, Fill] = {}
        self._papers: dict[Palette, str | None] = {}
        self.bare: bool = not self._painted and (below is None or below.bare or not sheet.shows_below)
        """Whether neither it nor what shows below it paints anything on the background."""

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
        return self.seen_through(shape.fill, shape)

    def seen_through(self, fill: Fill, shape: Shape) -> str | None:
        """The colour that a fill in a shape's place shows, with whatever shines through it."""
        if fill.opaque:
            return fill.colour.rgb
        if fill.kind not in {"none", "solid"}:
            return None
        under = self._under(shape.place.reach if shape.place is not None else None, shape.order)
        return under if fill.kind == "none" else fill.colour.over(under)

    def _under(self, box: Box | None, order: int) -> str | None:
        """The colour under a box: of the topmost shapes that touch it, or of the background."""
        if self.bare:
            return self.paper(self.sheet.palette)
        layers: list[Colour] = []
        found: str | None = None
        for looked, (scene, shape) in enumerate(self.downwards(order)):
            reach = shape.place.reach if shape.place is not None else None
            if looked == _MOST_LOOKED_THROUGH or box is None or reach is None:
                return None
            if not overlap(reach, box):
                continue
            known = shape.fill.kind == "solid" and scene.sheet.palette is self.sheet.palette
            if not known or not holds(shape.paint.geometry, reach, box) or not fills_box(shape.place):
                return None
            if shape.fill.opaque:
                found = shape.fill.colour.rgb
                break
            layers.append(shape.fill.colour)
        else:
            found = self.paper(self.sheet.palette)
        for layer in reversed(layers):
            found = layer.over(found)
        return found

    def paper(self, palette: Palette) -> str | None:
        """The colour of the background, where it is of one colour."""
        if palette not in self._papers:
            fill = self.background(palette)
            self._papers[palette] = fill.colour.over(WHITE) if fill.kind == "solid" else None
        return self._papers[palette]

    def downwards(self, order: int | None = None) -> Iterator[tuple[Scene, Shape]]:
        """What paints something, with its scene: from just under `order` down through layout and master."""
        start = len(self._painted) if order is None else bisect_left(self._orders, order)
        for at in range(start - 1, -1, -1):
            yield self, self._painted[at]
        if self._below is not None and self.sheet.shows_below:
            yield from self._below.downwards()

    def background(self, palette: Palette) -> Fill:
        """What is painted behind all shapes, with theme colours as the slide on top maps them."""
        found = self._backgrounds.get(palette)
        if found is None:
            node = self.sheet.bones.background
            if node is not None:
                found = background_of(node, palette)
            else:
                found = self._below.background(palette) if self._below is not None else PAPER
            self._backgrounds[palette] = found
        return found

    def _find_covered(self, flat: Sequence[Shape]) -> frozenset[int]:
        """The text shapes that lie wholly under a later solid shape or picture."""
        lids = {shape.order for shape in self._painted if _may_cover(shape)}
        if not lids:
            return frozenset()
        animated = {node.get("spid") for node in self.sheet.root.iterfind(f"{P}timing//{P}spTgt")}
        covers: list[tuple[Box, Shape]] = []
        covered = set()
        for shape in reversed(flat):
            reach = shape.place.reach if shape.place is not None else None
            if reach is None:
                continue
            over = (cover for box, cover in covers if contains(box, reach))
            if shape.node.tag == SHAPE and any(map(self._hides, over)) and shape.has_text:
                covered.add(shape.order)
            if shape.order in lids and shape.id not in animated and len(covers) < _MOST_COVERS:
                covers.append((reach, shape))
        return frozenset(covered)

    def _hides(self, shape: Shape) -> bool:
        return shape.fill.opaque or self._reading.lids.hides(shape.node, self.sheet.part)


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
        palette = layout.palette if layout is not None else self._reading.no_palette
        bones = skeleton(root)
        palette = self._reading.layouts.own_palette(part, bones.mapping, palette)
        sheet = Sheet(part, root, bones, palette, layout, layout)
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
            sheet = Sheet(layout.part, layout.root, layout.bones, layout.palette, layout.parent, layout)
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
    return shape.paint.geometry in {None, "rect"}
