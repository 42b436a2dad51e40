"""What was delivered and where each piece of it sits: frozen values, no open files, no absolute paths.

    Artifact -> Unit (section, slide, sheet, page, file) -> Block (paragraph, heading, cell, shape, comment ...)

Every piece of text stands in exactly one block, and every block has a locator that a person understands
(`¶12`, `Table 2 R3C1`, `slide 3 / shape "Title 1"`, `report.md:L40`).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from outcomes.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.appearance import (
        Box,
        CellValue,
        ChartData,
        Font,
        Image,
        ParagraphFormat,
        ShapeFormat,
        TextRun,
    )
    from outcomes.blobs import Files

BlockKind = Literal[
    "heading", "paragraph", "list_item", "span", "code", "equation",
    "table", "cell", "shape", "group", "text_box", "picture", "chart", "diagram", "object",
    "header", "footer", "footnote", "endnote", "note", "comment", "alt_text", "metadata", "unreadable",
]  # fmt: skip
UnitKind = Literal["section", "slide", "sheet", "page", "file", "margin"]
Visibility = Literal["visible", "hidden", "markup"]
"""`visible`: a reader sees it; `hidden`: not in the normal view; `markup`: deleted by a tracked change."""

CONCEALED = frozenset(
    {"vanish", "white", "tiny", "off-slide", "zero-size", "covered", "hidden-slide", "hidden-shape", "display-none"}
)
"""Reasons for which text was made unseen; the other reasons (note, comment, alt text, metadata) are ordinary."""

QuoteCheck = Literal["exact", "normalised", "approximate", "moved", "not_found"]


class Block(NamedTuple):
    """One piece of a document. `text` is its own text; that of its `children` is not repeated in it.

    A named tuple because a document has thousands of them and a frozen dataclass costs four times as much to make;
    `block._replace(text=...)` gives a changed copy.
    """

    kind: BlockKind
    locator: str
    text: str = ""
    visibility: Visibility = "visible"
    reason: str | None = None
    """Why it is not visible: one of `CONCEALED`, or `note`, `comment`, `alt-text`, `metadata`, `deleted`."""
    level: int | None = None
    """Heading level from 1, or list and bullet level from 0."""
    label: str | None = None
    """A list item's printed label, `2.` or `•`."""
    name: str | None = None
    """A shape's name, a metadata key, a note's number."""
    style: str | None = None
    placeholder: str | None = None
    """pptx placeholder type: `title`, `ctrTitle`, `body`, `ftr` ..."""
    alt: str | None = None
    """Alternative text of something pictorial: `None` when there is none, `""` when marked decorative."""
    author: str | None = None
    change: Literal["inserted", "deleted"] | None = None
    target: str | None = None
    """Where a hyperlink leads."""
    row: int | None = None
    column: int | None = None
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    """A cell of a header row."""
    box: Box | None = None
    """The upright rectangle that it covers, as turned; `None` where it has no place or lies in a turned group."""
    children: tuple[Block, ...] = ()
    runs: tuple[TextRun, ...] = ()
    """How its own text looks, stretch by stretch, without gaps; empty where the file says nothing about looks."""
    paragraph: ParagraphFormat | None = None
    shape: ShapeFormat | None = None
    image: Image | None = None
    cell: CellValue | None = None
    chart: ChartData | None = None

    @property
    def fonts(self) -> tuple[Font, ...]:
        """The different looks of its own text, in order of appearance."""
        return tuple(dict.fromkeys(run.font for run in self.runs))

    @property
    def visible(self) -> bool:
        """Whether a reader sees it in the normal view."""
        return self.visibility == "visible"

    @property
    def concealed(self) -> bool:
        """Whether it was made unseen (white, tiny, off the slide ...), as opposed to a note or a comment."""
        return self.visibility == "hidden" and self.reason in CONCEALED

    @property
    def full_text(self) -> str:
        """Its own text and that of everything inside it, one line each."""
        return "\n".join(block.text for block in self.walk() if block.text)

    def walk(self) -> Iterator[Block]:
        """This block, then everything inside it, in reading order."""
        yield self
        for child in self.children:
            if child.children:
                yield from child.walk()
            else:
                yield child


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a document that a person would name: a slide, a section, a sheet, a page, a file."""

    kind: UnitKind
    number: int
    """From 1, in document order."""
    locator: str
    """`slide 3`, `section 2`, `notes/readme.md`."""
    title: str = ""
    blocks: tuple[Block, ...] = ()
    hidden: bool = False
    layout: str | None = None
    width: int | None = None
    height: int | None = None
    """Slide size in EMU."""

    def walk(self) -> Iterator[Block]:
        """Every block of the unit, containers before their children, in reading order."""
        for block in self.blocks:
            yield from block.walk()


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about the file that whoever grades it should know: macros, external links, hidden text ..."""

    code: str
    detail: str
    locator: str = ""
    severity: Literal["info", "warning"] = "warning"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One delivered file: POSIX path relative to the artifact, content hash, size."""

    path: str
    sha256: str
    size_bytes: int


class Found(NamedTuple):
    """Where a quote was found, and how literally."""

    check: QuoteCheck
    locator: str | None = None
    ratio: float = 0.0
    """1.0 for a literal or normalised match, the share of matching characters for an approximate one."""


@dataclass(frozen=True)
class Artifact:
    """One delivery, read: its files by hash, and everything in them by locator."""

    kind: str
    """`docx`, `pptx`, `text`, `markdown`, `folder` ..."""
    name: str
    """The file's or folder's own name, for people; never a path."""
    files: tuple[FileEntry, ...]
    units: tuple[Unit, ...] = ()
    flags: tuple[Flag, ...] = ()
    content_sha256: str = ""
    """Like `sha256`, but blind to zip timestamps and document properties; for telling a stall, not for identity."""
    facts: dict[str, str | int] = field(default_factory=dict)
    bookmarks: dict[str, str] = field(default_factory=dict)
    """Names that links inside the file can lead to (bookmarks, ids, heading anchors), and the locator of each."""
    contents: Files | None = field(default=None, compare=False, repr=False)
    """Read-only access to the bytes of `files`; whoever reads an artifact for a run or a grade provides it."""

    def __post_init__(self) -> None:
        """An artifact has at least one file; its content hash falls back to its identity."""
        if not self.files:
            msg = "an artifact holds at least one file"
            raise ValueError(msg)
        if not self.content_sha256:
            object.__setattr__(self, "content_sha256", self.sha256)

    @cached_property
    def sha256(self) -> str:
        """Identity: the hash of a single file's bytes, or of the manifest when there are several."""
        return manifest_sha256(self.files)

    @property
    def size_bytes(self) -> int:
        """Bytes in all files together."""
        return sum(entry.size_bytes for entry in self.files)

    def walk(self) -> Iterator[Block]:
        """Every block of every unit."""
        for unit in self.units:
            yield from unit.walk()

    def of_kind(self, *kinds: BlockKind) -> list[Block]:
        """All blocks of the given kinds, in reading order."""
        return [block for block in self.walk() if block.kind in kinds]

    @property
    def hidden(self) -> list[Block]:
        """Everything with text that is not visible in the normal view."""
        return [block for block in self.walk() if not block.visible and block.text]

    @cached_property
    def visible_text(self) -> str:
        """All visible text, one block a line."""
        return "\n".join(block.text for block in self.walk() if block.visible and block.text)

    @cached_property
    def word_count(self) -> int:
        """Visible words."""
        return len(words(self.visible_text))

    def block(self, locator: str) -> Block | None:
        """The block at a locator, or `None`."""
        return self._index.by_locator.get(fold(locator))

    def unit_of(self, locator: str) -> Unit | None:
        """The unit that a locator names or lies in, or `None`."""
        return self._index.unit_by_locator.get(fold(locator))

    def find(self, quote: str, locator: str = "", *, hidden: bool = False) -> Found:
        """Look for a quote, first where it is said to be, then everywhere.

        Visible text only, unless `hidden`, which is for criteria about hidden things. `...` in a quote joins two
        pieces of one block or unit. Whatever is not in the text is `not_found`; nothing is taken on trust.
        """
        return self._index.find(quote, locator, hidden=hidden)

    @cached_property
    def _index(self) -> _Index:
        return _Index(self.units)


def manifest_sha256(files: Sequence[FileEntry]) -> str:
    """The identity of a set of files: one file's own hash, or the hash of the sorted list of paths and hashes."""
    if len(files) == 1:
        return files[0].sha256
    lines = sorted([entry.path, entry.sha256] for entry in files)
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()


class _Piece(NamedTuple):
    """A block's folded text and where it begins in the folded text of its unit."""

    start: int
    folded: str
    block: Block


_JOIN = " "
_APPROXIMATE = 0.9
_SHARED_WORDS = 0.6


class _Index:
    """Blocks by locator, and folded text by unit, made when they are first needed."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = units
        self._text: dict[bool, list[tuple[str, list[_Piece]]]] = {}

    @cached_property
    def by_locator(self) -> dict[str, Block]:
        """Blocks by folded locator; the first one where two are alike."""
        found: dict[str, Block] = {}
        for unit in self._units:
            for block in unit.walk():
                found.setdefault(fold(block.locator), block)
        return found

    @cached_property
    def unit_by_locator(self) -> dict[str, Unit]:
        """The unit that a folded locator names, or in which its block lies."""
        found: dict[str, Unit] = {}
        for unit in self._units:
            found.setdefault(fold(unit.locator), unit)
            for block in unit.walk():
                found.setdefault(fold(block.locator), unit)
        return found

    def find(self, quote: str, locator: str, *, hidden: bool) -> Found:
        """See `Artifact.find`."""
        where = fold(locator)
        place = self.by_locator.get(where)
        parts = [part for part in (fold(piece) for piece in quote.replace("…", "...").split("...")) if part]
        if not parts:
            return Found("not_found")
        if place is not None and (hidden or place.visible) and quote in place.text:
            return Found("exact", place.locator, 1.0)
        return (
            self._inside(place, quote, parts, hidden=hidden)
            or self._anywhere(where, place, quote, parts, hidden=hidden)
            or self._approximate(_JOIN.join(parts), place, hidden=hidden)
        )

    def _inside(self, place: Block | None, quote: str, parts: Sequence[str], *, hidden: bool) -> Found | None:
        if place is None:
            return None
        inside = [block for block in place.walk() if block.text and (hidden or block.visible)]
        if quote in "\n".join(block.text for block in inside):
            return Found("exact", place.locator, 1.0)
        if _in_order(parts, fold(_JOIN.join(block.text for block in inside))) is not None:
            return Found("normalised", place.locator, 1.0)
        return None

    def _anywhere(
        self, where: str, place: Block | None, quote: str, parts: Sequence[str], *, hidden: bool
    ) -> Found | None:
        stated = self.unit_by_locator.get(where)
        units = zip(self._units, self._folded(hidden=hidden), strict=True)
        for unit, (text, pieces) in sorted(units, key=lambda pair: pair[0] is not stated):
            at = _in_order(parts, text)
            if at is not None:
                block = _block_at(pieces, at)
                if not where or block is place or (place is None and unit is stated):
                    return Found("exact" if quote in block.text else "normalised", block.locator, 1.0)
                return Found("moved", block.locator, 1.0)
        return None

    def _folded(self, *, hidden: bool) -> list[tuple[str, list[_Piece]]]:
        cached = self._text.get(hidden)
        if cached is None:
            cached = self._text[hidden] = [_fold_unit(unit, hidden=hidden) for unit in self._units]
        return cached

    def _approximate(self, quote: str, place: Block | None, *, hidden: bool) -> Found:
        wanted = set(words(quote.lower()))
        numbers = {word for word in wanted if any(map(str.isdigit, word))}
        best = Found("not_found")
        for _, pieces in self._folded(hidden=hidden):
            for piece in pieces:
                there = set(words(piece.folded.lower()))
                # A wrong letter is a slip of the pen; a wrong number is another statement.
                if len(wanted & there) < _SHARED_WORDS * len(wanted) or not numbers <= there:
                    continue
                ratio = _window_ratio(quote, piece.folded)
                if ratio >= _APPROXIMATE and (ratio > best.ratio or piece.block is place):
                    best = Found("approximate", piece.block.locator, round(ratio, 3))
        return best


def _fold_unit(unit: Unit, *, hidden: bool) -> tuple[str, list[_Piece]]:
    pieces: list[_Piece] = []
    start = 0
    for block in unit.walk():
        if block.text and (hidden or block.visible):
            folded = fold(block.text)
            if folded:
                pieces.append(_Piece(start, folded, block))
                start += len(folded) + len(_JOIN)
    return _JOIN.join(piece.folded for piece in pieces), pieces


def _in_order(parts: Sequence[str], text: str) -> int | None:
    """Where the first part begins, if all parts stand in the text one after the other."""
    first = at = text.find(parts[0])
    for before, part in pairwise(parts):
        if at < 0:
            break
        at = text.find(part, at + len(before))
    return first if at >= 0 else None


def _block_at(pieces: Sequence[_Piece], offset: int) -> Block:
    return max((piece for piece in pieces if piece.start <= offset), key=lambda piece: piece.start).block


def _window_ratio(quote: str, text: str) -> float:
    """How much of the quote stands, in order, in the part of the text that matches it best."""
    matcher = SequenceMatcher(None, text, quote, autojunk=False)
    longest = matcher.find_longest_match()
    begin = max(0, longest.a - longest.b)
    window = text[begin : begin + len(quote)]
    return SequenceMatcher(None, window, quote, autojunk=False).ratio()
