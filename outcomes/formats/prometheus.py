"""Level descriptors as in Prometheus: `{criteria, score1_description, ..., score5_description}`.

One criterion with a level for each score, worth its share of the highest (Kim et al., 2024,
https://github.com/prometheus-eval/prometheus-eval). A list, and a data set's `orig_` names, are read alike.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outcomes.formats.foreign import Import, level, mappings
from outcomes.formats.nodes import Listing, Mapping

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEVEL = re.compile(r"(?:orig_)?score_?(\d+)_(?:description|desc)")
_CRITERIA = ("criteria", "orig_criteria", "criterion", "general_criteria")
_NESTED = ("rubric", "score_rubric", "rubrics", "score_rubrics")


def read(root: Listing | Mapping, source: str) -> Import | None:
    """The descriptors in a file, or `None`."""
    if isinstance(root, Mapping) and not _scores(root):
        nested = next((root.fields[key] for key in _NESTED if key in root.fields), None)
        return _read(mappings(nested), source, root) if isinstance(nested, Listing | Mapping) else None
    return _read(mappings(root), source, None)


def _read(entries: Sequence[Mapping], source: str, around: Mapping | None) -> Import | None:
    if not entries or not all(_scores(entry) for entry in entries):
        return None
    found = Import(source, "level descriptors")
    for entry in entries:
        _item(found, entry)
    if around is not None:
        found.left_out(around, _NESTED)
    return found


def _scores(entry: Mapping) -> dict[int, str]:
    """The keys of the descriptors by their score."""
    return {int(match.group(1)): key for key in entry.fields if (match := _LEVEL.fullmatch(key))}


def _item(found: Import, entry: Mapping) -> None:
    scores = _scores(entry)
    top = max(scores)
    if len(scores) < 2 or top <= 0:
        found.refuse(entry, "a scale has two scores or more, the highest above 0")
    name = next((key for key in _CRITERIA if key in entry.fields), "")
    if not name:
        found.refuse(entry, "the descriptors belong to no `criteria`, a sentence that says what is rated")
    levels = [level(str(score), found.text(entry, scores[score]), score / top) for score in sorted(scores)]
    found.item(entry, found.text(entry, name), found.root, levels=levels, points=1.0)
    worth = ", ".join(f"{score} is {score / top:.0%}" for score in sorted(scores))
    found.note("read_as", f"of the credit of this criterion: {worth}", entry)
    found.left_out(entry, (name, *scores.values()))
