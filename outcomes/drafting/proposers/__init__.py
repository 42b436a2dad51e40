"""What an example can say about each check, family by family, and which checks no example can propose."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from outcomes.drafting.proposers import (
    accessibility,
    appearance,
    data,
    layout,
    leftovers,
    length,
    numbers,
    sheets,
    slides,
    structure,
    wording,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outcomes.drafting.proposal import Proposer

_FAMILIES: Final = (
    structure,
    length,
    slides,
    sheets,
    data,
    numbers,
    accessibility,
    appearance,
    layout,
    wording,
    leftovers,
)

PROPOSERS: Final[Mapping[str, Proposer]] = MappingProxyType(
    {proposer.check: proposer for family in _FAMILIES for proposer in family.PROPOSERS}
)
"""Every check that an example can propose, by its name."""

NOT_PROPOSED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "command": "which program has to accept the work is not in the work, and a rubric with commands is code",
        "equals": "one place with one text is what an answer is checked by, not what documents of a kind share",
        "glossary": "which word is the agreed one is the author's to say: the example shows only those that were used",
        "matches": "a pattern says what may vary, and one example shows one case of it",
        "not_contains": "an example cannot show which words are unwanted: it lacks nearly all there are",
        "not_matches": "an example cannot show which patterns are unwanted: it lacks nearly all there are",
        "xlsx.cell": "figures change from one workbook to the next, and labels are asked for where formulas stand",
    }
)
"""Every check that no example can propose, and why."""
