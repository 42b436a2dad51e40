"""Review comments: the flat ones of older versions and the threads of newer ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifact import Block
from outcomes.artifacts.ooxml.markup import drawing_text, local
from outcomes.artifacts.pptx.markup import MODERN_COMMENTS, P

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

_M = MODERN_COMMENTS
_MARKS = frozenset({"spMk", "picMk", "graphicFrameMk", "grpSpMk", "cxnSpMk"})
"""How a thread says which shape it is about, by the shape's id; the last one is the innermost."""


def read_authors(root: etree._Element) -> dict[str, str]:
    """Names by id, from either kind of author list."""
    return {node.get("id") or "": node.get("name") or "" for node in root if local(node.tag) in {"author", "cmAuthor"}}


def read_comments(
    root: etree._Element, slide: str, first: int, authors: Mapping[str, str], shapes: Mapping[str, str]
) -> list[Block]:
    """The comments on a slide (`slide 3 / comment 1`), replies inside them; `first` numbers the first.

    A comment's target is the locator of what it is about: a shape (`shapes` gives locators by id), or the slide.
    """
    nodes = root.findall(f"{P}cm") or root.findall(f"{_M}cm")
    return [
        _comment(node, f"{slide} / comment {number}", authors)._replace(target=_about(node, slide, shapes))
        for number, node in enumerate(nodes, first)
    ]


def _about(node: etree._Element, slide: str, shapes: Mapping[str, str]) -> str:
    marks = [mark.get("id") or "" for mark in node.iter() if local(mark.tag) in _MARKS]
    return shapes.get(marks[-1], slide) if marks else slide


def _comment(node: etree._Element, locator: str, authors: Mapping[str, str]) -> Block:
    replies = node.findall(f"{_M}replyLst/{_M}reply")
    return Block(
        "comment",
        locator,
        _text(node),
        visibility="hidden",
        reason="comment",
        author=authors.get(node.get("authorId") or "") or None,
        style=node.get("status"),
        children=tuple(_comment(reply, f"{locator} / reply {n}", authors) for n, reply in enumerate(replies, 1)),
    )


def _text(node: etree._Element) -> str:
    legacy = node.findtext(f"{P}text")
    if legacy is not None:
        return legacy.strip()
    body = node.find(f"{_M}txBody")
    return "" if body is None else drawing_text(body)
