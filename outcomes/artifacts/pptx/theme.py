"""Themes: colours, typefaces, and the fills that styles refer to by number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from outcomes.artifacts.ooxml.markup import A, local
from outcomes.artifacts.ooxml.themes import NO_TYPEFACES, Typefaces, read_typefaces, scheme_nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree


@dataclass(frozen=True, eq=False)
class Theme:
    """A theme part, or what a slide overrides of one; the elements are read when they are asked for."""

    colours: Mapping[str, etree._Element] = field(default_factory=dict)
    """`dk1`, `accent1` ... and the colour element of each."""
    major: Typefaces = NO_TYPEFACES
    minor: Typefaces = NO_TYPEFACES
    fills: tuple[etree._Element, ...] = ()
    backgrounds: tuple[etree._Element, ...] = ()
    lines: tuple[etree._Element, ...] = ()

    def typeface(self, name: str, lang: str) -> str | None:
        """Resolve `+mj-lt`, `+mn-ea` ...; a plain name is itself, and `None` means that the theme leaves it open."""
        if not name.startswith("+"):
            return name or None
        faces = self.major if name.startswith("+mj") else self.minor
        slot = name[4:]
        return faces.of("latin" if slot == "lt" else slot, lang)


UNKNOWN_THEME = Theme()


def read_theme(root: etree._Element, base: Theme = UNKNOWN_THEME) -> Theme:
    """Read an `a:theme`, or an `a:themeOverride` on top of the theme that it overrides in part."""
    elements = root.find(f"{A}themeElements")
    parts = {local(node.tag): node for node in (elements if elements is not None else root)}
    colours, fonts, formats = parts.get("clrScheme"), parts.get("fontScheme"), parts.get("fmtScheme")
    return Theme(
        base.colours if colours is None else scheme_nodes(colours),
        base.major if fonts is None else read_typefaces(fonts.find(f"{A}majorFont")),
        base.minor if fonts is None else read_typefaces(fonts.find(f"{A}minorFont")),
        base.fills if formats is None else _all(formats, "fillStyleLst"),
        base.backgrounds if formats is None else _all(formats, "bgFillStyleLst"),
        base.lines if formats is None else _all(formats, "lnStyleLst"),
    )


def _all(formats: etree._Element, name: str) -> tuple[etree._Element, ...]:
    found = formats.find(f"{A}{name}")
    return tuple(found) if found is not None else ()
