"""SmartArt: the text of a diagram's nodes, as an indented list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifact import Block
from outcomes.artifacts.ooxml.markup import DGM, alt_text_blocks, drawing_text, integer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_MOST_ITEMS = 2_000
_CONTENT = frozenset({None, "node", "asst"})


def read_diagram(root: etree._Element, locator: str, *, name: str | None = None, alt: str | None = None) -> Block:
    """Read a diagram's data part: one list item for each node with text, levels from 0."""
    points = {node.get("modelId") or "": node for node in root.iter(f"{DGM}pt")}
    items: list[Block] = []
    for key, level in _in_order(root, points):
        text = _text(points[key])
        if text and len(items) == _MOST_ITEMS:
            items.append(Block("list_item", f"{locator} / item {len(items) + 1}", "... (more items)", level=level))
            break
        if text:
            items.append(Block("list_item", f"{locator} / item {len(items) + 1}", text, level=level))
    return Block("diagram", locator, name=name, alt=alt, children=(*items, *alt_text_blocks(locator, alt)))


def _text(point: etree._Element) -> str:
    node = point.find(f"{DGM}t")
    return drawing_text(node) if node is not None and point.get("type") in _CONTENT else ""


def _in_order(root: etree._Element, points: dict[str, etree._Element]) -> Iterator[tuple[str, int]]:
    """Every node once: down from the document node along its connections, then what nothing connects."""
    below = _children(root)
    start = [key for key, node in points.items() if node.get("type") == "doc"]
    seen: set[str] = set()
    for first in [*start, *points]:
        todo = [(first, -1 if first in start else 0)]
        while todo:
            key, level = todo.pop()
            if key in seen or key not in points:
                continue
            seen.add(key)
            yield key, max(level, 0)
            todo.extend((child, level + 1) for child in reversed(below.get(key, ())))


def _children(root: etree._Element) -> dict[str, list[str]]:
    edges: dict[str, list[tuple[int, str]]] = {}
    for edge in root.iter(f"{DGM}cxn"):
        if edge.get("type") in {None, "parOf"}:
            order = integer(edge.get("srcOrd"))
            edges.setdefault(edge.get("srcId") or "", []).append((order, edge.get("destId") or ""))
    return {parent: [child for _, child in sorted(found)] for parent, found in edges.items()}
