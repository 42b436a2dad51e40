"""Which text style a text inherits: by its placeholder through layout and master, or the presentation's own.

From near to far: the run's own properties, the level in the text's `a:lstStyle`, the shape's `a:fontRef`, the list
styles of the layout's and the master's placeholder, the master's title, body or other style, and the presentation's
default style. A theme's `a:objectDefaults` are no part of it: they are copied into shapes when these are drawn
(ECMA-376 20.1.6.7, "initially on insertion into a document").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.pptx.colours import read_colour
from outcomes.artifacts.pptx.fills import Fill
from outcomes.artifacts.pptx.inks import Fonts
from outcomes.artifacts.pptx.layouts import family
from outcomes.artifacts.pptx.looks import Look
from outcomes.artifacts.pptx.markup import Mark, P, mark_of
from outcomes.artifacts.pptx.styles import MOST_KEPT, Style, stacked

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from outcomes.artifacts.pptx.colours import Palette
    from outcomes.artifacts.pptx.layouts import Layout, Placeholder
    from outcomes.artifacts.pptx.table_styles import CellStyle

_FACES = {
    "major": Look(latin="+mj-lt", ea="+mj-ea", cs="+mj-cs"),
    "minor": Look(latin="+mn-lt", ea="+mn-ea", cs="+mn-cs"),
}
_FAMILIES = {"title": "titleStyle", "body": "bodyStyle"}
_NOTES = f"{P}notesStyle"


class TextStyles:
    """The inherited text styles of one presentation, each made once."""

    def __init__(self, default: etree._Element | None, spend: Callable[[int], object]) -> None:
        """`default` is the presentation's `p:defaultTextStyle`; `spend` counts blocks, see `Fonts`."""
        self._default = default
        self._fonts = Fonts(spend)
        self._families: dict[tuple[Layout | None, Palette, str], Style] = {}
        self._slots: dict[tuple[Layout | None, Palette, Placeholder], Style] = {}
        self._cells: dict[tuple[Layout | None, Palette, CellStyle], Style] = {}
        self._referred: dict[tuple[Style, Mark], Style] = {}

    def placeholder(self, found: Placeholder | None, layout: Layout | None, palette: Palette) -> Style:
        """What a placeholder's text inherits, or that of an ordinary shape (`None`)."""
        if found is None:
            return self.family("other", layout, palette)
        key = (layout, palette, found)
        style = self._slots.get(key)
        if style is None:
            base = self.family(family(found.kind), layout, palette)
            sources = [slot.styles for slot in reversed(found.inherited)]
            style = self._slots[key] = stacked(palette, sources, base)
        return style

    def family(self, name: str, layout: Layout | None, palette: Palette) -> Style:
        """The master's style for titles, for bodies or for all other text, over the presentation's default."""
        key = (layout, palette, name)
        style = self._families.get(key)
        if style is None:
            complete = layout is not None and layout.complete
            base = Style(palette, self._default, fonts=self._fonts, complete=complete)
            style = self._families[key] = stacked(palette, [_master_style(layout, name)], base)
        return style

    def cell(self, found: CellStyle, layout: Layout | None, palette: Palette) -> Style:
        """What the text of a table cell inherits."""
        key = (layout, palette, found)
        style = self._cells.get(key)
        if style is None:
            base = self.family("other", layout, palette)
            style = self._cells[key] = Style(palette, base=base, look=found.look, complete=found.known)
        return style

    def referred(self, reference: etree._Element | None, base: Style) -> Style:
        """A style with the typeface and colour of an `a:fontRef` on top."""
        if reference is None:
            return base
        key = (base, mark_of(reference))
        style = self._referred.get(key)
        if style is None:
            if len(self._referred) >= MOST_KEPT:
                self._referred.clear()
            style = self._referred[key] = Style(base.palette, base=base, look=referred_look(reference, base.palette))
        return style


def referred_look(reference: etree._Element, palette: Palette) -> Look:
    """What an `a:fontRef` states."""
    look = _FACES.get(reference.get("idx") or "", Look())
    return look._replace(fill=Fill("solid", read_colour(reference, palette))) if len(reference) else look


def _master_style(layout: Layout | None, name: str) -> etree._Element | None:
    master = layout if layout is None or layout.is_master else layout.parent
    if master is None:
        return None
    if master.root.tag == f"{P}notesMaster":
        return master.root.find(_NOTES) if name == "body" else None
    return master.root.find(f"{P}txStyles/{P}{_FAMILIES.get(name, 'otherStyle')}")
