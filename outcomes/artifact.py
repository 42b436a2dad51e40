"""What was delivered and where each piece of it sits: frozen values, no open files, no absolute paths.

    Artifact -> Unit (section, slide, sheet, page, file) -> Block (paragraph, heading, cell, shape, comment ...)

Every piece of text stands in exactly one block, and every block has a locator that a person understands
(`¶12`, `Table 2 R3C1`, `slide 3 / shape "Title 1"`, `report.md:L40`).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from outcomes.search import Found, Index
from outcomes.text import count_words, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

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
    from outcomes.renderer import Pages

KINDS_BY_ENDING: Final[Mapping[str, str]] = MappingProxyType(
    {"md": "markdown", "txt": "text", "htm": "html", "jpg": "jpeg", "tif": "tiff"}
)
"""Kinds of file that people call by an ending which is not the kind's name."""
BlockKind = Literal[
    "heading", "paragraph", "list_item", "span", "code", "equation",
    "table", "cell", "shape", "group", "text_box", "picture", "chart", "diagram", "object",
    "header", "footer", "footnote", "endnote", "note", "comment", "alt_text", "metadata", "unreadable",
]  # fmt: skip
UnitKind = Literal["section", "slide", "sheet", "page", "file", "margin"]
Visibility = Literal["visible", "hidden", "markup"]
"""`visible`: a reader sees it as said; `hidden`: not in the normal view, or crossed out there; `markup`: deleted by a
tracked change."""

CONCEALED = frozenset(
    {
        "vanish", "white", "tiny", "off-slide", "off-page", "zero-size", "covered", "invisible",
        "hidden-slide", "hidden-shape", "display-none",
    }
)  # fmt: skip
"""Reasons for which text was made unseen; the other reasons (note, comment, struck out ...) are ordinary."""


STRUCK_OUT = "struck-out"
"""The reason of text that is seen, crossed out."""


def parting(text: str, reason: str | None) -> str:
    """The space that is left of text with white space at both ends, struck out: it parts the words around it."""
    parts = reason == STRUCK_OUT and text[:1].isspace() and text[-1:].isspace()
    return " " if parts and not text.isspace() else ""


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
    """Why it is not visible: one of `CONCEALED`, or `note`, `comment`, `alt-text`, `metadata`, `deleted`, `struck-out`
    and the like."""
    level: int | None = None
    """Heading level from 1, or list and bullet level from 0."""
    label: str | None = None
    """A list item's printed label, `2.` or `•`; of a comment, `reply to comment 0`, `resolved` or both."""
    name: str | None = None
    """A shape's name, a metadata key, a note's number as printed."""
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
    """The upright rectangle that it covers, as turned, groups included; `None` where it has no place."""
    children: tuple[Block, ...] = ()
    runs: tuple[TextRun, ...] = ()
    """How its own text looks, stretch by stretch, without gaps; empty where the file says nothing about looks."""
    paragraph: ParagraphFormat | None = None
    shape: ShapeFormat | None = None
    image: Image | None = None
    cell: CellValue | None = None
    chart: ChartData | None = None

    @property
    def text_hash(self) -> str:
        """Eight hex digits that stand for its own text as a reader sees it."""
        return hashlib.sha256(fold(self.text).encode("utf-8", "surrogatepass")).hexdigest()[:8]

    @property
    def durable(self) -> str:
        """Its locator with the hash of its text, `¶12~3fa9c1d2`: still finds it when an edit elsewhere moves it."""
        return f"{self.locator}~{self.text_hash}"

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
    """Names that links inside the file can lead to (bookmarks, ids, heading anchors), and the locator of each.

    In a Word document it may be that of an empty paragraph, which has a place but is no block, or `""` for a place
    between rows and cells.
    """
    contents: Files | None = field(default=None, compare=False, repr=False)
    """Read-only access to the bytes of `files`; whoever reads an artifact for a run or a grade provides it."""
    pages_of: Callable[[Artifact], Pages] | None = field(default=None, compare=False, repr=False)
    """What draws its pages; provided like `contents`."""

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
    def pages(self) -> Pages | None:
        """Pictures of its pages, drawn when they are asked for; `None` where nobody draws."""
        return None if self.pages_of is None else self.pages_of(self)

    @property
    def size_bytes(self) -> int:
        """Bytes in all files together."""
        return sum(entry.size_bytes for entry in self.files)

    def walk(self) -> Iterator[Block]:
        """Every block of every unit."""
        for unit in self.units:
            yield from unit.walk()

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Every block of every unit in reading order, made once: many checks look through all of them."""
        return tuple(self.walk())

    @cached_property
    def shown(self) -> tuple[Block, ...]:
        """The visible blocks of the units that are not hidden: what a reader comes across, margins included."""
        return tuple(block for unit in self.units if not unit.hidden for block in unit.walk() if block.visible)

    def of_kind(self, *kinds: BlockKind) -> list[Block]:
        """All blocks of the given kinds, in reading order."""
        return [block for block in self.blocks if block.kind in kinds]

    @property
    def hidden(self) -> list[Block]:
        """Everything with text that is not visible in the normal view."""
        return [block for block in self.blocks if not block.visible and block.text]

    @cached_property
    def visible_text(self) -> str:
        """All visible text, one block a line."""
        return "\n".join(block.text for block in self.blocks if block.visible and block.text)

    @cached_property
    def word_count(self) -> int:
        """Visible words."""
        return count_words(self.visible_text)

    def block(self, locator: str) -> Block | None:
        """The block at a locator, or `None`.

        With the hash of its text behind it (`Block.durable`), the block that has this text, there or elsewhere.
        """
        return self._index.block(locator)

    def unit_of(self, locator: str) -> Unit | None:
        """The unit that a locator names or lies in, or `None`."""
        return self._index.unit_of(locator)

    def find(self, quote: str, locator: str = "", *, hidden: bool = False) -> Found:
        """Look for a quote, first where it is said to be, then everywhere.

        Visible text only, unless `hidden`, which is for criteria about hidden things. `...` in a quote joins two
        pieces of one block or unit. A number is found whole or not at all. Whatever is not in the text is
        `not_found`; nothing is taken on trust.
        """
        return self._index.find(quote, locator, hidden=hidden)

    @cached_property
    def _index(self) -> Index:
        return Index(self.units)


@lru_cache(maxsize=1024)  # every cell of a large sheet asks
def column_letters(number: int) -> str:
    """A column of a sheet as a formula writes it: 1 is `A`, 27 is `AA`."""
    letters = ""
    while number > 0:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """The number of such a column, from 1; the letters of either case."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def manifest_sha256(files: Sequence[FileEntry]) -> str:
    """The identity of a set of files: one file's own hash, or the hash of the sorted list of paths and hashes."""
    if len(files) == 1:
        return files[0].sha256
    lines = sorted([entry.path, entry.sha256] for entry in files)
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()
