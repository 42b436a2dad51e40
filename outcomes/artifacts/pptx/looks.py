"""What one level of a text style states about letters and lines, and how statements add up: the nearest one wins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from outcomes.artifacts.ooxml.markup import A, R, integer, local, truth
from outcomes.artifacts.pptx.colours import Colour, read_colour, share
from outcomes.artifacts.pptx.fills import FILLS, Fill, fill_of

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.artifacts.pptx.colours import Palette

_OUTLINE, _EFFECTS, _HIGHLIGHT, _LINK = f"{A}ln", f"{A}effectLst", f"{A}highlight", f"{A}hlinkClick"
_NO_FILL = f"{A}noFill"
_FACES = {f"{A}latin": "latin", f"{A}ea": "ea", f"{A}cs": "cs", f"{A}sym": "sym"}
_OWN_LINK_COLOUR = "{http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor}hlinkClr"
_STRIKES = frozenset({"sngStrike", "dblStrike"})
_NO_ACTION = "ppaction://noaction"
_MOST = 400_000


class Look(NamedTuple):
    """Character properties (`a:rPr`, `a:defRPr`); `None` is not stated here."""

    size: int | None = None
    """Hundredths of a point."""
    bold: bool | None = None
    italic: bool | None = None
    fill: Fill | None = None
    highlight: Colour | None = None
    outlined: bool | None = None
    effects: bool | None = None
    """A shadow or a glow."""
    latin: str | None = None
    ea: str | None = None
    cs: str | None = None
    sym: str | None = None
    linked: bool | None = None
    """A link that is drawn in the theme's colour for links."""
    struck: bool | None = None
    raised: bool | None = None
    """Whether it stands above the line."""

    def over(self, farther: Look) -> Look:
        """This look, and what only the farther one states."""
        return Look._make(mine if mine is not None else theirs for mine, theirs in zip(self, farther, strict=True))


PLAIN_LOOK = Look()


class Spacing(NamedTuple):
    """A distance as written: `value` is a share of the line or font (`percent`), or points."""

    value: float
    percent: bool


class Bullet(NamedTuple):
    """What stands before a paragraph."""

    kind: Literal["none", "sign", "number", "picture"]
    sign: str = ""
    """The character, or how numbers are written: `arabicPeriod`."""
    start: int = 1


class Lines(NamedTuple):
    """Paragraph properties (`a:pPr`, `a:lvl1pPr` ...); `None` is not stated here. Lengths are in EMU."""

    alignment: str | None = None
    left: int | None = None
    right: int | None = None
    indent: int | None = None
    line: Spacing | None = None
    before: Spacing | None = None
    after: Spacing | None = None
    bullet: Bullet | None = None
    bullet_font: str | None = None

    def over(self, farther: Lines) -> Lines:
        """These lines, and what only the farther ones state."""
        return Lines._make(mine if mine is not None else theirs for mine, theirs in zip(self, farther, strict=True))


PLAIN_LINES = Lines()


class Level(NamedTuple):
    """One level of a text style."""

    look: Look = PLAIN_LOOK
    lines: Lines = PLAIN_LINES

    def over(self, farther: Level) -> Level:
        """This level, and what only the farther one states."""
        return Level(self.look.over(farther.look), self.lines.over(farther.lines))


PLAIN_LEVEL = Level()


def read_look(node: etree._Element | None, palette: Palette) -> Look:
    """Read an `a:rPr` or `a:defRPr`."""
    if node is None:
        return PLAIN_LOOK
    size = _number(node.get("sz"), 1)
    strike, baseline = node.get("strike"), node.get("baseline")
    stated: dict[str, object] = {
        "size": size,
        "bold": _flag(node, "b"),
        "italic": _flag(node, "i"),
        "struck": None if strike is None else strike in _STRIKES,
        "raised": None if baseline is None else share(baseline, 0.0) > 0,
    }
    for child in node:
        tag = str(child.tag)
        if tag in FILLS:
            stated["fill"] = fill_of(child, palette)
        elif tag in _FACES:
            stated[_FACES[tag]] = child.get("typeface")
        elif tag == _HIGHLIGHT:
            stated["highlight"] = read_colour(child, palette)
        elif tag == _OUTLINE:
            stated["outlined"] = any(line.tag in FILLS and line.tag != _NO_FILL for line in child)
        elif tag == _EFFECTS:
            stated["effects"] = len(child) > 0
        elif tag == _LINK:
            stated["linked"] = _is_link(child)
    return Look(**stated)  # type: ignore[arg-type]


_BULLETS: dict[str, Literal["none", "sign", "number", "picture"]] = {
    f"{A}buNone": "none", f"{A}buChar": "sign", f"{A}buAutoNum": "number", f"{A}buBlip": "picture",
}  # fmt: skip
_SPACINGS = {f"{A}lnSpc": "line", f"{A}spcBef": "before", f"{A}spcAft": "after"}
_BULLET_FONT = f"{A}buFont"


def read_lines(node: etree._Element | None) -> Lines:
    """Read an `a:pPr` or one of `a:lvl1pPr` to `a:lvl9pPr`."""
    if node is None:
        return PLAIN_LINES
    stated: dict[str, object] = {
        "alignment": node.get("algn"),
        "left": _number(node.get("marL")),
        "right": _number(node.get("marR")),
        "indent": _number(node.get("indent")),
    }
    for child in node:
        tag = str(child.tag)
        if tag in _BULLETS:
            stated["bullet"] = _bullet(child, _BULLETS[tag])
        elif tag in _SPACINGS:
            stated[_SPACINGS[tag]] = _spacing(child)
        elif tag == _BULLET_FONT:
            stated["bullet_font"] = child.get("typeface")
    return Lines(**stated)  # type: ignore[arg-type]


def read_level(node: etree._Element | None, palette: Palette) -> Level:
    """Read one of `a:lvl1pPr` to `a:lvl9pPr`."""
    if node is None:
        return PLAIN_LEVEL
    return Level(read_look(node.find(f"{A}defRPr"), palette), read_lines(node))


def _number(text: str | None, least: int | None = None) -> int | None:
    """A whole number; what is none counts as not stated."""
    number = integer(text, default=_MOST**2)
    if number == _MOST**2 or (least is not None and not least <= number <= _MOST):
        return None
    return number


def _flag(node: etree._Element, name: str) -> bool | None:
    text = node.get(name)
    return None if text is None else truth(text)


def _spacing(node: etree._Element) -> Spacing | None:
    for child in node:
        percent = local(child.tag) == "spcPct"
        text = child.get("val")
        return Spacing(share(text), percent=True) if percent else Spacing(integer(text) / 100, percent=False)
    return None


def _bullet(node: etree._Element, kind: Literal["none", "sign", "number", "picture"]) -> Bullet:
    if kind == "number":
        return Bullet(kind, node.get("type") or "arabicPeriod", integer(node.get("startAt"), default=1))
    return Bullet(kind, (node.get("char") or "").strip()[:1] if kind == "sign" else "")


def _is_link(node: etree._Element) -> bool:
    """Whether a click leads anywhere, and the letters do not keep a colour of their own."""
    if (node.get("action") or "").startswith(_NO_ACTION) or not (node.get(f"{R}id") or node.get("action")):
        return False
    return all(mark.get("val") != "tx" for mark in node.iter(_OWN_LINK_COLOUR))
