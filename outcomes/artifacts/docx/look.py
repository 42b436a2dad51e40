"""What decides whether a run of text can be seen: hidden, its colour on its background, its size."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.docx.markup import VAL, W
from outcomes.artifacts.ooxml.contrast import indistinct, is_rgb
from outcomes.artifacts.ooxml.markup import integer, truth

if TYPE_CHECKING:
    from lxml import etree

PAPER = "FFFFFF"
UNKNOWN = "unknown"
"""A background that cannot be told: a picture, a gradient, a table style."""
AUTOMATIC = "auto"

_TINY_HALF_POINTS = 3
_THEME_COLOURS = {"background1": "FFFFFF", "light1": "FFFFFF", "text1": "000000", "dark1": "000000"}
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "darkBlue": "00008B", "darkCyan": "008B8B",
    "darkGray": "A9A9A9", "darkGreen": "006400", "darkMagenta": "800080", "darkRed": "8B0000", "darkYellow": "808000",
    "green": "00FF00", "lightGray": "D3D3D3", "magenta": "FF00FF", "none": AUTOMATIC, "red": "FF0000",
    "white": "FFFFFF", "yellow": "FFFF00",
}  # fmt: skip
_RELEVANT = frozenset(f"{W}{name}" for name in ("vanish", "color", "sz", "shd", "highlight"))


class Look(NamedTuple):
    """What a set of run properties says; `None` where it says nothing."""

    vanish: bool | None = None
    colour: str | None = None
    """`RRGGBB` or `auto`, which is always readable."""
    half_points: int | None = None
    shade: str | None = None
    """Background behind the text itself: `RRGGBB`, `auto` for none, or `unknown`."""

    def over(self, base: Look) -> Look:
        """These properties on top of others."""
        if self is PLAIN:
            return base
        return Look(
            base.vanish if self.vanish is None else self.vanish,
            base.colour if self.colour is None else self.colour,
            base.half_points if self.half_points is None else self.half_points,
            base.shade if self.shade is None else self.shade,
        )


PLAIN = Look()
"""Nothing said."""


def read_look(properties: etree._Element | None) -> Look:
    """Read the properties of a run that matter here."""
    found: dict[str, etree._Element] = {}
    if properties is not None:
        for node in properties:
            if node.tag in _RELEVANT:
                found[node.tag] = node
    return _look_of(found) if found else PLAIN


def _look_of(found: dict[str, etree._Element]) -> Look:
    vanish, colour, size = found.get(f"{W}vanish"), found.get(f"{W}color"), found.get(f"{W}sz")
    highlight = found.get(f"{W}highlight")
    shade = read_shade(found.get(f"{W}shd"))
    if highlight is not None:
        shade = _HIGHLIGHTS.get(highlight.get(VAL) or "", UNKNOWN)
    return Look(
        None if vanish is None else truth(vanish.get(VAL)),
        None if colour is None else _colour(colour.get(VAL), colour, "themeColor", "themeShade"),
        None if size is None else _half_points(size.get(VAL)),
        shade,
    )


def read_shade(shading: etree._Element | None) -> str | None:
    """The background that a `w:shd` paints: `RRGGBB`, `auto` for none, `unknown` for a pattern."""
    if shading is None:
        return None
    pattern = shading.get(VAL) or "clear"
    if pattern in {"clear", "nil"}:
        return _colour(shading.get(f"{W}fill"), shading, "themeFill", "themeFillShade")
    return _colour(shading.get(f"{W}color"), shading, "themeColor", "themeShade") if pattern == "solid" else UNKNOWN


def _colour(text: str | None, node: etree._Element, theme: str, shaded: str) -> str:
    if node.get(f"{W}{shaded}") is None:
        named = _THEME_COLOURS.get(node.get(f"{W}{theme}") or "")
        if named is not None:
            return named
    plain = (text or AUTOMATIC).lstrip("#").upper()
    return plain if is_rgb(plain) else AUTOMATIC


def _half_points(text: str | None) -> int | None:
    """`24` is 12 points; strict files may write `12pt`."""
    if text and text.endswith("pt"):
        return 2 * integer(text.removesuffix("pt"), default=_TINY_HALF_POINTS + 1)
    number = integer(text, default=-1)
    return None if number < 0 else number


@lru_cache(maxsize=1024)
def unseen(look: Look, background: str) -> str | None:
    """Why text of this look on this background is not seen: `vanish`, `tiny`, `white`; `None` when it is."""
    if look.vanish:
        return "vanish"
    if look.half_points is not None and look.half_points <= _TINY_HALF_POINTS:
        return "tiny"
    behind = look.shade if look.shade not in {None, AUTOMATIC} else background
    if look.colour in {None, AUTOMATIC} or behind in {None, UNKNOWN}:
        return None
    return "white" if indistinct(str(look.colour), str(behind)) else None
