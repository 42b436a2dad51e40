"""Colours as far as they can be told without guessing: plain ones, and theme colours without transformations."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.ooxml.contrast import is_rgb
from outcomes.artifacts.ooxml.markup import A, integer, local

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

WHITE = "FFFFFF"

_SOLID = 100_000  # alpha is written in thousandths of a percent
_FAINT = 3_000
_NAMED = {"white": WHITE, "black": "000000"}
_STANDARD_MAP = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}


class Colour(NamedTuple):
    """A colour; `rgb` is `RRGGBB`, or `None` when it cannot be told."""

    rgb: str | None = None
    alpha: int = _SOLID

    @property
    def solid(self) -> bool:
        """Nothing behind it shines through."""
        return self.alpha >= _SOLID

    @property
    def clear(self) -> bool:
        """Too transparent to be seen at all."""
        return self.alpha <= _FAINT


@dataclass(frozen=True, slots=True)
class Palette:
    """A theme's colours under the names that slides use for them."""

    scheme: Mapping[str, str] = field(default_factory=dict)
    mapping: Mapping[str, str] = field(default_factory=lambda: _STANDARD_MAP)
    plain_background: bool = False
    """Whether the theme's first background style is just the colour asked for."""

    def rgb(self, name: str) -> str | None:
        """`RRGGBB` of `bg1`, `tx1`, `accent2` ...; `None` when the theme does not say."""
        return self.scheme.get(self.mapping.get(name, name))

    def mapped(self, node: etree._Element | None) -> Palette:
        """The same theme under another `clrMap`; itself without one."""
        names = {str(key): str(value) for key, value in node.attrib.items()} if node is not None else {}
        return replace(self, mapping=names) if names else self


def read_palette(theme: etree._Element) -> Palette:
    """Read a theme part."""
    nodes = theme.find(f"{A}themeElements/{A}clrScheme")
    scheme = {
        local(node.tag): _plain(child) for node in (nodes if nodes is not None else ()) for child in islice(node, 1)
    }
    background = theme.find(f"{A}themeElements/{A}fmtScheme/{A}bgFillStyleLst")
    first = background[0] if background is not None and len(background) else None
    plain = (
        first is not None
        and first.tag == f"{A}solidFill"
        and len(first) == 1
        and first[0].get("val") == "phClr"
        and not len(first[0])
    )
    return Palette({name: rgb for name, rgb in scheme.items() if rgb is not None}, plain_background=plain)


def read_colour(holder: etree._Element, palette: Palette) -> Colour:
    """The colour inside an `a:solidFill`, `a:highlight` or `p:bgRef`."""
    for node in holder:
        alpha = _SOLID
        rgb = palette.rgb(node.get("val") or "") if node.tag == f"{A}schemeClr" else _plain(node)
        for change in node:
            if change.tag == f"{A}alpha":
                alpha = _thousandths(change.get("val"))
            else:
                rgb = None
                alpha = alpha // 2 if local(change.tag).startswith("alpha") else alpha
        return Colour(rgb, alpha)
    return Colour()


def _plain(node: etree._Element) -> str | None:
    kind = local(node.tag)
    value = node.get("lastClr" if kind == "sysClr" else "val") or ""
    if kind in {"srgbClr", "sysClr"}:
        value = value.lstrip("#").upper()
        return value if is_rgb(value) else None
    return _NAMED.get(value) if kind == "prstClr" else None


def _thousandths(text: str | None) -> int:
    """`50000` and the strict spelling `50%` are the same."""
    if text and text.endswith("%"):
        return 1000 * integer(text.removesuffix("%"), default=100)
    return integer(text, default=_SOLID)


class Fill(NamedTuple):
    """What a shape paints inside its outline."""

    painted: bool
    rgb: str | None = None
    """`None` when its colour cannot be told."""
    opaque: bool = False
    """Known to hide what lies under it."""


NO_FILL = Fill(painted=False)
SOME_FILL = Fill(painted=True)

_OTHER_FILLS = frozenset(f"{A}{name}" for name in ("gradFill", "blipFill", "pattFill", "grpFill"))


def read_fill(properties: etree._Element | None, palette: Palette) -> Fill | None:
    """The fill among shape, cell or background properties; `None` when they name none."""
    for node in properties if properties is not None else ():
        if node.tag == f"{A}noFill":
            return NO_FILL
        if node.tag == f"{A}solidFill":
            colour = read_colour(node, palette)
            return NO_FILL if colour.clear else Fill(painted=True, rgb=colour.rgb, opaque=colour.solid)
        if node.tag in _OTHER_FILLS:
            return SOME_FILL
    return None
