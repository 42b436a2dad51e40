"""Criteria about how much there is: words, pages, rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.drafting.names import clear, quoted
from outcomes.drafting.proposal import DATA, FILE, STRUCTURE, Proposal, proposes
from outcomes.drafting.proposers.structure import body_headings, section_level
from outcomes.drafting.ranges import AROUND, BELOW, around, half

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outcomes.drafting.example import Example

PROSE: Final = ("docx", "pdf", "html", "markdown", "text")
_MANY_ROWS: Final = 10
_MOST_SHEETS: Final = 4
_FEW: Final = 20
"""Words that are no text yet whose length says anything."""
_LONG: Final = 4_000
"""Words that no section is asked to have."""


@proposes("words", STRUCTURE, 12)
def _words(example: Example) -> Iterable[Proposal]:
    """Of texts; the length of decks and workbooks is not in their words."""
    number = example.artifact.word_count
    if example.kind in PROSE and number >= _FEW:
        low, high = around(number)
        yield Proposal(f"The text has {low:,} to {high:,} words", {"min": low, "max": high}, AROUND)


@proposes("pages", STRUCTURE, 14)
def _pages(example: Example) -> Iterable[Proposal]:
    """Of PDF files, and of office files where LibreOffice was asked to lay them out."""
    if example.kind != "pdf" and not example.pages:
        return
    number = example.tightest("pages", "max", range(1, 100_000))
    if number is not None:
        low, high = around(number)
        yield Proposal(f"It has {low:,} to {high:,} pages", {"min": low, "max": high}, AROUND)


@proposes("opens_in_libreoffice", FILE, 47)
def _opens_elsewhere(example: Example) -> Iterable[Proposal]:
    """Only where LibreOffice was asked: it takes seconds."""
    if example.pages and example.looks_at("opens_in_libreoffice"):
        yield Proposal(f"The {example.noun} opens in LibreOffice too")


@proposes("section_words", STRUCTURE, 42)
def _section_words(example: Example) -> Iterable[Proposal]:
    """The shortest section measures what is too short to be one."""
    headings = body_headings(example)
    level = section_level(headings)
    if sum((heading.level or 1) == level for heading in headings) < 2:
        return
    shortest = example.tightest("section_words", "min", range(_LONG, -1, -1), level=level)
    if shortest is None:
        return
    least, of_level = half(shortest), {} if level == 1 else {"level": level}
    if least >= _FEW:
        why = f"the shortest has {shortest:,} words; {BELOW}"
        yield Proposal(f"Every section has at least {least:,} words", {"min": least, **of_level}, why)
    else:
        yield Proposal("No section is empty", {"min": 1, **of_level})


@proposes("rows", DATA, 12)
def _rows(example: Example) -> Iterable[Proposal]:
    """Of a table of data, and of the sheets of a workbook that hold more than a handful."""
    sheets = [clear(unit.title) for unit in example.units if unit.kind == "sheet"] if example.kind == "xlsx" else [""]
    for sheet in sheets[:_MOST_SHEETS]:
        named = {"sheet": sheet} if sheet else {}
        number = example.amount("rows", min=1, **named)
        if number >= _MANY_ROWS or (number and example.kind == "csv"):
            low, high = around(number)
            where = f"The sheet {quoted(sheet)}" if sheet else "The table"
            text = f"{where} has {low:,} to {high:,} rows below its header"
            yield Proposal(text, {"min": low, "max": high, **named}, AROUND)


PROPOSERS: Final = (_words, _pages, _section_words, _opens_elsewhere, _rows)
