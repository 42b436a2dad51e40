"""Document properties (title, author, dates, custom ones) as metadata blocks."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from outcomes.artifact import Block, Flag
from outcomes.artifacts.ooxml.markup import integer, local, unreadable
from outcomes.errors import ArtifactError
from outcomes.text import squash

if TYPE_CHECKING:
    from lxml import etree

    from outcomes.artifacts.ooxml.package import Package

_MOST = 1_000
_EXTENDED = frozenset({"Company", "Manager", "HyperlinkBase", "Template"})
_STATED = {"Pages": "pages_stated", "Slides": "slides_stated", "Words": "words_stated"}


def read_properties(package: Package) -> tuple[list[Block], dict[str, str | int], list[Flag]]:
    """Metadata blocks (`metadata / title`), what the file states about itself, and flags for damaged parts."""
    found: dict[str, str] = {}
    stated: dict[str, str | int] = {}
    blocks: list[Block] = []
    flags: list[Flag] = []
    for kind in ("core-properties", "extended-properties", "custom-properties"):
        for part in package.related("", kind)[:1]:
            try:
                root = package.xml(part)
            except ArtifactError as error:
                block, flag = unreadable(f"metadata / {kind}", error)
                blocks.append(block)
                flags.append(flag)
                continue
            found.update(_values(root, kind))
            stated.update(_stated(root))
    return [*(_block(key, text) for key, text in found.items()), *blocks], stated, flags


def _block(key: str, text: str) -> Block:
    return Block("metadata", f"metadata / {key}", text, visibility="hidden", reason="metadata", name=key)


def _values(root: etree._Element, kind: str) -> dict[str, str]:
    values = {}
    for node in islice(root, _MOST):
        key = local(node.tag)
        if kind == "custom-properties":
            key = f"custom / {node.get('name') or '?'}"
        elif kind == "extended-properties" and key not in _EXTENDED:
            continue
        text = squash(" ".join(str(piece) for piece in node.itertext()))
        if text:
            values[key] = text
    return values


def _stated(root: etree._Element) -> dict[str, str | int]:
    nodes = ((_STATED.get(local(node.tag)), node.text) for node in root)
    return {fact: integer(text) for fact, text in nodes if fact is not None and (text or "").strip().isdigit()}
