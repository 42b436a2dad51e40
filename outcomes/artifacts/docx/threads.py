"""Threads of comments: which one answers which, and which are resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifacts.docx.markup import ID, W
from outcomes.artifacts.ooxml.markup import truth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from outcomes.artifacts.docx.reading import Reading

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_LONGEST_ID = 20


class Threads:
    """What `commentsExtended.xml` says; it knows comments by the id of their last paragraph ([MS-DOCX] 2.5.4.1)."""

    def __init__(self, reading: Reading, comments: Sequence[etree._Element]) -> None:
        """Read the part if there is one; a damaged one is reported and done without."""
        self._comments = {_paragraph(node): node for node in comments}
        self._said: dict[str, etree._Element] = {}
        for part in reading.package.related(reading.package.main, "commentsExtended")[:1]:
            root = reading.part(part, "commentsExtended")
            if root is not None:
                self._said = {node.get(f"{_W15}paraId") or "": node for node in root.iterchildren(f"{_W15}commentEx")}

    def label(self, comment: etree._Element) -> str | None:
        """`reply to comment 3`, `resolved`, or both; `None` for neither."""
        said = self._said.get(_paragraph(comment) or "?")
        if said is None:
            return None
        parent = self._comments.get(said.get(f"{_W15}paraIdParent") or "?")
        words = [] if parent is None else [f"reply to comment {(parent.get(ID) or '')[:_LONGEST_ID]}"]
        if truth(said.get(f"{_W15}done"), default=False):
            words.append("resolved")
        return ", ".join(words) or None


def _paragraph(comment: etree._Element) -> str | None:
    last = None
    for last in comment.iter(f"{W}p"):  # noqa: B007 - the last one is wanted
        pass
    return None if last is None else last.get(f"{_W14}paraId")
