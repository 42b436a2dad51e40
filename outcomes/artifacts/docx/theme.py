"""The document's theme as text asks for it: theme fonts by slot and language, theme colours by mapping and tint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.docx.markup import W
from outcomes.artifacts.ooxml.markup import A
from outcomes.artifacts.ooxml.themes import changed_colour, lightened, plain_colour, read_typefaces, scheme_colours

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

# ST_ThemeColor (ECMA-376 17.18.97) -> attribute of w:clrSchemeMapping (17.15.1.20), or slot of the scheme.
_MAPPED = {
    "background1": "bg1", "text1": "t1", "background2": "bg2", "text2": "t2",
    "accent1": "accent1", "accent2": "accent2", "accent3": "accent3", "accent4": "accent4", "accent5": "accent5",
    "accent6": "accent6", "hyperlink": "hyperlink", "followedHyperlink": "followedHyperlink",
}  # fmt: skip
_USUAL = {"bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2"}
_SLOTS = {
    "dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2", "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}  # fmt: skip
_DRAWN = {"bg1": "background1", "tx1": "text1", "bg2": "background2", "tx2": "text2", "lt1": "light1", "dk1": "dark1",
          "lt2": "light2", "dk2": "dark2", "hlink": "hyperlink", "folHlink": "followedHyperlink"}  # fmt: skip
_WITHOUT_A_THEME = {"lt1": "FFFFFF", "dk1": "000000"}
_KINDS = {"Ascii": ("latin", "val"), "HAnsi": ("latin", "val"), "EastAsia": ("ea", "eastAsia"), "Bidi": ("cs", "bidi")}


class Theme:
    """Fonts and colours by the names that text uses for them; the part is read when the first of them is asked for."""

    def __init__(self, load: Callable[[], etree._Element | None], settings: etree._Element | None) -> None:
        """`load` gives the theme part, or `None` when there is none to be read."""
        self._load = load
        self._loaded = False
        self._root: etree._Element | None = None
        self._scheme = _WITHOUT_A_THEME
        self._fonts: dict[str, str | None] = {}
        self._mapping, self._languages = dict(_USUAL), {}
        if settings is not None:
            self._mapping.update(_attributes(settings.find(f"{W}clrSchemeMapping")))
            self._languages = _attributes(settings.find(f"{W}themeFontLang"))

    def font(self, name: str) -> str | None:
        """The typeface behind `minorHAnsi`, `majorEastAsia` ...; `None` when the theme does not settle it."""
        if name not in self._fonts:
            self._fonts[name] = self._font(name)
        return self._fonts[name]

    def colour(self, name: str, tint: str | None = None, shade: str | None = None) -> str | None:
        """`RRGGBB` of `accent1`, `text2` ..., lightened or darkened by a hexadecimal share; `None` if unknown."""
        self._read()
        target = self._mapping.get(_MAPPED.get(name, ""), name)
        rgb = self._scheme.get(_SLOTS.get(target, target))
        for text, lighter in ((tint, True), (shade, False)):
            if rgb is not None and text is not None:
                share = _hexadecimal(text)
                # ECMA-376 17.18.97 and 17.3.2.6: L' = L * tint + (1 - tint), L' = L * shade, in HSL.
                rgb = None if share is None else lightened(rgb, share, 1 - share if lighter else 0.0)
        return rgb

    def scheme(self, name: str) -> str | None:
        """`RRGGBB` under the name that drawings use: `bg1`, `tx2`, `accent3` ..."""
        return self.colour(_DRAWN.get(name, name))

    def drawn(self, holder: etree._Element | None) -> str | None:
        """The colour inside a DrawingML `a:solidFill`, `a:fontRef` ...; `None` when it cannot be told."""
        node = None if holder is None else next(iter(holder), None)
        if node is None:
            return None
        rgb = self.scheme(node.get("val") or "") if node.tag == f"{A}schemeClr" else plain_colour(node)
        return None if rgb is None else changed_colour(rgb, node)

    def _font(self, name: str) -> str | None:
        self._read()
        collection = "majorFont" if name.startswith("major") else "minorFont"
        kind, language = _KINDS.get(name[5:], ("", ""))
        if self._root is None or not kind or name[:5] not in {"major", "minor"}:
            return None
        fonts = self._root.find(f"{A}themeElements/{A}fontScheme/{A}{collection}")
        return read_typefaces(fonts).of(kind, self._languages.get(language, ""))

    def _read(self) -> None:
        if not self._loaded:
            self._loaded = True
            self._root = self._load()
            if self._root is not None:
                self._scheme = scheme_colours(self._root)


def _attributes(node: etree._Element | None) -> dict[str, str]:
    found = node.attrib.items() if node is not None else ()
    return {str(key).rpartition("}")[2]: str(value) for key, value in found}


def _hexadecimal(text: str) -> float | None:
    try:
        return min(int(text, 16), 255) / 255
    except ValueError:
        return None
