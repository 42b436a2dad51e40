"""SpreadsheetML's own spelling: namespaces, cell references, sheet names, strings and formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from outcomes.artifact import column_letters, column_number

if TYPE_CHECKING:
    from lxml import etree

X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_TEXT = f"{X}t"
LAST_COLUMN = 16_384
LAST_ROW = 1_048_576

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_PLAIN_SHEET_NAME = re.compile(r"[^\W\d][\w.]*")
_LOOKS_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*")
_STRING_LITERAL = re.compile(r'"[^"]*"')
_OUTSIDE = re.compile(
    r"\b(?:WEBSERVICE|RTD|CALL|REGISTER(?:\.ID)?|SQL\.REQUEST|IMAGE|IMPORTDATA|IMPORTXML|IMPORTHTML)\s{0,9}\("
    r"|\[[0-9]+\]"  # another workbook
    r"|[\w']\|",  # dynamic data exchange: server|topic!item
    re.IGNORECASE,
)
_MOST_CHARACTERS = 32_767  # what Excel itself allows in a cell


class Reference(NamedTuple):
    """A cell's place, both from 1."""

    row: int
    column: int

    def __str__(self) -> str:
        """`B7`."""
        return f"{column_letters(self.column)}{self.row}"


def read_reference(text: str | None) -> Reference | None:
    """`B7` -> row 7, column 2; `None` for what is not a cell of any sheet."""
    found = _REFERENCE.fullmatch(text or "")
    if found is None:
        return None
    column, row = column_number(found[1]), int(found[2])
    return Reference(row, column) if 1 <= row <= LAST_ROW and column <= LAST_COLUMN else None


def read_range(text: str | None) -> tuple[Reference, Reference] | None:
    """`B2:C7` -> its two corners, or `None`; a single cell is both."""
    first, _, last = (text or "").partition(":")
    corners = read_reference(first), read_reference(last or first)
    return None if corners[0] is None or corners[1] is None else (corners[0], corners[1])


def quoted(sheet: str) -> str:
    """A sheet's name as a formula spells it: `Sheet1`, `'Q3 plan'`, `'It''s'`."""
    if _PLAIN_SHEET_NAME.fullmatch(sheet) and not _LOOKS_LIKE_A_CELL.fullmatch(sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


def rich_text(node: etree._Element) -> str:
    """The text of a string item, its runs joined, phonetic guides left out."""
    if len(node) == 1 and node[0].tag == _TEXT:
        return (node[0].text or "")[:_MOST_CHARACTERS]
    pieces = [child.text or "" for child in node if child.tag == _TEXT]
    pieces += [text.text or "" for run in node.iterfind(f"{X}r") for text in run.iterfind(_TEXT)]
    return "".join(pieces)[:_MOST_CHARACTERS]


def reaches_outside(formula: str) -> bool:
    """Whether a formula fetches from the network, another program or another workbook."""
    bare = _STRING_LITERAL.sub('""', formula) if '"' in formula else formula
    return bool(_OUTSIDE.search(bare))
