"""One page from what the reading process says of it: a unit, its blocks, and what is to be said about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from outcomes.appearance import EMU_PER_POINT, Box, Font, Image, TextRun
from outcomes.artifact import Block, Flag, Unit
from outcomes.artifacts.ooxml.markup import alt_text_blocks
from outcomes.text import clip, count, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from outcomes.artifact import BlockKind
    from outcomes.reader import Limits

_BULLETS = r"[\u2022\u25cf\u25aa\u25e6\u2023\u2043\u00b7\u25a0\u25cb\uf0b7\uf0a7\uf0d8\u2013*-]"
_BULLET = re.compile(rf"({_BULLETS})\s+(?=\S)")
_LABEL = re.compile(rf"({_BULLETS}|\(?\w{{1,4}}[.)])\s+(?=\S)")
_SYMBOLS = {"\uf0b7": "\u2022", "\uf0a7": "\u25aa", "\uf0d8": "\u27a2"}
"""What Word's bullets of the fonts Symbol and Wingdings look like."""
_FEW_UNKNOWN = 5


class PageBuilder:
    """Makes units of pages, with one `Font` for each look, until the limit on blocks is reached."""

    def __init__(self, limits: Limits) -> None:
        self.pictures = 0
        self.exhausted = False
        self._left = limits.blocks
        self._fonts: dict[tuple[Any, ...], Font] = {}

    def unit(self, number: int, said: dict[str, Any]) -> tuple[Unit, list[Flag]]:
        """The unit of a page, and its flags."""
        at = f"p. {number}"
        texts = list(self._texts(at, said))
        pictures = list(self._pictures(at, said["pictures"]))
        placed, loose = _with_links(at, [*texts, *pictures], said.get("links", ()))
        blocks = self._allowed([*placed, *loose, *_notes(at, said["notes"])])
        title = next((b.text for b in blocks if b.kind == "heading" and b.visible), "")
        width, height = (round(side * EMU_PER_POINT) for side in said["size"])
        return Unit("page", number, at, title, tuple(blocks), width=width, height=height), list(_flags(at, said))

    def _allowed(self, blocks: list[Block]) -> list[Block]:
        kept = blocks[: max(0, self._left)]
        self._left -= len(blocks)
        self.exhausted = self.exhausted or len(kept) < len(blocks)
        return kept

    def _texts(self, at: str, said: dict[str, Any]) -> Iterator[Block]:
        paragraphs = hidden = 0
        for entry in said["blocks"]:
            reason = entry["reason"]
            paragraphs += reason is None
            hidden += reason is not None
            locator = f"{at} / ¶{paragraphs}" if reason is None else f"{at} / hidden {hidden}"
            yield self._text(locator, entry, reason)

    def _text(self, locator: str, entry: dict[str, Any], reason: str | None) -> Block:
        kind, level, label, text = _role(entry)
        cut = len(entry["text"]) - len(text)
        return Block(
            kind,
            locator,
            text,
            visibility="visible" if reason is None else "hidden",
            reason=reason,
            level=level,
            label=label,
            box=_box(entry["place"]),
            runs=self._runs(entry["runs"], cut),
        )

    def _runs(self, runs: list[list[Any]], cut: int) -> tuple[TextRun, ...]:
        found = []
        start = 0
        for end, look in runs:
            stop = end - cut
            if stop > start:
                found.append(TextRun(start, stop, self._font(look)))
                start = stop
        return tuple(found)

    def _font(self, look: list[Any]) -> Font:
        key = tuple(look)
        font = self._fonts.get(key)
        if font is None:
            font = self._fonts[key] = Font(*key)
        return font

    def _pictures(self, at: str, entries: Sequence[dict[str, Any]]) -> Iterator[Block]:
        for i, entry in enumerate(entries, 1):
            self.pictures += 1
            locator = f"{at} / picture {i}"
            wide, high = entry["pixels"]
            drawn = [round(side * EMU_PER_POINT) for side in entry["drawn"]]
            yield Block(
                "picture",
                locator,
                alt=entry["alt"],
                box=_box(entry["place"]),
                image=Image(entry["format"], wide or None, high or None, *drawn),
                children=alt_text_blocks(locator, entry["alt"]),
            )


def _role(entry: dict[str, Any]) -> tuple[BlockKind, int | None, str | None, str]:
    """Kind, level, label, and the text without its label."""
    text = entry["text"]
    if entry["heading"]:
        return "heading", entry["heading"], None, text
    label = (_LABEL if entry["item"] else _BULLET).match(text)
    if label is not None:
        return "list_item", 0, _SYMBOLS.get(label[1], label[1]), text[label.end() :]
    return ("list_item", 0, None, text) if entry["item"] else ("paragraph", None, None, text)


def _box(place: Sequence[float] | None) -> Box | None:
    if place is None:
        return None
    left, top, right, bottom = (round(side * EMU_PER_POINT) for side in place)
    return Box(left, top, right - left, bottom - top)


def _with_links(at: str, blocks: list[Block], links: Sequence[dict[str, Any]]) -> tuple[list[Block], list[Block]]:
    """The blocks with the links that stand on them, and links that stand on nothing."""
    numbers: dict[int, int] = {}
    loose: list[Block] = []
    for link in links:
        i = _under(blocks, link)
        if i is None:
            locator = f"{at} / link {len(loose) + 1}"
            loose.append(
                Block("span", locator, name=clip(link["words"]) or None, target=link["target"], box=_box(link["place"]))
            )
        elif fold(link["words"]) == fold(blocks[i].text):
            blocks[i] = blocks[i]._replace(target=link["target"])
        else:
            numbers[i] = numbers.get(i, 0) + 1
            locator = f"{blocks[i].locator} / link {numbers[i]}"
            span = Block("span", locator, name=clip(link["words"]) or None, target=link["target"])
            blocks[i] = blocks[i]._replace(children=(*blocks[i].children, span))
    return blocks, loose


def _under(blocks: Sequence[Block], link: dict[str, Any]) -> int | None:
    """The block of which a link covers most of its own area."""
    box = _box(link["place"])
    if box is None:
        return None
    shares = [
        (block.box.overlap(box), bool(block.text), -i)
        for i, block in enumerate(blocks)
        if block.box is not None and block.visible
    ]
    best = max(shares, default=(0, False, 0))
    return -best[2] if best[0] > 0 else None


def _notes(at: str, entries: Sequence[dict[str, Any]]) -> Iterator[Block]:
    comments = fields = typed = 0
    for entry in entries:
        box = _box(entry["place"])
        if entry["field"]:
            fields += 1
            yield _field(f"{at} / field {fields}", entry, box)
        elif entry["kind"] == "FreeText":
            typed += 1
            yield _seen(
                Block("text_box", f"{at} / text box {typed}", entry["text"], author=entry["author"] or None, box=box),
                entry,
            )
        else:
            comments += 1
            yield Block(
                "comment",
                f"{at} / comment {comments}",
                entry["text"],
                visibility="hidden",
                reason="comment",
                author=entry["author"] or None,
                style=entry["kind"],
                target=at,
                box=box,
            )


def _field(locator: str, entry: dict[str, Any], box: Box | None) -> Block:
    name = entry["name"] or None
    block = Block(
        "paragraph", locator, entry["value"], name=name, style=entry["kind"], alt=entry["label"] or None, box=box
    )
    return _seen(block, entry)


def _seen(block: Block, entry: dict[str, Any]) -> Block:
    return block._replace(visibility="hidden", reason="display-none") if entry["hidden"] else block


def _flags(at: str, said: dict[str, Any]) -> Iterator[Flag]:
    if said["scanned"]:
        layer = "; its text layer, which nobody sees, is listed as hidden" if said["text_layer"] else ""
        yield Flag("scanned-page", f"a picture of a page, with no text that could be read{layer}", locator=at)
    if said.get("unknown", 0) > _FEW_UNKNOWN:
        detail = f"{count(said['unknown'], 'letter')} of a font that does not say what they mean, shown as U+FFFD"
        yield Flag("encoding", detail, locator=at)
    if not said["complete"]:
        yield Flag("truncated", "a page of more pieces than are looked at; the rest was left out", locator=at)
    for link in said.get("links", ()):
        if link["target"].startswith("launch: "):
            yield Flag("launch", f"a link that starts {clip(link['target'][8:])!r}; nothing was started", locator=at)
    for note in said["notes"]:
        if not note["field"] and note["kind"] == "FileAttachment":
            yield Flag("embedded-object", "a file is attached to the page; it was not opened", locator=at)
