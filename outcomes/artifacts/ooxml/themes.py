"""What a theme part says: its colours by scheme name, and its typefaces by script."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.ooxml.colour_math import from_hex, plain_hex, relit
from outcomes.artifacts.ooxml.markup import A, integer, local

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

_SCRIPTS = {
    "ja": "Jpan", "ko": "Hang", "ar": "Arab", "fa": "Arab", "ur": "Arab", "he": "Hebr", "yi": "Hebr", "th": "Thai",
    "hi": "Deva", "mr": "Deva", "ne": "Deva", "bn": "Beng", "gu": "Gujr", "pa": "Guru", "ta": "Taml", "te": "Telu",
    "kn": "Knda", "ml": "Mlym", "or": "Orya", "si": "Sinh", "km": "Khmr", "lo": "Laoo", "vi": "Viet", "bo": "Tibt",
    "am": "Ethi", "mn": "Mong", "ug": "Uigh", "ka": "Geor", "hy": "Armn", "dv": "Thaa", "syr": "Syrc",
}  # fmt: skip
_TRADITIONAL = ("zh-tw", "zh-hk", "zh-mo", "zh-hant")


class Typefaces(NamedTuple):
    """A theme's typefaces for headings or for text; empty where it leaves them open."""

    latin: str = ""
    ea: str = ""
    cs: str = ""
    scripts: Mapping[str, str] = {}
    """Typeface by script (`Jpan`, `Arab` ...), for where `ea` or `cs` is left open (ECMA-376 20.1.4.1.16)."""

    def of(self, kind: str, language: str) -> str | None:
        """The typeface of `latin`, `ea` or `cs` letters in a language (BCP 47); `None` when it is left open."""
        if kind == "latin":
            return self.latin or None
        stated = self.ea if kind == "ea" else self.cs if kind == "cs" else ""
        return stated or self.scripts.get(_script(language)) or None


NO_TYPEFACES = Typefaces()


def read_typefaces(node: etree._Element | None) -> Typefaces:
    """Read an `a:majorFont` or `a:minorFont`."""
    named: dict[str, str] = {}
    scripts: dict[str, str] = {}
    for child in node if node is not None else ():
        name, face, script = local(child.tag), (child.get("typeface") or "").strip(), child.get("script")
        if name != "font":
            named[name] = face
        elif face and script:
            scripts.setdefault(script, face)
    return Typefaces(named.get("latin", ""), named.get("ea", ""), named.get("cs", ""), scripts)


def _script(language: str) -> str:
    """The script in which a language is written, by the names that themes use; empty for other languages."""
    low = language.lower()
    if low.startswith("zh"):
        return "Hant" if low.startswith(_TRADITIONAL) else "Hans"
    return _SCRIPTS.get(low.partition("-")[0], "")


def scheme_nodes(scheme: etree._Element | None) -> dict[str, etree._Element]:
    """The colour elements of an `a:clrScheme` by their names: `dk1`, `lt1`, `accent2` ..."""
    return {local(slot.tag): node for slot in (scheme if scheme is not None else ()) for node in islice(slot, 1)}


def scheme_colours(theme: etree._Element) -> dict[str, str]:
    """`RRGGBB` of `dk1`, `lt1`, `accent2` ...; those that are written in another way are left out."""
    nodes = scheme_nodes(theme.find(f"{A}themeElements/{A}clrScheme"))
    found = {name: plain_colour(node) for name, node in nodes.items()}
    return {name: rgb for name, rgb in found.items() if rgb is not None}


def plain_colour(node: etree._Element) -> str | None:
    """The `RRGGBB` of an `a:srgbClr` or `a:sysClr`, without what its children change; `None` for other colours."""
    kind = local(node.tag)
    if kind not in {"srgbClr", "sysClr"}:
        return None
    return plain_hex(node.get("lastClr" if kind == "sysClr" else "val"))


def lightened(rgb: str, factor: float, offset: float) -> str:
    """A colour whose HSL lightness is `factor` times its own, plus `offset`; channels are cut off as Word does."""
    channels = relit(from_hex(rgb), factor, offset)
    return "".join(f"{min(max(int(channel * 255 + 1e-6), 0), 255):02X}" for channel in channels)


def changed_colour(rgb: str, node: etree._Element) -> str | None:
    """A colour under the `lumMod` and `lumOff` inside its element; `None` for other changes (ECMA-376 20.1.2.3)."""
    factor, offset = 1.0, 0.0
    for change in node:
        kind = local(change.tag)
        share = integer(change.get("val")) / 100_000
        if kind == "lumMod":
            factor, offset = factor * share, offset * share
        elif kind == "lumOff":
            offset += share
        else:
            return None
    return rgb if (factor, offset) == (1.0, 0.0) else lightened(rgb, factor, offset)
