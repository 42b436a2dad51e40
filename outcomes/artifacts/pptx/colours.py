"""Colours, wherever they come from, as what is seen in the end: named ones, theme colours, and changes to them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.ooxml.colour_math import change, from_hex, from_hsl, from_linear, mixed, plain_hex
from outcomes.artifacts.ooxml.colour_names import preset
from outcomes.artifacts.ooxml.markup import integer, local
from outcomes.artifacts.pptx.theme import UNKNOWN_THEME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from outcomes.artifacts.pptx.theme import Theme

WHITE = "FFFFFF"
SOLID = 100_000  # alpha is written in thousandths of a percent

_FAINT = 3_000
_DEGREE = 60_000
_STANDARD_MAP = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_ALPHA = frozenset({"alpha", "alphaMod", "alphaOff"})


class Colour(NamedTuple):
    """A colour; `rgb` is `RRGGBB`, or `None` when it cannot be told."""

    rgb: str | None = None
    alpha: int = SOLID

    @property
    def clear(self) -> bool:
        """Too transparent to be seen at all."""
        return self.alpha <= _FAINT

    def over(self, behind: str | None) -> str | None:
        """What is seen of it on a known colour; `None` when it lets something unknown shine through."""
        if self.rgb is None or self.alpha >= SOLID:
            return self.rgb
        return mixed(self.rgb, behind, self.alpha / SOLID) if behind is not None else None


UNKNOWN_COLOUR = Colour()


@dataclass(frozen=True, eq=False)
class Palette:
    """A theme, and its colours under the names that slides use for them."""

    theme: Theme = UNKNOWN_THEME
    mapping: Mapping[str, str] = field(default_factory=lambda: _STANDARD_MAP)

    def scheme(self, name: str) -> Colour:
        """The colour of `bg1`, `tx1`, `accent2` ...; unknown when the theme does not say."""
        node = self.theme.colours.get(self.mapping.get(name, name))
        return _coloured(node, None, None) if node is not None else UNKNOWN_COLOUR

    def mapped(self, node: etree._Element | None) -> Palette:
        """The same theme under another `clrMap`; itself without one."""
        names = {str(key): str(value) for key, value in node.attrib.items()} if node is not None else {}
        return replace(self, mapping={**_STANDARD_MAP, **names}) if names else self


def read_colour(holder: etree._Element | None, palette: Palette, base: Colour | None = None) -> Colour:
    """The colour inside an `a:solidFill`, `a:highlight`, `p:bgRef` ...; `base` is what `phClr` stands for."""
    for node in holder if holder is not None else ():
        found = _coloured(node, palette, base)
        if found is not None:
            return found
    return UNKNOWN_COLOUR


def _coloured(node: etree._Element, palette: Palette | None, base: Colour | None) -> Colour:
    start = _start(node, palette, base)
    if not len(node):
        return start
    rgb, alpha = (from_hex(start.rgb) if start.rgb is not None else None), float(start.alpha)
    for child in node:
        name = local(child.tag)
        if name in _ALPHA:
            alpha = _faded(alpha, name, share(child.get("val")))
        elif rgb is not None:
            text = child.get("val")
            rgb = change(rgb, name, integer(text) / _DEGREE if name in {"hue", "hueOff"} else share(text))
    return Colour(rgb.hex if rgb is not None else None, round(min(max(alpha, 0), SOLID)))


def _start(node: etree._Element, palette: Palette | None, base: Colour | None) -> Colour:
    """The colour before its transformations."""
    kind, value = local(node.tag), node.get("val") or ""
    if kind == "schemeClr":
        if value == "phClr":
            return base or UNKNOWN_COLOUR
        return palette.scheme(value) if palette is not None else UNKNOWN_COLOUR
    if kind == "scrgbClr":
        return Colour(from_linear(*(share(node.get(name)) for name in "rgb")).hex)
    if kind == "hslClr" and node.get("hue") is not None:
        hue = integer(node.get("hue")) / _DEGREE
        return Colour(from_hsl(hue, share(node.get("sat")), share(node.get("lum"))).hex)
    return Colour(preset(value) if kind == "prstClr" else plain_hex(node.get("lastClr") if kind == "sysClr" else value))


def _faded(alpha: float, name: str, value: float) -> float:
    if name == "alpha":
        return value * SOLID
    return alpha * value if name == "alphaMod" else alpha + value * SOLID


def share(text: str | None, default: float = 1.0) -> float:
    """`50000` and the strict spelling `50%` are a half; `default` for what is no number."""
    if text and text.endswith("%"):
        try:
            return min(max(float(text[:-1]) / 100, -1e3), 1e3)
        except ValueError:
            return default
    return integer(text, default=round(default * SOLID)) / SOLID
