"""One slide: its shapes, speaker notes and comments as a unit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from outcomes.artifact import Block, Unit
from outcomes.artifacts.ooxml.markup import drawing_text, truth
from outcomes.artifacts.pptx.blocks import BlockWriter, conceal
from outcomes.artifacts.pptx.comments import read_comments
from outcomes.artifacts.pptx.markup import SHAPE, P
from outcomes.errors import ArtifactError
from outcomes.text import squash

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from outcomes.artifacts.pptx.reading import Reading, SlideEntry
    from outcomes.artifacts.pptx.scene import Scenes

_PLACEHOLDER, _BODY = f"{P}ph", f"{P}txBody"


def read_slide(entry: SlideEntry, reading: Reading, scenes: Scenes) -> Unit:
    """Read a slide.

    Raises:
        ArtifactError: the slide's own part cannot be read.
    """
    if not entry.part:
        raise ArtifactError("corrupt-part", f"slide {entry.number} is listed as {entry.ref!r}, which leads nowhere.")
    root = reading.part(entry.part)
    locator = f"slide {entry.number}"
    scene = scenes.of_slide(entry.part, root)
    blocks = BlockWriter(reading, scene, entry.number).write(scene.shapes, locator)
    title = _title(blocks)
    hidden = not truth(root.get("show"))
    if hidden:
        blocks = tuple(conceal(block, "hidden-slide") for block in blocks)
    return Unit(
        "slide",
        entry.number,
        locator,
        title,
        (*blocks, *_notes(entry.part, locator, reading), *_comments(entry.part, locator, reading)),
        hidden=hidden,
        layout=(scene.sheet.layout.name or None) if scene.sheet.layout is not None else None,
        width=reading.size.width,
        height=reading.size.height,
    )


def unread_slide(entry: SlideEntry, block: Block, reading: Reading) -> Unit:
    """The unit that stands for a slide that was not read; its only block says why."""
    size = reading.size
    return Unit("slide", entry.number, f"slide {entry.number}", "", (block,), width=size.width, height=size.height)


def damaged_slide(entry: SlideEntry, error: ArtifactError, reading: Reading) -> Unit:
    """The unit of a slide whose own part cannot be read: why, then its notes and comments, which have their own."""
    locator = f"slide {entry.number}"
    unit = unread_slide(entry, reading.damage(f"{locator} / unreadable", error), reading)
    beside = (*_notes(entry.part, locator, reading), *_comments(entry.part, locator, reading))
    return replace(unit, blocks=(*unit.blocks, *beside))


def _title(blocks: Iterable[Block]) -> str:
    """The text of the first title that can be seen."""
    found = (inner for block in blocks for inner in block.walk() if inner.kind == "heading" and inner.visible)
    return next((squash(block.text) for block in found if block.text), "")


def _notes(part: str, slide: str, reading: Reading) -> list[Block]:
    locator = f"{slide} / notes"
    for name in reading.package.related(part, "notesSlide")[:1]:
        try:
            text = _notes_text(reading.part(name))
            reading.forget(name)
        except ArtifactError as error:
            return [reading.damage(locator, error)]
        if text and reading.take():
            return [Block("note", locator, text, visibility="hidden", reason="note")]
    return []


def _notes_text(root: etree._Element) -> str:
    """The text of the notes themselves, without slide image, header, date and number."""
    texts = []
    for node in root.iterfind(f"{P}cSld/{P}spTree/{SHAPE}"):
        mark, body = next(node.iter(_PLACEHOLDER), None), next(node.iterchildren(_BODY), None)
        if mark is not None and body is not None and mark.get("type", "body") == "body":
            texts.append(drawing_text(body))
    return "\n".join(text for text in texts if text)


def _comments(part: str, slide: str, reading: Reading) -> list[Block]:
    found: list[Block] = []
    for name in reading.package.related(part, "comments"):
        try:
            root = reading.part(name)
        except ArtifactError as error:
            found.append(reading.damage(f"{slide} / comment {len(found) + 1}", error))
            continue
        for block in read_comments(root, slide, len(found) + 1, reading.authors):
            if not reading.take(1 + len(block.children)):
                return found
            found.append(block)
    return found
