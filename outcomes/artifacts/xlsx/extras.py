"""What stands beside a worksheet's cells: comments, charts, pictures and text boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifact import Block
from outcomes.artifacts.ooxml.charts import embedded_workbook, read_chart
from outcomes.artifacts.ooxml.markup import (
    CX,
    A,
    C,
    R,
    alt_text_blocks,
    alternative_text,
    drawing_text,
    integer,
    local,
    truth,
    unreadable,
)
from outcomes.artifacts.xlsx.markup import XDR, X, read_reference, rich_text
from outcomes.errors import ArtifactError
from outcomes.text import clip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from outcomes.artifact import Flag
    from outcomes.artifacts.ooxml.package import Package
    from outcomes.artifacts.ooxml.pictures import Pictures

_LARGEST = 27_273_042_316_900
"""EMU that a drawing may be wide or high (ECMA-376 20.1.10.42, ST_PositiveCoordinate)."""
_LABELS = {"graphicFrame": "chart", "pic": "picture", "sp": "text box"}


def read_people(root: etree._Element) -> dict[str, str]:
    """The names of those who take part in threads, by id."""
    return {node.get("id") or "": node.get("displayName") or "" for node in root if local(node.tag) == "person"}


def read_notes(root: etree._Element, sheet: str) -> list[Block]:
    """Classic comments: `Sheet1!B7 / comment`, a second one on the same cell `Sheet1!B7 / comment 2`."""
    seen: dict[str, int] = {}
    authors = [(node.text or "").strip() for node in root.iterfind(f"{X}authors/{X}author")]
    found = []
    for node in root.iterfind(f"{X}commentList/{X}comment"):
        text = node.find(f"{X}text")
        number = node.get("authorId") or ""
        author = authors[int(number)] if number.isdecimal() and len(number) < 6 and int(number) < len(authors) else None
        words = "" if text is None else rich_text(text).strip()
        at = _about(sheet, node)
        found.append(_comment(_numbered(at, seen), words, author, at))
    return found


def read_threads(root: etree._Element, sheet: str, people: Mapping[str, str]) -> list[Block]:
    """Threaded comments and replies, in stored order: `Sheet1!B7 / comment`, `Sheet1!B7 / comment 2`."""
    seen: dict[str, int] = {}
    found = []
    for node in root:
        if local(node.tag) != "threadedComment":
            continue
        at = _about(sheet, node)
        text = next((child.text or "" for child in node if local(child.tag) == "text"), "")
        found.append(_comment(_numbered(at, seen), text.strip(), people.get(node.get("personId") or "") or None, at))
    return found


def _about(sheet: str, node: etree._Element) -> str:
    """The cell that a comment is about, as far as it names one."""
    ref = node.get("ref") or "?"
    return f"{sheet}!{read_reference(ref) or clip(ref)}"


def _numbered(at: str, seen: dict[str, int]) -> str:
    """The locator of the next comment on a cell."""
    seen[at] = seen.get(at, 0) + 1
    return f"{at} / comment" + (f" {seen[at]}" if seen[at] > 1 else "")


def _comment(locator: str, text: str, author: str | None, about: str) -> Block:
    return Block("comment", locator, text, visibility="hidden", reason="comment", author=author, target=about)


def read_drawing(package: Package, part: str, sheet: str, pictures: Pictures) -> Iterator[tuple[Block, list[Flag]]]:
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
            block = _object(package, part, node, at, pictures)
        except ArtifactError as error:
            damaged, flag = unreadable(at, error)
            yield damaged, [flag]
        else:
            if block is not None:
                yield block, []


def _object(package: Package, part: str, node: etree._Element, at: str, pictures: Pictures) -> Block | None:
    properties = next(node.iter(f"{XDR}cNvPr"), None)
    name = None if properties is None else properties.get("name")
    alt = alternative_text(properties)
    concealed = properties is not None and truth(properties.get("hidden"), default=False)
    if concealed:
        return Block("object", at, drawing_text(node), visibility="hidden", reason="hidden-shape", name=name, alt=alt)
    if node.tag == f"{XDR}pic":
        image = pictures.filled(part, node.find(f"{XDR}blipFill"), _drawn(node))
        return Block("picture", at, name=name, alt=alt, image=image, children=alt_text_blocks(at, alt))
    if node.tag == f"{XDR}sp":
        text = drawing_text(node)
        return Block("text_box", at, text, name=name, alt=alt, children=alt_text_blocks(at, alt)) if text else None
    reference = next(node.iter(f"{C}chart", f"{CX}chart"), None)
    link = None if reference is None else package.rels(part).get(reference.get(f"{R}id") or "")
    if link is None or link.external:
        text = "\n".join(paragraph for frame in node.iter(f"{A}graphicData") if (paragraph := drawing_text(frame)))
        return Block("object", at, text, name=name, alt=alt, children=alt_text_blocks(at, alt))
    workbook = embedded_workbook(package, link.target)
    return read_chart(package.xml(link.target), at, name=name, alt=alt, workbook=workbook)


def _drawn(node: etree._Element) -> tuple[int, int] | None:
    """The size of a picture in EMU, from its anchor or its own frame, which a sheet keeps up to date."""
    anchor = node.getparent()
    size = anchor.find(f"{XDR}ext") if anchor is not None else None
    if size is None:
        size = node.find(f"{XDR}spPr/{A}xfrm/{A}ext")
    wide, high = (integer(size.get(side)) for side in ("cx", "cy")) if size is not None else (0, 0)
    return (wide, high) if 0 < wide <= _LARGEST and 0 < high <= _LARGEST else None
