"""Text bodies: paragraphs made of pieces, and the blocks that they become."""

from __future__ import annotations

from itertools import chain, takewhile
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifact import Block
from outcomes.artifacts.ooxml.equations import linear
from outcomes.artifacts.ooxml.markup import A, integer
from outcomes.artifacts.pptx.bullets import Bullets
from outcomes.artifacts.pptx.ink import Ink
from outcomes.artifacts.pptx.markup import BREAK, FIELD, FORMULA, PARAGRAPH, RUN, content
from outcomes.text import clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from lxml import etree

    from outcomes.artifact import BlockKind, Visibility
    from outcomes.artifacts.pptx.colours import Palette
    from outcomes.artifacts.pptx.links import Links

_INLINE = frozenset({RUN, BREAK, FIELD, FORMULA})
_TEXT, _RUN_PROPERTIES, _PARAGRAPH_PROPERTIES, _STYLES = f"{A}t", f"{A}rPr", f"{A}pPr", f"{A}lstStyle"
_LAST_LEVEL = 8


class Piece(NamedTuple):
    """A stretch of text that looks the same all through."""

    text: str
    reason: str | None = None
    """Why it cannot be seen; `None` when it can."""
    target: str | None = None
    """Where a click on it leads."""
    formula: bool = False


class Paragraph(NamedTuple):
    """One paragraph with text in it."""

    number: int
    """From 1, empty paragraphs counted."""
    level: int
    label: str | None
    pieces: tuple[Piece, ...]

    @property
    def is_formula(self) -> bool:
        """Whether it holds formulas and nothing else."""
        return all(piece.formula for piece in self.pieces if not piece.text.isspace())


class Words(NamedTuple):
    """What a paragraph says of the block that holds it."""

    text: str
    visibility: Visibility = "visible"
    reason: str | None = None
    target: str | None = None
    children: tuple[Block, ...] = ()


class TextReader:
    """Reads the text bodies of one sheet."""

    def __init__(self, palette: Palette, links: Links, take: Callable[[], bool]) -> None:
        """Colours and links are looked up in these; `take` says whether one more block may be made."""
        self._palette = palette
        self._links = links
        self._take = take

    def paragraphs(self, body: etree._Element | None, behind: Callable[[], str | None]) -> list[Paragraph]:
        """The paragraphs that have text; `behind` finds the colour behind it."""
        if body is None:
            return []
        styles = next(body.iterchildren(_STYLES), None)
        ink, bullets = Ink(self._palette, styles, behind), Bullets(styles)
        found = []
        for number, node in enumerate(body.iterchildren(PARAGRAPH), 1):
            properties = next(node.iterchildren(_PARAGRAPH_PROPERTIES), None)
            level = min(max(integer(properties.get("lvl")), 0), _LAST_LEVEL) if properties is not None else 0
            pieces = tuple([self._piece(inline, ink, level) for inline in content(node, _INLINE)])
            if "".join([piece.text for piece in pieces]).strip():
                found.append(Paragraph(number, level, bullets.label(properties, level), pieces))
        return found

    def words(self, paragraph: Paragraph, locator: str) -> Words:
        """The text of one block; unseen stretches of it, and links on some of its words, become spans in it."""
        pieces = paragraph.pieces
        if all(piece.reason is None and piece.target is None for piece in pieces):
            return Words(_text([piece.text for piece in pieces]))
        text = _text(piece.text for piece in pieces if piece.reason is None)
        links = _stretches(pieces, lambda piece: piece.target if piece.reason is None else None)
        unseen = _stretches(pieces, lambda piece: piece.reason)
        if not text and len(unseen) == 1:
            return Words(unseen[0].text, "hidden", unseen[0].key)
        target = links[0].key if len(links) == 1 and links[0].text == text else None
        spans = chain(() if target is not None else _links(locator, links), _unseen(locator, unseen))
        return Words(text, target=target, children=tuple(takewhile(lambda _: self._take(), spans)))

    def block(self, kind: BlockKind, locator: str, paragraph: Paragraph) -> Block:
        """One block for one paragraph."""
        found = self.words(paragraph, locator)
        return Block(
            kind, locator, found.text, found.visibility, found.reason, paragraph.level, paragraph.label,
            target=found.target, children=found.children,
        )  # fmt: skip

    def _piece(self, node: etree._Element, ink: Ink, level: int) -> Piece:
        if node.tag == BREAK:
            return Piece("\n")
        if node.tag == FORMULA:
            return Piece(linear(node), formula=True)
        return self._run(node, ink, level)

    def _run(self, node: etree._Element, ink: Ink, level: int) -> Piece:
        text, properties = "", None
        for child in node:
            if child.tag == _TEXT:
                text = (child.text or "").replace("\v", "\n")
            elif child.tag == _RUN_PROPERTIES:
                properties = child
        reason = ink.unseen(properties, level) if text and not text.isspace() else None
        return Piece(text, reason, self._links.target(properties))


def joined(paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    """Several paragraphs as one with line breaks, for titles, cells and notes; `None` for none."""
    if len(paragraphs) < 2:
        return paragraphs[0] if paragraphs else None
    pieces = [piece for paragraph in paragraphs for piece in (Piece("\n"), *paragraph.pieces)]
    return paragraphs[0]._replace(pieces=tuple(pieces[1:]), label=None)


class _Stretch(NamedTuple):
    """Neighbouring pieces that have something in common, such as their target."""

    key: str
    text: str


def _stretches(pieces: Iterable[Piece], key: Callable[[Piece], str | None]) -> list[_Stretch]:
    """The stretches with a key, in order; white space between two of one key belongs to both."""
    found: list[tuple[str, list[str]]] = []
    before: str | None = None
    gap = ""
    for piece in pieces:
        own = key(piece)
        if own is None and piece.text.isspace():
            gap += piece.text
            continue
        if own is not None and own == before:
            found[-1][1].append(gap + piece.text)
        elif own is not None:
            found.append((own, [piece.text]))
        before, gap = own, ""
    return [_Stretch(shared, _text(texts)) for shared, texts in found]


def _text(pieces: Iterable[str]) -> str:
    return "".join(pieces).strip()


def _links(locator: str, links: Iterable[_Stretch]) -> Iterator[Block]:
    for number, (target, words) in enumerate(links, 1):
        yield Block("span", f"{locator} / link {number}", name=clip(words), target=target)


def _unseen(locator: str, unseen: Iterable[_Stretch]) -> Iterator[Block]:
    for number, (reason, words) in enumerate(unseen, 1):
        yield Block("span", f"{locator} / hidden {number}", words, visibility="hidden", reason=reason)
