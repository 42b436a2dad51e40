"""Colours of a workbook: plain, by index, or by theme with a tint (ECMA-376 18.8.3 and 18.8.27)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.ooxml.colour_math import from_hex, relit
from outcomes.artifacts.ooxml.contrast import is_rgb
from outcomes.artifacts.ooxml.markup import integer, truth
from outcomes.artifacts.ooxml.themes import scheme_colours
from outcomes.artifacts.xlsx.markup import X

if TYPE_CHECKING:
    from lxml import etree

_SLOTS = ("lt1", "dk1", "lt2", "dk2", *(f"accent{i}" for i in range(1, 7)), "hlink", "folHlink")
"""The order of a workbook's theme colours; light and dark are exchanged as against the theme itself."""
_BASIC = ("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
_INDEXED = (
    *_BASIC, *_BASIC,
    "800000", "008000", "000080", "808000", "800080", "008080", "C0C0C0", "808080", "9999FF", "993366", "FFFFCC",
    "CCFFFF", "660066", "FF8080", "0066CC", "CCCCFF", "000080", "FF00FF", "FFFF00", "00FFFF", "800080", "800000",
    "008080", "0000FF", "00CCFF", "CCFFFF", "CCFFCC", "FFFF99", "99CCFF", "FF99CC", "CC99FF", "FFCC99", "3366FF",
    "33CCCC", "99CC00", "FFCC00", "FF9900", "FF6600", "666699", "969696", "003366", "339966", "003300", "333300",
    "993300", "993366", "333399", "333333",
)  # fmt: skip
_SYSTEM = {64: "000000", 65: "FFFFFF"}
"""The letters and the paper of the system, which are black and white unless someone changed the whole system."""


NO_THEME: tuple[str | None, ...] = ("FFFFFF", "000000")
"""Paper and letters without a theme part; the other colours are then not known."""


class Palette(NamedTuple):
    """What the colours of a workbook refer to."""

    theme: tuple[str | None, ...] = NO_THEME
    indexed: tuple[str, ...] = _INDEXED

    def rgb(self, node: etree._Element | None, automatic: str | None = None) -> str | None:
        """`RRGGBB` of a colour element; `automatic` for none or an automatic one; `None` where it is not settled."""
        if node is None or truth(node.get("auto"), default=False):
            return automatic
        base = self._base(node, automatic)
        tint = _tint(node.get("tint"))
        return tinted(base, tint) if base is not None and tint else base

    def _base(self, node: etree._Element, automatic: str | None) -> str | None:
        plain = (node.get("rgb") or "").upper()
        if plain:
            return plain[-6:] if len(plain) in {6, 8} and is_rgb(plain[-6:]) else None
        if node.get("theme") is not None:
            slot = integer(node.get("theme"), -1)
            return self.theme[slot] if 0 <= slot < len(self.theme) else None
        if node.get("indexed") is not None:
            index = integer(node.get("indexed"), -1)
            return self.indexed[index] if 0 <= index < len(self.indexed) else _SYSTEM.get(index)
        return automatic


def theme_colours(root: etree._Element) -> tuple[str | None, ...]:
    """The colours of a theme part in the order in which a workbook counts them."""
    found = scheme_colours(root)
    return tuple(found.get(slot) for slot in _SLOTS)


def indexed_colours(root: etree._Element) -> tuple[str, ...]:
    """The palette that a workbook brings along, or the usual one."""
    nodes = root.findall(f"{X}colors/{X}indexedColors/{X}rgbColor")
    own = [(node.get("rgb") or "").upper()[-6:] for node in nodes]
    return (
        tuple(rgb if is_rgb(rgb) else usual for rgb, usual in zip(own, _INDEXED, strict=False)) + _INDEXED[len(own) :]
    )


def _tint(text: str | None) -> float:
    try:
        tint = float(text or 0)
    except ValueError:
        return 0.0
    return min(1.0, max(-1.0, tint)) if tint == tint else 0.0  # noqa: PLR0124 - it may be no number


def tinted(rgb: str, tint: float) -> str:
    """Darker for a negative, lighter for a positive tint: the lightness moves towards black or white."""
    factor, offset = (1 + tint, 0.0) if tint < 0 else (1 - tint, tint)
    return "".join(f"{round(channel * 255):02X}" for channel in relit(from_hex(rgb), factor, offset))
