"""Paragraph and character styles, resolved along `basedOn`: outline level, numbering, look."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifacts.docx.look import AUTOMATIC, PAPER, PLAIN, Look, read_look, read_shade
from outcomes.artifacts.docx.markup import W, value
from outcomes.artifacts.ooxml.markup import integer, truth

if TYPE_CHECKING:
    from lxml import etree

_LONGEST_CHAIN = 50
_BODY_TEXT = 9  # the outline level that means "no heading"
_BUILT_IN_HEADING = re.compile(r"heading ?([1-9])", re.IGNORECASE)


class ParagraphStyle(NamedTuple):
    """What a paragraph gets from its style."""

    name: str | None
    heading: int | None
    """Heading level from 1."""
    number_list: str | None
    number_level: int | None
    look: Look
    shade: str | None


class Styles:
    """The styles part, looked into on demand."""

    def __init__(self, root: etree._Element | None) -> None:
        """Index the styles by id."""
        self._nodes: dict[str, etree._Element] = {}
        self._paragraphs: dict[str | None, ParagraphStyle] = {}
        self._looks: dict[str, Look] = {}
        self._shading_tables: dict[str, bool] = {}
        self._default: str | None = None
        self._base = PLAIN
        if root is not None:
            self._index(root)

    def _index(self, root: etree._Element) -> None:
        for node in root.iterchildren(f"{W}style"):
            key = node.get(f"{W}styleId") or ""
            self._nodes.setdefault(key, node)
            if node.get(f"{W}type") == "paragraph" and truth(node.get(f"{W}default"), default=False):
                self._default = key
        self._base = read_look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))

    def paragraph(self, style: str | None) -> ParagraphStyle:
        """A paragraph style; without an id, or for one that the file does not define, the default style."""
        found = self._paragraphs.get(style)
        if found is None:
            found = self._paragraphs[style] = self._resolve(style)
        return found

    def name(self, style: str | None) -> str | None:
        """The name of a style, or the id of one that the file does not define."""
        node = self._nodes.get(style or "")
        return style if node is None else value(node, "name") or style

    def run_look(self, properties: etree._Element) -> Look:
        """What a run's own properties and its character style say about visibility."""
        own = read_look(properties)
        style = value(properties, "rStyle")
        return own if style is None else own.over(self._character(style))

    def _character(self, style: str) -> Look:
        look = self._looks.get(style)
        if look is None:
            look = self._looks[style] = self._look(self._chain(style), PLAIN)
        return look

    def shades_tables(self, style: str | None) -> bool:
        """Whether a table style paints any cell, so that the background of a cell cannot be told."""
        if style is None:
            return False
        known = self._shading_tables.get(style)
        if known is None:
            shades = [read_shade(node) for link in self._chain(style) for node in link.iter(f"{W}shd")]
            known = self._shading_tables[style] = any(shade not in {None, AUTOMATIC, PAPER} for shade in shades)
        return known

    def _chain(self, style: str) -> list[etree._Element]:
        """The style and what it is based on, nearest first; a loop ends where it would begin again."""
        chain: dict[str, etree._Element] = {}
        key: str | None = style
        while key is not None and key not in chain and key in self._nodes and len(chain) < _LONGEST_CHAIN:
            node = chain[key] = self._nodes[key]
            key = value(node, "basedOn")
        return list(chain.values())

    def _look(self, chain: list[etree._Element], base: Look) -> Look:
        for node in reversed(chain):
            base = read_look(node.find(f"{W}rPr")).over(base)
        return base

    def _resolve(self, style: str | None) -> ParagraphStyle:
        known = style if style in self._nodes else self._default
        chain = self._chain(known) if known is not None else []
        properties = [own for node in chain if (own := node.find(f"{W}pPr")) is not None]
        numbering = [own for node in properties if (own := node.find(f"{W}numPr")) is not None]
        lists = [text for node in numbering if (text := value(node, "numId")) is not None]
        levels = [text for node in numbering if (text := value(node, "ilvl")) is not None]
        shades = [shade for node in properties if (shade := read_shade(node.find(f"{W}shd"))) is not None]
        return ParagraphStyle(
            name=self.name(style),
            heading=self._heading(style, chain, properties),
            number_list=lists[0] if lists else None,
            number_level=integer(levels[0]) if levels else None,
            look=self._look(chain, self._base),
            shade=shades[0] if shades else None,
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


def heading_level(outline: str | None) -> int | None:
    """`w:outlineLvl` counts from 0 and says 9 for body text; headings count from 1."""
    level = integer(outline, default=_BODY_TEXT)
    return level + 1 if 0 <= level < _BODY_TEXT else None


def effective_shade(own: str | None, inherited: str) -> str:
    """The background that remains when a shade is painted over another, or is not."""
    return inherited if own is None or own == AUTOMATIC else own
