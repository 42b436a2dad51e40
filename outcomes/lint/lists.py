"""The list items of a markdown file as they are indented: which hangs below which."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<marker>[-*+]|\d{1,9}[.)]|\(?[a-z][.)])[ \t]+(?P<text>\S.*)")
_MARK = re.compile(r"\s*(?:[(\[][^()\[\]]*[)\]]|<!--.*?-->)\s*$")


@dataclass(slots=True)
class Line:
    """A list item's first line: its number, its words, and the items right below it."""

    number: int
    indent: int
    text: str
    below: list[Line] = field(default_factory=list)

    @property
    def leads(self) -> bool:
        """Whether it ends with a colon, before or after its marks: then the items below it are criteria."""
        bare = self.text
        while (mark := _MARK.search(bare)) and mark.start() > 0:
            bare = bare[: mark.start()]
        return any(text.rstrip("*_ ").endswith(":") for text in (self.text, bare))


def list_lines(lines: Sequence[str], hidden: frozenset[int]) -> list[Line]:
    """Every item of a file in order, with what hangs below it; `hidden` are the lines of comments and code."""
    found: list[Line] = []
    path: list[Line] = []
    for number, line in enumerate(lines, start=1):
        item = ITEM.match(line) if number not in hidden else None
        if item is not None:
            indent = len(item.group("indent").expandtabs(4))
            new = Line(number, indent, item.group("text"))
            while path and path[-1].indent >= indent:
                path.pop()
            if path:
                path[-1].below.append(new)
            path.append(new)
            found.append(new)
        elif line and not line[0].isspace():
            path = []
    return found
