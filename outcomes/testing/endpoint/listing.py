"""The list of models, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from outcomes.testing.endpoint.families import FAMILIES, family
from outcomes.testing.endpoint.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

LONGEST_PAGE: Final = 1_000


def list_models(query: Mapping[str, str], named: Collection[str]) -> dict[str, object]:
    """`{"data": [...], "has_more", "first_id", "last_id"}`: those that were named, then the hosted ones."""
    names = list(dict.fromkeys([*named, *FAMILIES]))
    limit = query.get("limit", "20")
    if not limit.isdigit() or not 1 <= int(limit) <= LONGEST_PAGE:
        raise Refusal(400, f"limit: Input should be a whole number from 1 to {LONGEST_PAGE}")
    after = query.get("after_id")
    begin = names.index(after) + 1 if after in names else 0
    page = names[begin : begin + int(limit)]
    first, last = (page[0], page[-1]) if page else (None, None)
    more = begin + len(page) < len(names)
    return {"data": [*map(model_entry, page)], "has_more": more, "first_id": first, "last_id": last}


def model_entry(name: str) -> dict[str, object]:
    """One of them; nothing in it is known but its name and its limits."""
    return {
        "type": "model",
        "id": name,
        "display_name": name.replace("-", " ").title(),
        "created_at": "2026-01-01T00:00:00Z",
        "lifecycle": "active",
        "max_input_tokens": family(name).context,
        "max_tokens": family(name).most_output,
    }
