"""Tables: every cell once, with its spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomes.artifact import Block
from outcomes.artifacts.ooxml.markup import A, integer, truth
from outcomes.artifacts.pptx.colours import read_fill
from outcomes.artifacts.pptx.text import Words, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from outcomes.artifacts.pptx.colours import Palette
    from outcomes.artifacts.pptx.reading import Reading
    from outcomes.artifacts.pptx.text import TextReader

_MOST_SPAN = 1000


def read_cells(
    table: etree._Element, locator: str, reading: Reading, texts: TextReader, palette: Palette
) -> Iterator[Block]:
    """The cells of an `a:tbl`, row by row, as far as the limit on blocks allows; what a merge hides is left out."""
    look = table.find(f"{A}tblPr")
    has_header = look is not None and truth(look.get("firstRow"), default=False)
    for row, line in enumerate(table.iterchildren(f"{A}tr"), 1):
        for column, node in enumerate(line.iterchildren(f"{A}tc"), 1):
            if _merged_away(node):
                continue
            if not reading.take():
                return
            place = f"{locator} / R{row}C{column}"
            cell = _words(node, place, texts, palette)
            yield Block(
                "cell", place, cell.text, cell.visibility, cell.reason, target=cell.target, row=row, column=column,
                row_span=_span(node, "rowSpan"), column_span=_span(node, "gridSpan"),
                header=has_header and row == 1, children=cell.children,
            )  # fmt: skip


def _words(node: etree._Element, locator: str, texts: TextReader, palette: Palette) -> Words:
    """A cell is one block: its paragraphs are the lines of its text."""

    def behind() -> str | None:
        fill = read_fill(node.find(f"{A}tcPr"), palette)
        return fill.rgb if fill is not None and fill.opaque else None

    paragraph = joined(texts.paragraphs(node.find(f"{A}txBody"), behind))
    return texts.words(paragraph, locator) if paragraph is not None else Words("")


def _merged_away(node: etree._Element) -> bool:
    return any(truth(node.get(mark), default=False) for mark in ("hMerge", "vMerge"))


def _span(node: etree._Element, name: str) -> int:
    return min(max(integer(node.get(name), default=1), 1), _MOST_SPAN)
