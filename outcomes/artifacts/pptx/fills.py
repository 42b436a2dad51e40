"""What shapes, cells and backgrounds are painted with, by their own properties or by the theme's numbered styles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from outcomes.artifacts.ooxml.markup import A, integer
from outcomes.artifacts.pptx.colours import SOLID, UNKNOWN_COLOUR, Colour, read_colour

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from outcomes.artifacts.pptx.colours import Palette

FillKind = Literal["none", "solid", "gradient", "picture", "pattern", "unknown"]


class Fill(NamedTuple):
    """What is painted inside an outline."""

    kind: FillKind
    colour: Colour = UNKNOWN_COLOUR
    """Of a solid one."""

    @property
    def painted(self) -> bool:
        """Whether it hides or tints anything."""
        return self.kind != "none"

    @property
    def opaque(self) -> bool:
        """Known to hide what lies under it."""
        return self.kind == "solid" and self.colour.alpha >= SOLID

    @property
    def shown(self) -> str | None:
        """As a `ShapeFormat` says it: `RRGGBB`, `none`, `picture` ...; `None` when it cannot be told."""
        if self.kind == "solid":
            return self.colour.rgb if self.opaque else None
        return None if self.kind == "unknown" else self.kind


NO_FILL = Fill("none")
SOME_FILL = Fill("unknown")

_NONE, _SOLID, _GROUP = f"{A}noFill", f"{A}solidFill", f"{A}grpFill"
_OTHERS: dict[str, Fill] = {
    f"{A}gradFill": Fill("gradient"),
    f"{A}blipFill": Fill("picture"),
    f"{A}pattFill": Fill("pattern"),
}
FILLS = frozenset({_NONE, _SOLID, _GROUP, *_OTHERS})
_FIRST_BACKGROUND = 1001
_NO_BACKGROUND = 1000


def read_fill(
    properties: Iterable[etree._Element] | None, palette: Palette, base: Colour | None = None, group: Fill = SOME_FILL
) -> Fill | None:
    """The fill among shape, text, cell or background properties; `None` when they name none.

    `base` is what `phClr` stands for, `group` the fill of the group around it.
    """
    for node in properties if properties is not None else ():
        if node.tag in FILLS:
            return fill_of(node, palette, base, group)
    return None


def fill_of(node: etree._Element, palette: Palette, base: Colour | None = None, group: Fill = SOME_FILL) -> Fill:
    """One of `a:noFill`, `a:solidFill`, `a:gradFill` ..."""
    tag = str(node.tag)
    if tag == _NONE:
        return NO_FILL
    if tag == _GROUP:
        return group
    if tag != _SOLID:
        return _OTHERS[tag]
    colour = read_colour(node, palette, base)
    return NO_FILL if colour.clear else Fill("solid", colour)


def styled_fill(ref: etree._Element, palette: Palette) -> Fill:
    """What an `a:fillRef` or `p:bgRef` stands for: a fill of the theme, in the colour that the reference gives."""
    number = integer(ref.get("idx"))
    if number in {0, _NO_BACKGROUND}:
        return NO_FILL
    theme = palette.theme
    styles, at = (theme.fills, number - 1) if number < _FIRST_BACKGROUND else (theme.backgrounds, number - 1001)
    if not 0 <= at < len(styles):
        return SOME_FILL
    return fill_of(styles[at], palette, read_colour(ref, palette)) if styles[at].tag in FILLS else SOME_FILL


def styled_line(ref: etree._Element, palette: Palette) -> Fill:
    """What an `a:lnRef` stands for."""
    at = integer(ref.get("idx")) - 1
    if at == -1:
        return NO_FILL
    if not 0 <= at < len(palette.theme.lines):
        return SOME_FILL
    return read_fill(palette.theme.lines[at], palette, read_colour(ref, palette)) or SOME_FILL
