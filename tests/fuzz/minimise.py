"""A failing input made small: pieces are left out for as long as the same promise stays broken."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from lxml import etree

from tests.fuzz.xml_changes import xml_parser
from tests.fuzz.zip_writing import unzipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class _Budget:
    """Asks whether a smaller input still fails, until the time is over."""

    def __init__(self, fails: Callable[[bytes], bool], seconds: float) -> None:
        self._fails = fails
        self._until = time.monotonic() + seconds

    def holds(self, data: bytes) -> bool:
        return not self.over and self._fails(data)

    @property
    def over(self) -> bool:
        return time.monotonic() > self._until


def minimised(data: bytes, fails: Callable[[bytes], bool], seconds: float = 60.0) -> bytes:
    """The smallest input that was found in the time; the input itself where nothing can be left out."""
    budget = _Budget(fails, seconds)
    archive = unzipped(data)
    if archive is not None and budget.holds(archive.to_bytes()):
        return _smaller_archive(data, budget)
    return _shorter(data, budget)


def _smaller_archive(data: bytes, budget: _Budget) -> bytes:
    archive = unzipped(data)
    assert archive is not None
    for entry in sorted(archive.entries, key=lambda one: -len(one.data)):
        rest = [one for one in archive.entries if one is not entry]
        kept, archive.entries = archive.entries, rest
        if not budget.holds(archive.to_bytes()):
            archive.entries = kept
    for entry in sorted(archive.entries, key=lambda one: -len(one.data)):
        whole = entry.data

        def still(part: bytes, entry: object = entry) -> bool:
            entry.data = part  # type: ignore[attr-defined]
            return budget.holds(archive.to_bytes())

        entry.data = _smaller_xml(whole, still)
    return archive.to_bytes()


def _smaller_xml(part: bytes, still: Callable[[bytes], bool]) -> bytes:
    """Elements left out, the large ones first, then attributes."""
    best = part
    progress = True
    while progress:
        progress = False
        for attempt in _without_one(best):
            if len(attempt) < len(best) and still(attempt):
                best, progress = attempt, True
                break
    return best


def _without_one(part: bytes) -> Iterator[bytes]:
    try:
        root = etree.fromstring(part, xml_parser())
    except (etree.XMLSyntaxError, ValueError):
        return
    nodes = sorted((node for node in root.iter() if node is not root), key=lambda node: -sum(1 for _ in node.iter()))
    for node in nodes:
        parent = node.getparent()
        if parent is None:
            continue
        at = parent.index(node)
        parent.remove(node)
        yield etree.tostring(root)
        parent.insert(at, node)
    for node in root.iter():
        for name, value in list(node.attrib.items()):
            del node.attrib[name]
            yield etree.tostring(root)
            node.set(name, value)


def _shorter(data: bytes, budget: _Budget) -> bytes:
    """Halves, quarters, eighths ... left out (delta debugging)."""
    size = max(1, len(data) // 2)
    while size >= 1 and not budget.over:
        at = 0
        while at < len(data) and not budget.over:
            attempt = data[:at] + data[at + size :]
            if attempt and budget.holds(attempt):
                data = attempt
            else:
                at += size
        size //= 2
    return data
