"""What stands beside a worksheet's cells: comments, charts, pictures and text boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifact import Block
from outcomes.artifacts.ooxml.charts import read_chart
from outcomes.artifacts.ooxml.markup import (
    CX,
    A,
    C,
    R,
    alt_text_blocks,
    alternative_text,
    drawing_text,
    local,
    truth,
    unreadable,
)
from outcomes.artifacts.xlsx.markup import XDR, X, rich_text
from outcomes.errors import ArtifactError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from outcomes.artifact import Flag
    from outcomes.artifacts.ooxml.package import Package

_LABELS = {"graphicFrame": "chart", "pic": "picture", "sp": "text box"}


def read_people(root: etree._Element) -> dict[str, str]:
    """The names of those who take part in threads, by id."""
    return {node.get("id") or "": node.get("displayName") or "" for node in root if local(node.tag) == "person"}


def read_notes(root: etree._Element, sheet: str) -> list[Block]:
    """Classic comments: `Sheet1!B7 / comment`."""
    authors = [(node.text or "").strip() for node in root.iterfind(f"{X}authors/{X}author")]
    found = []
    for node in root.iterfind(f"{X}commentList/{X}comment"):
        text = node.find(f"{X}text")
        number = node.get("authorId") or ""
        author = authors[int(number)] if number.isdecimal() and len(number) < 6 and int(number) < len(authors) else None
        words = "" if text is None else rich_text(text).strip()
        at = f"{sheet}!{node.get('ref') or '?'}"
        found.append(_comment(f"{at} / comment", words, author, at))
    return found


def read_threads(root: etree._Element, sheet: str, people: Mapping[str, str]) -> list[Block]:
    """Threaded comments and replies, in stored order: `Sheet1!B7 / comment`, `Sheet1!B7 / comment 2`."""
    seen: dict[str, int] = {}
    found = []
    for node in root:
        if local(node.tag) != "threadedComment":
            continue
        ref = node.get("ref") or "?"
        seen[ref] = seen.get(ref, 0) + 1
        at = f"{sheet}!{ref}"
        locator = f"{at} / comment" + (f" {seen[ref]}" if seen[ref] > 1 else "")
        text = next((child.text or "" for child in node if local(child.tag) == "text"), "")
        found.append(_comment(locator, text.strip(), people.get(node.get("personId") or "") or None, at))
    return found


def _comment(locator: str, text: str, author: str | None, about: str) -> Block:
    return Block("comment", locator, text, visibility="hidden", reason="comment", author=author, target=about)


def read_drawing(package: Package, part: str, sheet: str) -> Iterator[tuple[Block, list[Flag]]]:
    """Charts, pictures and text boxes, each kind numbered in stored order: `Sheet1 / chart 1`.

    Raises:
        ArtifactError: what `Package.xml` raises for the drawing itself; a damaged chart is an `unreadable` block.
    """
    numbers: dict[str, int] = {}
    for node in package.xml(part).iter(*(f"{XDR}{tag}" for tag in _LABELS)):
        label = _LABELS[local(node.tag)]
        numbers[label] = numbers.get(label, 0) + 1
        at = f"{sheet} / {label} {numbers[label]}"
        try:
            block = _object(package, part, node, at)
        except ArtifactError as error:
            damaged, flag = unreadable(at, error)
            yield damaged, [flag]
        else:
            if block is not None:
                yield block, []


def _object(package: Package, part: str, node: etree._Element, at: str) -> Block | None:
    properties = next(node.iter(f"{XDR}cNvPr"), None)
    name = None if properties is None else properties.get("name")
    alt = alternative_text(properties)
    concealed = properties is not None and truth(properties.get("hidden"), default=False)
    if concealed:
        return Block("object", at, drawing_text(node), visibility="hidden", reason="hidden-shape", name=name, alt=alt)
    if node.tag == f"{XDR}pic":
        return Block("picture", at, name=name, alt=alt, children=alt_text_blocks(at, alt))
    if node.tag == f"{XDR}sp":
        text = drawing_text(node)
        return Block("text_box", at, text, name=name, alt=alt, children=alt_text_blocks(at, alt)) if text else None
    reference = next(node.iter(f"{C}chart", f"{CX}chart"), None)
    link = None if reference is None else package.rels(part).get(reference.get(f"{R}id") or "")
    if link is None or link.external:
        text = "\n".join(paragraph for frame in node.iter(f"{A}graphicData") if (paragraph := drawing_text(frame)))
        return Block("object", at, text, name=name, alt=alt, children=alt_text_blocks(at, alt))
    return read_chart(package.xml(link.target), at, name=name, alt=alt)
