"""Score bands as in WritingBench: `{checklist: [{name, criteria_description, "1-2": ..., "9-10": ...}, ...]}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.formats.foreign import Import, level, mappings
from outcomes.formats.nodes import Listing, Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

_BAND = re.compile(r"(\d+)\s*-\s*(\d+)")


def read(root: Listing | Mapping, source: str) -> Import | None:
    """The checklist in a file, or `None`; a band is worth its upper end's share of the highest."""
    listed = root.fields.get("checklist") if isinstance(root, Mapping) else root
    entries = mappings(listed) if isinstance(listed, Listing) else []
    if not entries or not all("criteria_description" in entry.fields and len(_bands(entry)) > 1 for entry in entries):
        return None
    found = Import(source, "score bands")
    for entry in entries:
        _item(found, entry)
    if isinstance(root, Mapping):
        found.left_out(root, ("checklist",))
    return found


def _bands(entry: Mapping) -> Sequence[tuple[int, str]]:
    return sorted((int(match.group(2)), key) for key in entry.fields if (match := _BAND.fullmatch(key)))


def _item(found: Import, entry: Mapping) -> None:
    bands = _bands(entry)
    top = bands[-1][0]
    name = entry.fields.get("name")
    text = ": ".join([*([name.text] if isinstance(name, Scalar) else []), found.text(entry, "criteria_description")])
    levels = [level(key, found.text(entry, key), upper / top) for upper, key in bands]
    found.item(entry, text, found.root, levels=levels, points=1.0)
    found.left_out(entry, ("name", "criteria_description", *(key for _, key in bands)))
