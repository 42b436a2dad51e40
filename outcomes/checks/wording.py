"""Words in running text, where they stand, and where a document explains them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from outcomes.checks.grid import grids
from outcomes.text import fold

if TYPE_CHECKING:
    from outcomes.artifact import Artifact, Block

TEXT: Final = frozenset({"paragraph", "list_item", "heading", "shape", "text_box", "cell", "footnote", "endnote"})
"""Kinds of block whose own text is words."""
_GLOSSARY: Final = re.compile(
    r"(?:[\dA-Z.]{0,6} )?(?:glossary|definitions?|terms\b.*|terminology|"
    r"(?:list of )?(?:abbreviations|acronyms)|nomenclature|"
    r"glossar|begriffe|abkürzungs?(?:en|verzeichnis))(?: and .*)?",
    re.IGNORECASE,
)
_HEADER: Final = re.compile(r"(?:abbreviations?|acronyms?|terms?|abk\u00fcrzung|begriff)\b", re.IGNORECASE)


class Use(NamedTuple):
    """One place where a word stands: its block, the folded text there, and where it begins in that."""

    block: Block
    text: str
    start: int


def listed(artifact: Artifact) -> frozenset[str]:
    """What stands first in the lines and table rows of a glossary."""
    found: set[str] = set()
    inside: int | None = None
    for unit in artifact.units:
        for block in unit.walk() if not unit.hidden else ():
            if block.kind == "heading" and block.visible:
                level = block.level or 1
                if inside is None or level <= inside:
                    inside = level if _GLOSSARY.fullmatch(fold(block.text)) else None
            elif inside is not None and block.text and block.visible:
                found.add(re.split(r"[:(=\t]| [-\u2013\u2014] ", block.text, maxsplit=1)[0].strip().casefold())
    for grid in grids(artifact):
        header = grid.header(grid.columns[0]) if grid.columns else ""
        if _GLOSSARY.fullmatch(header) or _HEADER.match(header):
            found |= {grid.text(row, grid.columns[0]).casefold() for row in grid.body_rows}
    return frozenset(found)
