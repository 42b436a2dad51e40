"""What stands outside the body: headers, footers, notes, comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifact import Block
from outcomes.artifacts.docx.markup import AUTHOR, ID, W, switched_on
from outcomes.artifacts.docx.place import Place, fold_in
from outcomes.artifacts.docx.story import Story
from outcomes.artifacts.ooxml.markup import R

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from outcomes.artifact import BlockKind
    from outcomes.artifacts.docx.anchors import NoteMark
    from outcomes.artifacts.docx.reading import Reading

_LONGEST_ID = 20
_UNUSED = Place(visibility="hidden", reason="unused")
_COMMENT = Place(visibility="hidden", reason="comment")


def read_margins(reading: Reading, document: etree._Element) -> list[Block]:
    """Headers, footers, footnotes, endnotes and comments, in this order; after the body, which refers to them."""
    return [
        *_running(reading, document, "header"),
        *_running(reading, document, "footer"),
        *_notes(reading, "footnote"),
        *_notes(reading, "endnote"),
        *_comments(reading),
    ]


def _running(reading: Reading, document: etree._Element, kind: BlockKind) -> Iterator[Block]:
    """Headers or footers in the order of the sections that name them; those on no page are hidden."""
    shown = _shown(reading, document, kind)
    parts = dict.fromkeys([*shown, *reading.package.related(reading.package.main, kind)])
    for number, part in enumerate(parts, 1):
        locator = f"{kind} {number}"
        root = reading.part(part, locator)
        if root is None:
            continue
        place = (Place() if shown.get(part) else _UNUSED)._replace(prefix=locator)
        blocks = Story(reading, part, root).blocks(root, place)
        if blocks:
            yield Block(kind, locator, visibility=place.visibility, reason=place.reason, children=tuple(blocks))


def _shown(reading: Reading, document: etree._Element, kind: str) -> dict[str, bool]:
    """The parts that sections name -> whether they are on any page: first and even ones have to be switched on."""
    sections = list(document.iter(f"{W}sectPr"))
    switches = {
        "first": any(switched_on(section, "titlePg") for section in sections),
        "even": switched_on(reading.settings, "evenAndOddHeaders"),
    }
    rels = reading.package.rels(reading.package.main)
    shown: dict[str, bool] = {}
    for section in sections:
        for node in section.iterchildren(f"{W}{kind}Reference"):
            rel = rels.get(node.get(f"{R}id") or "")
            if rel is not None and not rel.external:
                used = switches.get(node.get(f"{W}type") or "default", True)
                shown[rel.target] = shown.get(rel.target, False) or used
    return shown


def _notes(reading: Reading, kind: BlockKind) -> Iterator[Block]:
    """Footnotes or endnotes by their printed number; those that nothing refers to come last and are hidden."""
    marks = reading.anchors.notes
    for story, root in _collection(reading, f"{kind}s"):
        nodes = [(marks.get((kind, node.get(ID) or "")), node) for node in root.iterchildren(f"{W}{kind}")]
        for mark, node in sorted(nodes, key=lambda pair: pair[0].number if pair[0] else len(nodes) + 1):
            if reading.full:
                break
            note = _note(story, node, kind, mark)
            if note.text or note.children:
                yield note


def _note(story: Story, node: etree._Element, kind: BlockKind, mark: NoteMark | None) -> Block:
    story.reading.spend(1)
    number = str(mark.number) if mark else f"id {(node.get(ID) or '')[:_LONGEST_ID]}"
    place = (Place() if mark else _UNUSED)._replace(prefix=story.reading.unique(f"{kind} {number}"))
    text, children = fold_in(story.blocks(node, place), place)
    return Block(
        kind,
        place.prefix,
        text,
        visibility=place.visibility,
        reason=place.reason,
        name=number,
        target=mark.locator if mark else None,
        children=children,
    )


def _comments(reading: Reading) -> Iterator[Block]:
    """Comments by their id."""
    for story, root in _collection(reading, "comments"):
        for node in root.iterchildren(f"{W}comment"):
            if reading.full:
                break
            yield _comment(story, node)


def _comment(story: Story, node: etree._Element) -> Block:
    """One comment: `name` is what it is about, `target` the paragraph."""
    story.reading.spend(1)
    ref = node.get(ID) or ""
    anchor = story.reading.anchors.comments.get(ref)
    place = _COMMENT._replace(prefix=story.reading.unique(f"comment {ref[:_LONGEST_ID]}"))
    text, children = fold_in(story.blocks(node, place), place)
    return Block(
        "comment",
        place.prefix,
        text,
        visibility=place.visibility,
        reason=place.reason,
        name=anchor.quote or None if anchor else None,
        author=node.get(AUTHOR),
        target=anchor.locator if anchor else None,
        children=children,
    )


def _collection(reading: Reading, kind: str) -> Iterator[tuple[Story, etree._Element]]:
    """The part that holds all notes or comments of a kind, if there is one that can be read."""
    for part in reading.package.related(reading.package.main, kind)[:1]:
        root = reading.part(part, kind)
        if root is not None:
            yield Story(reading, part, root), root
