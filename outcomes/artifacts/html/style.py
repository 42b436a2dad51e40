"""What the text of an HTML page looks like, and which of it a person does not see.

Judged from attributes, inline styles, simple style rules, and what the HTML standard says of headings and emphasis.
Nothing is laid out: only what a declaration says outright counts (`display: none`, white on white, one-pixel type).
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from outcomes.appearance import UNKNOWN_FONT, Font
from outcomes.artifact import STRUCK_OUT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

Colour = tuple[int, int, int]

_PROPERTIES = frozenset(
    {"display", "visibility", "opacity", "font-size", "color", "background", "background-color",
     "left", "top", "text-indent", "height", "width", "overflow", "font-family", "font-weight", "font-style",
     "text-decoration", "text-decoration-line", "vertical-align"}
)  # fmt: skip
_UNSEEN_TAGS = frozenset(
    {"template", "noscript", "noframes", "noembed", "datalist", "iframe", "canvas", "audio", "video"}
)
_BOLD_TAGS = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_ITALIC_TAGS = frozenset({"i", "em", "cite", "var", "dfn", "address"})
_STRUCK_TAGS = frozenset({"s", "strike", "del"})
"""As the rendering section of the HTML standard has them (15.3)."""
_HEIGHTS = {"sup": True, "sub": False}
_POINTS = 0.75
"""In a CSS pixel."""
_ABSOLUTE = frozenset({"px", "pt", "pc", "in", "cm", "mm"})
_LONGEST_FAMILY = 100
_SIMPLE_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*)?(?:[.#][\w-]+)?")
_LENGTH = re.compile(r"([+-]?[0-9]{0,9}(?:\.[0-9]{1,9})?)([a-z%]*)")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "em": 16.0, "rem": 16.0, "%": 0.16}
_TINY_PIXELS = 3.0
_FAR_AWAY_PIXELS = -500.0
_NEAR = 16
_WHITE: Colour = (255, 255, 255)
_NAMES: dict[str, Colour] = {
    "white": _WHITE, "snow": (255, 250, 250), "ivory": (255, 255, 240), "whitesmoke": (245, 245, 245),
    "ghostwhite": (248, 248, 255), "black": (0, 0, 0), "red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255),
    "navy": (0, 0, 128), "gray": (128, 128, 128), "grey": (128, 128, 128), "silver": (192, 192, 192),
    "yellow": (255, 255, 0), "orange": (255, 165, 0), "purple": (128, 0, 128), "teal": (0, 128, 128),
}  # fmt: skip
_MOST_STYLE_CHARACTERS = 1_000_000
_MOST_CLASSES = 50


class Look(NamedTuple):
    """What an element hands down to its children about being seen."""

    gone: bool = False
    tiny: bool = False
    clear: bool = False
    """The text colour is transparent."""
    colour: Colour | None = None
    """The text colour, `None` when not known."""
    background: Colour | None = _WHITE
    """What is behind the text, `None` when not known (an image, a gradient, a variable)."""
    painted: bool = False
    """Whether the page itself says what is behind the text; without a word it is the reader's own paper."""
    family: str | None = None
    size_pt: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    struck: bool = False
    raised: bool = False
    """Whether the text stands above the line."""

    @property
    def font(self) -> Font:
        """What is known of the letters; what is behind them is only known where a style says so."""
        colour = None if self.clear else self.colour
        said = (self.family, self.size_pt, self.bold, self.italic, _hex(colour))
        if said == _NOTHING and not self.painted:
            return UNKNOWN_FONT
        return _font(*said, _hex(self.background) if self.painted else None)

    @property
    def unseen(self) -> str | None:
        """Why what has this look is not seen: `display-none`, `tiny`, `white`, or `None` when it is."""
        if self.gone:
            return "display-none"
        if self.tiny:
            return "tiny"
        return "white" if self.clear or _alike(self.colour, self.background) else None

    @property
    def reason(self) -> str | None:
        """Why text of this look is not read: it is not seen, or is struck out; `None` when it is read."""
        return self.unseen or (STRUCK_OUT if self.struck else None)


class Styles:
    """The style rules of a page, as far as their selectors are a tag, a class or an id."""

    def __init__(self, sheets: Iterator[str]) -> None:
        """Take the text of the page's style elements."""
        self._rules: dict[str, dict[str, str]] = {}
        for sheet in sheets:
            for selectors, body in _rules(sheet[:_MOST_STYLE_CHARACTERS]):
                declarations = _declarations(body)
                for selector in selectors.lower().split(",") if declarations else ():
                    if _SIMPLE_SELECTOR.fullmatch(selector.strip()):
                        self._rules.setdefault(selector.strip(), {}).update(declarations)

    def look(self, element: etree._Element, outer: Look) -> Look:
        """The look of an element inside one of the look `outer`."""
        style = self._style(element)
        attributes = element.attrib
        if element.tag in _UNSEEN_TAGS or "hidden" in attributes or _unopened(element):
            return outer._replace(gone=True)
        if "color" in attributes and element.tag == "font":
            style = {"color": str(attributes["color"]).lower(), **style}
        if element.tag in _BOLD_TAGS:
            outer = outer._replace(bold=True)
        elif element.tag in _ITALIC_TAGS:
            outer = outer._replace(italic=True)
        elif element.tag in _HEIGHTS:
            outer = outer._replace(raised=_HEIGHTS[element.tag])
        if _strikes(element, style):
            outer = outer._replace(struck=True)  # nothing inside takes the line away (CSS Text Decoration 3, 2)
        if "bgcolor" in attributes:
            style = {"background": str(attributes["bgcolor"]).lower(), **style}
        return _apply(style, outer) if style else outer

    def _style(self, element: etree._Element) -> dict[str, str]:
        found: dict[str, str] = {}
        if self._rules:
            for selector in _selectors(element):
                found.update(self._rules.get(selector, ()))
        inline = element.get("style")
        if inline:
            found.update(_declarations(inline))
        return found


def _unopened(element: etree._Element) -> bool:
    return element.tag == "dialog" and "open" not in element.attrib


def _selectors(element: etree._Element) -> Iterator[str]:
    """The simple selectors that could name an element, the least specific first."""
    tag = element.get(WAS) or str(element.tag)
    yield tag
    for name in (element.get("class") or "").lower().split(maxsplit=_MOST_CLASSES)[:_MOST_CLASSES]:
        yield f".{name}"
        yield f"{tag}.{name}"
    identity = (element.get("id") or "").lower()
    if identity:
        yield f"#{identity}"
        yield f"{tag}#{identity}"


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and body of each rule outside `@media` and its like."""
    first, *rest = sheet.split("/*")
    sheet = first + "".join(piece.partition("*/")[2] for piece in rest)
    depth = start = opened = 0
    for brace in re.finditer(r"[{}]", sheet):
        at = brace.start()
        if sheet[at] == "{":
            depth += 1
            if depth == 1:
                opened = at
            continue
        if depth == 1 and not sheet[start:opened].lstrip().startswith("@"):
            yield sheet[start:opened], sheet[opened + 1 : at]
        depth = max(0, depth - 1)
        if depth == 0:
            start = at + 1


def _declarations(body: str) -> dict[str, str]:
    found = {}
    for declaration in body.split(";"):
        name, _, value = declaration.partition(":")
        name = name.strip().lower()
        if name in _PROPERTIES:
            value = value if name == "font-family" else value.lower()
            found[_SHORT.get(name, name)] = value.replace("!important", "").strip()
    return found


def _apply(style: dict[str, str], outer: Look) -> Look:
    size = style.get("font-size")
    look = outer._replace(
        gone=outer.gone or _is_gone(style),
        tiny=outer.tiny if size is None else _is_tiny(size, outer=outer.tiny),
    )
    look = _lettered(style, look)
    behind = style.get("background-color") or style.get("background")
    behind = behind and _first_value(behind)
    if behind and behind not in {"none", "inherit", "initial"} and not _is_clear(behind):
        look = look._replace(background=_colour(behind), painted=True)
    text = style.get("color")
    if text and text not in {"inherit", "currentcolor"}:
        look = look._replace(colour=_colour(text), clear=_is_clear(text))
    return look


def _lettered(style: dict[str, str], look: Look) -> Look:
    """Family, size, weight and slant; what depends on something else is not known."""
    if "font-family" in style:
        first = style["font-family"].split(",")[0].strip(" \"'")
        look = look._replace(family=first[:_LONGEST_FAMILY] or None)
    if "font-size" in style:
        look = look._replace(size_pt=_size(style["font-size"], look.size_pt))
    if "font-weight" in style:
        weight = style["font-weight"]
        bold = int(weight) >= 600 if weight.isdecimal() and len(weight) < 5 else _WEIGHTS.get(weight)
        look = look._replace(bold=bold)
    if "font-style" in style:
        look = look._replace(italic=_SLANTS.get(style["font-style"]))
    if style.get("vertical-align") in _ALIGNMENTS:  # others say nothing: `sup` is often put on the line, and shifted
        look = look._replace(raised=_ALIGNMENTS[style["vertical-align"]])
    return look


def _strikes(element: etree._Element, style: dict[str, str]) -> bool:
    """Whether an element strikes out what is in it: as it is styled, otherwise as its tag has it."""
    if _DECORATION in style:
        return _LINE_THROUGH in style[_DECORATION].split()
    return element.tag in _STRUCK_TAGS


_ALIGNMENTS = {"super": True, "sub": False}
_LINE_THROUGH = "line-through"
_DECORATION = "text-decoration"
WAS = "outcomes-was"
"""An attribute of our own: the tag that an element has in the source, where it was given another to be parsed."""
_SHORT = {"text-decoration-line": _DECORATION}
"""Properties of which the later one wins, whichever of the two it is."""
_WEIGHTS = {"bold": True, "normal": False}
_SLANTS = {"italic": True, "oblique": True, "normal": False}


def _size(text: str, outer: float | None) -> float | None:
    found = _LENGTH.fullmatch(text)
    if found is None or not found[1].strip("+-"):
        return None
    number, unit = float(found[1]), found[2]
    if unit in _ABSOLUTE:
        return round(number * _PIXELS[unit] * _POINTS, 2)
    share = {"em": number, "%": number / 100}.get(unit)
    return round(outer * share, 2) if outer is not None and share is not None else None


def _hex(colour: Colour | None) -> str | None:
    return None if colour is None else "{:02X}{:02X}{:02X}".format(*colour)


@lru_cache(maxsize=4096)
def _font(*look: object) -> Font:
    return Font(*look)  # type: ignore[arg-type]


_NOTHING = (None, None, None, None, None)


def _is_gone(style: dict[str, str]) -> bool:
    return (
        style.get("display") == "none"
        or style.get("visibility") in {"hidden", "collapse"}
        or _pixels(style.get("opacity")) == 0
        or any(_pixels(style.get(side), 0.0) < _FAR_AWAY_PIXELS for side in ("left", "top", "text-indent"))
        or (style.get("overflow") == "hidden" and any(_is_nothing(style.get(side)) for side in ("height", "width")))
    )


def _is_nothing(length: str | None) -> bool:
    return _pixels(length) <= 1 and not (length or "").endswith("%")


def _is_tiny(size: str, *, outer: bool) -> bool:
    if size.endswith(("em", "%")) and not size.endswith("rem") and outer:
        return True  # relative to something that is tiny already
    return _pixels(size) < _TINY_PIXELS


def _pixels(text: str | None, default: float = math.inf) -> float:
    """A CSS length in pixels; `default` when it is missing or not a plain number with a unit."""
    found = _LENGTH.fullmatch(text or "")
    if found is None or not found[1].strip("+-"):
        return default
    return float(found[1]) * _PIXELS.get(found[2] or "px", 16.0)


def _first_value(shorthand: str) -> str:
    """`#fff` of `#fff url(x) no-repeat`, `rgb(1, 2, 3)` of `rgb(1, 2, 3) none`."""
    function, bracket, rest = shorthand.partition("(")
    if bracket and " " not in function:
        return f"{function}({rest.partition(')')[0]})"
    return function.split(" ", 1)[0]


def _is_clear(text: str) -> bool:
    if text == "transparent":
        return True
    channels = _channels(text)
    return len(channels) == 4 and _pixels(channels[3]) == 0


def _colour(text: str) -> Colour | None:
    if text.startswith("#"):
        return _hex_colour(text[1:])
    if text in _NAMES:
        return _NAMES[text]
    numbers = [_pixels(channel) for channel in _channels(text)[:3]]
    if len(numbers) < 3 or "%" in text or not all(map(math.isfinite, numbers)):
        return None
    red, green, blue = (min(255, max(0, int(number))) for number in numbers)
    return red, green, blue


def _hex_colour(digits: str) -> Colour | None:
    if len(digits) in {3, 4}:
        digits = "".join(digit * 2 for digit in digits)
    try:
        return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    except ValueError:
        return None


def _channels(text: str) -> list[str]:
    name, _, inside = text.partition("(")
    if name not in {"rgb", "rgba"}:
        return []
    return inside.rstrip(")").replace(",", " ").replace("/", " ").split()


def _alike(one: Colour | None, other: Colour | None) -> bool:
    if one is None or other is None:
        return False
    return all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))
