"""Which text of an HTML page a person does not see, judged from attributes, inline styles and simple style rules.

Nothing is laid out: only what a declaration says outright counts (`display: none`, white on white, one-pixel type).
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

Colour = tuple[int, int, int]

_PROPERTIES = frozenset(
    {"display", "visibility", "opacity", "font-size", "color", "background", "background-color",
     "left", "top", "text-indent", "height", "width", "overflow"}
)  # fmt: skip
_UNSEEN_TAGS = frozenset(
    {"template", "noscript", "noframes", "noembed", "datalist", "iframe", "canvas", "audio", "video"}
)
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

    @property
    def reason(self) -> str | None:
        """Why text of this look is not seen: `display-none`, `tiny`, `white`, or `None` when it is seen."""
        if self.gone:
            return "display-none"
        if self.tiny:
            return "tiny"
        return "white" if self.clear or _alike(self.colour, self.background) else None


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
    tag = str(element.tag)
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
    for declaration in body.lower().split(";"):
        name, _, value = declaration.partition(":")
        name = name.strip()
        if name in _PROPERTIES:
            found[name] = value.replace("!important", "").strip()
    return found


def _apply(style: dict[str, str], outer: Look) -> Look:
    size = style.get("font-size")
    look = outer._replace(
        gone=outer.gone or _is_gone(style),
        tiny=outer.tiny if size is None else _is_tiny(size, outer=outer.tiny),
    )
    behind = style.get("background-color") or style.get("background")
    behind = behind and _first_value(behind)
    if behind and behind not in {"none", "inherit", "initial"} and not _is_clear(behind):
        look = look._replace(background=_colour(behind))
    text = style.get("color")
    if text and text not in {"inherit", "currentcolor"}:
        look = look._replace(colour=_colour(text), clear=_is_clear(text))
    return look


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
