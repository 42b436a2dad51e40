"""Names for places in a workbook: defined names, tables, and the places that links lead to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.artifacts.xlsx.markup import quoted, read_range

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PLACE = re.compile(r"=?(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!\[\]:,()]+))!(?P<range>[$A-Za-z0-9:]+)")


def locator_of(text: str, sheets: Iterable[str]) -> str | None:
    """The locator of the first cell of `Sheet1!$B$2:$C$9`; `None` for what is no place in one of the sheets."""
    found = _PLACE.fullmatch(text.strip())
    if found is None:
        return None
    wanted = (found["quoted"] or found["plain"]).replace("''", "'").casefold()
    name = next((sheet for sheet in sheets if sheet.casefold() == wanted), None)
    corners = read_range(found["range"])
    return None if name is None or corners is None else f"{quoted(name)}!{corners[0]}"


def bookmarks(names: Mapping[str, str], links: Iterable[str], sheets: Iterable[str]) -> dict[str, str]:
    """Where names lead, and those links that lead to a place in the workbook; what leads nowhere is left out."""
    sheets = list(sheets)
    found = {name: place for name, text in names.items() if (place := locator_of(text, sheets)) is not None}
    for link in links:
        place = found.get(link) or locator_of(link, sheets)
        if place is not None:
            found.setdefault(link, place)
    return found
