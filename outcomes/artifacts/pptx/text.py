"""Text bodies: paragraphs made of pieces, and the blocks that they become."""

from __future__ import annotations

from itertools import chain, takewhile
from typing import TYPE_CHECKING, NamedTuple

from outcomes.appearance import ParagraphFormat
from outcomes.artifact import Block, parting
from outcomes.artifacts.ooxml.equations import linear
from outcomes.artifacts.ooxml.markup import A, integer
from outcomes.artifacts.pptx.bullets import Bullets
from outcomes.artifacts.pptx.markup import BREAK, FIELD, FORMULA, PARAGRAPH, RUN, branch
from outcomes.artifacts.pptx.pieces import Piece, Stretch, set_out, stretches
from outcomes.artifacts.pptx.styles import LAST_LEVEL, NO_FIT, Fit, Style, signature
from outcomes.text import clip, raised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from lxml import etree

    from outcomes.appearance import TextRun
    from outcomes.artifact import BlockKind, Visibility
    from outcomes.artifacts.pptx.links import Links

_RUNS_A_BLOCK = 3
"""As a power of two: eight more runs in a paragraph cost as much as a block."""
_LINES_A_BLOCK = 8
"""Paragraphs of one body that cost no more than the block that they are in."""
_MANY_RUNS = 5_000
_INLINE = frozenset({RUN, BREAK, FIELD, FORMULA})
_TEXT, _RUN_PROPERTIES, _PARAGRAPH_PROPERTIES, _STYLES = f"{A}t", f"{A}rPr", f"{A}pPr", f"{A}lstStyle"


class Setting(NamedTuple):
    """What a text is set in."""

    style: Style
    """What it inherits; its own list style comes on top."""
    behind: str | None = None
    """`RRGGBB` of what lies behind it; `None` is unknown."""
    fit: Fit = NO_FIT


class Paragraph(NamedTuple):
    """One paragraph with text in it."""

    number: int
    """From 1, empty paragraphs counted."""
    level: int
    label: str | None
    pieces: tuple[Piece, ...]
    format: ParagraphFormat | None = None
    marked: bool = False
    """Whether some of it cannot be seen, or is a link."""

    @property
    def is_formula(self) -> bool:
        """Whether it holds formulas and nothing else."""
        if len(self.pieces) == 1:
            return self.pieces[0].formula
        return all(piece.formula for piece in self.pieces if not piece.text.isspace())


class Words(NamedTuple):
    """What a paragraph says of the block that holds it."""

    text: str
    runs: tuple[TextRun, ...] = ()
    visibility: Visibility = "visible"
    reason: str | None = None
    target: str | None = None
    children: tuple[Block, ...] = ()


NO_WORDS = Words("")


class TextReader:
    """Reads the text bodies of one sheet."""

    def __init__(self, links: Links, take: Callable[[int], bool], languages: dict[str, int]) -> None:
        """`take` says whether so many more blocks may be made; `languages` counts characters by language."""
        self._links = links
        self._take = take
        self._languages = languages

    def paragraphs(self, body: etree._Element | None, setting: Setting) -> list[Paragraph]:
        """The paragraphs that have text."""
        bullets = Bullets()
        found: list[Paragraph] = []
        number = 0
        for node in body if body is not None else ():
            if node.tag == PARAGRAPH:
                number += 1
                cost = (len(node) >> _RUNS_A_BLOCK) + (number > _LINES_A_BLOCK)
                if cost and not self._take(cost):
                    break
                paragraph = self._paragraph(node, number, setting, bullets)
                if paragraph is not None:
                    found.append(paragraph)
            elif node.tag == _STYLES and len(node):
                setting = setting._replace(style=Style(setting.style.palette, node, setting.style))
        return found

    def words(self, paragraph: Paragraph, locator: str) -> Words:
        """The text of one block; unseen stretches of it, and links on some of its words, become spans in it."""
        return self._marked(paragraph.pieces, locator) if paragraph.marked else Words(*set_out(paragraph.pieces))

    def block(self, kind: BlockKind, locator: str, paragraph: Paragraph) -> Block:
        """One block for one paragraph."""
        if not paragraph.marked:
            text, runs = set_out(paragraph.pieces)
            return Block(
                kind, locator, text, "visible", None, paragraph.level, paragraph.label, runs=runs,
                paragraph=paragraph.format,
            )  # fmt: skip
        found = self._marked(paragraph.pieces, locator)
        return Block(
            kind, locator, found.text, found.visibility, found.reason, paragraph.level, paragraph.label,
            target=found.target, children=found.children, runs=found.runs, paragraph=paragraph.format,
        )  # fmt: skip

    def _paragraph(self, node: etree._Element, number: int, setting: Setting, bullets: Bullets) -> Paragraph | None:
        properties, level = None, 0
        pieces: list[Piece] = []
        for child in node if len(node) <= _MANY_RUNS else self._as_long_as_there_is_room(node):
            tag = child.tag
            if tag in _RUNS:
                pieces.append(self._run(child, level, setting))
            elif tag == _PARAGRAPH_PROPERTIES:
                properties = child
                level = min(max(integer(child.get("lvl")), 0), LAST_LEVEL)
            elif tag != _END:
                pieces.extend(self._others(child, level, setting))
        seen = marked = False
        size: float | None = None
        for text, ink, reason, target, _ in reversed(pieces):
            if not seen and text and not text.isspace():
                seen = True
            if reason is not None or target is not None:
                marked = True
            if ink is not None:
                size = ink.font.size_pt
        if not seen:
            return None
        lines, set_as = setting.style.lines(level, properties, size, setting.fit)
        return Paragraph(number, level, bullets.label(lines, level), tuple(pieces), set_as, marked)

    def _as_long_as_there_is_room(self, node: etree._Element) -> Iterator[etree._Element]:
        """The children; each of many may look different, which costs."""
        return takewhile(lambda _: self._take(0), node)

    def _run(self, node: etree._Element, level: int, setting: Setting) -> Piece:
        text, properties = "", None
        for child in node:
            if child.tag == _TEXT:
                text = child.text or ""
            elif child.tag == _RUN_PROPERTIES:
                properties = child
        if "\v" in text:
            text = text.replace("\v", "\n")
        ink = setting.style.ink(level, properties, signature(properties), setting.behind, setting.fit.scale)
        if ink.raised:
            text = raised(text)
        reason = ink.reason if ink.reason is not None and text and not text.isspace() else None
        if properties is None:
            return Piece(text, ink, reason)
        lang = properties.get("lang")
        if lang:
            self._languages[lang] = self._languages.get(lang, 0) + len(text)
        return Piece(text, ink, reason, self._links.target(properties) if len(properties) else None)

    def _others(self, node: etree._Element, level: int, setting: Setting) -> Iterator[Piece]:
        """Line breaks, formulas, and the chosen branch of alternative content."""
        for child in (node,) if node.tag in _INLINE else branch(node, _INLINE):
            yield self._run(child, level, setting) if child.tag in _RUNS else self._other(child, level, setting)

    def _other(self, node: etree._Element, level: int, setting: Setting) -> Piece:
        if node.tag == BREAK:
            return Piece("\n")
        properties = next(node.iter(_RUN_PROPERTIES), None)
        ink = setting.style.ink(level, properties, signature(properties), setting.behind, setting.fit.scale)
        return Piece(linear(node), ink, formula=True)

    def _marked(self, pieces: tuple[Piece, ...], locator: str) -> Words:
        text, runs = set_out([seen for piece in pieces if (seen := _seen(piece)) is not None])
        links = stretches(pieces, lambda piece: piece.target if piece.reason is None else None)
        unseen = stretches(pieces, lambda piece: piece.reason)
        if not text and len(unseen) == 1:
            return Words(*set_out(unseen[0].pieces), "hidden", unseen[0].key)
        target = links[0].key if len(links) == 1 and links[0].text == text else None
        spans = chain(() if target is not None else _links(locator, links), _unseen(locator, unseen))
        return Words(text, runs, target=target, children=tuple(takewhile(lambda _: self._take(1), spans)))


def _seen(piece: Piece) -> Piece | None:
    """What is read of a piece."""
    if piece.reason is None:
        return piece
    return Piece(" ", piece.ink) if parting(piece.text, piece.reason) else None


_RUNS = frozenset({RUN, FIELD})
_END = f"{A}endParaRPr"


def joined(paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    """Several paragraphs as one with line breaks, for titles, cells and notes; `None` for none."""
    if len(paragraphs) < 2:
        return paragraphs[0] if paragraphs else None
    pieces = [piece for paragraph in paragraphs for piece in (Piece("\n"), *paragraph.pieces)]
    shared = _agreed([paragraph.format for paragraph in paragraphs if paragraph.format is not None])
    marked = any(paragraph.marked for paragraph in paragraphs)
    return paragraphs[0]._replace(pieces=tuple(pieces[1:]), label=None, format=shared, marked=marked)


def _agreed(formats: Sequence[ParagraphFormat]) -> ParagraphFormat | None:
    """What all of them have alike; the rest is unknown."""
    if len(set(formats)) < 2:
        return formats[0] if formats else None
    return ParagraphFormat(*[values[0] if len(set(values)) == 1 else None for values in zip(*formats, strict=True)])


def _links(locator: str, links: Iterable[Stretch]) -> Iterator[Block]:
    for number, stretch in enumerate(links, 1):
        yield Block("span", f"{locator} / link {number}", name=clip(stretch.text), target=stretch.key)


def _unseen(locator: str, unseen: Iterable[Stretch]) -> Iterator[Block]:
    for number, stretch in enumerate(unseen, 1):
        text, runs = set_out(stretch.pieces)
        yield Block("span", f"{locator} / hidden {number}", text, "hidden", stretch.key, runs=runs)
