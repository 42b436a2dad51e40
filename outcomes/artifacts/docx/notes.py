"""The numbers of footnotes and endnotes as they are printed: `3`, `iii`, `c`, `*`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.docx.markup import W, value
from outcomes.artifacts.docx.numbering import write_number
from outcomes.artifacts.ooxml.markup import integer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from outcomes.artifacts.docx.anchors import NoteMark

# ECMA-376 17.11.18: the format where none is stated.
_USUAL = {"footnote": "decimal", "endnote": "lowerRoman"}
_MOST_START = 100_000


class NoteNumbers:
    """How notes of one kind are numbered, by the settings and the sections of the document."""

    def __init__(self, kind: str, sections: Sequence[etree._Element], settings: etree._Element | None) -> None:
        """`sections` are their properties; those that number their notes in different ways leave the number unknown."""
        stated = [_properties(settings, kind), *(_properties(section, kind) for section in sections)]
        self._formats = _agreed(stated, "numFmt", _USUAL[kind])
        self._starts = _agreed(stated, "numStart", "1")
        self._restarts = _agreed(stated, "numRestart", "continuous")

    def printed(self, mark: NoteMark) -> str | None:
        """What is printed at the mark; `None` for a mark of the author's own, and where pages or sections decide."""
        if mark.printed is None or self._formats is None or self._starts is None or self._restarts != "continuous":
            return None
        start = min(max(integer(self._starts, default=1), 0), _MOST_START)
        return write_number(self._formats, start + mark.printed - 1)


def _properties(parent: etree._Element | None, kind: str) -> etree._Element | None:
    return None if parent is None else parent.find(f"{W}{kind}Pr")


def _agreed(stated: list[etree._Element | None], name: str, usual: str) -> str | None:
    """What the document as a whole and each of its sections say; `None` when they differ."""
    whole, *sections = [value(node, name) for node in stated]
    base = whole or usual
    found = {text or base for text in sections} or {base}
    return found.pop() if len(found) == 1 else None
