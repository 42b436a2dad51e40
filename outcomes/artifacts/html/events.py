"""The nodes of an HTML tree as a reader passes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator


def events(root: etree._Element) -> Iterator[tuple[Literal["enter", "leave", "comment"], etree._Element]]:
    """Every node in document order; `etree.iterwalk` would take quadratic time over comments."""
    before = [node for node in root.itersiblings(preceding=True) if _is_comment(node.tag)]
    for comment in reversed(before):
        yield "comment", comment
    yield "enter", root
    stack = [(root, iter(root))]
    while stack:
        node, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield "leave", node
        elif _is_comment(child.tag):
            yield "comment", child
        else:
            yield "enter", child
            stack.append((child, iter(child)))
    for node in root.itersiblings():
        if _is_comment(node.tag):
            yield "comment", node


def _is_comment(tag: object) -> bool:
    return tag is etree.Comment
