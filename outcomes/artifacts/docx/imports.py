"""Content of another format that Word shows in its place (`w:altChunk`): pages, plain text, other documents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from outcomes.artifact import Artifact, Block
    from outcomes.artifacts.docx.place import Place
    from outcomes.artifacts.docx.story import Story
    from outcomes.reader import Limits

_MOST = 10
_MOST_BYTES = 2 * 1024 * 1024  # of all imported parts together, as they are inflated
_MOST_INFLATED = 8 * 1024 * 1024  # of an imported document's own parts
_ZIP = b"PK\x03\x04"
_HTML = (".html", ".htm", ".xhtml")
_HTML_HEADS = (b"<!doctype html", b"<html", b"<?xml", b"<body", b"<p", b"<div")
_TEXT = (".txt", ".text")

Read = tuple[str, "Callable[[bytes, str, Limits], Artifact]"]


def read_import(story: Story, node: etree._Element, place: Place) -> list[Block]:
    """The blocks of imported content, under `imported content 1`; what cannot be read is marked in its place."""
    reading = story.reading
    rel = story.relationship(node)
    target = "another file" if rel is None else rel.target
    locator = f"{place.lead}imported content"
    if rel is None or rel.external or not reading.package.has(rel.target) or reading.imported.count >= _MOST:
        return [reading.damage(locator, _unsupported(target))]
    try:
        data = reading.package.bytes(rel.target)
        found = _reader(rel.target, data, nested=reading.nested)
        reading.imported.size += len(data)
        if found is None or reading.imported.size > _MOST_BYTES:
            return [reading.damage(locator, _unsupported(target))]
        reading.imported.count += 1
        word, read = found
        inside = read(data, f"{locator} {reading.imported.count}", _limits(reading.limits, reading.room))
    except ArtifactError as error:
        return [reading.damage(locator, error)]
    reading.imported.parts[rel.target] = word
    reading.flags += [flag for flag in inside.flags if flag.code != "hidden-text"]
    blocks = [_placed(block, place) for unit in inside.units if unit.kind != "margin" for block in unit.blocks]
    reading.spend(sum(1 for block in blocks for _ in block.walk()))
    return blocks


def _reader(part: str, data: bytes, *, nested: bool) -> Read | None:
    name, head = part.lower(), data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(_ZIP):
        return None if nested else ("a Word document, without its notes and margins", _document)
    if name.endswith(_HTML) or (head.startswith(_HTML_HEADS) and not name.endswith(_TEXT)):
        return "an HTML page", _page
    return ("plain text", _plain) if name.endswith(_TEXT) else None


def _document(data: bytes, name: str, limits: Limits) -> Artifact:
    from outcomes.artifacts.docx.reader import read_nested

    return read_nested(data, name, limits)


def _page(data: bytes, name: str, limits: Limits) -> Artifact:
    from outcomes.artifacts.html.reader import read_html

    return read_html(data, name, limits)


def _plain(data: bytes, name: str, limits: Limits) -> Artifact:
    from outcomes.artifacts.text import read_text

    return read_text(data, name, limits)


def _limits(limits: Limits, room: int) -> Limits:
    """What imported content may cost, so that many pieces of it do not cost many times a document."""
    return replace(
        limits,
        part_bytes=min(limits.part_bytes, _MOST_INFLATED),
        total_bytes=min(limits.total_bytes, _MOST_INFLATED),
        blocks=max(room, 1),
    )


def _placed(block: Block, place: Place) -> Block:
    """Out of the normal view with the place that it stands in."""
    if place.visibility == "visible" or not block.visible:
        return block
    children = tuple(_placed(child, place) for child in block.children)
    return block._replace(visibility=place.visibility, reason=place.reason, children=children)


def _unsupported(target: str) -> ArtifactError:
    return ArtifactError("unsupported-kind", f"the content of {target} is imported here.")
