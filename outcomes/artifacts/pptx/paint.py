"""What a shape is painted with: fill, outline and geometry, its own or those of the placeholder that it fills."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.ooxml.markup import A, truth
from outcomes.artifacts.pptx.fills import FILLS, NO_FILL, SOME_FILL, Fill, fill_of, read_fill, styled_fill, styled_line
from outcomes.artifacts.pptx.markup import CONNECTOR, FRAME, SHAPE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from outcomes.artifacts.pptx.colours import Palette
    from outcomes.artifacts.pptx.layouts import Placeholder

_STYLED_FILL, _STYLED_LINE = f"{A}fillRef", f"{A}lnRef"
_PRESET, _CUSTOM, _LINE = f"{A}prstGeom", f"{A}custGeom", f"{A}ln"


class Paint(NamedTuple):
    """What is stated; `None` is not stated here."""

    fill: Fill | None = None
    outline: Fill | None = None
    geometry: str | None = None
    """The preset outline, or `custom`."""

    def over(self, farther: Paint) -> Paint:
        """This paint, and what only the farther one states."""
        return Paint(
            self.fill if self.fill is not None else farther.fill,
            self.outline if self.outline is not None else farther.outline,
            self.geometry or farther.geometry,
        )


NO_PAINT = Paint(NO_FILL, NO_FILL)
_UNPAINTED = Paint()
_BY_KIND = {
    SHAPE: NO_PAINT,
    CONNECTOR: NO_PAINT,
    FRAME: Paint(SOME_FILL, NO_FILL, "rect"),
}
"""What nothing states."""
_PICTURE = Paint(SOME_FILL, NO_FILL)


class Paints:
    """The paint of the shapes of one presentation; what placeholders take over is looked up once."""

    def __init__(self) -> None:
        """Know none yet."""
        self._inherited: dict[tuple[Placeholder, Palette], Paint] = {}

    def shape(
        self,
        node: etree._Element,
        properties: Mapping[str, etree._Element],
        style: etree._Element | None,
        slot: Placeholder | None,
        palette: Palette,
        group: Fill,
    ) -> Paint:
        """All of it, from the children of the `p:spPr`, the `p:style`, and the placeholder.

        `group` is the fill of the group around the shape.
        """
        found = _read(properties, palette, group) if properties else _UNPAINTED
        kind = str(node.tag)
        if kind in (SHAPE, CONNECTOR):
            if found.fill is None and truth(node.get("useBgFill"), default=False):
                found = found._replace(fill=SOME_FILL)
        else:  # a picture or a frame hides what its own fill would show
            found = found._replace(fill=SOME_FILL)
        if style is not None:
            found = found.over(_styled(style, palette))
        if slot is not None:
            found = found.over(self._taken_over(slot, palette))
        return found.over(_BY_KIND.get(kind, _PICTURE))

    def _taken_over(self, slot: Placeholder, palette: Palette) -> Paint:
        key = (slot, palette)
        found = self._inherited.get(key)
        if found is None:
            found = _UNPAINTED
            for above in slot.inherited:
                children = above.properties if above.properties is not None else ()
                found = found.over(_read({str(child.tag): child for child in children}, palette, SOME_FILL))
            self._inherited[key] = found
        return found


def _read(properties: Mapping[str, etree._Element], palette: Palette, group: Fill) -> Paint:
    fill = next((fill_of(node, palette, None, group) for tag, node in properties.items() if tag in FILLS), None)
    line = properties.get(_LINE)
    return Paint(fill, read_fill(line, palette) if line is not None else None, _geometry(properties))


def _geometry(properties: Mapping[str, etree._Element]) -> str | None:
    preset = properties.get(_PRESET)
    if preset is not None:
        return preset.get("prst") or None
    return "custom" if _CUSTOM in properties else None


def _styled(style: etree._Element, palette: Palette) -> Paint:
    """What the references of a `p:style` stand for."""
    refs = {str(child.tag): child for child in style}
    fill, line = refs.get(_STYLED_FILL), refs.get(_STYLED_LINE)
    return Paint(
        styled_fill(fill, palette) if fill is not None else None,
        styled_line(line, palette) if line is not None else None,
    )
