"""Paragraph, character and table styles, resolved along `basedOn`: outline level, numbering, look, spacing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.docx.look import PLAIN, Look
from outcomes.artifacts.docx.markup import W, list_level, value
from outcomes.artifacts.docx.run_properties import read_look, read_shade
from outcomes.artifacts.docx.spacing import Spacing, read_spacing
from outcomes.artifacts.ooxml.markup import integer, truth

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.artifacts.docx.theme import Theme

_LONGEST_CHAIN = 50
_BODY_TEXT = 9  # the outline level that means "no heading"
_BUILT_IN_HEADING = re.compile(r"heading ?([1-9])", re.IGNORECASE)


class Link(NamedTuple):
    """One style of a chain: its spacing, and the list that it puts its paragraphs in."""

    spacing: Spacing
    number_list: str | None


class ParagraphStyle(NamedTuple):
    """What a paragraph gets from its style."""

    name: str | None
    heading: int | None
    """Heading level from 1."""
    number_list: str | None
    number_level: int | None
    look: Look
    """Of the style and what it is based on, down to but not including the default style."""
    usual_look: Look
    """Of the default style, where the style is that one or based on it."""
    shade: str | None
    chain: tuple[Link, ...]
    """From the furthest style to the style itself, without the default style."""
    usual: Spacing


class TableStyle(NamedTuple):
    """What a table style says about cells of one kind (`wholeTable`, `firstRow`, `band1Horz` ...)."""

    look: Look
    spacing: Spacing
    shade: str | None


class Styles:
    """The styles part, looked into on demand."""

    def __init__(self, root: etree._Element | None, theme: Theme) -> None:
        """Index the styles by id."""
        self.theme = theme
        self.defaults = PLAIN
        """The document defaults for runs."""
        self.default_spacing: Spacing = {}
        """The document defaults for paragraphs."""
        self._nodes: dict[str, etree._Element] = {}
        self._paragraphs: dict[str | None, ParagraphStyle] = {}
        self._looks: dict[str, Look] = {}
        self._tables: dict[str, dict[str, TableStyle]] = {}
        self._default: str | None = None
        self._default_table: str | None = None
        if root is not None:
            self._index(root)

    def _index(self, root: etree._Element) -> None:
        for node in root.iterchildren(f"{W}style"):
            key = node.get(f"{W}styleId") or ""
            self._nodes.setdefault(key, node)
            if truth(node.get(f"{W}default"), default=False):
                if node.get(f"{W}type") == "paragraph":
                    self._default = key
                elif node.get(f"{W}type") == "table":
                    self._default_table = key
        self.defaults = read_look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), self.theme)
        self.default_spacing = read_spacing(root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr"))

    def paragraph(self, style: str | None) -> ParagraphStyle:
        """A paragraph style; without an id, or for one that the file does not define, the default style."""
        found = self._paragraphs.get(style)
        if found is None:
            found = self._paragraphs[style] = self._resolve(style)
        return found

    @property
    def language(self) -> str | None:
        """The language of text of which nothing more is said."""
        return self.paragraph(None).usual_look.language or self.defaults.language

    def resolved(self, style: str | None) -> str | None:
        """The id of the style that a paragraph really has."""
        return style if style in self._nodes else self._default

    def name(self, style: str | None) -> str | None:
        """The name of a style, or the id of one that the file does not define."""
        node = self._nodes.get(style or "")
        return style if node is None else value(node, "name") or style

    def character(self, style: str | None) -> Look:
        """What a character style says."""
        if style is None:
            return PLAIN
        look = self._looks.get(style)
        if look is None:
            look = self._looks[style] = self._look(self._chain(style))
        return look

    def table(self, style: str | None) -> dict[str, TableStyle]:
        """What a table style says, by the kind of cell; the default table style without an id or a definition."""
        known = style if style in self._nodes else self._default_table
        if known is None:
            return {}
        if known not in self._tables:
            self._tables[known] = self._table(self._chain(known))
        return self._tables[known]

    def bands(self, style: str | None) -> tuple[int, int]:
        """How many rows and how many columns make a band of a table style."""
        known = style if style in self._nodes else self._default_table
        properties = [node.find(f"{W}tblPr") for node in self._chain(known or "")]
        sizes = []
        for name in ("tblStyleRowBandSize", "tblStyleColBandSize"):
            stated = (value(node, name) for node in properties)
            sizes.append(max(integer(next((text for text in stated if text is not None), "1"), default=1), 1))
        return sizes[0], sizes[1]

    def _table(self, chain: list[etree._Element]) -> dict[str, TableStyle]:
        kinds: dict[str, TableStyle] = {}
        for node in reversed(chain):
            _add(kinds, "wholeTable", node, self.theme)
            for part in node.iterchildren(f"{W}tblStylePr"):
                _add(kinds, part.get(f"{W}type") or "wholeTable", part, self.theme)
        return kinds

    def _chain(self, style: str) -> list[etree._Element]:
        """The style and what it is based on, nearest first; a loop ends where it would begin again."""
        chain: dict[str, etree._Element] = {}
        key: str | None = style
        while key is not None and key not in chain and key in self._nodes and len(chain) < _LONGEST_CHAIN:
            node = chain[key] = self._nodes[key]
            key = value(node, "basedOn")
        return list(chain.values())

    def _look(self, chain: list[etree._Element]) -> Look:
        look = PLAIN
        for node in reversed(chain):
            look = read_look(node.find(f"{W}rPr"), self.theme).over(look)
        return look

    def _resolve(self, style: str | None) -> ParagraphStyle:
        known = self.resolved(style)
        chain = self._chain(known) if known is not None else []
        usual = self._nodes.get(self._default or "")
        above = [node for node in chain if node is not usual]
        base = [node for node in chain if node is usual]
        properties = [own for node in chain if (own := node.find(f"{W}pPr")) is not None]
        numbering = [own for node in properties if (own := node.find(f"{W}numPr")) is not None]
        lists = [text for node in numbering if (text := value(node, "numId")) is not None]
        levels = [text for node in numbering if (text := value(node, "ilvl")) is not None]
        shades = (read_shade(node.find(f"{W}shd"), self.theme) for node in properties)
        return ParagraphStyle(
            name=self.name(style),
            heading=self._heading(style, chain, properties),
            number_list=lists[0] if lists else None,
            number_level=list_level(levels[0]) if levels else None,
            look=self._look(above),
            usual_look=self._look(base),
            shade=next((shade for shade in shades if shade is not None), None),
            chain=tuple(_link(node) for node in reversed(above)),
            usual=read_spacing(base[0].find(f"{W}pPr")) if base else {},
        )

    def _heading(self, style: str | None, chain: list[etree._Element], properties: list[etree._Element]) -> int | None:
        """The outline level of the chain; without one, the level in the reserved name of a built-in heading.

        Some generators use Word's built-in headings without stating their level, or without defining them.
        """
        for node in properties:
            level = value(node, "outlineLvl")
            if level is not None:
                return heading_level(level)
        names = [value(node, "name") or "" for node in chain] if style in self._nodes else [style or ""]
        built_in = (_BUILT_IN_HEADING.fullmatch(name) for name in names)
        return next((int(match[1]) for match in built_in if match), None)


def _link(style: etree._Element) -> Link:
    properties = style.find(f"{W}pPr")
    numbering = None if properties is None else properties.find(f"{W}numPr")
    return Link(read_spacing(properties), value(numbering, "numId"))


def _add(kinds: dict[str, TableStyle], kind: str, node: etree._Element, theme: Theme) -> None:
    """Put what a table style, or a conditional part of it, says on top of what it is based on."""
    below = kinds.get(kind, TableStyle(PLAIN, {}, None))
    shade = read_shade(node.find(f"{W}tcPr/{W}shd"), theme)
    if shade is None:
        shade = read_shade(node.find(f"{W}tblPr/{W}shd"), theme)
    kinds[kind] = TableStyle(
        read_look(node.find(f"{W}rPr"), theme).over(below.look),
        {**below.spacing, **read_spacing(node.find(f"{W}pPr"))},
        below.shade if shade is None else shade,
    )


def built_in_heading(name: str | None) -> int | None:
    """The level in the reserved name of a built-in heading style, `heading 2`."""
    match = _BUILT_IN_HEADING.fullmatch(name or "")
    return int(match[1]) if match else None


def heading_level(outline: str | None) -> int | None:
    """`w:outlineLvl` counts from 0 and says 9 for body text; headings count from 1."""
    level = integer(outline, default=_BODY_TEXT)
    return level + 1 if 0 <= level < _BODY_TEXT else None
