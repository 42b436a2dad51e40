"""Whether the letters of a run can be seen: their size, and their colour on what lies behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.ooxml.contrast import indistinct
from outcomes.artifacts.ooxml.markup import A, integer
from outcomes.artifacts.pptx.colours import read_colour

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from outcomes.artifacts.pptx.colours import Palette

_TINY = 150  # hundredths of a point
_ORDINARY = 1800
_SOLID, _NONE = f"{A}solidFill", f"{A}noFill"
_FILLS = frozenset({_SOLID, _NONE, *(f"{A}{name}" for name in ("gradFill", "blipFill", "pattFill", "grpFill"))})
_OUTLINE, _EFFECTS, _HIGHLIGHT = f"{A}ln", f"{A}effectLst", f"{A}highlight"


class _Look(NamedTuple):
    """What a set of run properties says about its letters."""

    fill: etree._Element | None
    highlight: etree._Element | None
    outlined: bool
    """An outline, a shadow or a glow makes letters visible on any background."""


class Ink:
    """How text looks in one shape or cell."""

    def __init__(self, palette: Palette, styles: etree._Element | None, behind: Callable[[], str | None]) -> None:
        """`styles` is the text's own `a:lstStyle`; `behind` finds the colour behind it and is asked only if needed."""
        self._palette = palette
        self._styles = styles if styles is not None and len(styles) else None
        self._find_behind = behind
        self._behind: str | None = None
        self._asked = False

    def unseen(self, properties: etree._Element | None, level: int) -> str | None:
        """Why a run cannot be seen: `tiny`, `white` (like its background), `vanish` (painted with nothing)."""
        if self._styles is None and (properties is None or not (len(properties) or properties.get("sz"))):
            return None
        default = self._styles.find(f"{A}lvl{level + 1}pPr/{A}defRPr") if self._styles is not None else None
        sources = [source for source in (properties, default) if source is not None]
        for source in sources:
            size = source.get("sz")
            if size is not None:
                if integer(size, default=_ORDINARY) <= _TINY:
                    return "tiny"
                break
        for source in sources:
            look = _look(source)
            if look.fill is not None or look.outlined:
                return self._faded(look)
        return None

    def _faded(self, look: _Look) -> str | None:
        if look.outlined or look.fill is None:
            return None
        if look.fill.tag == _NONE:
            return "vanish"
        if look.fill.tag != _SOLID:
            return None
        colour = read_colour(look.fill, self._palette)
        if colour.clear:
            return "vanish"
        behind = read_colour(look.highlight, self._palette).rgb if look.highlight is not None else self._background()
        if colour.rgb is None or behind is None:
            return None
        return "white" if indistinct(colour.rgb, behind) else None

    def _background(self) -> str | None:
        if not self._asked:
            self._behind, self._asked = self._find_behind(), True
        return self._behind


def _look(properties: etree._Element) -> _Look:
    fill = highlight = None
    outlined = False
    for node in properties:
        if node.tag in _FILLS:
            fill = node
        elif node.tag == _OUTLINE:
            outlined = outlined or any(child.tag in _FILLS and child.tag != _NONE for child in node)
        elif node.tag == _EFFECTS:
            outlined = outlined or len(node) > 0
        elif node.tag == _HIGHLIGHT:
            highlight = node
    return _Look(fill, highlight, outlined)
