"""Word documents (docx, docm, dotx, dotm): nothing that a reader of the page, or of its margins, could see is lost."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from contextlib import closing
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifact import Artifact, Block, FileEntry, Flag, Unit
from outcomes.artifacts.docx.contents import contents_flags
from outcomes.artifacts.docx.look import PAPER, UNKNOWN
from outcomes.artifacts.docx.margins import read_margins
from outcomes.artifacts.docx.markup import W, switched_on
from outcomes.artifacts.docx.reading import Reading
from outcomes.artifacts.docx.sections import page_facts
from outcomes.artifacts.docx.story import Story
from outcomes.artifacts.hidden_text import hidden_text_flags
from outcomes.artifacts.ooxml.contrast import is_rgb
from outcomes.artifacts.ooxml.package import Package
from outcomes.artifacts.ooxml.properties import read_properties
from outcomes.artifacts.single import few
from outcomes.errors import ArtifactError
from outcomes.reader import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

    from outcomes.artifacts.docx.contents import Contents

_CUSTOM_XML = re.compile(r"customXml/item\d*\.xml", re.IGNORECASE)
_MOST_CUSTOM_XML = 50
_PATH = re.compile(r".*[/\\]", re.DOTALL)


def read_docx(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Artifact:
    """Read a Word document.

    Raises:
        ArtifactError: what `Package.open` raises, `not-ooxml` for another kind of office file, and `bad-xml`, `dtd`,
            `too-deep`, `too-large` or `corrupt-part` when the main document cannot be read. Damage elsewhere is
            an `unreadable` block and a flag.
    """
    package = Package.open(data, _PATH.sub("", name), limits)
    if package.kind != "docx":
        msg = f"{package.name!r} is a {package.kind} file, not a Word document."
        raise ArtifactError("not-ooxml", msg, fix=f"Give it the extension .{package.kind}, or deliver the document.")
    try:
        document = package.xml(package.main)
        with closing(Reading(package, limits)) as reading:
            return _read(reading, document, data)
    except RecursionError as error:
        raise ArtifactError("too-deep", f"{name!r} nests its content too deeply.") from error


def read_nested(data: bytes, name: str, limits: Limits) -> Artifact:
    """Read the body of a document that another one imports; all its locators begin with `name`.

    Raises:
        ArtifactError: as `read_docx` does.
    """
    package = Package.open(data, name, limits)
    if package.kind != "docx":
        raise ArtifactError("unsupported-kind", f"{name} is a {package.kind} file.")
    document = package.xml(package.main)
    with closing(Reading(package, limits, nested=True)) as reading:
        blocks = _ended(reading, _body(reading, document, name).blocks)
        return Artifact(
            kind="docx",
            name=name,
            files=(FileEntry(name, hashlib.sha256(data).hexdigest(), len(data)),),
            units=(Unit("section", 1, name, blocks=(*reading.damaged, *blocks)),),
            flags=few((*package.flags(), *reading.flags)),
        )


def _read(reading: Reading, document: etree._Element, data: bytes) -> Artifact:
    package = reading.package
    body = _body(reading, document)
    blocks = _ended(reading, body.blocks)
    margins = _ended(reading, read_margins(reading, body.sections))
    metadata, stated, damage = read_properties(package)
    sections = _sections(blocks)
    margin = Unit("margin", len(sections) + 1, "margins", blocks=(*reading.damaged, *margins, *metadata))
    units = (*sections, margin)
    every = [block for unit in units for block in unit.walk()]
    return Artifact(
        kind="docx",
        name=package.name,
        files=(FileEntry(package.name, hashlib.sha256(data).hexdigest(), len(data)),),
        units=units,
        flags=few(
            (
                *_package_flags(package, reading),
                *reading.flags,
                *damage,
                *hidden_text_flags(every),
                *reading.gaps.flags,
                *contents_flags(body.contents, _headings(sections, body.contents)),
            )
        ),
        content_sha256=package.content_sha256(),
        facts={**_facts(every, margin, reading, body), **page_facts(body.sections), **stated},
        bookmarks=reading.bookmarks,
    )


class _Body(NamedTuple):
    """What was read of the body."""

    blocks: list[Block]
    contents: list[Contents]
    sections: list[etree._Element]
    """The properties of its sections."""


def _body(reading: Reading, document: etree._Element, prefix: str = "") -> _Body:
    body = document.find(f"{W}body")
    if body is None:
        raise ArtifactError("not-ooxml", f"{reading.package.name!r} has a main part without a document body.")
    story = Story(reading, reading.package.main, document)
    reading.paper = _page_colour(reading, document)
    blocks = story.blocks(body, reading.place(prefix, reading.paper))
    reading.gaps.end()
    for node in document.iter(f"{W}bookmarkStart"):  # between rows and cells no paragraph meets them
        reading.bookmarks.setdefault(node.get(f"{W}name") or "", "")
    reading.bookmarks.pop("", None)
    return _Body(blocks, story.fields.contents, story.sections)


def _headings(sections: Sequence[Unit], contents: Sequence[Contents]) -> list[Block]:
    """The headings that a table of contents may list, in order, without those that stand in one."""
    if not contents:
        return []
    entries = {entry.locator for found in contents for entry in found.entries}
    return [
        block
        for unit in sections
        for block in unit.walk()
        if block.kind == "heading" and block.visible and block.text and block.locator not in entries
    ]


def _package_flags(package: Package, reading: Reading) -> Iterator[Flag]:
    """What the package gives away, in the light of what was read."""
    for flag in package.flags():
        part = next(
            (part for part in reading.imported.parts if flag.code == "altchunk" and f" {part}," in flag.detail), None
        )
        if part is None:
            yield flag
        else:
            detail = f"imports the content of {part}, which was read as {reading.imported.parts[part]}"
            yield replace(flag, detail=detail, severity="info")
    custom = islice((part for part in package.parts if _CUSTOM_XML.fullmatch(part)), _MOST_CUSTOM_XML)
    found = [part for part in custom if _holds_text(package, part)]
    if found:
        yield Flag("custom-xml", f"holds data that no page shows as it is ({', '.join(found[:5])})", severity="info")


def _holds_text(package: Package, part: str) -> bool:
    try:
        root = package.xml(part)
    except ArtifactError:
        return True
    holds = any(str(text).strip() for text in root.itertext())
    package.forget(part)
    return holds


def _page_colour(reading: Reading, document: etree._Element) -> str:
    """The colour behind the body: paper, unless the document says otherwise and switches it on."""
    background = document.find(f"{W}background")
    if background is None or not switched_on(reading.settings, "displayBackgroundShape"):
        return PAPER
    colour = (background.get(f"{W}color") or "").upper()
    return colour if is_rgb(colour) and len(background) == 0 else UNKNOWN


def _ended(reading: Reading, blocks: list[Block]) -> list[Block]:
    """The blocks; where the limit stopped the reading, a last one and a flag say so."""
    if not reading.full or any(flag.code == "truncated" for flag in reading.flags):
        return blocks
    detail = f"reading stopped after {reading.limits.blocks:,} blocks"
    reading.flags.append(Flag("truncated", detail))
    return [*blocks, Block("unreadable", "truncated", f"[{detail}]")]


def _sections(body: Sequence[Block]) -> list[Unit]:
    """A section begins at each heading of the highest rank that the document uses."""
    ranks = [block.level for block in body if block.kind == "heading" and block.visible and block.level is not None]
    rank = min(ranks, default=None)
    groups: list[list[Block]] = [[]]
    for block in body:
        if block.kind == "heading" and block.visible and block.level == rank and groups[-1]:
            groups.append([])
        groups[-1].append(block)
    return [
        Unit("section", number, f"section {number}", title=_title(group, rank), blocks=tuple(group))
        for number, group in enumerate(groups, 1)
    ]


def _title(group: Sequence[Block], rank: int | None) -> str:
    first = group[0] if group else None
    titled = first is not None and first.kind == "heading" and first.visible and first.level == rank
    return first.text if titled and first is not None else ""


def _facts(every: Iterable[Block], margin: Unit, reading: Reading, body: _Body) -> dict[str, str | int]:
    """Counts of what the body holds, and of the notes and comments to it."""
    outside = Counter(block.kind for block in margin.walk())
    inside = Counter(block.kind for block in every)
    inside.subtract(outside)
    notes = Counter(block.kind for block in margin.blocks)
    language = reading.forms.language()
    return {
        **{f"{kind}s": inside[kind] for kind in ("paragraph", "heading", "list_item", "table", "picture", "chart")},
        **{f"{kind}s": notes[kind] for kind in ("footnote", "endnote", "comment")},
        "tracked_changes": reading.tracked_changes,
        "empty_paragraphs": reading.gaps.count,
        **({"toc_entries": sum(len(found.entries) for found in body.contents)} if body.contents else {}),
        **({"language": language} if language else {}),
    }
