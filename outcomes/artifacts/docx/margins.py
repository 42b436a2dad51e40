"""What stands outside the body: headers, footers, notes, comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifact import Block
from outcomes.artifacts.docx.look import PAPER
from outcomes.artifacts.docx.markup import AUTHOR, ID, W, switched_on
from outcomes.artifacts.docx.notes import NoteNumbers
from outcomes.artifacts.docx.place import fold_in
from outcomes.artifacts.docx.story import Story
from outcomes.artifacts.docx.threads import Threads
from outcomes.artifacts.ooxml.markup import R

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from outcomes.artifact import BlockKind, Visibility
    from outcomes.artifacts.docx.anchors import NoteMark
    from outcomes.artifacts.docx.reading import Reading

_LONGEST_ID = 20


def read_margins(reading: Reading, sections: Sequence[etree._Element]) -> list[Block]:
    """Headers, footers, footnotes, endnotes and comments, in this order; after the body, which refers to them.

    `sections` are the properties of its sections.
    """
    return [
        *_running(reading, sections, "header"),
        *_running(reading, sections, "footer"),
        *_notes(reading, sections, "footnote"),
        *_notes(reading, sections, "endnote"),
        *_comments(reading),
    ]


def _running(reading: Reading, sections: Sequence[etree._Element], kind: BlockKind) -> Iterator[Block]:
    """Headers or footers in the order of the sections that name them; those on no page are hidden."""
    shown = _shown(reading, sections, kind)
    parts = dict.fromkeys([*shown, *reading.package.related(reading.package.main, kind)])
    for number, part in enumerate(parts, 1):
        locator = f"{kind} {number}"
        root = reading.part(part, locator)
        if root is None:
            continue
        place = reading.place(locator, reading.paper, *_use(used=shown.get(part, False)))
        blocks = Story(reading, part, root).blocks(root, place)
        if blocks:
            yield Block(kind, locator, visibility=place.visibility, reason=place.reason, children=tuple(blocks))


def _use(*, used: bool) -> tuple[Visibility, str | None]:
    return ("visible", None) if used else ("hidden", "unused")


def _shown(reading: Reading, sections: Sequence[etree._Element], kind: str) -> dict[str, bool]:
    """The parts that sections name -> whether they are on any page: first and even ones have to be switched on."""
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


def _notes(reading: Reading, sections: Sequence[etree._Element], kind: BlockKind) -> Iterator[Block]:
    """Footnotes or endnotes in the order of their marks; those that nothing refers to come last and are hidden."""
    marks = reading.anchors.notes
    numbers = NoteNumbers(kind, sections, reading.settings)
    for story, root in _collection(reading, f"{kind}s"):
        nodes = [(marks.get((kind, node.get(ID) or "")), node) for node in root.iterchildren(f"{W}{kind}")]
        for mark, node in sorted(nodes, key=lambda pair: pair[0].number if pair[0] else len(nodes) + 1):
            if reading.full:
                break
            note = _note(story, node, kind, mark, numbers)
            if note.text or note.children:
                yield note


def _note(story: Story, node: etree._Element, kind: BlockKind, mark: NoteMark | None, numbers: NoteNumbers) -> Block:
    story.reading.spend(1)
    number = str(mark.number) if mark else f"id {(node.get(ID) or '')[:_LONGEST_ID]}"
    locator = story.reading.unique(f"{kind} {number}")
    place = story.reading.place(locator, story.reading.paper, *_use(used=mark is not None), folds=True)
    folded = fold_in(story.blocks(node, place), place)
    return Block(
        kind,
        place.prefix,
        folded.text,
        visibility=place.visibility,
        reason=place.reason,
        name=numbers.printed(mark) if mark else number,
        target=mark.locator if mark else None,
        children=folded.children,
        runs=folded.runs,
        paragraph=folded.paragraph,
    )


def _comments(reading: Reading) -> Iterator[Block]:
    """Comments by their id; what is a reply or resolved says so in its label."""
    for story, root in _collection(reading, "comments"):
        nodes = list(root.iterchildren(f"{W}comment"))
        threads = Threads(reading, nodes)
        for node in nodes:
            if reading.full:
                break
            yield _comment(story, node, threads)


def _comment(story: Story, node: etree._Element, threads: Threads) -> Block:
    """One comment: `name` is what it is about, `target` the paragraph, `label` its place in a thread."""
    story.reading.spend(1)
    ref = node.get(ID) or ""
    anchor = story.reading.anchors.comments.get(ref)
    locator = story.reading.unique(f"comment {ref[:_LONGEST_ID]}")
    place = story.reading.place(locator, PAPER, "hidden", "comment", folds=True)
    folded = fold_in(story.blocks(node, place), place)
    return Block(
        "comment",
        place.prefix,
        folded.text,
        visibility=place.visibility,
        reason=place.reason,
        label=threads.label(node),
        name=anchor.quote or None if anchor else None,
        author=node.get(AUTHOR),
        target=anchor.locator if anchor else None,
        children=folded.children,
        runs=folded.runs,
        paragraph=folded.paragraph,
    )


def _collection(reading: Reading, kind: str) -> Iterator[tuple[Story, etree._Element]]:
    """The part that holds all notes or comments of a kind, if there is one that can be read."""
    for part in reading.package.related(reading.package.main, kind)[:1]:
        root = reading.part(part, kind)
        if root is not None:
            yield Story(reading, part, root), root
