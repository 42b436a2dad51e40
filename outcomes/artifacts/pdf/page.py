"""One page, taken apart into plain values that can be written down: paragraphs with runs, pictures, notes, fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from outcomes.artifacts.pdf.annotations import Comment, read_annotations, read_links
from outcomes.artifacts.pdf.buried import buried
from outcomes.artifacts.pdf.layout import by_tags, in_reading_order, joint, lines_of, paragraphs_of
from outcomes.artifacts.pdf.letters import read_letters
from outcomes.artifacts.pdf.scene import read_scene
from outcomes.artifacts.pdf.tags import Tags, read_tags
from outcomes.artifacts.pdf.unseen import covered_share, look_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from outcomes.artifacts.pdf.layout import Paragraph
    from outcomes.artifacts.pdf.library import Library
    from outcomes.artifacts.pdf.scene import Place, Scene
    from outcomes.artifacts.pdf.unseen import Seen

_SCAN_SHARE = 0.5
_FEW_SIGNS = 20
_SPACES = re.compile(r" *\t *| {2,}")


class PageReader:
    """Reads the pages of one document; `headings` are the titles of its outline, page by page."""

    def __init__(
        self, lib: Library, document: int, form: int | None, headings: Mapping[str, Mapping[str, int]]
    ) -> None:
        self._lib = lib
        self._document = document
        self._form = form
        self._headings = headings

    def read(self, number: int) -> dict[str, Any]:
        """The page of this number, from 1; `{"page": n}` alone when it cannot be loaded."""
        lib = self._lib
        page = lib.LoadPage(self._document, number - 1)
        if page is None:
            return {"page": number}
        text_page = lib.Text_LoadPage(page)
        try:
            return self._page(page, text_page, number)
        finally:
            if text_page is not None:
                lib.Text_ClosePage(text_page)
            lib.ClosePage(page)

    def _page(self, page: int, text_page: int | None, number: int) -> dict[str, Any]:
        lib = self._lib
        scene = read_scene(lib, page)
        tags = read_tags(lib, page)
        found: dict[str, Any] = {"page": number, "size": _rounded(scene.frame.size), "complete": scene.complete}
        pieces: list[Seen] = []
        if text_page is not None:
            letters = read_letters(lib, text_page, scene)
            pieces = buried(lib, page, scene, list(look_at(letters.pieces, scene)))
            found["unknown"] = letters.unknown
            found["complete"] = scene.complete and letters.complete
            found["links"] = [
                {"target": link.target, "words": " ".join(link.words.split()), "place": _rounded(link.place)}
                for link in read_links(lib, self._document, page, text_page, scene.frame)
            ]
        found["blocks"] = self._blocks(pieces, tags, number)
        found["pictures"] = _pictures(scene, tags)
        found["scanned"] = _is_scanned(scene, pieces)
        found["text_layer"] = any(seen.reason == "text-layer" for seen in pieces)
        found["notes"] = _annotations(lib, self._form, page, scene)
        return found

    def _blocks(self, pieces: Sequence[Seen], tags: Tags, number: int) -> list[dict[str, Any]]:
        titles = self._headings.get(f"p. {number}", {})
        by_reason: dict[str | None, list[Seen]] = {None: []}
        for seen in pieces:
            by_reason.setdefault(seen.reason, []).append(seen)
        blocks = []
        for reason, group in by_reason.items():
            for paragraph in by_tags(group, tags.roles) or paragraphs_of(in_reading_order(lines_of(group))):
                block = _block(paragraph, reason)
                if block["text"]:
                    block["heading"] = block["heading"] or titles.get(bare(block["text"]))
                    blocks.append(block)
        return blocks


def bare(text: str) -> str:
    """Letters and digits alone, in lower case, for comparing an outline's title with a line of a page."""
    return "".join(filter(str.isalnum, text)).lower()


def _block(paragraph: Paragraph, reason: str | None) -> dict[str, Any]:
    text = ""
    runs: list[list[Any]] = []
    is_cell = paragraph.tag is not None and paragraph.tag.cell > 0
    for line in paragraph.lines:
        for i, seen in enumerate(line.pieces):
            words = _SPACES.sub(lambda found: "\t" if "\t" in found[0] else " ", seen.piece.text)
            if i == 0:
                words = words.lstrip()
                lead = "\t" if text and is_cell and line.tabbed else joint(text.rstrip(), words)
                text = text.rstrip() + lead if text else ""
            if text.endswith((" ", "\t")) or not text:
                words = words.lstrip(" ")
            text += words
            _extend(runs, len(text), [*seen.piece.look, seen.background])
    text = text.rstrip()
    return {
        "text": text,
        "runs": _cut(runs, len(text)),
        "place": _rounded(paragraph.place),
        "reason": reason,
        "heading": paragraph.tag.heading if paragraph.tag is not None else None,
        "item": paragraph.tag is not None and paragraph.tag.item,
    }


def _extend(runs: list[list[Any]], end: int, look: list[Any]) -> None:
    """Let the last run reach as far as the text does now, or begin a new one."""
    if runs and runs[-1][1] == look:
        runs[-1][0] = end
    else:
        runs.append([end, look])


def _cut(runs: list[list[Any]], length: int) -> list[list[Any]]:
    kept: list[list[Any]] = []
    start = 0
    for end, look in runs:
        end = min(end, length)  # noqa: PLW2901 - white space at the end of a block is cut off
        if end > start:
            kept.append([end, look])
            start = end
    return kept


def _pictures(scene: Scene, tags: Tags) -> list[dict[str, Any]]:
    return [
        {
            "place": _rounded(picture.place),
            "format": picture.format,
            "pixels": [picture.width_px, picture.height_px],
            "drawn": _rounded((picture.drawn_width, picture.drawn_height)),
            "alt": tags.alts.get(picture.mcid),
        }
        for picture in scene.pictures
    ]


def _is_scanned(scene: Scene, pieces: Sequence[Seen]) -> bool:
    """Most of the page is pictures, and hardly any letters are seen."""
    seen = sum(len(piece.piece.text.strip()) for piece in pieces if piece.reason is None)
    return seen < _FEW_SIGNS and covered_share(scene) >= _SCAN_SHARE


def _annotations(lib: Library, form: int | None, page: int, scene: Scene) -> list[dict[str, Any]]:
    found = []
    for note in read_annotations(lib, form, page, scene.frame):
        entry = note._asdict()
        entry["place"] = None if note.place is None else _rounded(note.place)
        entry["field"] = not isinstance(note, Comment)
        found.append(entry)
    return found


def _rounded(values: Place | tuple[float, float]) -> list[float]:
    """Points, clamped to what a page can be: PDF's own limit is 14,400, and what lies far off is just off."""
    return [round(min(100_000.0, max(-100_000.0, value if value == value else 0.0)), 2) for value in values]  # noqa: PLR0124
