"""Run properties as they are written: read as a value that can be looked up, and turned into a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.docx.look import AUTOMATIC, PLAIN, UNKNOWN, Look
from outcomes.artifacts.docx.markup import VAL, W
from outcomes.artifacts.ooxml.colour_math import plain_hex
from outcomes.artifacts.ooxml.markup import integer, truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from outcomes.artifacts.docx.theme import Theme

_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "darkBlue": "00008B", "darkCyan": "008B8B",
    "darkGray": "A9A9A9", "darkGreen": "006400", "darkMagenta": "800080", "darkRed": "8B0000", "darkYellow": "808000",
    "green": "00FF00", "lightGray": "D3D3D3", "magenta": "FF00FF", "none": AUTOMATIC, "red": "FF0000",
    "white": "FFFFFF", "yellow": "FFFF00",
}  # fmt: skip


Key = tuple[object, ...]
"""Run properties as a value: what is relevant among them, in their order; equal keys mean equal looks."""

_BY_VALUE = frozenset(
    f"{W}{name}"
    for name in (
        "b", "bCs", "i", "iCs", "sz", "szCs", "vanish", "strike", "dstrike", "vertAlign", "highlight", "rStyle", "cs",
        "rtl",
    )
)  # fmt: skip
_BY_ATTRIBUTES = frozenset({f"{W}rFonts", f"{W}color", f"{W}shd", f"{W}lang"})
_NO_LANGUAGE = "x-none"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TEXT_FILL = f"{_W14}textFill"


def look_key(properties: etree._Element) -> Key:
    """Read the properties of a run that matter here, as a value that can be looked up."""
    key: list[object] = []
    for node in properties:
        tag = node.tag
        if tag in _BY_VALUE:
            key += (tag, node.get(VAL))
        elif tag in _BY_ATTRIBUTES:
            key += (tag, tuple(node.items()))
        elif tag == _TEXT_FILL:
            key += (tag, _text_fill(node))
    return tuple(key)


def read_look(properties: etree._Element | None, theme: Theme) -> Look:
    """What a `w:rPr` says."""
    return PLAIN if properties is None else look_of(look_key(properties), theme)


def look_of(key: Key, theme: Theme) -> Look:
    """What run properties say, from their key."""
    if not key:
        return PLAIN
    found: dict[str, object] = {}
    pairs = iter(key)
    for tag, content in zip(pairs, pairs, strict=True):
        _READ[str(tag)](found, content, theme)
    return Look(**found)  # type: ignore[arg-type]


def read_shade(shading: etree._Element | None, theme: Theme) -> str | None:
    """The background that a `w:shd` paints: `RRGGBB`, `auto` for none, `unknown` for a pattern."""
    return None if shading is None else _shade({str(name): str(text) for name, text in shading.items()}, theme)


def _shade(attributes: dict[str, str], theme: Theme) -> str:
    pattern = attributes.get(VAL, "clear")
    if pattern in {"clear", "nil"}:
        return _colour(attributes, theme, _FILL)
    return _colour(attributes, theme, _PATTERN) if pattern == "solid" else UNKNOWN


_FILL = (f"{W}fill", f"{W}themeFill", f"{W}themeFillTint", f"{W}themeFillShade")
_PATTERN = (f"{W}color", f"{W}themeColor", f"{W}themeTint", f"{W}themeShade")
_LETTERS = (VAL, f"{W}themeColor", f"{W}themeTint", f"{W}themeShade")


def _colour(attributes: dict[str, str], theme: Theme, names: tuple[str, str, str, str]) -> str:
    """A theme colour wins over the plain one beside it (ECMA-376 17.3.2.6 and 17.3.5)."""
    plain, themed, tint, shade = names
    name, written = attributes.get(themed), plain_hex(attributes.get(plain))
    if name is None or name == "none":
        return written or AUTOMATIC
    rgb = theme.colour(name, attributes.get(tint), attributes.get(shade))
    if rgb is None:
        return UNKNOWN
    return written if written is not None and _nearly(rgb, written) else rgb


def _nearly(one: str, other: str) -> bool:
    """Whether they are one colour but for rounding: Word writes what it has worked out itself beside its source."""
    return all(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) <= 2 for at in (0, 2, 4))


def _text_fill(node: etree._Element) -> object:
    """Word 2010 and later paint letters with this and ignore the plain colour; `(kind, name)` of a solid fill."""
    solid = node.find(f"{_W14}solidFill")
    colour = None if solid is None else next(iter(solid), None)
    if colour is None or len(colour):
        return None
    return colour.tag.rpartition("}")[2], colour.get(f"{_W14}val") or ""


_Found = dict[str, object]


def _fonts(found: _Found, content: object, theme: Theme) -> None:
    """`w:asciiTheme` supersedes `w:ascii` (ECMA-376 17.3.2.26), and so on; an unsettled theme font is unknown."""
    stated: dict[str, str] = dict(content)  # type: ignore[call-overload]
    for field, plain, themed in _SLOTS:
        name = stated.get(themed)
        if name is not None:
            found[field] = theme.font(name) or UNKNOWN
        elif stated.get(plain):
            found[field] = stated[plain]
    if f"{W}hint" in stated:
        found["hint"] = stated[f"{W}hint"]


def _size(text: str | None) -> int | None:
    """`24` is 12 points; strict files may write `12pt`."""
    if text and text.endswith("pt"):
        try:
            return max(int(2 * float(text.removesuffix("pt"))), 0)
        except (ValueError, OverflowError):
            return None
    number = integer(text, default=-1)
    return None if number < 0 else number


def _languages(found: _Found, content: object, _theme: Theme) -> None:
    stated: dict[str, str] = dict(content)  # type: ignore[call-overload]
    for field, name in (("language", VAL), ("east_language", f"{W}eastAsia")):
        language = stated.get(name)
        if language and language.lower() != _NO_LANGUAGE:
            found[field] = language


def _switch(field: str) -> Callable[[_Found, object, Theme], None]:
    def read(found: _Found, content: object, _theme: Theme) -> None:
        found[field] = int(truth(None if content is None else str(content)))

    return read


def _half_points(field: str) -> Callable[[_Found, object, Theme], None]:
    def read(found: _Found, content: object, _theme: Theme) -> None:
        found[field] = _size(None if content is None else str(content))

    return read


def _complex(found: _Found, content: object, _theme: Theme) -> None:
    found["is_complex"] = int(truth(None if content is None else str(content)) or found.get("is_complex") == 1)


def _paint(found: _Found, content: object, theme: Theme) -> None:
    found.setdefault("colour", _colour(dict(content), theme, _LETTERS))  # type: ignore[call-overload]


def _fill(found: _Found, content: object, theme: Theme) -> None:
    kind, name = content if isinstance(content, tuple) else ("", "")
    rgb = theme.scheme(name) if kind == "schemeClr" else plain_hex(name) if kind == "srgbClr" else None
    found["colour"] = rgb or UNKNOWN


def _highlight(found: _Found, content: object, _theme: Theme) -> None:
    found["highlight"] = _HIGHLIGHTS.get(str(content), UNKNOWN)


def _shaded(found: _Found, content: object, theme: Theme) -> None:
    found["shade"] = _shade(dict(content), theme)  # type: ignore[call-overload]


def _set_at(found: _Found, content: object, _theme: Theme) -> None:
    found["height"] = content


def _named(found: _Found, content: object, _theme: Theme) -> None:
    found["style"] = content


_SLOTS = (
    ("ascii", f"{W}ascii", f"{W}asciiTheme"),
    ("hansi", f"{W}hAnsi", f"{W}hAnsiTheme"),
    ("east", f"{W}eastAsia", f"{W}eastAsiaTheme"),
    ("complex", f"{W}cs", f"{W}cstheme"),
)
_READ: dict[str, Callable[[_Found, object, Theme], None]] = {
    f"{W}rFonts": _fonts,
    f"{W}sz": _half_points("size"),
    f"{W}szCs": _half_points("complex_size"),
    f"{W}b": _switch("bold"),
    f"{W}bCs": _switch("complex_bold"),
    f"{W}i": _switch("italic"),
    f"{W}iCs": _switch("complex_italic"),
    f"{W}vanish": _switch("vanish"),
    f"{W}strike": _switch("strike"),
    f"{W}dstrike": _switch("double_strike"),
    f"{W}vertAlign": _set_at,
    f"{W}color": _paint,
    f"{W}highlight": _highlight,
    f"{W}shd": _shaded,
    f"{W}lang": _languages,
    f"{W}cs": _complex,
    f"{W}rtl": _complex,
    f"{W}rStyle": _named,
    _TEXT_FILL: _fill,
}
